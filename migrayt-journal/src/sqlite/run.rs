use std::time::Duration;

use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::{PlanId, RunId, WorkerId};
use migrayt_core::port::{Closing, HighWater, Lease, Opened, RunSpec};
use sqlx::sqlite::SqliteRow;
use time::OffsetDateTime;

use super::code;
use super::columns::Columns;
use super::plan::Plan;
use super::work::Work;

/// One execution of a plan, as it stands.
#[derive(Debug)]
pub(super) struct Run {
    /// What stands for it in keys.
    pub(super) number: i64,
    /// What stands for its plan.
    pub(super) plan: i64,
    source: String,
    target: String,
    high_water: HighWater,
    worker: String,
    epoch: u64,
    until: OffsetDateTime,
    closing: Option<Closing>,
}

impl Run {
    fn read(row: &SqliteRow) -> Result<Self> {
        let columns = Columns(row);
        Ok(Self {
            number: columns.integer("run")?,
            plan: columns.integer("plan")?,
            source: columns.text("source")?,
            target: columns.text("target")?,
            high_water: HighWater(columns.text("high_water")?),
            worker: columns.text("worker")?,
            epoch: columns.number("epoch")?,
            until: columns.moment("until")?,
            closing: columns.integer_if_any("closing")?.map(code::to_closing).transpose()?,
        })
    }

    /// Refuses what is not this run, and a worker who comes too early. The plan tells whether the
    /// mapping is the same.
    fn admit(
        &self,
        spec: &RunSpec,
        plan: &Plan,
        worker: &WorkerId,
        now: OffsetDateTime,
    ) -> Result<()> {
        if self.plan != plan.number
            || self.source != spec.source.as_str()
            || self.target != spec.target.as_str()
        {
            return Err(Error::new(
                ErrorKind::Conflict,
                "the run exists with another plan, mapping or endpoint",
            )
            .with("run", &spec.run)
            .with_help("go on with the plan, mapping and endpoints that the run began with"));
        }
        if self.closing.is_none() && self.worker != worker.as_str() && now < self.until {
            let until_ms = self.until.unix_timestamp_nanos() / 1_000_000;
            return Err(Error::new(ErrorKind::LeaseHeld, "another worker holds the run's lease")
                .with("run", &spec.run)
                .with("until_ms", u64::try_from(until_ms).unwrap_or(0))
                .with_help("wait until the other worker is done or its lease has ended"));
        }
        Ok(())
    }

    /// Refuses a lease that was taken over or given back.
    fn check(&self, lease: &Lease) -> Result<()> {
        if self.epoch == lease.epoch && self.closing.is_none() {
            return Ok(());
        }
        Err(Error::new(ErrorKind::LeaseLost, "the run's lease was taken over or given back")
            .with("run", &lease.run)
            .with("epoch", lease.epoch))
    }
}

impl Work<'_> {
    pub(super) async fn run(&mut self, id: &RunId) -> Result<Run> {
        self.run_if_any(id).await?.ok_or_else(|| {
            Error::new(ErrorKind::NotFound, "the run does not exist").with("run", id)
        })
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
        if plan.sealed.is_none() || plan.fingerprint != spec.fingerprint {
            return Err(Error::new(
                ErrorKind::Conflict,
                "the plan is not sealed, or was made with another mapping",
            )
            .with("plan", &spec.plan)
            .with_help("make the plan again with the mapping as it is now"));
        }
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
            stages: stages.iter().map(|row| Columns(row).stage()).collect::<Result<_>>()?,
        })
    }

    /// The newest run of a plan.
    pub(super) async fn newest_run(
        &mut self,
        plan: &PlanId,
    ) -> Result<Option<(RunId, Option<Closing>)>> {
        let newest = self.statement(
            "SELECT run.id, run.closing FROM run JOIN plan
             ON plan.tenant = ?1 AND plan.plan = run.plan
             WHERE run.tenant = ?1 AND plan.id = ?2 ORDER BY run.run DESC LIMIT 1",
        );
        let Some(row) = self.row(newest.bind(plan.as_str().to_owned())).await? else {
            return Ok(None);
        };
        let columns = Columns(&row);
        let closing = columns.integer_if_any("closing")?.map(code::to_closing).transpose()?;
        Ok(Some((RunId::new(columns.text("id")?), closing)))
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
        if run.epoch == lease.epoch && run.closing == Some(closing) {
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
