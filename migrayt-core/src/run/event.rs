use time::OffsetDateTime;

use super::Answer;
use super::effect::BatchId;
use crate::error::ErrorKind;
use crate::id::ItemId;
use crate::operation::OperationKey;
use crate::plan::Stage;
use crate::port::{Closing, Doubt, Located, Outcome, PendingLane};

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// The run was opened; always the first event.
    Opened {
        /// When the lease ends.
        until: OffsetDateTime,
        /// The lease's epoch.
        epoch: u64,
        /// The stages that have operations, ascending.
        stages: Vec<Stage>,
    },
    /// The run's doubts, all of them.
    Doubts {
        /// The doubts.
        doubts: Vec<Doubt>,
        /// When older workers were fenced out, if they were.
        fenced_at: Option<OffsetDateTime>,
    },
    /// The next lanes; fewer than asked for if there are no more.
    Pending(Vec<PendingLane>),
    /// Lanes were read and drafted.
    Loaded(Vec<LoadedLane>),
    /// A batch was recorded.
    Intended {
        /// The batch.
        batch: BatchId,
        /// Operations left out since an item that they need was not made.
        skipped: Vec<OperationKey>,
        /// Operations left out since an item that they refer to waits for a person.
        blocked: Vec<OperationKey>,
    },
    /// A batch was sent: one answer for each operation.
    Applied {
        /// The batch.
        batch: BatchId,
        /// What happened, or what the failure means.
        answers: Vec<(OperationKey, Result<Outcome, Answer>)>,
    },
    /// Outcomes were recorded.
    Settled {
        /// The batch that they came from.
        batch: Option<BatchId>,
        /// The outcomes.
        outcomes: Vec<Outcome>,
    },
    /// The target was asked about doubts.
    Located(Vec<(OperationKey, Result<Located, ErrorKind>)>),
    /// The lease was prolonged.
    Renewed {
        /// When it ends now.
        until: OffsetDateTime,
    },
    /// The target was looked through.
    Swept,
    /// A port failed while an effect was carried out.
    Broke(ErrorKind),
    /// The moment named by `Machine::wake_at` has come.
    Tick,
    /// Somebody asked to stop.
    Stop,
    /// The run was closed; always the last event.
    Closed(Option<Closing>),
}

/// A lane whose due operations were drafted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadedLane {
    /// The item.
    pub item: ItemId,
    /// Operations that cannot be sent, with what is to be recorded of them.
    pub unsendable: Vec<Outcome>,
}
