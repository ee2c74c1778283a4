use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{HighWater, JournalCapabilities};
use crate::error::{ErrorKind, Result};
use crate::id::{AttemptId, EndpointId, ItemId, PartId, PlanId, RunId, TargetRef, WorkerId};
use crate::operation::{OperationKey, OperationKind};
use crate::plan::{Loss, Stage};

/// The durable record of intents and outcomes of runs, and the only one who knows where an item
/// went.
///
/// # Contract
/// Scoped to one tenant. Durable before it returns; set-based; atomic: all of a call happens or
/// nothing. A lease whose epoch is not the newest is refused with `LeaseLost` in the same statement
/// as the write. Settling twice with the same outcome is a no-op; with another outcome it is
/// `Conflict`. It holds ids, digests, states and codes, never content.
#[async_trait]
pub trait Journal: Debug + Send + Sync + 'static {
    /// What it can do.
    fn capabilities(&self) -> JournalCapabilities;

    /// Begins a run or goes on with it, under a lease of `ttl` from `now`. The epoch grows by one
    /// with each opening.
    ///
    /// # Errors
    /// `LeaseHeld` with `until_ms` (Unix milliseconds) while another worker's lease holds;
    /// `Conflict` if the run exists with another plan, fingerprint or endpoint.
    async fn open(
        &self,
        spec: &RunSpec,
        worker: &WorkerId,
        now: OffsetDateTime,
        ttl: Duration,
    ) -> Result<Opened>;

    /// The newest run of a plan, and how it was closed, if it was.
    async fn newest_run(&self, plan: &PlanId) -> Result<Option<(RunId, Option<Closing>)>>;

    /// Prolongs a lease to `ttl` from `now`.
    async fn renew(&self, lease: &Lease, now: OffsetDateTime, ttl: Duration) -> Result<Lease>;

    /// Gives the lease back and says how the run stands.
    async fn close(&self, lease: &Lease, closing: Closing) -> Result<()>;

    /// The lanes that have operations due in a stage, after a place, ascending; at most `limit`.
    /// Operations that are settled, in doubt, refused or dropped are not due. A lane whose item
    /// is refused or could not be made has none.
    async fn pending(
        &self,
        lease: &Lease,
        stage: Stage,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<PendingLane>>;

    /// Records that these operations are about to be sent. From here on each is in doubt until it
    /// is settled.
    ///
    /// # Errors
    /// `Conflict` if one of them is settled or in doubt already.
    async fn intend(&self, lease: &Lease, intents: &[Intent]) -> Result<()>;

    /// Records outcomes. `Again` makes an operation due once more.
    async fn settle(&self, lease: &Lease, settlement: &Settlement) -> Result<()>;

    /// The operations in doubt after a key, ascending by key; at most `limit`.
    async fn doubts(
        &self,
        lease: &Lease,
        after: Option<&OperationKey>,
        limit: u32,
    ) -> Result<Vec<Doubt>>;

    /// Where items went in a run: one answer each, in order; `None` for items that were not made.
    async fn resolve(&self, run: &RunId, items: &[ItemId]) -> Result<Vec<Option<TargetRef>>>;

    /// The account of a run's operations after a key, ascending by key; at most `limit`.
    async fn ledger(
        &self,
        run: &RunId,
        after: Option<&OperationKey>,
        limit: u32,
    ) -> Result<Vec<LedgerRow>>;

    /// The account of one item's operations in a run, ascending by key.
    async fn ledger_of(&self, run: &RunId, items: &[ItemId]) -> Result<Vec<LedgerRow>>;

    /// How many operations stand how.
    async fn counts(&self, run: &RunId) -> Result<RunCounts>;
}

/// What a run is: one execution of one plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunSpec {
    /// The run.
    pub run: RunId,
    /// The plan.
    pub plan: PlanId,
    /// The mapping's fingerprint.
    pub fingerprint: String,
    /// The endpoint read from.
    pub source: EndpointId,
    /// The endpoint written to.
    pub target: EndpointId,
    /// The newest place in the target's order when the run began; kept from the first opening.
    pub high_water: HighWater,
}

/// The right to write to a run's journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The run.
    pub run: RunId,
    /// The plan.
    pub plan: PlanId,
    /// Who holds it.
    pub worker: WorkerId,
    /// Grows by one with each opening.
    pub epoch: u64,
    /// When it ends unless renewed.
    pub until: OffsetDateTime,
}

/// A run that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The lease.
    pub lease: Lease,
    /// Whether somebody worked on the run before.
    pub resumed: bool,
    /// The high-water mark of the first opening.
    pub high_water: HighWater,
    /// The stages that have operations, ascending.
    pub stages: Vec<Stage>,
}

/// How a run stands when its lease is given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Closing {
    /// Everything due was settled.
    Completed,
    /// Somebody asked to stop; it can go on.
    Interrupted,
    /// It had to stop; it can go on once the cause is gone.
    Broken,
    /// Everything but doubts that a person must decide.
    Doubtful,
}

/// A lane with operations that are due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingLane {
    /// Its place in the stage.
    pub place: u64,
    /// The item whose lane it is.
    pub item: ItemId,
    /// Its revision in the plan.
    pub revision: u64,
    /// The operations that are due, in order.
    pub operations: Vec<OperationKey>,
}

/// The record that an operation is about to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intent {
    /// The operation.
    pub key: OperationKey,
    /// The attempt, fresh for each intent.
    pub attempt: AttemptId,
    /// Where to look for it, for creations.
    pub high_water: Option<HighWater>,
    /// When it is sent.
    #[serde(with = "time::serde::rfc3339")]
    pub sent_at: OffsetDateTime,
}

/// An operation whose outcome is unknown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// The item in whose lane the plan has the operation.
    pub lane: ItemId,
    /// Its intent.
    pub intent: Intent,
    /// The epoch in which it was sent.
    pub epoch: u64,
}

/// Outcomes to record together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settlement {
    /// The outcomes, each operation at most once.
    pub outcomes: Vec<Outcome>,
}

/// What became of an operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The operation.
    pub key: OperationKey,
    /// How it ended.
    pub state: OutcomeState,
    /// The item, for a creation that happened.
    pub target: Option<TargetRef>,
    /// The part that was made.
    pub part: Option<PartId>,
    /// What was lost that the plan did not know.
    pub losses: Vec<Loss>,
    /// The source's revision that was written.
    pub revision: Option<u64>,
}

impl Outcome {
    /// An outcome without anything made.
    pub fn of(key: OperationKey, state: OutcomeState) -> Self {
        Self { key, state, target: None, part: None, losses: Vec::new(), revision: None }
    }
}

/// How an operation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OutcomeState {
    /// It happened.
    Done,
    /// It had happened; found by its marker.
    Adopted,
    /// The target refused it for good, with the error's kind.
    Failed(ErrorKind),
    /// It certainly did not happen and is due again.
    Again,
    /// What it is about is gone from the source.
    Gone,
    /// An item that it needs was not made.
    Skipped,
    /// Nobody can tell; a person must decide. It stays in doubt.
    Parked,
}

/// One operation in a run's account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerRow {
    /// The operation.
    pub key: OperationKey,
    /// How it ended; `None` while it is due or in doubt, see `in_doubt`.
    pub state: Option<OutcomeState>,
    /// Whether its outcome is unknown.
    pub in_doubt: bool,
    /// The item, for a creation.
    pub target: Option<TargetRef>,
    /// The part that was made.
    pub part: Option<PartId>,
    /// The losses of plan and run.
    pub losses: Vec<Loss>,
    /// The source's revision that was written.
    pub revision: Option<u64>,
    /// How many times it was intended.
    pub attempts: u32,
}

/// How many operations of a run stand how.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunCounts {
    /// By kind: planned, done (adopted included), failed, gone or skipped, in doubt, adopted.
    pub kinds: Vec<(OperationKind, KindCounts)>,
}

/// How many operations of a kind stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindCounts {
    /// In the plan and not refused or dropped.
    pub planned: u64,
    /// Done, adoptions included.
    pub done: u64,
    /// Found by their markers.
    pub adopted: u64,
    /// Refused for good by the target.
    pub failed: u64,
    /// Gone from the source, or needing an item that was not made.
    pub skipped: u64,
    /// In doubt.
    pub doubts: u64,
}
