use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::time::Duration;

use async_trait::async_trait;
use time::OffsetDateTime;

use super::MemoryJournal;
use super::run::Run;
use crate::error::{Error, ErrorKind, Result};
use crate::id::{ItemId, PlanId, RunId, TargetRef, WorkerId};
use crate::operation::{OperationKey, OperationKind};
use crate::plan::Stage;
use crate::port::{
    Closing, Doubt, Intent, Journal, JournalCapabilities, KindCounts, Lease, LedgerRow, Opened,
    PendingLane, RunCounts, RunSpec, Settlement,
};

#[async_trait]
impl Journal for MemoryJournal {
    fn capabilities(&self) -> JournalCapabilities {
        JournalCapabilities::new(false)
    }

    async fn open(
        &self,
        spec: &RunSpec,
        worker: &WorkerId,
        now: OffsetDateTime,
        ttl: Duration,
    ) -> Result<Opened> {
        self.with(|store| {
            let plan = store.plan(&spec.plan)?;
            if plan.sealed.is_none() || plan.fingerprint != spec.fingerprint {
                return Err(Error::new(
                    ErrorKind::Conflict,
                    "the plan is not sealed, or was made with another mapping",
                )
                .with("plan", &spec.plan)
                .with_help("make the plan again with the mapping as it is now"));
            }
            let stages: BTreeSet<Stage> = plan.stages.keys().map(|(stage, _)| *stage).collect();
            let resumed = store.runs.contains_key(&spec.run);
            let moment = store.moment();
            let run = store
                .runs
                .entry(spec.run.clone())
                .or_insert_with(|| Run::begin(spec, worker, moment));
            run.admit(spec, worker, now)?;
            Ok(Opened {
                lease: run.lend(worker, now, ttl),
                resumed,
                high_water: run.spec.high_water.clone(),
                stages: stages.into_iter().collect(),
            })
        })
    }

    async fn newest_run(&self, plan: &PlanId) -> Result<Option<(RunId, Option<Closing>)>> {
        self.with(|store| {
            let runs = store.runs.values().filter(|run| run.spec.plan == *plan);
            let newest = runs.max_by_key(|run| run.moment);
            Ok(newest.map(|run| (run.spec.run.clone(), run.closing)))
        })
    }

    async fn renew(&self, lease: &Lease, now: OffsetDateTime, ttl: Duration) -> Result<Lease> {
        self.with(|store| Ok(store.leased_mut(lease)?.0.prolong(now, ttl)))
    }

    async fn close(&self, lease: &Lease, closing: Closing) -> Result<()> {
        self.with(|store| {
            if store.run(&lease.run)?.0.is_closed_by(lease, closing) {
                return Ok(());
            }
            store.leased_mut(lease)?.0.closing = Some(closing);
            Ok(())
        })
    }

    async fn pending(
        &self,
        lease: &Lease,
        stage: Stage,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<PendingLane>> {
        self.with(|store| {
            let (run, plan) = store.leased(lease)?;
            let from =
                after.map_or(Bound::Included((stage, 0)), |after| Bound::Excluded((stage, after)));
            let lanes = plan.stages.range((from, Bound::Included((stage, u64::MAX))));
            let due = lanes.filter_map(|((_, place), keys)| {
                let row = plan.rows.get(place)?;
                let operations: Vec<_> =
                    keys.iter().filter(|key| run.is_due(key)).cloned().collect();
                (!operations.is_empty() && !run.is_unmade(&row.item)).then(|| PendingLane {
                    place: *place,
                    item: row.item.clone(),
                    revision: row.revision,
                    operations,
                })
            });
            Ok(due.take(limit as usize).collect())
        })
    }

    async fn intend(&self, lease: &Lease, intents: &[Intent]) -> Result<()> {
        self.with(|store| {
            let (run, plan) = store.leased_mut(lease)?;
            run.intend(plan, intents, lease.epoch)
        })
    }

    async fn settle(&self, lease: &Lease, settlement: &Settlement) -> Result<()> {
        self.with(|store| {
            let (run, plan) = store.leased_mut(lease)?;
            run.settle(plan, &settlement.outcomes)
        })
    }

    async fn doubts(
        &self,
        lease: &Lease,
        after: Option<&OperationKey>,
        limit: u32,
    ) -> Result<Vec<Doubt>> {
        self.with(|store| {
            let (run, plan) = store.leased(lease)?;
            let keys = run.operations.range((beyond(after), Bound::Unbounded));
            Ok(keys.filter_map(|(key, _)| run.doubt(plan, key)).take(limit as usize).collect())
        })
    }

    async fn resolve(&self, run: &RunId, items: &[ItemId]) -> Result<Vec<Option<TargetRef>>> {
        self.with(|store| {
            let (run, _) = store.run(run)?;
            let went = |item: &ItemId| {
                let create = OperationKey::sole(item.clone(), OperationKind::Create);
                run.operations.get(&create)?.outcome.as_ref()?.target.clone()
            };
            Ok(items.iter().map(went).collect())
        })
    }

    async fn ledger(
        &self,
        run: &RunId,
        after: Option<&OperationKey>,
        limit: u32,
    ) -> Result<Vec<LedgerRow>> {
        self.with(|store| {
            let (run, plan) = store.run(run)?;
            let operations = plan.operations.range((beyond(after), Bound::Unbounded));
            Ok(operations.map(|(_, planned)| run.account(planned)).take(limit as usize).collect())
        })
    }

    async fn ledger_of(&self, run: &RunId, items: &[ItemId]) -> Result<Vec<LedgerRow>> {
        self.with(|store| {
            let (run, plan) = store.run(run)?;
            let keys: BTreeSet<&OperationKey> =
                items.iter().filter_map(|item| plan.row(item)).flat_map(|row| &row.keys).collect();
            let operations = keys.into_iter().filter_map(|key| plan.operations.get(key));
            Ok(operations.map(|planned| run.account(planned)).collect())
        })
    }

    async fn counts(&self, run: &RunId) -> Result<RunCounts> {
        self.with(|store| {
            let (run, plan) = store.run(run)?;
            let mut kinds: BTreeMap<OperationKind, KindCounts> = BTreeMap::new();
            for planned in plan.operations.values().filter(|planned| planned.carried()) {
                run.count(planned, kinds.entry(planned.operation.key.kind).or_default());
            }
            Ok(RunCounts { kinds: kinds.into_iter().collect() })
        })
    }
}

fn beyond(after: Option<&OperationKey>) -> Bound<&OperationKey> {
    after.map_or(Bound::Unbounded, Bound::Excluded)
}
