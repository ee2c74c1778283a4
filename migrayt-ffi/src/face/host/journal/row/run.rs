use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::{ItemId, WorkerId};
use migrayt_core::operation::OperationKey;
use migrayt_core::port::{Closing, Lease, Outcome, OutcomeState, RunSpec};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// A run as it began. It never changes.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RunRow {
    /// What its rows begin with.
    pub(crate) number: u64,
    /// What those of its plan begin with.
    pub(crate) plan: u64,
    pub(crate) spec: RunSpec,
}

/// Who holds a run. Every write to the run checks it; a renewal leaves it alone, so that the two do
/// not get in each other's way.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct LeaseRow {
    pub(crate) epoch: u64,
    pub(crate) worker: WorkerId,
    pub(crate) closing: Option<Closing>,
}

/// When a lease ends unless it is renewed.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct UntilRow {
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) until: OffsetDateTime,
}

/// The operations of a lane that a run carries out in a stage.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct DueRow {
    pub(crate) item: ItemId,
    pub(crate) revision: u64,
    pub(crate) keys: Vec<OperationKey>,
}

/// How an operation stands that was intended or settled.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct StandingRow {
    pub(crate) attempts: u32,
    /// Whether it is in doubt; the intent is in a row of its own.
    pub(crate) doubt: bool,
    pub(crate) outcome: Option<Outcome>,
}

impl RunRow {
    /// Refuses another run of this id.
    pub(crate) fn admit(&self, spec: &RunSpec) -> Result<()> {
        let own = &self.spec;
        if own.plan == spec.plan
            && own.fingerprint == spec.fingerprint
            && own.source == spec.source
            && own.target == spec.target
        {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::Conflict,
            "the run exists with another plan, mapping or endpoint",
        )
        .with("run", &spec.run)
        .with_help("go on with the plan, mapping and endpoints that the run began with"))
    }
}

impl LeaseRow {
    /// Refuses a lease that was taken over or given back.
    pub(crate) fn check(&self, lease: &Lease) -> Result<()> {
        if self.epoch == lease.epoch && self.closing.is_none() {
            return Ok(());
        }
        Err(Error::new(ErrorKind::LeaseLost, "the run's lease was taken over or given back")
            .with("run", &lease.run)
            .with("epoch", lease.epoch))
    }
}

impl UntilRow {
    /// Refuses a worker who comes while another's lease holds.
    pub(crate) fn admit(
        &self,
        spec: &RunSpec,
        held: &LeaseRow,
        worker: &WorkerId,
        now: OffsetDateTime,
    ) -> Result<()> {
        if held.closing.is_some() || held.worker == *worker || now >= self.until {
            return Ok(());
        }
        let until_ms = self.until.unix_timestamp_nanos() / 1_000_000;
        Err(Error::new(ErrorKind::LeaseHeld, "another worker holds the run's lease")
            .with("run", &spec.run)
            .with("until_ms", u64::try_from(until_ms).unwrap_or(0))
            .with_help("wait until the other worker is done or its lease has ended"))
    }
}

impl StandingRow {
    pub(crate) fn is_due(&self) -> bool {
        !self.doubt && self.outcome.is_none()
    }

    pub(crate) fn state(&self) -> Option<OutcomeState> {
        self.outcome.as_ref().map(|outcome| outcome.state)
    }

    /// Whether an item whose creation stands so certainly is not made.
    pub(crate) fn is_unmade(&self) -> bool {
        self.state().is_some_and(is_unmade)
    }
}

pub(crate) fn is_unmade(state: OutcomeState) -> bool {
    matches!(state, OutcomeState::Failed(_) | OutcomeState::Gone | OutcomeState::Skipped)
}
