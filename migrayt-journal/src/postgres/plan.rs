use migrayt_core::error::Result;
use migrayt_core::id::PlanId;

use super::work::Work;
use crate::row::plan::{Plan, no_plan};

impl Work<'_> {
    pub(super) async fn plan(&mut self, id: &PlanId) -> Result<Plan> {
        let found = self
            .of_tenant("SELECT * FROM migrayt_journal.plan WHERE tenant_id = $1::uuid AND id = $2");
        let row = self.row(found.bind(id.as_str())).await?;
        row.as_ref().map(Plan::read).transpose()?.ok_or_else(|| no_plan(id))
    }

    /// The plan, which nobody else changes until this transaction ends.
    pub(super) async fn plan_to_change(&mut self, id: &PlanId) -> Result<Plan> {
        let found = self.of_tenant(
            "SELECT * FROM migrayt_journal.plan WHERE tenant_id = $1::uuid AND id = $2
             FOR NO KEY UPDATE",
        );
        let row = self.row(found.bind(id.as_str())).await?;
        row.as_ref().map(Plan::read).transpose()?.ok_or_else(|| no_plan(id))
    }

    pub(super) async fn newest_plan(&mut self) -> Result<Option<Plan>> {
        let found = self.of_tenant(
            "SELECT * FROM migrayt_journal.plan WHERE tenant_id = $1::uuid AND sealed IS NOT NULL
             ORDER BY sealed DESC, plan DESC LIMIT 1",
        );
        self.row(found).await?.as_ref().map(Plan::read).transpose()
    }

    /// Begins a plan, and forgets what one of that id has that was not sealed.
    pub(super) async fn begin_plan(&mut self, id: &PlanId, fingerprint: &str) -> Result<()> {
        // Whoever begins the same plan at this moment is waited for here.
        let begun = self.of_tenant(
            "INSERT INTO migrayt_journal.plan (tenant_id, id, fingerprint)
             VALUES ($1::uuid, $2, $3) ON CONFLICT (tenant_id, id) DO NOTHING",
        );
        if self.execute(begun.bind(id.as_str()).bind(fingerprint)).await? == 1 {
            return Ok(());
        }
        let standing = self.plan_to_change(id).await?;
        standing.unsealed()?;
        for table in [
            "DELETE FROM migrayt_journal.digest WHERE plan = $1",
            "DELETE FROM migrayt_journal.operation WHERE plan = $1",
            "DELETE FROM migrayt_journal.lane WHERE plan = $1",
            "DELETE FROM migrayt_journal.outline WHERE plan = $1",
        ] {
            self.execute(sqlx::query(table).bind(standing.number)).await?;
        }
        let again = self.of_tenant(
            "UPDATE migrayt_journal.plan
             SET fingerprint = $3, outlines = 0, operations = 0, outline_items = NULL,
                 outline_levels = NULL, outline_circular = NULL
             WHERE tenant_id = $1::uuid AND plan = $2",
        );
        self.execute(again.bind(standing.number).bind(fingerprint)).await?;
        Ok(())
    }

    /// Adds to how many outlines and operations were put.
    pub(super) async fn count_put(
        &mut self,
        plan: &Plan,
        outlines: usize,
        operations: usize,
    ) -> Result<()> {
        let counted = self.of_tenant(
            "UPDATE migrayt_journal.plan
             SET outlines = outlines + $3, operations = operations + $4
             WHERE tenant_id = $1::uuid AND plan = $2",
        );
        let [outlines, operations] =
            [outlines, operations].map(|count| i64::try_from(count).unwrap_or(i64::MAX));
        self.execute(counted.bind(plan.number).bind(outlines).bind(operations)).await?;
        Ok(())
    }

    /// Lets the planner know how many rows there are.
    pub(super) async fn count_rows(&mut self) -> Result<()> {
        self.execute(sqlx::query("SELECT migrayt_journal.count_rows()")).await?;
        Ok(())
    }
}
