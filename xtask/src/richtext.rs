//! `cargo xtask richtext`: what the rich-text codecs make of every real text, as one table.

use crate::cargo::Cargo;
use crate::fault::Result;
use crate::row::{Skip, Tally};
use crate::step::Step;
use crate::workspace::Workspace;

/// What CI runs of it.
pub(crate) const STEP: Step = Step { name: "richtext", take };

/// Measures; fails if a text is not read, not valid or has lost a word.
pub(crate) fn run(workspace: &Workspace) -> Result<bool> {
    Cargo::at(&workspace.root).markup_example("fidelity", &[])
}

fn take(workspace: &Workspace) -> (Tally, Option<Skip>) {
    (Tally::of(crate::check::good(run(workspace))), None)
}
