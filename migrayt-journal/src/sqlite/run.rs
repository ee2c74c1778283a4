use std::time::Duration;

use migrayt_core::error::Result;
use migrayt_core::id::{PlanId, RunId, WorkerId};
use migrayt_core::port::{Closing, Lease, Opened, RunSpec};
use time::OffsetDateTime;

use super::work::Work;
use crate::row::plan::Plan;
use crate::row::run::{Run, newest, no_run};
use crate::row::{Columns, code};

impl Work<'_> {
    pub(super) async fn run(&mut self, id: &RunId) -> Result<Run> {
        self.run_if_any(id).await?.ok_or_else(|| no_run(id))
    }

    /// The run of a lease, for the holder of its newest. In a transaction that writes it stays the
    /// newest until the end.
    pub(super) async fn leased(&mut self, lease: &Lease) -> Result<Run> {
        let run = self.run(&lease.run).await?;
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
        let standing = self.run_if_any(&spec.run).await?;
        let epoch = match &standing {
            Some(run) => {
                run.admit(spec, &plan, worker, now)?;
                self.take_over(run, worker, until).await?
            }
            None => self.begin_run(spec, &plan, worker, until).await?,
        };
        let lease = Lease {
            run: spec.run.clone(),
            plan: spec.plan.clone(),
            worker: worker.clone(),
            epoch,
            until,
        };
        let stages = self.statement(
            "SELECT DISTINCT stage FROM operation
             WHERE tenant = ?1 AND plan = ?2 AND carried = 1 ORDER BY stage",
        );
        let stages = self.rows(stages.bind(plan.number)).await?;
        Ok(Opened {
            lease,
            resumed: standing.is_some(),
            high_water: standing.map_or_else(|| spec.high_water.clone(), |run| run.high_water),
            stages: stages.iter().map(Columns::stage).collect::<Result<_>>()?,
        })
    }

    /// The newest run of a plan.
    pub(super) async fn newest_run(
        &mut self,
        plan: &PlanId,
    ) -> Result<Option<(RunId, Option<Closing>)>> {
        let found = self.statement(
            "SELECT run.id, run.closing FROM run JOIN plan
             ON plan.tenant = ?1 AND plan.plan = run.plan
             WHERE run.tenant = ?1 AND plan.id = ?2 ORDER BY run.run DESC LIMIT 1",
        );
        self.row(found.bind(plan.as_str().to_owned())).await?.as_ref().map(newest).transpose()
    }

    pub(super) async fn renew(
        &mut self,
        lease: &Lease,
        now: OffsetDateTime,
        ttl: Duration,
    ) -> Result<Lease> {
        let until = code::until(now, ttl)?;
        let run = self.leased(lease).await?;
        let renewed = self.statement(
            "UPDATE run SET until = ?3
             WHERE tenant = ?1 AND run = ?2 AND epoch = ?4 AND closing IS NULL",
        );
        let epoch = code::number(lease.epoch)?;
        self.execute(renewed.bind(run.number).bind(code::moment(until)?).bind(epoch)).await?;
        Ok(Lease { until, ..lease.clone() })
    }

    /// Gives a lease back. Giving it back again in the same way changes nothing.
    pub(super) async fn close_run(&mut self, lease: &Lease, closing: Closing) -> Result<()> {
        let run = self.run(&lease.run).await?;
        if run.was_closed(lease, closing) {
            return Ok(());
        }
        run.check(lease)?;
        let closed = self.statement(
            "UPDATE run SET closing = ?3
             WHERE tenant = ?1 AND run = ?2 AND epoch = ?4 AND closing IS NULL",
        );
        let (closing, epoch) = (code::of_closing(closing)?, code::number(lease.epoch)?);
        self.execute(closed.bind(run.number).bind(closing).bind(epoch)).await?;
        Ok(())
    }

    async fn run_if_any(&mut self, id: &RunId) -> Result<Option<Run>> {
        let found = self.statement("SELECT * FROM run WHERE tenant = ?1 AND id = ?2");
        let row = self.row(found.bind(id.as_str().to_owned())).await?;
        row.as_ref().map(Run::read).transpose()
    }

    async fn begin_run(
        &mut self,
        spec: &RunSpec,
        plan: &Plan,
        worker: &WorkerId,
        until: OffsetDateTime,
    ) -> Result<u64> {
        let begun = self.statement(
            "INSERT INTO run (tenant, run, id, plan, source, target, high_water, worker, epoch,
                              until)
             SELECT ?1, coalesce(max(run), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7, 1, ?8
             FROM run WHERE tenant = ?1",
        );
        let begun = begun
            .bind(spec.run.as_str().to_owned())
            .bind(plan.number)
            .bind(spec.source.as_str().to_owned())
            .bind(spec.target.as_str().to_owned())
            .bind(spec.high_water.0.clone())
            .bind(worker.as_str().to_owned())
            .bind(code::moment(until)?);
        self.execute(begun).await?;
        Ok(1)
    }

    async fn take_over(
        &mut self,
        run: &Run,
        worker: &WorkerId,
        until: OffsetDateTime,
    ) -> Result<u64> {
        let epoch = run.epoch.saturating_add(1);
        let taken = self.statement(
            "UPDATE run SET epoch = ?3, worker = ?4, until = ?5, closing = NULL
             WHERE tenant = ?1 AND run = ?2",
        );
        let taken = taken
            .bind(run.number)
            .bind(code::number(epoch)?)
            .bind(worker.as_str().to_owned())
            .bind(code::moment(until)?);
        self.execute(taken).await?;
        Ok(epoch)
    }
}
