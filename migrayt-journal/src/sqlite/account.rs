use std::collections::BTreeMap;

use migrayt_core::error::Result;
use migrayt_core::id::ItemId;
use migrayt_core::plan::{Refusal, RefusalKind};
use migrayt_core::port::{AccountLine, PlanAccount};

use super::columns::Columns;
use super::json;
use super::plan::Plan;
use super::work::{Statement, Work};

/// How many refused items an account names.
const NAMED: i64 = 100;

type Lines = BTreeMap<(String, String), (u64, u64)>;

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
        let losses = self.lines(losses.bind(plan.number)).await?;
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
        let mut refusals = self.lines(refusals.bind(plan.number)).await?;
        let bare = self.bare_lanes(plan).await?;
        if bare > 0 {
            let key = (RefusalKind::TypeUnmapped.code().to_owned(), String::new());
            let line = refusals.entry(key).or_default();
            *line = (line.0 + bare, line.1 + bare);
        }
        let refused = self.refused(plan).await?;
        Ok(PlanAccount { losses: account(losses), refusals: account(refusals), refused })
    }

    async fn lines(&mut self, statement: Statement) -> Result<Lines> {
        let line = |row| {
            let columns = Columns(row);
            let key = (columns.text("code")?, columns.text("field")?);
            Ok((key, (columns.number("operations")?, columns.number("count")?)))
        };
        self.rows(statement).await?.iter().map(line).collect()
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
        let refused = self.statement(
            "SELECT lane.item, (
                 SELECT operation.refusals FROM operation INDEXED BY operation_lane
                 WHERE operation.tenant = ?1 AND operation.plan = ?2
                 AND operation.place = lane.place
                 ORDER BY operation.operation LIMIT 1
             ) AS refusals
             FROM lane WHERE lane.tenant = ?1 AND lane.plan = ?2 AND lane.refused = 1
             ORDER BY lane.place LIMIT ?3",
        );
        let rows = self.rows(refused.bind(plan.number).bind(NAMED)).await?;
        let named = rows.iter().map(|row| {
            let columns = Columns(row);
            let first = columns.json("refusals", json::to_refusals)?.into_iter().next();
            let refusal = first.unwrap_or_else(|| Refusal::of(RefusalKind::TypeUnmapped));
            Ok((ItemId::new(columns.text("item")?), refusal))
        });
        named.collect()
    }
}

fn account(lines: Lines) -> Vec<AccountLine> {
    lines
        .into_iter()
        .map(|((code, field), (operations, count))| AccountLine { code, field, operations, count })
        .collect()
}
