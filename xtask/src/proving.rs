//! Starts the programs of the crate `proving`, on which this one does not depend.

use crate::cargo::Cargo;
use crate::fault::Result;
use crate::workspace::Workspace;

/// For the build, not for the program.
const RELEASE: &str = "--release";

/// Builds and runs a program before the reader's eyes: with the profile of all checks, or as a
/// product if `--release` is among the arguments.
pub(crate) fn run(workspace: &Workspace, program: &str, arguments: &[String]) -> Result<bool> {
    let release = arguments.iter().any(|argument| argument == RELEASE);
    let profile = if release { "release" } else { "ci" };
    let mut line = vec![
        "run",
        "--quiet",
        "--profile",
        profile,
        "--package",
        "migrayt-proving",
        "--all-features",
        "--bin",
        program,
        "--",
    ];
    line.extend(arguments.iter().map(String::as_str).filter(|argument| *argument != RELEASE));
    Cargo::at(&workspace.root).run(&line, &[])
}
