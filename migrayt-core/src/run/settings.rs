use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::retry::Policy;

/// The waits and sizes of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Settings {
    /// How long a lease holds without being renewed; it is renewed after a third of it. 60 s.
    pub lease: Duration,
    /// D, the longest time after which a request that we gave up may still take effect. 120 s;
    /// an absence is believed only after it.
    pub late_commit: Duration,
    /// How long the values of a credential may live on that was rotated as a fence. 10 min, as
    /// Atlassian's access tokens do; a doubt of an older worker is looked for only after it.
    pub fence_bound: Duration,
    /// How long a target may answer that a doubt cannot be known yet, before a person is asked.
    /// 10 min.
    pub doubt_patience: Duration,
    /// The pause between two looks at a doubt that cannot be known yet. 15 s.
    pub doubt_pause: Duration,
    /// How long requests under way are waited for when somebody asks to stop. 20 s.
    pub stop_grace: Duration,
    /// How many lanes are held in memory at once.
    pub window: usize,
    /// How often an operation is sent that was certainly refused, before it counts as failed.
    pub tries: u32,
    /// How often an operation is sent whose answer was lost and that certainly did not happen,
    /// before it counts as failed. More than `tries`, since a bad line is not the item's fault; a
    /// limit at all, since an item may be what breaks the line.
    pub lost_tries: u32,
    /// How many batches in a row may fail as a whole before the run stops.
    pub failures_in_row: u32,
    /// Whether the target is looked through at the end for items that stand twice. Without a
    /// fence nothing else tells of what a worker made that was thought dead.
    pub sweep: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            lease: Duration::from_mins(1),
            late_commit: Duration::from_mins(2),
            fence_bound: Duration::from_mins(10),
            doubt_patience: Duration::from_mins(10),
            doubt_pause: Duration::from_secs(15),
            stop_grace: Duration::from_secs(20),
            window: 200,
            tries: 3,
            lost_tries: 6,
            failures_in_row: 5,
            sweep: true,
        }
    }
}

impl Settings {
    /// How the engine repeats what it may repeat by itself: a fence and preparations. The pauses
    /// are never longer than those between two looks at a doubt.
    pub(super) fn retry(&self) -> Policy {
        let policy = Policy::default();
        let first = policy.first.min(self.doubt_pause);
        let longest = policy.longest.min(self.doubt_pause);
        Policy { first, longest, ..policy }
    }

    /// The same settings with the waits for the target divided, for simulators. The lease and the
    /// grace stay as they are, since they wait for us.
    #[must_use]
    pub fn scaled(mut self, divisor: u32) -> Self {
        let divisor = divisor.max(1);
        self.late_commit /= divisor;
        self.fence_bound /= divisor;
        self.doubt_patience /= divisor;
        self.doubt_pause /= divisor;
        self
    }
}
