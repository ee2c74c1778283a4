use std::time::Duration;

use async_trait::async_trait;
use migrayt_core::error::Result;
use migrayt_core::id::{ItemId, PlanId, RunId, TargetRef, WorkerId};
use migrayt_core::operation::OperationKey;
use migrayt_core::plan::Stage;
use migrayt_core::port::{
    Closing, Doubt, Intent, Journal, JournalCapabilities, Lease, LedgerRow, Opened, PendingLane,
    RunCounts, RunSpec, Settlement,
};
use time::OffsetDateTime;

use super::{HostJournal, until_written};

#[async_trait]
impl Journal for HostJournal {
    fn capabilities(&self) -> JournalCapabilities {
        JournalCapabilities::new(self.durable)
    }

    async fn open(
        &self,
        spec: &RunSpec,
        worker: &WorkerId,
        now: OffsetDateTime,
        ttl: Duration,
    ) -> Result<Opened> {
        until_written!(self.try_open(spec, worker, now, ttl))
    }

    async fn newest_run(&self, plan: &PlanId) -> Result<Option<(RunId, Option<Closing>)>> {
        self.newest_run_of(plan).await
    }

    async fn renew(&self, lease: &Lease, now: OffsetDateTime, ttl: Duration) -> Result<Lease> {
        until_written!(self.try_renew(lease, now, ttl))
    }

    async fn close(&self, lease: &Lease, closing: Closing) -> Result<()> {
        until_written!(self.try_close(lease, closing))
    }

    async fn pending(
        &self,
        lease: &Lease,
        stage: Stage,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<PendingLane>> {
        self.pending_after(lease, stage, after, limit).await
    }

    async fn intend(&self, lease: &Lease, intents: &[Intent]) -> Result<()> {
        until_written!(self.try_intend(lease, intents))
    }

    async fn settle(&self, lease: &Lease, settlement: &Settlement) -> Result<()> {
        until_written!(self.try_settle(lease, &settlement.outcomes))
    }

    async fn doubts(
        &self,
        lease: &Lease,
        after: Option<&OperationKey>,
        limit: u32,
    ) -> Result<Vec<Doubt>> {
        self.doubts_after(lease, after, limit).await
    }

    async fn resolve(&self, run: &RunId, items: &[ItemId]) -> Result<Vec<Option<TargetRef>>> {
        self.went(run, items).await
    }

    async fn ledger(
        &self,
        run: &RunId,
        after: Option<&OperationKey>,
        limit: u32,
    ) -> Result<Vec<LedgerRow>> {
        self.ledger_after(run, after, limit).await
    }

    async fn ledger_of(&self, run: &RunId, items: &[ItemId]) -> Result<Vec<LedgerRow>> {
        self.ledger_of_items(run, items).await
    }

    async fn counts(&self, run: &RunId) -> Result<RunCounts> {
        self.count(run).await
    }
}
