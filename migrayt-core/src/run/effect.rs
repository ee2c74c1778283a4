use std::collections::BTreeSet;
use std::sync::Arc;

use crate::id::ItemId;
use crate::operation::{OperationKey, OperationKind};
use crate::plan::Stage;
use crate::port::{Closing, Outcome, PendingLane};

/// Names a batch within one process' work on a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BatchId(pub u64);

/// What the machine wants done. Each is answered by exactly one event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Effect {
    /// List the run's doubts, and fence out older workers that may have sent one of them.
    /// Answered by `Event::Doubts`.
    ListDoubts,
    /// Fetch the next lanes of a stage. Answered by `Event::Pending`.
    Pending {
        /// The stage.
        stage: Stage,
        /// The place after which to look.
        after: Option<u64>,
        /// How many lanes at most.
        limit: u32,
    },
    /// Read, map and draft the due operations of lanes. Answered by `Event::Loaded`.
    Load {
        /// The lanes.
        lanes: Vec<PendingLane>,
    },
    /// Record that these operations are about to be sent. Answered by `Event::Intended`.
    Intend {
        /// The batch.
        batch: BatchId,
        /// The kind of all of them.
        kind: OperationKind,
        /// The operations.
        keys: Vec<OperationKey>,
        /// Items whose creation is in doubt; what refers to them is not sent yet.
        open: Arc<BTreeSet<ItemId>>,
    },
    /// Send what was intended. Answered by `Event::Applied`.
    Apply {
        /// The batch.
        batch: BatchId,
        /// The kind of all of them.
        kind: OperationKind,
        /// The operations.
        keys: Vec<OperationKey>,
    },
    /// Record outcomes. Answered by `Event::Settled`.
    Settle {
        /// The batch that they come from, if they do.
        batch: Option<BatchId>,
        /// The outcomes.
        outcomes: Vec<Outcome>,
    },
    /// Ask the target about doubts. Answered by `Event::Located`.
    Locate {
        /// The operations.
        keys: Vec<OperationKey>,
    },
    /// Look through the target for what stands twice. Answered by `Event::Swept`.
    Sweep,
    /// Prolong the lease. Answered by `Event::Renewed`.
    Renew,
    /// Forget the drafts of operations that will not be sent for now. Not answered.
    Forget {
        /// The operations.
        keys: Vec<OperationKey>,
    },
    /// Give the lease back and end. Not answered.
    Close {
        /// How the run stands; `None` if the lease is lost and nothing may be written.
        closing: Option<Closing>,
    },
}

impl Effect {
    /// Whether an event answers it.
    pub fn is_answered(&self) -> bool {
        !matches!(self, Self::Forget { .. } | Self::Close { .. })
    }
}
