use std::sync::{Arc, PoisonError};
use std::time::Duration;

use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::{PlanId, RunId, WorkerId};
use migrayt_core::plan::Stage;
use migrayt_core::port::{Closing, Lease, Opened, RunSpec};
use time::OffsetDateTime;

use super::batch::Batch;
use super::plan::no_plan;
use super::row::{LeaseRow, PlanRow, RunRow, UntilRow};
use super::table::{Found, keys};
use super::{HostJournal, key};

impl HostJournal {
    /// A run as it began.
    pub(super) async fn run(&self, id: &RunId) -> Result<Arc<RunRow>> {
        if let Some(run) = self.met(id) {
            return Ok(run);
        }
        let key = key::run(id);
        let found = self.table.get(keys([key.clone()])).await?;
        let run: Arc<RunRow> = Arc::new(found.read(&key)?.ok_or_else(|| no_run(id))?);
        self.meet(id, &run);
        Ok(run)
    }

    fn met(&self, id: &RunId) -> Option<Arc<RunRow>> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    fn meet(&self, id: &RunId, run: &Arc<RunRow>) {
        let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        runs.insert(id.clone(), Arc::clone(run));
    }

    pub(super) async fn try_open(
        &self,
        spec: &RunSpec,
        worker: &WorkerId,
        now: OffsetDateTime,
        ttl: Duration,
    ) -> Result<Option<Opened>> {
        let (plan, own) = (key::plan(&spec.plan), key::run(&spec.run));
        let asked = [plan.clone(), own.clone(), key::COUNT.to_owned()];
        let mut found = self.table.get(keys(asked)).await?;
        let plan: PlanRow = found.read(&plan)?.ok_or_else(|| no_plan(&spec.plan))?;
        admit(&plan, spec)?;
        let until = until(now, ttl)?;
        let standing = found.read::<RunRow>(&own)?;
        let number = match &standing {
            Some(run) => run.number,
            None => found.read::<u64>(key::COUNT)?.unwrap_or(0).saturating_add(1),
        };
        let (lease, ends) = (key::lease(number), key::until(number));
        let asked = [key::stages(plan.number), lease.clone(), ends.clone()];
        found.extend(self.table.get(keys(asked)).await?);
        let mut batch = Batch::checking(&found, &own);
        batch.check(&found, &lease);
        let epoch = if let Some(run) = &standing {
            batch.check(&found, &ends);
            take_over(&found, run, spec, worker, now)?
        } else {
            batch.check(&found, key::COUNT);
            batch.put(key::COUNT.to_owned(), &number)?;
            batch.put(own, &RunRow { number, plan: plan.number, spec: spec.clone() })?;
            batch.put(key::last_run(&spec.plan), &spec.run)?;
            1
        };
        batch.put(lease, &LeaseRow { epoch, worker: worker.clone(), closing: None })?;
        batch.put(ends, &UntilRow { until })?;
        if !self.table.commit(batch).await? {
            return Ok(None);
        }
        let (run, plan_id) = (spec.run.clone(), spec.plan.clone());
        let stages = found.read::<Vec<Stage>>(&key::stages(plan.number))?.unwrap_or_default();
        let resumed = standing.is_some();
        let high_water =
            standing.map_or_else(|| spec.high_water.clone(), |run| run.spec.high_water);
        let lease = Lease { run, plan: plan_id, worker: worker.clone(), epoch, until };
        Ok(Some(Opened { lease, resumed, high_water, stages }))
    }

    pub(super) async fn newest_run_of(
        &self,
        plan: &PlanId,
    ) -> Result<Option<(RunId, Option<Closing>)>> {
        let last = key::last_run(plan);
        let found = self.table.get(keys([last.clone()])).await?;
        let Some(id) = found.read::<RunId>(&last)? else { return Ok(None) };
        let lease = key::lease(self.run(&id).await?.number);
        let found = self.table.get(keys([lease.clone()])).await?;
        let held: LeaseRow = found.read(&lease)?.ok_or_else(|| no_run(&id))?;
        Ok(Some((id, held.closing)))
    }

    pub(super) async fn try_renew(
        &self,
        lease: &Lease,
        now: OffsetDateTime,
        ttl: Duration,
    ) -> Result<Option<Lease>> {
        let until = until(now, ttl)?;
        let run = self.run(&lease.run).await?;
        let key = key::lease(run.number);
        let found = self.table.get(keys([key.clone()])).await?;
        check(&found, &run, lease)?;
        let mut batch = Batch::checking(&found, &key);
        batch.put(key::until(run.number), &UntilRow { until })?;
        let written = self.table.commit(batch).await?;
        Ok(written.then(|| Lease { until, ..lease.clone() }))
    }

    /// Gives a lease back. Giving it back again in the same way changes nothing.
    pub(super) async fn try_close(&self, lease: &Lease, closing: Closing) -> Result<Option<()>> {
        let run = self.run(&lease.run).await?;
        let key = key::lease(run.number);
        let found = self.table.get(keys([key.clone()])).await?;
        let held: LeaseRow = found.read(&key)?.ok_or_else(|| no_run(&lease.run))?;
        if held.epoch == lease.epoch && held.closing == Some(closing) {
            return Ok(Some(()));
        }
        held.check(lease)?;
        let mut batch = Batch::checking(&found, &key);
        batch.put(key, &LeaseRow { closing: Some(closing), ..held })?;
        Ok(self.table.commit(batch).await?.then_some(()))
    }
}

/// Refuses a lease that is not the newest, by the rows that were found.
pub(super) fn check(found: &Found, run: &RunRow, lease: &Lease) -> Result<()> {
    let held: Option<LeaseRow> = found.read(&key::lease(run.number))?;
    held.ok_or_else(|| no_run(&lease.run))?.check(lease)
}

/// Refuses a run of a plan that is not sealed, or that was made with another mapping.
fn admit(plan: &PlanRow, spec: &RunSpec) -> Result<()> {
    if plan.sealed.is_none() || plan.fingerprint != spec.fingerprint {
        return Err(Error::new(
            ErrorKind::Conflict,
            "the plan is not sealed, or was made with another mapping",
        )
        .with("plan", &spec.plan)
        .with_help("make the plan again with the mapping as it is now"));
    }
    Ok(())
}

/// The next epoch of a run, if its worker may have it.
fn take_over(
    found: &Found,
    run: &RunRow,
    spec: &RunSpec,
    worker: &WorkerId,
    now: OffsetDateTime,
) -> Result<u64> {
    run.admit(spec)?;
    let held = found.read::<LeaseRow>(&key::lease(run.number))?;
    let held = held.ok_or_else(|| no_run(&spec.run))?;
    let until: Option<UntilRow> = found.read(&key::until(run.number))?;
    until.ok_or_else(|| no_run(&spec.run))?.admit(spec, &held, worker, now)?;
    Ok(held.epoch.saturating_add(1))
}

/// The end of a lease.
fn until(now: OffsetDateTime, ttl: Duration) -> Result<OffsetDateTime> {
    let ttl = time::Duration::try_from(ttl).ok();
    ttl.and_then(|ttl| now.checked_add(ttl)).ok_or_else(|| {
        Error::new(ErrorKind::InputInvalid, "the lease ends later than a moment can say")
    })
}

fn no_run(id: &RunId) -> Error {
    Error::new(ErrorKind::NotFound, "the run does not exist").with("run", id)
}
