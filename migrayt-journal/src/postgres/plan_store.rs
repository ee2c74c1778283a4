use async_trait::async_trait;
use migrayt_core::error::Result;
use migrayt_core::id::{ItemId, PlanId};
use migrayt_core::plan::{Outline, OutlineSummary, PlanRow, PlanSummary};
use migrayt_core::port::{PlanAccount, PlanStore};

use super::PostgresJournal;

#[async_trait]
impl PlanStore for PostgresJournal {
    async fn begin_plan(&self, plan: &PlanId, fingerprint: &str) -> Result<()> {
        let mut work = self.work().await?;
        work.begin_plan(plan, fingerprint).await?;
        work.commit().await
    }

    async fn put_outlines(&self, plan: &PlanId, outlines: &[Outline]) -> Result<()> {
        let mut work = self.work().await?;
        let plan = work.plan_to_change(plan).await?;
        work.put_outlines(&plan, outlines).await?;
        work.commit().await
    }

    async fn seal_outline(&self, plan: &PlanId) -> Result<OutlineSummary> {
        self.count_rows(plan).await?;
        let mut work = self.work().await?;
        let plan = work.plan_to_change(plan).await?;
        let summary = work.seal_outline(&plan).await?;
        work.commit().await?;
        tracing::debug!(plan = %plan.id, items = summary.items, "sealed the outline");
        Ok(summary)
    }

    async fn outlines(&self, plan: &PlanId, items: &[ItemId]) -> Result<Vec<Outline>> {
        let mut work = self.work().await?;
        let plan = work.plan(plan).await?;
        work.outlines(&plan, items).await
    }

    async fn outline_page(
        &self,
        plan: &PlanId,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, Outline)>> {
        let mut work = self.work().await?;
        let plan = work.plan(plan).await?;
        work.outline_page(&plan, after, limit).await
    }

    async fn put_plan_rows(&self, plan: &PlanId, rows: &[PlanRow]) -> Result<()> {
        let mut work = self.work().await?;
        let plan = work.plan_to_change(plan).await?;
        work.put_plan_rows(&plan, rows).await?;
        work.commit().await
    }

    async fn seal_plan(&self, plan: &PlanId) -> Result<PlanSummary> {
        self.count_rows(plan).await?;
        let mut work = self.work().await?;
        let plan = work.plan_to_change(plan).await?;
        let summary = work.seal_plan(&plan).await?;
        work.commit().await?;
        tracing::debug!(plan = %plan.id, operations = summary.operations, "sealed the plan");
        Ok(summary)
    }

    async fn newest_plan(&self) -> Result<Option<(PlanId, String, PlanSummary)>> {
        let newest = self.work().await?.newest_plan().await?;
        Ok(newest.and_then(|plan| Some((plan.id, plan.fingerprint, plan.sealed?))))
    }

    async fn plan_page(
        &self,
        plan: &PlanId,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, PlanRow)>> {
        let mut work = self.work().await?;
        let plan = work.plan(plan).await?;
        work.plan_page(&plan, after, limit).await
    }

    async fn plan_account(&self, plan: &PlanId) -> Result<PlanAccount> {
        let mut work = self.work().await?;
        let plan = work.plan(plan).await?;
        work.plan_account(&plan).await
    }
}

/// A plan of fewer outlines is sealed in no time, whatever the planner believes of it.
const LARGE: i64 = 1000;

impl PostgresJournal {
    /// Lets the planner know how large a plan is that is about to be sealed, in a transaction of its
    /// own, so that nobody waits for its locks meanwhile.
    async fn count_rows(&self, plan: &PlanId) -> Result<()> {
        let mut work = self.work().await?;
        let plan = work.plan(plan).await?;
        if plan.sealed.is_some() || plan.outlines < LARGE {
            return Ok(());
        }
        work.count_rows().await?;
        work.commit().await
    }
}
