//! `cargo xtask mutants`: every mutant of the protocol, hunted by the simulation.

use crate::fault::Result;
use crate::proving;
use crate::row::{Skip, Tally};
use crate::step::Step;
use crate::workspace::Workspace;

/// What CI tries of it.
pub(crate) const STEP: Step = Step { name: "mutants", take };

/// Starts the hunt; its last line says how many were killed.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<bool> {
    proving::run(workspace, "mutants", arguments)
}

fn take(workspace: &Workspace) -> (Tally, Option<Skip>) {
    (Tally::of(crate::check::good(run(workspace, &[]))), None)
}
