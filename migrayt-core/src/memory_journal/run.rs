use std::collections::BTreeMap;
use std::time::Duration;

use time::OffsetDateTime;

use super::operations::Standing;
use crate::error::{Error, ErrorKind, Result};
use crate::id::{ItemId, WorkerId};
use crate::operation::{OperationKey, OperationKind};
use crate::port::{Closing, Lease, OutcomeState, RunSpec};

/// One execution of a plan.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) spec: RunSpec,
    /// When it was opened first, to tell the newest of several.
    pub(super) moment: u64,
    pub(super) closing: Option<Closing>,
    /// What is not simply due.
    pub(super) operations: BTreeMap<OperationKey, Standing>,
    worker: WorkerId,
    epoch: u64,
    until: OffsetDateTime,
}

impl Run {
    pub(super) fn begin(spec: &RunSpec, worker: &WorkerId, moment: u64) -> Self {
        Self {
            spec: spec.clone(),
            moment,
            closing: None,
            operations: BTreeMap::new(),
            worker: worker.clone(),
            epoch: 0,
            until: OffsetDateTime::UNIX_EPOCH,
        }
    }

    /// Refuses what is not this run, and a worker who comes too early.
    pub(super) fn admit(
        &self,
        spec: &RunSpec,
        worker: &WorkerId,
        now: OffsetDateTime,
    ) -> Result<()> {
        let own = &self.spec;
        if own.plan != spec.plan
            || own.fingerprint != spec.fingerprint
            || own.source != spec.source
            || own.target != spec.target
        {
            return Err(Error::new(
                ErrorKind::Conflict,
                "the run exists with another plan, mapping or endpoint",
            )
            .with("run", &spec.run)
            .with_help("go on with the plan, mapping and endpoints that the run began with"));
        }
        if self.closing.is_none() && self.epoch > 0 && self.worker != *worker && now < self.until {
            let until_ms = self.until.unix_timestamp_nanos() / 1_000_000;
            return Err(Error::new(ErrorKind::LeaseHeld, "another worker holds the run's lease")
                .with("run", &spec.run)
                .with("until_ms", u64::try_from(until_ms).unwrap_or(0))
                .with_help("wait until the other worker is done or its lease has ended"));
        }
        Ok(())
    }

    pub(super) fn lend(&mut self, worker: &WorkerId, now: OffsetDateTime, ttl: Duration) -> Lease {
        self.epoch += 1;
        self.worker = worker.clone();
        self.closing = None;
        self.prolong(now, ttl)
    }

    pub(super) fn prolong(&mut self, now: OffsetDateTime, ttl: Duration) -> Lease {
        self.until = now + ttl;
        Lease {
            run: self.spec.run.clone(),
            plan: self.spec.plan.clone(),
            worker: self.worker.clone(),
            epoch: self.epoch,
            until: self.until,
        }
    }

    /// Refuses a lease that was taken over or given back.
    pub(super) fn check(&self, lease: &Lease) -> Result<()> {
        if self.epoch == lease.epoch && self.closing.is_none() {
            return Ok(());
        }
        Err(Error::new(ErrorKind::LeaseLost, "the run's lease was taken over or given back")
            .with("run", &lease.run)
            .with("epoch", lease.epoch))
    }

    /// Whether this lease was given back with this closing, so that giving it back again changes
    /// nothing.
    pub(super) fn is_closed_by(&self, lease: &Lease, closing: Closing) -> bool {
        self.epoch == lease.epoch && self.closing == Some(closing)
    }

    pub(super) fn outcome(&self, key: &OperationKey) -> Option<OutcomeState> {
        self.operations.get(key)?.outcome.as_ref().map(|outcome| outcome.state)
    }

    /// Whether an item certainly is not made in this run, so that its lane has nothing due.
    pub(super) fn is_unmade(&self, item: &ItemId) -> bool {
        let create = OperationKey::sole(item.clone(), OperationKind::Create);
        matches!(
            self.outcome(&create),
            Some(OutcomeState::Failed(_) | OutcomeState::Gone | OutcomeState::Skipped)
        )
    }
}
