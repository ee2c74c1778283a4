//! `cargo xtask check`: every rule, and `cargo deny` where it is installed.

use crate::cargo::{self, Cargo};
use crate::fault::Result;
use crate::row::{Row, Skip, Tally};
use crate::rule::{RULES, Rule};
use crate::stopwatch::Stopwatch;
use crate::terminal;
use crate::workspace::Workspace;

pub(crate) fn run(workspace: &Workspace) -> Vec<Row> {
    terminal::headline("rules");
    let mut rows: Vec<Row> = RULES.iter().map(|rule| prove(rule, workspace)).collect();
    rows.push(deny(workspace));
    rows
}

fn prove(rule: &Rule, workspace: &Workspace) -> Row {
    let watch = Stopwatch::start();
    let tally = match (rule.prove)(workspace) {
        Ok(proof) => {
            let result = if proof.tally().is_good() { "holds" } else { "is BROKEN" };
            terminal::say(&format!("{} {result} ({} looked at)", rule.name, proof.looked_at));
            for finding in &proof.findings {
                terminal::say(&format!("    {finding}"));
            }
            proof.tally()
        }
        Err(fault) => {
            terminal::say(&format!("{} cannot be proved\n    {fault}", rule.name));
            Tally::of(false)
        }
    };
    Row { name: rule.name.into(), tally, skipped: None, took: watch.elapsed() }
}

/// The same lists as the rules `licences`, `crates` and `sources`, and the advisories.
fn deny(workspace: &Workspace) -> Row {
    let cargo = Cargo::at(&workspace.root);
    let watch = Stopwatch::start();
    let mut row =
        Row { name: "deny".into(), tally: Tally::default(), skipped: None, took: watch.elapsed() };
    if !cargo.has("deny") {
        row.skipped =
            Some(Skip { what: "advisories (cargo-deny is not installed)".into(), optional: true });
        return row;
    }
    let arguments = ["deny", "--log-level", "error", "check"];
    terminal::headline(&cargo::line(&arguments));
    row.tally = Tally::of(good(cargo.run(&arguments, &[])));
    row.took = watch.elapsed();
    row
}

/// A command that could not be started is a failure with a word about it.
pub(crate) fn good(result: Result<bool>) -> bool {
    result.unwrap_or_else(|fault| {
        terminal::complain(&fault.to_string());
        false
    })
}
