//! The steps of `cargo xtask test`, each in a file of its own. All of them build with the one
//! profile `ci` and the same features, so that they share what they build.

mod database;
mod doctests;
mod examples;
mod reference;
mod suite;
#[cfg(test)]
mod tests;

pub(crate) use self::database::{install as install_database, row as database};
pub(crate) use self::reference::{is_there as has_reference_data, row as reference_data};
pub(crate) use self::suite::of as tests_of;
use crate::cargo::{self, Cargo};
use crate::check::good;
use crate::row::{Skip, Tally};
use crate::terminal;
use crate::workspace::Workspace;

/// Something a change must pass.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    /// Its name in the table.
    pub(crate) name: &'static str,
    /// Takes it, and says what was left out.
    pub(crate) take: fn(&Workspace) -> (Tally, Option<Skip>),
}

/// What needs no build.
pub(crate) const FORMATTING: Step = Step { name: "formatting", take: formatting };

/// What builds, in an order in which each builds on the one before.
pub(crate) const BUILDS: [Step; 5] = [
    Step { name: "clippy", take: clippy },
    Step { name: "tests", take: suite::take },
    Step { name: "doctests", take: doctests::take },
    Step { name: "examples", take: examples::take },
    Step { name: "documentation", take: documentation },
];

fn formatting(workspace: &Workspace) -> (Tally, Option<Skip>) {
    watched(workspace, &["fmt", "--all", "--check"], &[])
}

fn clippy(workspace: &Workspace) -> (Tally, Option<Skip>) {
    let arguments = [
        "clippy",
        "--profile",
        "ci",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--",
        "-D",
        "warnings",
    ];
    watched(workspace, &arguments, &[])
}

/// Libraries only: the command line has the name of the library that it calls.
fn documentation(workspace: &Workspace) -> (Tally, Option<Skip>) {
    let arguments =
        ["doc", "--profile", "ci", "--workspace", "--all-features", "--no-deps", "--lib"];
    watched(workspace, &arguments, &[("RUSTDOCFLAGS", "-D warnings")])
}

fn watched(
    workspace: &Workspace,
    arguments: &[&str],
    settings: &[(&str, &str)],
) -> (Tally, Option<Skip>) {
    terminal::say(&cargo::line(arguments));
    (Tally::of(good(Cargo::at(&workspace.root).run(arguments, settings))), None)
}
