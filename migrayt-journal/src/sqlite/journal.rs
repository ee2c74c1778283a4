use std::time::Duration;

use async_trait::async_trait;
use migrayt_core::error::{Error, ErrorKind, Result, Retry};
use migrayt_core::id::{ItemId, PlanId, RunId, TargetRef, WorkerId};
use migrayt_core::operation::OperationKey;
use migrayt_core::plan::Stage;
use migrayt_core::port::{
    Closing, Doubt, Intent, Journal, JournalCapabilities, Lease, LedgerRow, Opened, PendingLane,
    RunCounts, RunSpec, Settlement,
};
use time::OffsetDateTime;

use super::SqliteJournal;
use super::fault::is_busy;

#[async_trait]
impl Journal for SqliteJournal {
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
        let mut connection = self.writer().await;
        let mut work = self.write(&mut connection).await.map_err(|error| held(error, spec))?;
        let opened = work.open_run(spec, worker, now, ttl).await?;
        work.commit().await?;
        tracing::debug!(run = %spec.run, epoch = opened.lease.epoch, "opened the run");
        Ok(opened)
    }

    async fn newest_run(&self, plan: &PlanId) -> Result<Option<(RunId, Option<Closing>)>> {
        let mut connection = self.reader().await;
        let mut work = self.read(&mut connection).await?;
        work.newest_run(plan).await
    }

    async fn renew(&self, lease: &Lease, now: OffsetDateTime, ttl: Duration) -> Result<Lease> {
        let mut connection = self.writer().await;
        let mut work = self.write(&mut connection).await?;
        let renewed = work.renew(lease, now, ttl).await?;
        work.commit().await?;
        Ok(renewed)
    }

    async fn close(&self, lease: &Lease, closing: Closing) -> Result<()> {
        let mut connection = self.writer().await;
        let mut work = self.write(&mut connection).await?;
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
        let mut connection = self.reader().await;
        let mut work = self.read(&mut connection).await?;
        let run = work.leased(lease).await?;
        work.pending(&run, stage, after, limit).await
    }

    async fn intend(&self, lease: &Lease, intents: &[Intent]) -> Result<()> {
        let mut connection = self.writer().await;
        let mut work = self.write(&mut connection).await?;
        let run = work.leased(lease).await?;
        work.intend(&run, lease.epoch, intents).await?;
        work.commit().await?;
        tracing::trace!(run = %lease.run, operations = intents.len(), "intended");
        Ok(())
    }

    async fn settle(&self, lease: &Lease, settlement: &Settlement) -> Result<()> {
        let mut connection = self.writer().await;
        let mut work = self.write(&mut connection).await?;
        let run = work.leased(lease).await?;
        work.settle(&run, &settlement.outcomes).await?;
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
        let mut connection = self.reader().await;
        let mut work = self.read(&mut connection).await?;
        let run = work.leased(lease).await?;
        work.doubts(&run, after, limit).await
    }

    async fn resolve(&self, run: &RunId, items: &[ItemId]) -> Result<Vec<Option<TargetRef>>> {
        let mut connection = self.reader().await;
        let mut work = self.read(&mut connection).await?;
        let run = work.run(run).await?;
        work.resolve(&run, items).await
    }

    async fn ledger(
        &self,
        run: &RunId,
        after: Option<&OperationKey>,
        limit: u32,
    ) -> Result<Vec<LedgerRow>> {
        let mut connection = self.reader().await;
        let mut work = self.read(&mut connection).await?;
        let run = work.run(run).await?;
        work.ledger(&run, after, limit).await
    }

    async fn ledger_of(&self, run: &RunId, items: &[ItemId]) -> Result<Vec<LedgerRow>> {
        let mut connection = self.reader().await;
        let mut work = self.read(&mut connection).await?;
        let run = work.run(run).await?;
        work.ledger_of(&run, items).await
    }

    async fn counts(&self, run: &RunId) -> Result<RunCounts> {
        let mut connection = self.reader().await;
        let mut work = self.read(&mut connection).await?;
        let run = work.run(run).await?;
        work.counts(&run).await
    }
}

/// Another process that does not let go of the file holds the run too, as far as anyone can tell.
fn held(error: Error, spec: &RunSpec) -> Error {
    if !is_busy(&error) {
        return error;
    }
    Error::new(ErrorKind::LeaseHeld, "another process holds the journal's write lock")
        .with_retry(Retry::Backoff)
        .with("run", &spec.run)
        .with_help("wait until the other process is done, or end it")
        .with_source(error)
}
