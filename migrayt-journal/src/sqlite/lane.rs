use migrayt_core::error::Result;
use migrayt_core::id::{ItemId, TypeId};
use migrayt_core::plan::{PlanOperation, PlanRow};
use serde_json::json;

use super::parameter;
use super::work::Work;
use crate::row::lane::{fill, lane, stranger};
use crate::row::plan::Plan;
use crate::row::{code, json};

impl Work<'_> {
    /// Adds rows. A row that is there already keeps its type and revision, an operation that is
    /// there already all it has.
    pub(super) async fn put_plan_rows(&mut self, plan: &Plan, rows: &[PlanRow]) -> Result<()> {
        plan.takes_rows()?;
        self.put_lanes(plan, rows).await?;
        let operations: Vec<_> = rows
            .iter()
            .flat_map(|row| row.operations.iter().map(move |operation| (&row.item, operation)))
            .collect();
        self.put_operations(plan, &operations).await?;
        self.put_digests(plan, &operations).await
    }

    async fn put_lanes(&mut self, plan: &Plan, rows: &[PlanRow]) -> Result<()> {
        let items = rows.iter().map(|row| Ok(json!(row.item.as_str())));
        let strangers = self.statement(
            "SELECT asked.value AS item FROM json_each(?3) AS asked WHERE NOT EXISTS (
                 SELECT 1 FROM outline WHERE tenant = ?1 AND plan = ?2 AND item = asked.value
             ) ORDER BY asked.key LIMIT 1",
        );
        let strangers = strangers.bind(plan.number).bind(parameter::rows(items)?);
        if let Some(row) = self.row(strangers).await? {
            return Err(stranger(&row)?);
        }
        let lanes = parameter::rows(rows.iter().map(|row| {
            let revision = code::number(row.revision)?;
            let target_type = row.target_type.as_ref().map(TypeId::as_str);
            let (item, type_id) = (row.item.as_str(), row.type_id.as_str());
            Ok(json!([item, revision, type_id, target_type, i64::from(row.refused())]))
        }))?;
        let put = self.statement(
            "INSERT INTO lane (tenant, plan, place, item, revision, type, target_type, refused)
             SELECT ?1, ?2, outline.place, outline.item, given.value ->> 1, given.value ->> 2,
                    given.value ->> 3, given.value ->> 4
             FROM json_each(?3) AS given CROSS JOIN outline
             ON outline.tenant = ?1 AND outline.plan = ?2 AND outline.item = given.value ->> 0
             ORDER BY given.key
             ON CONFLICT (tenant, plan, place) DO NOTHING",
        );
        self.execute(put.bind(plan.number).bind(lanes)).await?;
        Ok(())
    }

    async fn put_operations(
        &mut self,
        plan: &Plan,
        operations: &[(&ItemId, &PlanOperation)],
    ) -> Result<()> {
        let given = parameter::rows(operations.iter().map(|(lane, operation)| {
            let key = &operation.key;
            Ok(json!([
                lane.as_str(),
                key.item.as_str(),
                key.kind.code(),
                key.part,
                operation.stage.number(),
                operation.other.as_ref().map(ItemId::as_str),
                json::losses(&operation.losses),
                json::refusals(&operation.refusals),
            ]))
        }))?;
        let put = self.statement(
            "INSERT INTO operation (tenant, plan, operation, item, kind, part, place, stage, other,
                                    losses, refusals, carried)
             SELECT ?1, ?2, ?3 + given.key, given.value ->> 1, given.value ->> 2,
                    given.value ->> 3, lane.place, given.value ->> 4, given.value ->> 5,
                    given.value ->> 6, given.value ->> 7,
                    lane.refused = 0 AND given.value ->> 7 IS NULL
             FROM json_each(?4) AS given
             CROSS JOIN outline
             ON outline.tenant = ?1 AND outline.plan = ?2 AND outline.item = given.value ->> 0
             CROSS JOIN lane
             ON lane.tenant = ?1 AND lane.plan = ?2 AND lane.place = outline.place
             ORDER BY given.key
             ON CONFLICT (tenant, plan, item, kind, part) DO NOTHING",
        );
        self.execute(put.bind(plan.number).bind(plan.operations).bind(given)).await?;
        let counted = self.statement(
            "UPDATE plan SET operations = operations + ?3 WHERE tenant = ?1 AND plan = ?2",
        );
        let count = i64::try_from(operations.len()).unwrap_or(i64::MAX);
        self.execute(counted.bind(plan.number).bind(count)).await?;
        Ok(())
    }

    async fn put_digests(
        &mut self,
        plan: &Plan,
        operations: &[(&ItemId, &PlanOperation)],
    ) -> Result<()> {
        let digests = operations.iter().map(|(_, operation)| Ok(json::digests(&operation.digests)));
        let digests = parameter::rows(digests)?;
        // Only for operations that were put by this call: the others keep what they have.
        let put = self.statement(
            "INSERT INTO digest (tenant, plan, operation, digests)
             SELECT ?1, ?2, operation.operation, given.value
             FROM json_each(?4) AS given CROSS JOIN operation
             ON operation.tenant = ?1 AND operation.plan = ?2
             AND operation.operation = ?3 + given.key
             WHERE given.type = 'array'",
        );
        self.execute(put.bind(plan.number).bind(plan.operations).bind(digests)).await?;
        Ok(())
    }

    pub(super) async fn plan_page(
        &mut self,
        plan: &Plan,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, PlanRow)>> {
        let lanes = self.statement(
            "SELECT * FROM lane WHERE tenant = ?1 AND plan = ?2 AND place > ?3
             ORDER BY place LIMIT ?4",
        );
        let lanes = lanes.bind(plan.number).bind(code::after(after)).bind(i64::from(limit));
        let mut page = self.rows(lanes).await?.iter().map(lane).collect::<Result<Vec<_>>>()?;
        let (Some((first, _)), Some((last, _))) = (page.first(), page.last()) else {
            return Ok(page);
        };
        let operations = self.statement(
            "SELECT operation.*, digest.digests FROM operation LEFT JOIN digest
             ON digest.tenant = ?1 AND digest.plan = ?2 AND digest.operation = operation.operation
             WHERE operation.tenant = ?1 AND operation.plan = ?2
             AND operation.place BETWEEN ?3 AND ?4 AND operation.dropped = 0
             ORDER BY operation.place, operation.operation",
        );
        let (first, last) = (code::number(*first)?, code::number(*last)?);
        let operations = operations.bind(plan.number).bind(first).bind(last);
        fill(&mut page, &self.rows(operations).await?)?;
        Ok(page)
    }
}
