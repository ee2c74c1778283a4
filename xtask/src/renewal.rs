//! `cargo xtask renewal`: grants that several processes renew, and the flaws of the protocol.

use crate::fault::Result;
use crate::proving;
use crate::row::{Skip, Tally};
use crate::step::Step;
use crate::workspace::Workspace;

/// What CI tries of it.
pub(crate) const STEP: Step = Step { name: "renewal", take };

/// Starts the simulation; its last line says how many seeds failed and how many flaws were found.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<bool> {
    proving::run(workspace, "renewal", arguments)
}

fn take(workspace: &Workspace) -> (Tally, Option<Skip>) {
    (Tally::of(crate::check::good(run(workspace, &[]))), None)
}
