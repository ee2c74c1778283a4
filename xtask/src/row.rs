use std::time::Duration;

use crate::terminal;

/// One line of the closing table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// What was done.
    pub(crate) name: String,
    /// What it came to.
    pub(crate) tally: Tally,
    /// Why it was not done, or not done whole.
    pub(crate) skipped: Option<Skip>,
    /// How long it took.
    pub(crate) took: Duration,
}

/// How many of the things that a step proves hold, and how many do not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

/// Something that was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Skip {
    /// What, and what would have to be there.
    pub(crate) what: String,
    /// Whether `--all` goes on without it.
    pub(crate) optional: bool,
}

impl Tally {
    /// A step that is one thing.
    pub(crate) fn of(good: bool) -> Self {
        Self { passed: u64::from(good), failed: u64::from(!good) }
    }

    /// A whole of parts; a step in which nothing passed and nothing failed proved nothing.
    pub(crate) fn is_good(self) -> bool {
        self.failed == 0 && self.passed > 0
    }
}

impl std::iter::Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(rows: I) -> Self {
        rows.fold(Self::default(), |left, right| Self {
            passed: left.passed + right.passed,
            failed: left.failed + right.failed,
        })
    }
}

impl Row {
    /// Whether the step proved what it should; a step that was skipped has nothing against it.
    pub(crate) fn is_good(&self) -> bool {
        self.tally.failed == 0 && (self.tally.passed > 0 || self.skipped.is_some())
    }
}

/// Prints the closing table and says whether everything passed.
pub(crate) fn close(rows: &[Row]) -> bool {
    terminal::headline("summary");
    for line in table(rows) {
        terminal::say(&line);
    }
    rows.iter().all(Row::is_good)
}

fn table(rows: &[Row]) -> Vec<String> {
    let width = rows.iter().map(|row| row.name.len()).max().unwrap_or(0).max("step".len());
    let mut lines = vec![format!("{:width$}  result   passed  failed      time", "step")];
    for row in rows {
        let result = match (row.is_good(), row.tally.passed) {
            (false, _) => "FAILED",
            (true, 0) => "skipped",
            (true, _) => "ok",
        };
        let Tally { passed, failed } = row.tally;
        let seconds = row.took.as_secs_f64();
        lines.push(format!(
            "{:width$}  {result:7}  {passed:6}  {failed:6}  {seconds:6.1} s",
            row.name
        ));
    }
    for skip in rows.iter().filter_map(|row| row.skipped.as_ref()) {
        lines.push(format!("skipped: {}", skip.what));
    }
    let whole: Tally = rows.iter().map(|row| row.tally).sum();
    let took: Duration = rows.iter().map(|row| row.took).sum();
    lines.push(format!(
        "{} passed, {} failed in {:.1} s",
        whole.passed,
        whole.failed,
        took.as_secs_f64()
    ));
    lines
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Row, Skip, Tally, table};

    fn row(name: &str, passed: u64, failed: u64, skipped: Option<&str>) -> Row {
        Row {
            name: name.into(),
            tally: Tally { passed, failed },
            skipped: skipped.map(|what| Skip { what: what.into(), optional: true }),
            took: Duration::from_millis(1500),
        }
    }

    #[test]
    fn the_table_names_results_skips_and_the_sum() {
        let rows = [
            row("formatting", 1, 0, None),
            row("tests", 40, 2, None),
            row("advisories", 0, 0, Some("advisories (no cargo-deny)")),
        ];
        assert_eq!(
            table(&rows),
            [
                "step        result   passed  failed      time",
                "formatting  ok            1       0     1.5 s",
                "tests       FAILED       40       2     1.5 s",
                "advisories  skipped       0       0     1.5 s",
                "skipped: advisories (no cargo-deny)",
                "41 passed, 2 failed in 4.5 s",
            ]
        );
        assert!(!rows[1].is_good());
        assert!(rows[2].is_good());
    }

    #[test]
    fn a_step_that_proved_nothing_is_not_good() {
        assert!(!row("tests", 0, 0, None).is_good());
    }
}
