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
        let losses = sqlx::query(
            "SELECT code, field, count(*) AS operations, sum(count)::bigint AS count FROM (
                 SELECT loss ->> 'kind' AS code, coalesce(loss ->> 'field', '') AS field,
                        sum((loss ->> 'count')::bigint) AS count
                 FROM migrayt_journal.operation AS own
                 CROSS JOIN jsonb_array_elements(own.losses) AS loss
                 WHERE own.plan = $1 GROUP BY own.operation, 1, 2
             ) AS booked GROUP BY code, field",
        );
        let losses = Lines::read(&self.rows(losses.bind(plan.number)).await?)?;
        let refusals = sqlx::query(
            "SELECT code, field, count(*) AS operations, sum(count)::bigint AS count FROM (
                 SELECT refusal ->> 'kind' AS code, coalesce(refusal ->> 'field', '') AS field,
                        count(*) AS count
                 FROM migrayt_journal.operation AS own
                 CROSS JOIN jsonb_array_elements(own.refusals) AS refusal
                 WHERE own.plan = $1 GROUP BY own.operation, 1, 2
             ) AS booked GROUP BY code, field",
        );
        let mut refusals = Lines::read(&self.rows(refusals.bind(plan.number)).await?)?;
        refusals.add_bare(self.bare_lanes(plan).await?);
        let refused = self.refused(plan).await?;
        Ok(PlanAccount { losses: losses.account(), refusals: refusals.account(), refused })
    }

    /// How many refused lanes have no operation.
    async fn bare_lanes(&mut self, plan: &Plan) -> Result<u64> {
        let bare = sqlx::query(
            "SELECT count(*) AS number FROM migrayt_journal.lane AS own
             WHERE own.plan = $1 AND own.refused AND NOT EXISTS (
                 SELECT FROM migrayt_journal.operation
                 WHERE operation.plan = $1 AND operation.place = own.place OFFSET 0)",
        );
        self.number(bare.bind(plan.number)).await
    }

    /// The first refused items with the first refusal of their first operation.
    async fn refused(&mut self, plan: &Plan) -> Result<Vec<(ItemId, Refusal)>> {
        let refused_lanes = sqlx::query(
            "SELECT own.item, (
                 SELECT operation.refusals::text FROM migrayt_journal.operation
                 WHERE operation.plan = $1 AND operation.place = own.place
                 ORDER BY operation.operation LIMIT 1
             ) AS refusals
             FROM migrayt_journal.lane AS own WHERE own.plan = $1 AND own.refused
             ORDER BY own.place LIMIT $2",
        );
        let rows = self.rows(refused_lanes.bind(plan.number).bind(NAMED)).await?;
        rows.iter().map(refused).collect()
    }
}
