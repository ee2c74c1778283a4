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

use super::PostgresJournal;

#[async_trait]
impl Journal for PostgresJournal {
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
        let mut work = self.work().await?;
        let opened = work.open_run(spec, worker, now, ttl).await?;
        work.commit().await?;
        tracing::debug!(run = %spec.run, epoch = opened.lease.epoch, "opened the run");
        Ok(opened)
    }

    async fn newest_run(&self, plan: &PlanId) -> Result<Option<(RunId, Option<Closing>)>> {
        self.work().await?.newest_run(plan).await
    }

    async fn renew(&self, lease: &Lease, now: OffsetDateTime, ttl: Duration) -> Result<Lease> {
        let mut work = self.work().await?;
        let renewed = work.renew(lease, now, ttl).await?;
        work.commit().await?;
        Ok(renewed)
    }

    async fn close(&self, lease: &Lease, closing: Closing) -> Result<()> {
        let mut work = self.work().await?;
        work.close_run(lease, closing).await?;
        work.commit().await?;
        tracing::debug!(run = %lease.run, epoch = lease.epoch, ?closing, "closed the run");
        Ok(())
    }

    async fn pending(
        &self,
        lease: &Lease,
        stage: Stage,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<PendingLane>> {
        let mut work = self.work().await?;
        let run = work.leased(lease).await?;
        work.pending(&run, stage, after, limit).await
    }

    async fn intend(&self, lease: &Lease, intents: &[Intent]) -> Result<()> {
        let mut work = self.work().await?;
        let run = work.leased_to_write(lease).await?;
        work.intend(&run, lease, intents).await?;
        work.commit().await?;
        tracing::trace!(run = %lease.run, operations = intents.len(), "intended");
        Ok(())
    }

    async fn settle(&self, lease: &Lease, settlement: &Settlement) -> Result<()> {
        let mut work = self.work().await?;
        let run = work.leased_to_write(lease).await?;
        work.settle(&run, lease, &settlement.outcomes).await?;
        work.commit().await?;
        tracing::trace!(run = %lease.run, operations = settlement.outcomes.len(), "settled");
        Ok(())
    }

    async fn doubts(
        &self,
        lease: &Lease,
        after: Option<&OperationKey>,
        limit: u32,
    ) -> Result<Vec<Doubt>> {
        let mut work = self.work().await?;
        let run = work.leased(lease).await?;
        work.doubts(&run, after, limit).await
    }

    async fn resolve(&self, run: &RunId, items: &[ItemId]) -> Result<Vec<Option<TargetRef>>> {
        let mut work = self.work().await?;
        let run = work.run(run).await?;
        work.resolve(&run, items).await
    }

    async fn ledger(
        &self,
        run: &RunId,
        after: Option<&OperationKey>,
        limit: u32,
    ) -> Result<Vec<LedgerRow>> {
        let mut work = self.work().await?;
        let run = work.run(run).await?;
        work.ledger(&run, after, limit).await
    }

    async fn ledger_of(&self, run: &RunId, items: &[ItemId]) -> Result<Vec<LedgerRow>> {
        let mut work = self.work().await?;
        let run = work.run(run).await?;
        work.ledger_of(&run, items).await
    }

    async fn counts(&self, run: &RunId) -> Result<RunCounts> {
        let mut work = self.work().await?;
        let run = work.run(run).await?;
        work.counts(&run).await
    }
}
