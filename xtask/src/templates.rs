//! `cargo xtask templates`: real projects, carried under the limits and faults of the trackers.

use crate::fault::Result;
use crate::proving;
use crate::row::{Skip, Tally};
use crate::step::Step;
use crate::workspace::Workspace;

/// What CI runs of it.
pub(crate) const STEP: Step = Step { name: "templates", take };

/// Carries each project under each profile; fails if anything is missing, differs or stands twice.
pub(crate) fn run(workspace: &Workspace) -> Result<bool> {
    proving::run(workspace, "templates", &[])
}

fn take(workspace: &Workspace) -> (Tally, Option<Skip>) {
    if !crate::step::has_reference_data() {
        let what = "templates (no projects of the demo generator)".into();
        return (Tally::default(), Some(Skip { what, optional: true }));
    }
    (Tally::of(crate::check::good(run(workspace))), None)
}
