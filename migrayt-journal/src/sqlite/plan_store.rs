use async_trait::async_trait;
use migrayt_core::error::Result;
use migrayt_core::id::{ItemId, PlanId};
use migrayt_core::plan::{Outline, OutlineSummary, PlanRow, PlanSummary};
use migrayt_core::port::{PlanAccount, PlanStore};

use super::SqliteJournal;

#[async_trait]
impl PlanStore for SqliteJournal {
    async fn begin_plan(&self, plan: &PlanId, fingerprint: &str) -> Result<()> {
        let mut connection = self.writer().await;
        let mut work = self.write(&mut connection).await?;
        work.begin_plan(plan, fingerprint).await?;
        work.commit().await
    }

    async fn put_outlines(&self, plan: &PlanId, outlines: &[Outline]) -> Result<()> {
        let mut connection = self.writer().await;
        let mut work = self.write(&mut connection).await?;
        let plan = work.plan(plan).await?;
        work.put_outlines(&plan, outlines).await?;
        work.commit().await
    }

    async fn seal_outline(&self, plan: &PlanId) -> Result<OutlineSummary> {
        let mut connection = self.writer().await;
        let mut work = self.write(&mut connection).await?;
        let plan = work.plan(plan).await?;
        let summary = work.seal_outline(&plan).await?;
        work.commit().await?;
        tracing::debug!(plan = %plan.id, items = summary.items, "sealed the outline");
        Ok(summary)
    }

    async fn outlines(&self, plan: &PlanId, items: &[ItemId]) -> Result<Vec<Outline>> {
        let mut connection = self.reader().await;
        let mut work = self.read(&mut connection).await?;
        let plan = work.plan(plan).await?;
        work.outlines(&plan, items).await
    }

    async fn outline_page(
        &self,
        plan: &PlanId,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, Outline)>> {
        let mut connection = self.reader().await;
        let mut work = self.read(&mut connection).await?;
        let plan = work.plan(plan).await?;
        work.outline_page(&plan, after, limit).await
    }

    async fn put_plan_rows(&self, plan: &PlanId, rows: &[PlanRow]) -> Result<()> {
        let mut connection = self.writer().await;
        let mut work = self.write(&mut connection).await?;
        let plan = work.plan(plan).await?;
        work.put_plan_rows(&plan, rows).await?;
        work.commit().await
    }

    async fn seal_plan(&self, plan: &PlanId) -> Result<PlanSummary> {
        let mut connection = self.writer().await;
        let mut work = self.write(&mut connection).await?;
        let plan = work.plan(plan).await?;
        let summary = work.seal_plan(&plan).await?;
        work.commit().await?;
        tracing::debug!(plan = %plan.id, operations = summary.operations, "sealed the plan");
        Ok(summary)
    }

    async fn newest_plan(&self) -> Result<Option<(PlanId, String, PlanSummary)>> {
        let mut connection = self.reader().await;
        let mut work = self.read(&mut connection).await?;
        let newest = work.newest_plan().await?;
        Ok(newest.and_then(|plan| Some((plan.id, plan.fingerprint, plan.sealed?))))
    }

    async fn plan_page(
        &self,
        plan: &PlanId,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, PlanRow)>> {
        let mut connection = self.reader().await;
        let mut work = self.read(&mut connection).await?;
        let plan = work.plan(plan).await?;
        work.plan_page(&plan, after, limit).await
    }

    async fn plan_account(&self, plan: &PlanId) -> Result<PlanAccount> {
        let mut connection = self.reader().await;
        let mut work = self.read(&mut connection).await?;
        let plan = work.plan(plan).await?;
        work.plan_account(&plan).await
    }
}
