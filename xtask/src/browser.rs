//! `cargo xtask browser`: rich documents as they came and as our HTML, side by side in a browser, and
//! whether everyone can read the report.

use crate::axe;
use crate::cargo::Cargo;
use crate::debian;
use crate::fault::{Fault, Result};
use crate::row::{Skip, Tally};
use crate::step::Step;
use crate::workspace::Workspace;

/// What a person runs of it: nothing is installed for it.
pub(crate) const STEP: Step = Step { name: "browser", take };

/// What CI runs of it.
pub(crate) const STEP_OF_ALL: Step = Step { name: "browser", take: take_all };

/// The names that the browser goes by.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// Installs what is missing, shows the browser the documents, compares what a reader sees, and shows
/// the report to axe.
pub(crate) fn run(workspace: &Workspace) -> Result<bool> {
    let chromium = match chromium() {
        Some(chromium) => chromium,
        None => install()?,
    };
    let documents = show(workspace, chromium)?;
    Ok(axe::look(workspace, chromium)? && documents)
}

fn show(workspace: &Workspace, chromium: &str) -> Result<bool> {
    Cargo::at(&workspace.root).markup_example("browser", &[chromium, "target/browser"])
}

fn chromium() -> Option<&'static str> {
    NAMES.into_iter().find(|name| debian::quiet(name, &["--version"]))
}

/// Debian's browser, for who may install it.
fn install() -> Result<&'static str> {
    debian::install(&["chromium"]);
    let absent =
        "there is no Chromium, and apt-get cannot install it: install it and put it on PATH";
    chromium().ok_or_else(|| Fault::command("apt-get install chromium", absent))
}

fn take(workspace: &Workspace) -> (Tally, Option<Skip>) {
    let Some(chromium) = chromium() else {
        let what = "browser (no Chromium; `cargo xtask browser` installs it)".into();
        return (Tally::default(), Some(Skip { what, optional: true }));
    };
    if axe::is_there(workspace) {
        return take_all(workspace);
    }
    let what = "the report before axe (it is not here; `cargo xtask browser` fetches it)".into();
    let skip = Skip { what, optional: true };
    (Tally::of(crate::check::good(show(workspace, chromium))), Some(skip))
}

fn take_all(workspace: &Workspace) -> (Tally, Option<Skip>) {
    (Tally::of(crate::check::good(run(workspace))), None)
}
