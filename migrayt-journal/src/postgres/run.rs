use std::time::Duration;

use migrayt_core::error::Result;
use migrayt_core::id::{PlanId, RunId, WorkerId};
use migrayt_core::port::{Closing, Lease, Opened, RunSpec};
use time::OffsetDateTime;

use super::work::Work;
use crate::row::plan::Plan;
use crate::row::run::{Run, lost, newest, no_run};
use crate::row::{Columns, code};

impl Work<'_> {
    pub(super) async fn run(&mut self, id: &RunId) -> Result<Run> {
        let found = self
            .of_tenant("SELECT * FROM migrayt_journal.run WHERE tenant_id = $1::uuid AND id = $2");
        let row = self.row(found.bind(id.as_str())).await?;
        row.as_ref().map(Run::read).transpose()?.ok_or_else(|| no_run(id))
    }

    /// The run of a lease, for the holder of its newest.
    pub(super) async fn leased(&mut self, lease: &Lease) -> Result<Run> {
        let run = self.run(&lease.run).await?;
        run.check(lease)?;
        Ok(run)
    }

    /// As [`Work::leased`], and the lease stays the newest until this transaction ends: whoever
    /// opens, closes or writes to the run waits.
    pub(super) async fn leased_to_write(&mut self, lease: &Lease) -> Result<Run> {
        let run = self.run_to_change(&lease.run).await?.ok_or_else(|| no_run(&lease.run))?;
        run.check(lease)?;
        Ok(run)
    }

    pub(super) async fn open_run(
        &mut self,
        spec: &RunSpec,
        worker: &WorkerId,
        now: OffsetDateTime,
        ttl: Duration,
    ) -> Result<Opened> {
        let plan = self.plan(&spec.plan).await?;
        plan.admit(spec)?;
        let until = code::until(now, ttl)?;
        let resumed = !self.begin_run(spec, &plan, worker, until).await?;
        let standing = self.run_to_change(&spec.run).await?.ok_or_else(|| no_run(&spec.run))?;
        let mut epoch = standing.epoch;
        if resumed {
            standing.admit(spec, &plan, worker, now)?;
            epoch = self.take_over(&standing, worker, until).await?;
        }
        let lease = Lease {
            run: spec.run.clone(),
            plan: spec.plan.clone(),
            worker: worker.clone(),
            epoch,
            until,
        };
        let stages = sqlx::query(
            "SELECT DISTINCT own.stage FROM migrayt_journal.operation AS own
             WHERE own.plan = $1 AND own.carried ORDER BY own.stage",
        );
        let stages = self.rows(stages.bind(plan.number)).await?;
        Ok(Opened {
            lease,
            resumed,
            high_water: standing.high_water,
            stages: stages.iter().map(Columns::stage).collect::<Result<_>>()?,
        })
    }

    /// The newest run of a plan.
    pub(super) async fn newest_run(
        &mut self,
        plan: &PlanId,
    ) -> Result<Option<(RunId, Option<Closing>)>> {
        let found = self.of_tenant(
            "SELECT run.id, run.closing FROM migrayt_journal.plan
             JOIN migrayt_journal.run ON run.tenant_id = plan.tenant_id AND run.plan = plan.plan
             WHERE plan.tenant_id = $1::uuid AND plan.id = $2 ORDER BY run.run DESC LIMIT 1",
        );
        self.row(found.bind(plan.as_str())).await?.as_ref().map(newest).transpose()
    }

    pub(super) async fn renew(
        &mut self,
        lease: &Lease,
        now: OffsetDateTime,
        ttl: Duration,
    ) -> Result<Lease> {
        let until = code::until(now, ttl)?;
        let run = self.leased_to_write(lease).await?;
        let renewed = self.of_tenant(
            "UPDATE migrayt_journal.run SET until = $4
             WHERE tenant_id = $1::uuid AND run = $2 AND epoch = $3 AND closing IS NULL",
        );
        let renewed = renewed.bind(run.number).bind(code::number(lease.epoch)?);
        let renewed = self.execute(renewed.bind(code::moment(until)?)).await?;
        whole(lease, renewed, 1)?;
        Ok(Lease { until, ..lease.clone() })
    }

    /// Gives a lease back. Giving it back again in the same way changes nothing.
    pub(super) async fn close_run(&mut self, lease: &Lease, closing: Closing) -> Result<()> {
        let run = self.run_to_change(&lease.run).await?.ok_or_else(|| no_run(&lease.run))?;
        if run.was_closed(lease, closing) {
            return Ok(());
        }
        run.check(lease)?;
        let closed = self.of_tenant(
            "UPDATE migrayt_journal.run SET closing = $4
             WHERE tenant_id = $1::uuid AND run = $2 AND epoch = $3 AND closing IS NULL",
        );
        let closed = closed.bind(run.number).bind(code::number(lease.epoch)?);
        let closed = self.execute(closed.bind(code::of_closing(closing)?)).await?;
        whole(lease, closed, 1)
    }

    /// The run, which nobody else changes until this transaction ends.
    async fn run_to_change(&mut self, id: &RunId) -> Result<Option<Run>> {
        let found = self.of_tenant(
            "SELECT * FROM migrayt_journal.run WHERE tenant_id = $1::uuid AND id = $2
             FOR NO KEY UPDATE",
        );
        let row = self.row(found.bind(id.as_str())).await?;
        row.as_ref().map(Run::read).transpose()
    }

    /// Whether the run was not there. Whoever begins it at this moment is waited for.
    async fn begin_run(
        &mut self,
        spec: &RunSpec,
        plan: &Plan,
        worker: &WorkerId,
        until: OffsetDateTime,
    ) -> Result<bool> {
        let begun = self.of_tenant(
            "INSERT INTO migrayt_journal.run
                 (tenant_id, id, plan, source, target, high_water, worker, epoch, until)
             VALUES ($1::uuid, $2, $3, $4, $5, $6, $7, 1, $8)
             ON CONFLICT (tenant_id, id) DO NOTHING",
        );
        let begun = begun
            .bind(spec.run.as_str())
            .bind(plan.number)
            .bind(spec.source.as_str())
            .bind(spec.target.as_str())
            .bind(spec.high_water.0.as_str())
            .bind(worker.as_str())
            .bind(code::moment(until)?);
        Ok(self.execute(begun).await? == 1)
    }

    async fn take_over(
        &mut self,
        run: &Run,
        worker: &WorkerId,
        until: OffsetDateTime,
    ) -> Result<u64> {
        let epoch = run.epoch.saturating_add(1);
        let taken = self.of_tenant(
            "UPDATE migrayt_journal.run SET epoch = $3, worker = $4, until = $5, closing = NULL
             WHERE tenant_id = $1::uuid AND run = $2",
        );
        let taken = taken
            .bind(run.number)
            .bind(code::number(epoch)?)
            .bind(worker.as_str())
            .bind(code::moment(until)?);
        self.execute(taken).await?;
        Ok(epoch)
    }
}

/// Refuses a lease whose statement, which names the epoch, did not change all that it should.
pub(super) fn whole(lease: &Lease, changed: u64, expected: usize) -> Result<()> {
    if u64::try_from(expected) == Ok(changed) { Ok(()) } else { Err(lost(lease)) }
}
