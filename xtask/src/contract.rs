//! `cargo xtask contract`: connectors and simulators against the trackers' own documents.

use crate::fault::Result;
use crate::proving;
use crate::row::{Skip, Tally};
use crate::step::Step;
use crate::workspace::Workspace;

/// What CI runs of it.
pub(crate) const STEP: Step = Step { name: "contract", take };

/// Starts the comparison; its last lines say how much was compared and what does not hold.
pub(crate) fn run(workspace: &Workspace) -> Result<bool> {
    proving::run(workspace, "contract", &[])
}

fn take(workspace: &Workspace) -> (Tally, Option<Skip>) {
    if !crate::step::has_reference_data() {
        let what = "the contract (no documents of the trackers)".into();
        return (Tally::default(), Some(Skip { what, optional: true }));
    }
    (Tally::of(crate::check::good(run(workspace))), None)
}
