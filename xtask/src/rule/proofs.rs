//! A test that a page names as a proof stands there.
//!
//! Pages name tests as `path/to/file.rs::name`, in code.

use pulldown_cmark::{Event, Parser};

use super::Proof;
use crate::fault::Result;
use crate::finding::Finding;
use crate::source::{SourceFile, Token};
use crate::workspace::Workspace;

pub(super) fn prove(workspace: &Workspace) -> Result<Proof> {
    let mut proof = Proof { looked_at: 0, findings: Vec::new() };
    for page in &workspace.pages {
        for (line, path, name) in named(&workspace.text(page)?) {
            proof.looked_at += 1;
            let file = workspace.files.iter().find(|file| file.path == path);
            if !file.is_some_and(|file| has_test(file, &name)) {
                let message = format!("names {path}::{name} as a proof, and there is no such test");
                proof.findings.push(Finding::at(page, line, message));
            }
        }
    }
    Ok(proof)
}

/// The tests that a page names: the line, the file and the function.
fn named(text: &str) -> Vec<(usize, String, String)> {
    Parser::new_ext(text, pulldown_cmark::Options::ENABLE_TABLES)
        .into_offset_iter()
        .filter_map(|(event, span)| {
            let Event::Code(code) = event else { return None };
            let (path, name) = code.split_once(".rs::")?;
            let line = text.get(..span.start)?.lines().count().max(1);
            Some((line, format!("{path}.rs"), name.to_owned()))
        })
        .collect()
}

/// Whether a function of the file has the name and the attribute of a test.
fn has_test(file: &SourceFile, name: &str) -> bool {
    file.find(&["fn", name]).any(|place| {
        // Attributes end with a bracket; `async`, `pub` and the like stand between.
        let before = file.tokens.get(..place).unwrap_or_default();
        attributes(before).any(|token| token.text == "test")
    })
}

/// The tokens since the end of whatever stands before a function, backwards.
fn attributes(before: &[Token]) -> impl Iterator<Item = &Token> {
    before.iter().rev().take_while(|token| !matches!(token.text.as_str(), "}" | "{" | ";"))
}

#[cfg(test)]
mod tests {
    use super::{has_test, named};
    use crate::source::SourceFile;

    #[test]
    fn tests_are_named_in_code_with_their_files() {
        let text = "words\n\n| a | `b/c.rs::d` |\n|---|---|\n| `e.rs` | `f/g.rs::h` `x::y` |\n";
        let found = named(text);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0], (3, "b/c.rs".to_owned(), "d".to_owned()));
        assert_eq!(found[1], (5, "f/g.rs".to_owned(), "h".to_owned()));
    }

    #[test]
    fn only_functions_that_are_tests_are_proofs() {
        let text = "fn plain() {}\n#[test]\nfn one() {}\n#[tokio::test(flavor = \"a\")]\n\
                    #[expect(lint, reason = \"b\")]\nasync fn two() { one() }\nfn three() {}\n";
        let file = SourceFile::parse("a.rs", text).unwrap();
        assert!(has_test(&file, "one") && has_test(&file, "two"));
        for name in ["plain", "three", "four", "one()"] {
            assert!(!has_test(&file, name), "{name}");
        }
    }
}
