use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::point::Point;

/// What a worker tells on its output, a line of JSON each.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "told")]
pub(crate) enum Told {
    /// It halts and goes on when its input has a line, or ends.
    Halted { point: Point },
    /// Another worker holds the run; it waits.
    Held,
    /// It holds the run.
    Opened,
    /// It has recorded outcomes, or can do nothing but wait for doubts.
    Working,
    /// It is done.
    Ended {
        /// How the run stands: `completed`, `doubtful`, `interrupted`, `broken`, `lost` if another
        /// worker took over, or the kind of the error.
        closing: String,
        /// The kind of what made it stop, if something did.
        cause: Option<String>,
        /// Items and parts that its sweep found twice; `None` if it made none.
        duplicates: Option<u64>,
        /// How often it passed each point.
        passed: BTreeMap<Point, u64>,
    },
    /// What verification found.
    Verified { missing: u64, mismatches: u64, duplicates: u64 },
}
