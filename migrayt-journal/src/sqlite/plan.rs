use migrayt_core::error::Result;
use migrayt_core::id::PlanId;

use super::work::Work;
use crate::row::plan::{Plan, no_plan};

impl Work<'_> {
    pub(super) async fn plan(&mut self, id: &PlanId) -> Result<Plan> {
        self.plan_if_any(id).await?.ok_or_else(|| no_plan(id))
    }

    pub(super) async fn newest_plan(&mut self) -> Result<Option<Plan>> {
        let found = self.statement(
            "SELECT * FROM plan WHERE tenant = ?1 AND sealed IS NOT NULL
             ORDER BY sealed DESC LIMIT 1",
        );
        self.row(found).await?.as_ref().map(Plan::read).transpose()
    }

    /// Begins a plan, and forgets one of that id that was not sealed.
    pub(super) async fn begin_plan(&mut self, id: &PlanId, fingerprint: &str) -> Result<()> {
        if let Some(standing) = self.plan_if_any(id).await? {
            standing.unsealed()?;
            for table in [
                "DELETE FROM digest WHERE tenant = ?1 AND plan = ?2",
                "DELETE FROM operation WHERE tenant = ?1 AND plan = ?2",
                "DELETE FROM lane WHERE tenant = ?1 AND plan = ?2",
                "DELETE FROM outline WHERE tenant = ?1 AND plan = ?2",
                "DELETE FROM plan WHERE tenant = ?1 AND plan = ?2",
            ] {
                self.execute(self.statement(table).bind(standing.number)).await?;
            }
        }
        let begun = self.statement(
            "INSERT INTO plan (tenant, plan, id, fingerprint)
             SELECT ?1, coalesce(max(plan), 0) + 1, ?2, ?3 FROM plan WHERE tenant = ?1",
        );
        self.execute(begun.bind(id.as_str().to_owned()).bind(fingerprint.to_owned())).await?;
        Ok(())
    }

    async fn plan_if_any(&mut self, id: &PlanId) -> Result<Option<Plan>> {
        let found = self.statement("SELECT * FROM plan WHERE tenant = ?1 AND id = ?2");
        let row = self.row(found.bind(id.as_str().to_owned())).await?;
        row.as_ref().map(Plan::read).transpose()
    }
}
