use std::fmt::Debug;

use serde::Serialize;
use time::OffsetDateTime;

use crate::operation::OperationKind;
use crate::plan::Stage;
use crate::port::{Closing, RunCounts};

/// What an observer of a run is told: ids and counts only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "event")]
#[non_exhaustive]
pub enum Progress {
    /// The run was opened.
    Opened {
        /// Whether somebody worked on it before.
        resumed: bool,
        /// How its operations stand.
        counts: RunCounts,
    },
    /// The lanes of a stage began.
    Stage {
        /// The stage.
        stage: Stage,
    },
    /// Items were read from the source.
    Read {
        /// How many.
        items: u64,
    },
    /// Operations of a kind were settled.
    Settled {
        /// The kind.
        kind: OperationKind,
        /// How many happened.
        done: u64,
        /// How many the target refused for good.
        failed: u64,
        /// How many need an item that was not made, or are gone from the source.
        skipped: u64,
        /// How many are due again.
        again: u64,
    },
    /// Operations whose outcome is unknown were set aside.
    Doubtful {
        /// How many.
        operations: u64,
    },
    /// The run waits until its doubts can be looked for.
    Waiting {
        /// How many doubts there are.
        doubts: u64,
        /// Until when.
        #[serde(with = "time::serde::rfc3339")]
        until: OffsetDateTime,
    },
    /// The target was looked through for items that stand twice.
    Swept {
        /// How many stand where the journal says.
        found: u64,
        /// How many stand besides.
        duplicates: u64,
        /// How many comments, files, work log entries and links stand a second time.
        repeated: u64,
    },
    /// The run ended.
    Closed {
        /// How it stands; `None` if another worker took over.
        closing: Option<Closing>,
    },
}

/// Somebody who watches a run.
pub trait Observer: Debug + Send + Sync {
    /// Told of each step; must not block.
    fn observe(&self, progress: &Progress);
}

/// An observer who looks away.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Observer for Silent {
    fn observe(&self, _progress: &Progress) {}
}
