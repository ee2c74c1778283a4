use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use migrayt_core::id::{ItemId, PlanId, RunId, TargetRef, WorkerId};
use migrayt_core::memory_journal::MemoryJournal;
use migrayt_core::operation::OperationKey;
use migrayt_core::plan::Stage;
use migrayt_core::port::{
    Closing, Doubt, Intent, Journal, JournalCapabilities, Lease, LedgerRow, Opened, PendingLane,
    RunCounts, RunSpec, Settlement,
};
use migrayt_core::{Effect, Error, ErrorKind, Result, Retry};
use time::OffsetDateTime;

use super::target::LeaseWatch;
use crate::hand::Hand;
use crate::locked::Locked;
use crate::mishap::Mishap;
use crate::step::Step;

/// One process' view of the journal: answers take time, and the acknowledgement of a commit may be
/// lost.
#[derive(Debug)]
pub(super) struct SimJournal {
    inner: MemoryJournal,
    hand: Hand,
    lease: Arc<Locked<LeaseWatch>>,
}

impl SimJournal {
    pub(super) fn new(inner: MemoryJournal, hand: Hand, lease: Arc<Locked<LeaseWatch>>) -> Self {
        Self { inner, hand, lease }
    }

    /// What is written, unless the call is lost on its way.
    async fn write<T>(
        &self,
        step: Step,
        about: &str,
        act: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        let mishap = self.hand.begin(step, about).await;
        if mishap == Some(Mishap::LostUndone) {
            self.hand.end(None).await;
            return Err(unacknowledged());
        }
        let done = act.await;
        if step == Step::Open && done.is_ok() {
            self.hand.stage.book.with(|book| book.holder = Some(self.hand.process));
        }
        self.hand.end(mishap).await;
        if mishap == Some(Mishap::LostDone) { Err(unacknowledged()) } else { done }
    }

    async fn ask<T>(&self, step: Step, act: impl Future<Output = Result<T>> + Send) -> Result<T> {
        let mishap = self.hand.begin(step, "").await;
        if mishap == Some(Mishap::Broken) {
            return Err(Error::new(ErrorKind::Unavailable, "the journal cannot be read"));
        }
        let told = act.await;
        self.hand.end(mishap).await;
        told
    }

    fn hold(&self, lease: &Lease) {
        self.lease.with(|watch| watch.until = Some(lease.until));
    }
}

fn unacknowledged() -> Error {
    Error::new(ErrorKind::Unavailable, "the commit was not acknowledged")
        .with_retry(Retry::Backoff)
        .with_effect(Effect::Unknown)
}

#[async_trait]
impl Journal for SimJournal {
    fn capabilities(&self) -> JournalCapabilities {
        JournalCapabilities::new(true)
    }

    async fn open(
        &self,
        spec: &RunSpec,
        worker: &WorkerId,
        now: OffsetDateTime,
        ttl: Duration,
    ) -> Result<Opened> {
        let opened = self.write(Step::Open, "", self.inner.open(spec, worker, now, ttl)).await?;
        self.hold(&opened.lease);
        Ok(opened)
    }

    async fn newest_run(&self, plan: &PlanId) -> Result<Option<(RunId, Option<Closing>)>> {
        self.inner.newest_run(plan).await
    }

    async fn renew(&self, lease: &Lease, now: OffsetDateTime, ttl: Duration) -> Result<Lease> {
        let renewed = self.write(Step::Renew, "", self.inner.renew(lease, now, ttl)).await?;
        self.hold(&renewed);
        Ok(renewed)
    }

    async fn close(&self, lease: &Lease, closing: Closing) -> Result<()> {
        let about = format!("{closing:?}");
        self.write(Step::Close, &about, self.inner.close(lease, closing)).await
    }

    async fn pending(
        &self,
        lease: &Lease,
        stage: Stage,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<PendingLane>> {
        self.ask(Step::Pending, self.inner.pending(lease, stage, after, limit)).await
    }

    async fn intend(&self, lease: &Lease, intents: &[Intent]) -> Result<()> {
        let keys: Vec<_> = intents.iter().map(|intent| intent.key.to_string()).collect();
        self.write(Step::Intend, &keys.join(" "), self.inner.intend(lease, intents)).await
    }

    async fn settle(&self, lease: &Lease, settlement: &Settlement) -> Result<()> {
        let outcomes: Vec<_> = settlement
            .outcomes
            .iter()
            .map(|outcome| format!("{}={:?}", outcome.key, outcome.state))
            .collect();
        self.write(Step::Settle, &outcomes.join(" "), self.inner.settle(lease, settlement)).await
    }

    async fn doubts(
        &self,
        lease: &Lease,
        after: Option<&OperationKey>,
        limit: u32,
    ) -> Result<Vec<Doubt>> {
        self.ask(Step::Doubts, self.inner.doubts(lease, after, limit)).await
    }

    async fn resolve(&self, run: &RunId, items: &[ItemId]) -> Result<Vec<Option<TargetRef>>> {
        self.ask(Step::Resolve, self.inner.resolve(run, items)).await
    }

    async fn ledger(
        &self,
        run: &RunId,
        after: Option<&OperationKey>,
        limit: u32,
    ) -> Result<Vec<LedgerRow>> {
        self.inner.ledger(run, after, limit).await
    }

    async fn ledger_of(&self, run: &RunId, items: &[ItemId]) -> Result<Vec<LedgerRow>> {
        self.inner.ledger_of(run, items).await
    }

    async fn counts(&self, run: &RunId) -> Result<RunCounts> {
        self.inner.counts(run).await
    }
}
