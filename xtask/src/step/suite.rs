//! The tests, under nextest where it is installed.

use crate::cargo::{self, Cargo, Heard};
use crate::row::{Skip, Tally};
use crate::step::doctests;
use crate::terminal;
use crate::workspace::Workspace;

pub(super) fn take(workspace: &Workspace) -> (Tally, Option<Skip>) {
    let cargo = Cargo::at(&workspace.root);
    if cargo.has("nextest") {
        let arguments =
            ["nextest", "run", "--cargo-profile", "ci", "--workspace", "--all-features"];
        return (count(cargo, &arguments, &[], nextest), None);
    }
    let arguments = [
        "test",
        "--profile",
        "ci",
        "--workspace",
        "--all-features",
        "--lib",
        "--bins",
        "--tests",
        "--no-fail-fast",
    ];
    let skip = Skip {
        what: "time limits of tests (cargo-nextest is not installed; cargo test ran them)".into(),
        optional: true,
    };
    (count(cargo, &arguments, &[], doctests::libtest), Some(skip))
}

/// Runs some tests of one test program, with settings.
pub(crate) fn of(
    program: &str,
    filter: &str,
    cargo: Cargo<'_>,
    settings: &[(&str, &str)],
) -> Tally {
    let arguments = [
        "test",
        "--profile",
        "ci",
        "--workspace",
        "--all-features",
        "--no-fail-fast",
        "--test",
        program,
        filter,
    ];
    count(cargo, &arguments, settings, doctests::libtest)
}

/// Runs tests and counts them. A run that failed has at least one failure.
pub(super) fn count(
    cargo: Cargo<'_>,
    arguments: &[&str],
    settings: &[(&str, &str)],
    read: fn(&str) -> Option<Tally>,
) -> Tally {
    terminal::say(&cargo::line(arguments));
    match cargo.hear(arguments, settings) {
        Ok(Heard { success, text }) => {
            let mut tally = read(&text).unwrap_or_default();
            if !success {
                tally.failed = tally.failed.max(1);
            }
            tally
        }
        Err(fault) => {
            terminal::complain(&fault.to_string());
            Tally::of(false)
        }
    }
}

/// Reads `Summary [ 1.2s] 7 tests run: 5 passed (1 slow), 2 failed, 0 skipped`. A test that timed
/// out or could not be started is one that did not pass; a skipped test is none.
fn nextest(text: &str) -> Option<Tally> {
    let line = text.lines().rev().find(|line| line.trim_start().starts_with("Summary ["))?;
    let (_, rest) = line.split_once(']')?;
    let (before, after) = rest.split_once("run:")?;
    let run = before.split_whitespace().next()?;
    // `3/7 tests run` when it was broken off.
    let run: u64 = run.rsplit('/').next()?.parse().ok()?;
    let passed: u64 = after.split_whitespace().next()?.parse().ok()?;
    let passed = if after.contains("passed") { passed } else { 0 };
    Some(Tally { passed, failed: run.saturating_sub(passed) })
}

#[cfg(test)]
mod tests {
    use super::nextest;
    use crate::row::Tally;

    #[test]
    fn the_summary_is_counted() {
        let read =
            |line: &str| nextest(&format!("    PASS a\n     {line}\nerror: test run failed"));
        let tally = |passed, failed| Some(Tally { passed, failed });
        assert_eq!(read("Summary [   0.1s] 3 tests run: 3 passed, 0 skipped"), tally(3, 0));
        assert_eq!(
            read(
                "Summary [   9.1s] 7 tests run: 5 passed (1 slow), 1 failed, 1 timed out, 0 skipped"
            ),
            tally(5, 2)
        );
        assert_eq!(
            read("Summary [   0.1s] 3/7 tests run: 2 passed, 1 failed, 0 skipped"),
            tally(2, 5)
        );
        assert_eq!(read("Summary [   0.1s] 1 test run: 1 failed, 0 skipped"), tally(0, 1));
        assert_eq!(nextest("error: could not compile"), None);
    }
}
