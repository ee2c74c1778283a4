use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use migrayt_core::error::Result;
use migrayt_core::id::{ItemId, PlanId, RunId, TargetRef, WorkerId};
use migrayt_core::operation::OperationKey;
use migrayt_core::plan::{Outline, OutlineSummary, PlanRow, PlanSummary, Stage};
use migrayt_core::port::{
    Closing, Doubt, Intent, Journal, JournalCapabilities, Lease, LedgerRow, Opened, PendingLane,
    PlanAccount, PlanStore, RunCounts, RunSpec, Settlement,
};
use migrayt_journal::SqliteJournal;
use time::OffsetDateTime;

use super::halts::Halts;
use crate::point::Point;

/// The journal, with points to halt at.
#[derive(Debug)]
pub(super) struct HaltingJournal {
    inner: SqliteJournal,
    halts: Arc<Halts>,
}

impl HaltingJournal {
    pub(super) fn new(inner: SqliteJournal, halts: Arc<Halts>) -> Self {
        Self { inner, halts }
    }
}

#[async_trait]
#[deny(clippy::missing_trait_methods, reason = "a wrapper must pass everything on")]
impl Journal for HaltingJournal {
    fn capabilities(&self) -> JournalCapabilities {
        self.inner.capabilities()
    }

    async fn open(
        &self,
        spec: &RunSpec,
        worker: &WorkerId,
        now: OffsetDateTime,
        ttl: Duration,
    ) -> Result<Opened> {
        let opened = self.inner.open(spec, worker, now, ttl).await?;
        self.halts.pass(Point::Opened);
        Ok(opened)
    }

    async fn newest_run(&self, plan: &PlanId) -> Result<Option<(RunId, Option<Closing>)>> {
        self.inner.newest_run(plan).await
    }

    async fn renew(&self, lease: &Lease, now: OffsetDateTime, ttl: Duration) -> Result<Lease> {
        self.halts.pass(Point::Renew);
        self.inner.renew(lease, now, ttl).await
    }

    async fn close(&self, lease: &Lease, closing: Closing) -> Result<()> {
        self.halts.pass(Point::Close);
        self.inner.close(lease, closing).await?;
        self.halts.pass(Point::Closed);
        Ok(())
    }

    async fn pending(
        &self,
        lease: &Lease,
        stage: Stage,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<PendingLane>> {
        self.halts.pass(Point::Pending);
        self.inner.pending(lease, stage, after, limit).await
    }

    async fn intend(&self, lease: &Lease, intents: &[Intent]) -> Result<()> {
        self.halts.pass(Point::Intend);
        self.halts.pass_writing().await?;
        self.inner.intend(lease, intents).await?;
        self.halts.pass(Point::Intended);
        Ok(())
    }

    async fn settle(&self, lease: &Lease, settlement: &Settlement) -> Result<()> {
        self.halts.pass(Point::Settle);
        self.halts.pass_writing().await?;
        self.inner.settle(lease, settlement).await?;
        self.halts.pass(Point::Settled);
        Ok(())
    }

    async fn doubts(
        &self,
        lease: &Lease,
        after: Option<&OperationKey>,
        limit: u32,
    ) -> Result<Vec<Doubt>> {
        self.halts.pass(Point::Doubts);
        self.inner.doubts(lease, after, limit).await
    }

    async fn resolve(&self, run: &RunId, items: &[ItemId]) -> Result<Vec<Option<TargetRef>>> {
        self.inner.resolve(run, items).await
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

#[async_trait]
#[deny(clippy::missing_trait_methods, reason = "a wrapper must pass everything on")]
impl PlanStore for HaltingJournal {
    async fn begin_plan(&self, plan: &PlanId, fingerprint: &str) -> Result<()> {
        self.inner.begin_plan(plan, fingerprint).await
    }

    async fn put_outlines(&self, plan: &PlanId, outlines: &[Outline]) -> Result<()> {
        self.inner.put_outlines(plan, outlines).await
    }

    async fn seal_outline(&self, plan: &PlanId) -> Result<OutlineSummary> {
        self.inner.seal_outline(plan).await
    }

    async fn outlines(&self, plan: &PlanId, items: &[ItemId]) -> Result<Vec<Outline>> {
        self.inner.outlines(plan, items).await
    }

    async fn outline_page(
        &self,
        plan: &PlanId,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, Outline)>> {
        self.inner.outline_page(plan, after, limit).await
    }

    async fn put_plan_rows(&self, plan: &PlanId, rows: &[PlanRow]) -> Result<()> {
        self.inner.put_plan_rows(plan, rows).await
    }

    async fn seal_plan(&self, plan: &PlanId) -> Result<PlanSummary> {
        self.inner.seal_plan(plan).await
    }

    async fn newest_plan(&self) -> Result<Option<(PlanId, String, PlanSummary)>> {
        self.inner.newest_plan().await
    }

    async fn plan_page(
        &self,
        plan: &PlanId,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, PlanRow)>> {
        self.inner.plan_page(plan, after, limit).await
    }

    async fn plan_account(&self, plan: &PlanId) -> Result<PlanAccount> {
        self.inner.plan_account(plan).await
    }
}
