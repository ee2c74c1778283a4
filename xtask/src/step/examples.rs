//! The example programs: each is built and run, and must end well.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::cargo::{self, Cargo};
use crate::fault::{Fault, Result};
use crate::row::{Skip, Tally};
use crate::terminal;
use crate::workspace::Workspace;

const PACKAGE: &str = "migrayt-examples";

pub(super) fn take(workspace: &Workspace) -> (Tally, Option<Skip>) {
    match run(workspace) {
        Ok(Tally { passed: 0, failed: 0 }) => (
            Tally::default(),
            Some(Skip { what: format!("examples ({PACKAGE} has none)"), optional: false }),
        ),
        Ok(tally) => (tally, None),
        Err(fault) => {
            terminal::complain(&fault.to_string());
            (Tally::of(false), None)
        }
    }
}

fn run(workspace: &Workspace) -> Result<Tally> {
    let arguments = [
        "build",
        "--profile",
        "ci",
        "--workspace",
        "--all-features",
        "--examples",
        "--message-format",
        "json",
    ];
    terminal::say(&cargo::line(&arguments));
    let built = Cargo::at(&workspace.root).build(&arguments)?;
    if !built.success {
        built.complaints.iter().for_each(|complaint| terminal::complain(complaint));
        return Err(Fault::command(cargo::line(&arguments), "the examples do not compile"));
    }
    let ours = workspace.members.iter().find(|member| member.name == PACKAGE);
    built
        .examples
        .iter()
        .filter(|(package, ..)| ours.is_some_and(|member| member.id == *package))
        .map(|(_, name, program)| one(&workspace.root, name, program).map(Tally::of))
        .sum()
}

/// Runs one. What it prints is shown only if it fails.
fn one(root: &Path, name: &str, program: &Path) -> Result<bool> {
    let output = Command::new(program)
        .current_dir(root)
        .stdin(Stdio::null())
        .output()
        .map_err(|cause| Fault::command(name, cause))?;
    let good = output.status.success();
    terminal::say(&format!("example {name} {}", if good { "ends well" } else { "FAILED" }));
    if !good {
        terminal::complain(&String::from_utf8_lossy(&output.stdout));
        terminal::complain(&String::from_utf8_lossy(&output.stderr));
    }
    Ok(good)
}
