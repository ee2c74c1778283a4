use migrayt_core::error::Result;
use migrayt_core::id::ItemId;
use migrayt_core::plan::Refusal;
use migrayt_core::port::PlanAccount;

use super::work::Work;
use crate::row::account::{Lines, NAMED, refused};
use crate::row::plan::Plan;

impl Work<'_> {
    /// Counts losses and refusals. An item without any operation counts as one whose type has no
    /// counterpart.
    pub(super) async fn plan_account(&mut self, plan: &Plan) -> Result<PlanAccount> {
        let losses = self.statement(
            "SELECT code, field, count(*) AS operations, sum(count) AS count FROM (
                 SELECT loss.value ->> '$.kind' AS code,
                        coalesce(loss.value ->> '$.field', '') AS field,
                        sum(loss.value ->> '$.count') AS count
                 FROM operation CROSS JOIN json_each(operation.losses) AS loss
                 WHERE operation.tenant = ?1 AND operation.plan = ?2
                 GROUP BY operation.operation, code, field
             ) GROUP BY code, field",
        );
        let losses = Lines::read(&self.rows(losses.bind(plan.number)).await?)?;
        let refusals = self.statement(
            "SELECT code, field, count(*) AS operations, sum(count) AS count FROM (
                 SELECT refusal.value ->> '$.kind' AS code,
                        coalesce(refusal.value ->> '$.field', '') AS field,
                        count(*) AS count
                 FROM operation CROSS JOIN json_each(operation.refusals) AS refusal
                 WHERE operation.tenant = ?1 AND operation.plan = ?2
                 GROUP BY operation.operation, code, field
             ) GROUP BY code, field",
        );
        let mut refusals = Lines::read(&self.rows(refusals.bind(plan.number)).await?)?;
        refusals.add_bare(self.bare_lanes(plan).await?);
        let refused = self.refused(plan).await?;
        Ok(PlanAccount { losses: losses.account(), refusals: refusals.account(), refused })
    }

    /// How many refused lanes have no operation.
    async fn bare_lanes(&mut self, plan: &Plan) -> Result<u64> {
        let bare = self.statement(
            "SELECT count(*) AS number FROM lane
             WHERE tenant = ?1 AND plan = ?2 AND refused = 1 AND NOT EXISTS (
                 SELECT 1 FROM operation WHERE operation.tenant = ?1 AND operation.plan = ?2
                 AND operation.place = lane.place)",
        );
        self.number(bare.bind(plan.number)).await
    }

    /// The first refused items with the first refusal of their first operation.
    async fn refused(&mut self, plan: &Plan) -> Result<Vec<(ItemId, Refusal)>> {
        let refused_lanes = self.statement(
            "SELECT lane.item, (
                 SELECT operation.refusals FROM operation INDEXED BY operation_lane
                 WHERE operation.tenant = ?1 AND operation.plan = ?2
                 AND operation.place = lane.place
                 ORDER BY operation.operation LIMIT 1
             ) AS refusals
             FROM lane WHERE lane.tenant = ?1 AND lane.plan = ?2 AND lane.refused = 1
             ORDER BY lane.place LIMIT ?3",
        );
        let rows = self.rows(refused_lanes.bind(plan.number).bind(NAMED)).await?;
        rows.iter().map(refused).collect()
    }
}
