use async_trait::async_trait;

use super::MemoryJournal;
use super::plan::Plan;
use super::store::no_plan;
use crate::error::Result;
use crate::id::{ItemId, PlanId};
use crate::plan::{Outline, OutlineSummary, PlanRow, PlanSummary};
use crate::port::{PlanAccount, PlanStore};

#[async_trait]
impl PlanStore for MemoryJournal {
    async fn begin_plan(&self, plan: &PlanId, fingerprint: &str) -> Result<()> {
        self.with(|store| {
            if let Some(standing) = store.plans.get(plan) {
                standing.unsealed()?;
            }
            store.plans.insert(plan.clone(), Plan::begin(fingerprint));
            Ok(())
        })
    }

    async fn put_outlines(&self, plan: &PlanId, outlines: &[Outline]) -> Result<()> {
        self.with(|store| store.plan_mut(plan)?.put_outlines(outlines))
    }

    async fn seal_outline(&self, plan: &PlanId) -> Result<OutlineSummary> {
        self.with(|store| Ok(store.plan_mut(plan)?.seal_outline()))
    }

    async fn outlines(&self, plan: &PlanId, items: &[ItemId]) -> Result<Vec<Outline>> {
        self.with(|store| {
            let plan = store.plan(plan)?;
            Ok(items.iter().filter_map(|item| plan.find(item).cloned()).collect())
        })
    }

    async fn outline_page(
        &self,
        plan: &PlanId,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, Outline)>> {
        self.with(|store| store.plan(plan)?.outline_page(after, limit))
    }

    async fn put_plan_rows(&self, plan: &PlanId, rows: &[PlanRow]) -> Result<()> {
        self.with(|store| store.plan_mut(plan)?.put_rows(rows))
    }

    async fn seal_plan(&self, plan: &PlanId) -> Result<PlanSummary> {
        self.with(|store| {
            let moment = store.moment();
            store.plans.get_mut(plan).ok_or_else(|| no_plan(plan))?.seal(moment)
        })
    }

    async fn newest_plan(&self) -> Result<Option<(PlanId, String, PlanSummary)>> {
        self.with(|store| {
            let sealed =
                store.plans.iter().filter_map(|(id, plan)| Some((id, plan, plan.sealed.as_ref()?)));
            let newest = sealed.max_by_key(|(_, _, sealed)| sealed.moment);
            Ok(newest
                .map(|(id, plan, sealed)| (id.clone(), plan.fingerprint.clone(), sealed.summary)))
        })
    }

    async fn plan_page(
        &self,
        plan: &PlanId,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, PlanRow)>> {
        self.with(|store| Ok(store.plan(plan)?.plan_page(after, limit)))
    }

    async fn plan_account(&self, plan: &PlanId) -> Result<PlanAccount> {
        self.with(|store| Ok(store.plan(plan)?.account()))
    }
}
