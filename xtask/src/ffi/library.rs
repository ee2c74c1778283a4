//! The library, built.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::header;
use crate::cargo::{self, Cargo};
use crate::fault::{Fault, Result};
use crate::terminal;
use crate::workspace::Workspace;

/// Both forms of the library.
#[derive(Clone, Debug)]
pub(crate) struct Library {
    /// The shared one.
    pub(crate) shared: PathBuf,
    /// The static one.
    pub(crate) archive: PathBuf,
}

impl Library {
    /// As the workspace's tests built it. They have no use for it themselves, so that cargo leaves it
    /// among what is built for others.
    pub(crate) fn of_tests(root: &Path) -> Self {
        Self::below(&root.join("target/ci/deps"))
    }

    fn below(folder: &Path) -> Self {
        let (before, after) = (std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
        Self {
            shared: folder.join(format!("{before}migrayt_ffi{after}")),
            archive: folder.join("libmigrayt_ffi.a"),
        }
    }
}

/// Builds the library for others: optimised, or as fast as tests want it.
pub(crate) fn build(workspace: &Workspace, features: &str, ci: bool) -> Result<Library> {
    let profile = if ci { "ci" } else { "release" };
    let mut arguments = vec!["build", "--profile", profile, "--package", "migrayt-ffi", "--lib"];
    if !features.is_empty() {
        arguments.extend(["--features", features]);
    }
    terminal::say(&cargo::line(&arguments));
    if !Cargo::at(&workspace.root).run(&arguments, &[])? {
        return Err(Fault::command(cargo::line(&arguments), "the library does not compile"));
    }
    Ok(Library::below(&workspace.root.join("target").join(profile)))
}

/// Whether the shared library has what the header declares, and nothing else.
pub(super) fn exports(workspace: &Workspace) -> Result<bool> {
    let library = Library::of_tests(&workspace.root).shared;
    let declared = functions(&header::read(&workspace.root)?);
    let found = symbols(&library)?;
    for name in declared.symmetric_difference(&found) {
        let which = if found.contains(name) {
            "library, not in the header"
        } else {
            "header, not in the library"
        };
        terminal::complain(&format!("{name} is in the {which}"));
    }
    Ok(!declared.is_empty() && declared == found)
}

/// The functions that a header declares.
fn functions(header: &str) -> BTreeSet<String> {
    header
        .lines()
        .filter(|line| !line.starts_with("//"))
        .filter_map(|line| line.split_once('(')?.0.rsplit(' ').next())
        .filter(|name| name.starts_with("migrayt_"))
        .map(str::to_owned)
        .collect()
}

/// What a shared library lets others call.
fn symbols(library: &Path) -> Result<BTreeSet<String>> {
    let name = library.display().to_string();
    let output = Command::new("nm")
        .args(["--dynamic", "--defined-only", "--format=posix"])
        .arg(library)
        .output()
        .map_err(|cause| Fault::command(format!("nm {name}"), cause))?;
    if !output.status.success() {
        return Err(Fault::command(format!("nm {name}"), String::from_utf8_lossy(&output.stderr)));
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::functions;

    #[test]
    fn a_headers_functions_are_found() {
        let header = "// migrayt_not(\nuint32_t migrayt_a(void);\nmigrayt_status migrayt_b(int a,\n   \
                      int migrayt);\n#define MIGRAYT_C 1\n";
        let found: Vec<_> = functions(header).into_iter().collect();
        assert_eq!(found, ["migrayt_a", "migrayt_b"]);
    }
}
