use serde::{Deserialize, Serialize};

/// What became of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Outcome {
    /// It is there, with everything that the plan has of it.
    Migrated,
    /// It is there, and something of it is not: a comment, a file, a link, its status.
    Partial,
    /// The target refused it during the run.
    Failed,
    /// It was left out: refused by the plan, gone from the source, or without the item it needs.
    Skipped,
    /// It is due, or nobody knows yet.
    Open,
}

impl Outcome {
    /// Every outcome, in the order in which reports have them.
    pub const ALL: [Self; 5] =
        [Self::Migrated, Self::Partial, Self::Failed, Self::Skipped, Self::Open];

    /// The outcome in words for a report.
    pub fn words(self) -> &'static str {
        match self {
            Self::Migrated => "Migrated",
            Self::Partial => "Partially migrated",
            Self::Failed => "Failed",
            Self::Skipped => "Skipped",
            Self::Open => "Open",
        }
    }

    /// The name at rest.
    pub fn name(self) -> &'static str {
        match self {
            Self::Migrated => "migrated",
            Self::Partial => "partial",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::Open => "open",
        }
    }
}

/// How many items had which outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Outcomes {
    /// All of them.
    pub scanned: u64,
    /// Those that are there whole.
    pub migrated: u64,
    /// Those of which something is not there.
    pub partial: u64,
    /// Those that the target refused during the run.
    pub failed: u64,
    /// Those that were left out.
    pub skipped: u64,
    /// Those that are due or in doubt.
    pub open: u64,
    /// Of the migrated and partially migrated ones, those that an earlier run had made.
    pub found_made: u64,
}

impl Outcomes {
    /// How many had an outcome.
    pub fn of(&self, outcome: Outcome) -> u64 {
        match outcome {
            Outcome::Migrated => self.migrated,
            Outcome::Partial => self.partial,
            Outcome::Failed => self.failed,
            Outcome::Skipped => self.skipped,
            Outcome::Open => self.open,
        }
    }

    pub(super) fn count(&mut self, outcome: Outcome, found_made: bool) {
        self.scanned += 1;
        self.found_made += u64::from(found_made);
        *match outcome {
            Outcome::Migrated => &mut self.migrated,
            Outcome::Partial => &mut self.partial,
            Outcome::Failed => &mut self.failed,
            Outcome::Skipped => &mut self.skipped,
            Outcome::Open => &mut self.open,
        } += 1;
    }
}
