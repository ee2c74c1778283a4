use async_trait::async_trait;
use migrayt_core::error::Result;
use migrayt_core::id::{ItemId, PlanId};
use migrayt_core::plan::{Outline, OutlineSummary, PlanRow, PlanSummary};
use migrayt_core::port::{PlanAccount, PlanStore};

use super::{HostJournal, until_written};

#[async_trait]
impl PlanStore for HostJournal {
    async fn begin_plan(&self, plan: &PlanId, fingerprint: &str) -> Result<()> {
        until_written!(self.try_begin_plan(plan, fingerprint))?;
        self.sweep_trash().await
    }

    async fn put_outlines(&self, plan: &PlanId, outlines: &[Outline]) -> Result<()> {
        until_written!(self.try_put_outlines(plan, outlines))
    }

    async fn seal_outline(&self, plan: &PlanId) -> Result<OutlineSummary> {
        until_written!(self.try_seal_outline(plan))
    }

    async fn outlines(&self, plan: &PlanId, items: &[ItemId]) -> Result<Vec<Outline>> {
        self.outlines_of(plan, items).await
    }

    async fn outline_page(
        &self,
        plan: &PlanId,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, Outline)>> {
        self.outlines_after(plan, after, limit).await
    }

    async fn put_plan_rows(&self, plan: &PlanId, rows: &[PlanRow]) -> Result<()> {
        until_written!(self.try_put_lanes(plan, rows))
    }

    async fn seal_plan(&self, plan: &PlanId) -> Result<PlanSummary> {
        until_written!(self.try_seal_plan(plan))
    }

    async fn newest_plan(&self) -> Result<Option<(PlanId, String, PlanSummary)>> {
        self.newest().await
    }

    async fn plan_page(
        &self,
        plan: &PlanId,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, PlanRow)>> {
        self.plan_rows_after(plan, after, limit).await
    }

    async fn plan_account(&self, plan: &PlanId) -> Result<PlanAccount> {
        self.account(plan).await
    }
}
