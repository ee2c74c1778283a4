use std::collections::BTreeMap;

use super::plan::Plan;
use super::run::Run;
use crate::error::{Error, ErrorKind, Result};
use crate::id::{PlanId, RunId};
use crate::port::Lease;

/// What is kept for one tenant.
#[derive(Debug, Default)]
pub(super) struct Store {
    pub(super) plans: BTreeMap<PlanId, Plan>,
    pub(super) runs: BTreeMap<RunId, Run>,
    moments: u64,
}

impl Store {
    /// A number larger than all before, to tell the newest of several.
    pub(super) fn moment(&mut self) -> u64 {
        self.moments += 1;
        self.moments
    }

    pub(super) fn plan(&self, plan: &PlanId) -> Result<&Plan> {
        self.plans.get(plan).ok_or_else(|| no_plan(plan))
    }

    pub(super) fn plan_mut(&mut self, plan: &PlanId) -> Result<&mut Plan> {
        self.plans.get_mut(plan).ok_or_else(|| no_plan(plan))
    }

    /// A run with its plan.
    pub(super) fn run(&self, run: &RunId) -> Result<(&Run, &Plan)> {
        let found = self.runs.get(run).ok_or_else(|| no_run(run))?;
        Ok((found, self.plan(&found.spec.plan)?))
    }

    /// A run with its plan, for the holder of its newest lease.
    pub(super) fn leased(&self, lease: &Lease) -> Result<(&Run, &Plan)> {
        let (run, plan) = self.run(&lease.run)?;
        run.check(lease)?;
        Ok((run, plan))
    }

    /// As `leased`, to write to the run.
    pub(super) fn leased_mut(&mut self, lease: &Lease) -> Result<(&mut Run, &Plan)> {
        let run = self.runs.get_mut(&lease.run).ok_or_else(|| no_run(&lease.run))?;
        run.check(lease)?;
        let plan = self.plans.get(&run.spec.plan).ok_or_else(|| no_plan(&run.spec.plan))?;
        Ok((run, plan))
    }
}

pub(super) fn no_plan(plan: &PlanId) -> Error {
    Error::new(ErrorKind::NotFound, "the plan does not exist").with("plan", plan)
}

fn no_run(run: &RunId) -> Error {
    Error::new(ErrorKind::NotFound, "the run does not exist").with("run", run)
}
