use std::collections::BTreeSet;

use migrayt_core::error::Result;
use migrayt_core::id::ItemId;
use migrayt_core::plan::{PlanOperation, PlanRow};
use serde_json::Value;

use super::outline::types;
use super::work::Work;
use crate::row::lane::{fill, lane, stranger};
use crate::row::plan::Plan;
use crate::row::{Columns as _, code, json};

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
        let put = self.put_operations(plan, &operations).await?;
        self.put_digests(plan, &operations, &put).await?;
        self.count_put(plan, 0, operations.len()).await
    }

    async fn put_lanes(&mut self, plan: &Plan, rows: &[PlanRow]) -> Result<()> {
        let items: Vec<&str> = rows.iter().map(|row| row.item.as_str()).collect();
        let strangers = sqlx::query(
            "SELECT asked.item FROM unnest($2::text[]) WITH ORDINALITY AS asked (item, at)
             WHERE NOT EXISTS (
                 SELECT FROM migrayt_journal.outline AS own
                 WHERE own.plan = $1 AND own.item = asked.item OFFSET 0
             ) ORDER BY asked.at LIMIT 1",
        );
        if let Some(row) = self.row(strangers.bind(plan.number).bind(items.clone())).await? {
            return Err(stranger(&row)?);
        }
        let revisions = rows.iter().map(|row| code::number(row.revision));
        let put = self.of_tenant(
            "INSERT INTO migrayt_journal.lane
                 (tenant_id, plan, place, item, revision, type, target_type, refused)
             SELECT $1::uuid, $2, own.place, given.item, given.revision, given.type,
                    given.target_type, given.refused
             FROM unnest($3::text[], $4::bigint[], $5::text[], $6::text[], $7::boolean[])
                 WITH ORDINALITY AS given (item, revision, type, target_type, refused, at)
             CROSS JOIN LATERAL (
                 SELECT outline.place FROM migrayt_journal.outline
                 WHERE outline.plan = $2 AND outline.item = given.item OFFSET 0
             ) AS own
             ORDER BY given.at ON CONFLICT (tenant_id, plan, place) DO NOTHING",
        );
        let put = put
            .bind(plan.number)
            .bind(items)
            .bind(revisions.collect::<Result<Vec<_>>>()?)
            .bind(rows.iter().map(|row| row.type_id.as_str()).collect::<Vec<_>>())
            .bind(types(rows.iter().map(|row| row.target_type.as_ref())))
            .bind(rows.iter().map(PlanRow::refused).collect::<Vec<_>>());
        self.execute(put).await?;
        Ok(())
    }

    /// The numbers of those that were not there.
    async fn put_operations(
        &mut self,
        plan: &Plan,
        operations: &[(&ItemId, &PlanOperation)],
    ) -> Result<BTreeSet<i64>> {
        let put = self.of_tenant(
            "INSERT INTO migrayt_journal.operation
                 (tenant_id, plan, operation, item, kind, part, place, stage, other, losses,
                  refusals, carried)
             SELECT $1::uuid, $2, $3 + given.at - 1, given.item, given.kind, given.part, own.place,
                    given.stage, given.other, given.losses::jsonb, given.refusals::jsonb,
                    NOT own.refused AND given.refusals IS NULL
             FROM unnest($4::text[], $5::text[], $6::bigint[], $7::text[], $8::bigint[], $9::text[],
                         $10::text[], $11::text[])
                 WITH ORDINALITY AS given
                     (lane, item, kind, part, stage, other, losses, refusals, at)
             CROSS JOIN LATERAL (
                 SELECT lane.place, lane.refused
                 FROM (
                     SELECT outline.place FROM migrayt_journal.outline
                     WHERE outline.plan = $2 AND outline.item = given.lane OFFSET 0
                 ) AS outline
                 CROSS JOIN LATERAL (
                     SELECT row.place, row.refused FROM migrayt_journal.lane AS row
                     WHERE row.plan = $2 AND row.place = outline.place OFFSET 0
                 ) AS lane
             ) AS own
             ORDER BY given.at ON CONFLICT (tenant_id, plan, item, kind, part) DO NOTHING
             RETURNING operation",
        );
        let keys = || operations.iter().map(|(_, operation)| &operation.key);
        let each = || operations.iter().map(|(_, operation)| *operation);
        let put = put
            .bind(plan.number)
            .bind(plan.operations)
            .bind(operations.iter().map(|(lane, _)| lane.as_str()).collect::<Vec<_>>())
            .bind(keys().map(|key| key.item.as_str()).collect::<Vec<_>>())
            .bind(keys().map(|key| i64::from(key.kind.code())).collect::<Vec<_>>())
            .bind(keys().map(|key| key.part.as_str()).collect::<Vec<_>>())
            .bind(each().map(|one| i64::from(one.stage.number())).collect::<Vec<_>>())
            .bind(each().map(|one| one.other.as_ref().map(ItemId::as_str)).collect::<Vec<_>>())
            .bind(each().map(|one| list(&json::losses(&one.losses))).collect::<Result<Vec<_>>>()?)
            .bind(
                each()
                    .map(|one| list(&json::refusals(&one.refusals)))
                    .collect::<Result<Vec<_>>>()?,
            );
        self.rows(put).await?.iter().map(|row| row.integer("operation")).collect()
    }

    /// Only for operations that were put by this call: the others keep what they have.
    async fn put_digests(
        &mut self,
        plan: &Plan,
        operations: &[(&ItemId, &PlanOperation)],
        put: &BTreeSet<i64>,
    ) -> Result<()> {
        let mut numbers = Vec::new();
        let mut digests = Vec::new();
        for ((_, operation), number) in operations.iter().zip(plan.operations..) {
            let some = list(&json::digests(&operation.digests))?;
            if let Some(some) = some.filter(|_| put.contains(&number)) {
                numbers.push(number);
                digests.push(some);
            }
        }
        let put = self.of_tenant(
            "INSERT INTO migrayt_journal.digest (tenant_id, plan, operation, digests)
             SELECT $1::uuid, $2, given.operation, given.digests::jsonb
             FROM unnest($3::bigint[], $4::text[]) AS given (operation, digests)",
        );
        self.execute(put.bind(plan.number).bind(numbers).bind(digests)).await?;
        Ok(())
    }

    pub(super) async fn plan_page(
        &mut self,
        plan: &Plan,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, PlanRow)>> {
        let lanes = sqlx::query(
            "SELECT * FROM migrayt_journal.lane WHERE plan = $1 AND place > $2
             ORDER BY place LIMIT $3",
        );
        let lanes = lanes.bind(plan.number).bind(code::after(after)).bind(i64::from(limit));
        let mut page = self.rows(lanes).await?.iter().map(lane).collect::<Result<Vec<_>>>()?;
        let (Some((first, _)), Some((last, _))) = (page.first(), page.last()) else {
            return Ok(page);
        };
        let operations = sqlx::query(
            "SELECT own.item, own.kind, own.part, own.stage, own.other, own.place,
                    own.losses::text, own.refusals::text, digest.digests
             FROM migrayt_journal.operation AS own LEFT JOIN LATERAL (
                 SELECT kept.digests::text FROM migrayt_journal.digest AS kept
                 WHERE kept.plan = $1 AND kept.operation = own.operation OFFSET 0
             ) AS digest ON true
             WHERE own.plan = $1 AND own.place BETWEEN $2 AND $3 AND NOT own.dropped
             ORDER BY own.place, own.operation",
        );
        let (first, last) = (code::number(*first)?, code::number(*last)?);
        let operations = operations.bind(plan.number).bind(first).bind(last);
        fill(&mut page, &self.rows(operations).await?)?;
        Ok(page)
    }
}

/// A list for a column, where none are NULL.
pub(super) fn list(value: &Value) -> Result<Option<String>> {
    if value.is_null() { Ok(None) } else { json::text(value).map(Some) }
}
