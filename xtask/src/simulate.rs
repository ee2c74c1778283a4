//! `cargo xtask simulate`: seeds of the deterministic simulation.

use crate::fault::Result;
use crate::proving;
use crate::row::{Skip, Tally};
use crate::step::Step;
use crate::workspace::Workspace;

/// What CI tries of it.
pub(crate) const STEP: Step = Step { name: "simulate", take };

/// Starts the simulation; its last line says what was lost and what stands twice. `--release`
/// among the arguments is for the build.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<bool> {
    proving::run(workspace, "simulate", arguments)
}

fn take(workspace: &Workspace) -> (Tally, Option<Skip>) {
    let arguments = ["--seeds", "1000", "--wire", "50"].map(str::to_owned);
    (Tally::of(crate::check::good(run(workspace, &arguments))), None)
}
