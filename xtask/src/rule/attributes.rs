//! No lint is lowered by `allow`, no test is ignored.
//!
//! An exception from a lint is an `expect` with a reason: it goes away when it is not needed any
//! more. A test that does not run is no test.

use super::Proof;
use crate::finding::Finding;
use crate::source::SourceFile;
use crate::workspace::Workspace;

pub(super) fn prove(workspace: &Workspace) -> Proof {
    Proof {
        looked_at: workspace.files.len(),
        findings: workspace.files.iter().flat_map(find).collect(),
    }
}

fn find(file: &SourceFile) -> Vec<Finding> {
    file.find(&["#"])
        .filter_map(|place| {
            let words: Vec<&str> = attribute(file, place)?;
            let message = fault(&words)?;
            Some(Finding::at(&file.path, file.tokens.get(place)?.line, message))
        })
        .collect()
}

/// The tokens between the brackets of the attribute that begins at a place.
fn attribute(file: &SourceFile, place: usize) -> Option<Vec<&str>> {
    let rest = file.tokens.get(place + 1..)?;
    let rest = match rest.first()?.text.as_str() {
        "!" => rest.get(1..)?,
        _ => rest,
    };
    let (open, rest) = rest.split_first()?;
    if open.text != "[" {
        return None;
    }
    let mut depth = 1_u32;
    let inside = rest.iter().map(|token| token.text.as_str()).take_while(|text| {
        match *text {
            "[" => depth += 1,
            "]" => depth -= 1,
            _ => {}
        }
        depth > 0
    });
    Some(inside.collect())
}

fn fault(words: &[&str]) -> Option<&'static str> {
    let conditional = words.first() == Some(&"cfg_attr");
    let is = |name: &str| {
        words.first() == Some(&name)
            || (conditional && words.windows(2).any(|pair| pair == [",", name]))
    };
    if is("allow") {
        Some("`allow` lowers a lint for good: use `expect` with a reason")
    } else if is("ignore") {
        Some("an ignored test proves nothing: mend it or remove it")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::source::SourceFile;

    fn lines(text: &str) -> Vec<usize> {
        let file = SourceFile::parse("a.rs", text).unwrap();
        find(&file).into_iter().filter_map(|finding| finding.line).collect()
    }

    #[test]
    fn lowered_lints_and_ignored_tests_are_found_in_every_form() {
        assert_eq!(lines("#![allow(dead_code)]"), [1]);
        assert_eq!(lines("\n#[allow(clippy::all, reason = \"a\")]\nfn a() {}"), [2]);
        assert_eq!(lines("#[cfg_attr(unix, allow(dead_code))] fn a() {}"), [1]);
        assert_eq!(lines("#[test]\n#[ignore]\nfn a() {}"), [2]);
        assert_eq!(lines("#[test]\n#[ignore = \"slow\"]\nfn a() {}"), [2]);
        assert_eq!(lines("#[test]\n#[cfg_attr(unix, ignore)]\nfn a() {}"), [2]);
    }

    #[test]
    fn other_attributes_and_words_are_left_alone() {
        assert!(lines("#[expect(dead_code, reason = \"a\")] fn allow() { ignore() }").is_empty());
        assert!(lines("#[derive(Debug)] struct A; // #[allow(dead_code)]").is_empty());
        assert!(lines("#[arg(ignore_case = true)] struct A;").is_empty());
    }
}
