//! What programs were built with: an ABI does not change unless its version does.

use std::fs;
use std::path::{Path, PathBuf};

use super::{folder, header};
use crate::fault::{Fault, Result};
use crate::terminal;
use crate::workspace::Workspace;

/// Keeps what the header declares, as that of its version.
pub(super) fn accept(root: &Path) -> Result<()> {
    let path = path(root);
    let text = record(root)?;
    fs::write(&path, text).map_err(|cause| Fault::Unreadable { path, cause })
}

/// Whether the header declares what was kept for its version.
pub(super) fn holds(workspace: &Workspace) -> Result<bool> {
    let path = path(&workspace.root);
    let kept = fs::read_to_string(&path).map_err(|cause| Fault::Unreadable { path, cause })?;
    let now = record(&workspace.root)?;
    let found = difference(&kept, &now);
    if let Some(found) = &found {
        terminal::complain(found);
    }
    Ok(found.is_none())
}

/// What is wrong with a change, if anything is.
fn difference(kept: &str, now: &str) -> Option<String> {
    let (kept_version, kept_lines) = kept.split_once('\n')?;
    let (version, lines) = now.split_once('\n')?;
    if kept == now {
        return None;
    }
    let changed = lines.lines().find(|line| !kept_lines.lines().any(|kept| kept == *line));
    let gone = kept_lines.lines().find(|kept| !lines.lines().any(|line| line == *kept));
    let what = changed.or(gone).unwrap_or("the order");
    Some(if kept_version == version {
        format!(
            "the ABI changed and its version did not: {what}\n  a program that was built before \
             would not notice; raise the crate's minor version, then `cargo xtask ffi header`"
        )
    } else {
        "the version changed: `cargo xtask ffi header` keeps what it declares".to_owned()
    })
}

/// The version and every declaration, without what is written about them.
fn record(root: &Path) -> Result<String> {
    let version = header::abi_version(root)?;
    Ok(format!("version {version}\n{}", declarations(&header::read(root)?)))
}

/// The declarations of a header, one a line.
fn declarations(header: &str) -> String {
    let code: Vec<&str> = header
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default().trim())
        .filter(|line| !line.is_empty() && (!line.starts_with('#') || line.starts_with("#define")))
        .collect();
    let mut text = String::new();
    for line in code {
        text.push_str(line);
        // A declaration that goes on stands on one line.
        let ends = line.starts_with('#') || line.ends_with([';', '}']);
        text.push(if ends { '\n' } else { ' ' });
    }
    text
}

fn path(root: &Path) -> PathBuf {
    folder(root).join("include/migrayt.abi")
}

#[cfg(test)]
mod tests {
    use super::{declarations, difference};

    const HEADER: &str = "// Words.\n#ifndef H\n#define H\n#define A 1\ntypedef struct {\n    // A \
                          word.\n    int a;\n} pair;\nvoid f(int a,\n       int b);\n#endif\n";

    #[test]
    fn declarations_are_told_without_words() {
        let told = declarations(HEADER);
        assert_eq!(
            told,
            "#define H\n#define A 1\ntypedef struct { int a;\n} pair;\nvoid f(int a, int b);\n"
        );
    }

    #[test]
    fn a_change_needs_another_version() {
        let kept = format!("version 1\n{}", declarations(HEADER));
        assert_eq!(difference(&kept, &kept), None);
        let commented = HEADER.replace("Words", "Other words");
        assert_eq!(difference(&kept, &format!("version 1\n{}", declarations(&commented))), None);
        for (from, to) in [("int b", "long b"), ("void f(", "void g("), ("    int a;\n", "")] {
            let changed = declarations(&HEADER.replace(from, to));
            let found = difference(&kept, &format!("version 1\n{changed}")).unwrap();
            assert!(found.starts_with("the ABI changed and its version did not"), "{found}");
            let raised = difference(&kept, &format!("version 2\n{changed}")).unwrap();
            assert!(raised.starts_with("the version changed"), "{raised}");
        }
    }
}
