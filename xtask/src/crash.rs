//! `cargo xtask crash`: kills and stops real processes that migrate.

use crate::cargo::Cargo;
use crate::fault::Result;
use crate::row::{Skip, Tally};
use crate::step::Step;
use crate::workspace::Workspace;

/// What CI tries of it.
pub(crate) const STEP: Step = Step { name: "crash", take };

/// Starts the harness; its last line says what was lost and what stands twice.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<bool> {
    let mut line = vec![
        "run",
        "--quiet",
        "--profile",
        "ci",
        "--package",
        "migrayt-proving",
        "--all-features",
        "--bin",
        "crash",
        "--",
    ];
    line.extend(arguments.iter().map(String::as_str));
    Cargo::at(&workspace.root).run(&line, &[])
}

fn take(workspace: &Workspace) -> (Tally, Option<Skip>) {
    let arguments = ["--kills", "20", "--stops", "4"].map(str::to_owned);
    (Tally::of(crate::check::good(run(workspace, &arguments))), None)
}
