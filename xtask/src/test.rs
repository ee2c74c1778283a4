//! `cargo xtask test`: everything a change must pass.

use crate::aws;
use crate::bindings;
use crate::browser;
use crate::check;
use crate::contract;
use crate::crash;
use crate::dist;
use crate::ffi;
use crate::fuzz;
use crate::mutants;
use crate::peers;
use crate::renewal;
use crate::richtext;
use crate::row::Row;
use crate::simulate;
use crate::step::{self, Step};
use crate::stopwatch::Stopwatch;
use crate::templates;
use crate::terminal;
use crate::workspace::Workspace;

pub(crate) fn run(workspace: &Workspace, all: bool) -> Vec<Row> {
    if all {
        step::install_database();
    }
    let mut rows = vec![take(&step::FORMATTING, workspace)];
    rows.extend(check::run(workspace));
    rows.extend(step::BUILDS.iter().map(|step| take(step, workspace)));
    rows.push(take(&ffi::STEP, workspace));
    rows.push(step::reference_data());
    rows.push(step::database(all));
    if all {
        rows.push(take(&simulate::STEP, workspace));
        rows.push(take(&templates::STEP, workspace));
        rows.push(take(&mutants::STEP, workspace));
        rows.push(take(&renewal::STEP, workspace));
        rows.push(take(&crash::STEP, workspace));
        rows.push(take(&richtext::STEP, workspace));
        rows.push(take(&fuzz::STEP, workspace));
        rows.push(take(&browser::STEP_OF_ALL, workspace));
        rows.push(take(&contract::STEP, workspace));
        rows.push(take(&peers::STEP, workspace));
        rows.push(take(&aws::STEP_OF_ALL, workspace));
        rows.push(take(&bindings::STEP, workspace));
        rows.push(take(&dist::STEP, workspace));
        rows.iter_mut().for_each(demand);
    } else {
        rows.push(take(&browser::STEP, workspace));
        rows.push(take(&aws::STEP, workspace));
    }
    rows
}

/// The vault in AWS alone.
pub(crate) fn aws(workspace: &Workspace) -> Vec<Row> {
    vec![take(&aws::STEP_OF_ALL, workspace)]
}

/// The suites of C and C++ under a sanitizer alone.
pub(crate) fn sanitized(workspace: &Workspace) -> Vec<Row> {
    vec![take(&bindings::SANITIZED, workspace)]
}

/// The tours of clients alone.
pub(crate) fn peers(workspace: &Workspace) -> Vec<Row> {
    vec![take(&peers::STEP, workspace)]
}

/// The tours of all clients, also of those that CI leaves out.
pub(crate) fn every_peer(workspace: &Workspace) -> Vec<Row> {
    vec![take(&peers::STEP_OF_ALL, workspace)]
}

fn take(step: &Step, workspace: &Workspace) -> Row {
    terminal::headline(step.name);
    let watch = Stopwatch::start();
    let (tally, skipped) = (step.take)(workspace);
    Row { name: step.name.into(), tally, skipped, took: watch.elapsed() }
}

/// With `--all`, what was skipped and is not optional has failed.
fn demand(row: &mut Row) {
    if row.skipped.as_ref().is_some_and(|skip| !skip.optional) {
        row.tally.failed += 1;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::demand;
    use crate::row::{Row, Skip, Tally};

    #[test]
    fn all_takes_only_optional_skips() {
        let row = |optional| Row {
            name: "examples".into(),
            tally: Tally::default(),
            skipped: Some(Skip { what: "examples".into(), optional }),
            took: Duration::ZERO,
        };
        let (mut needed, mut optional) = (row(false), row(true));
        demand(&mut needed);
        demand(&mut optional);
        assert!(!needed.is_good());
        assert!(optional.is_good());
    }
}
