use std::collections::BTreeMap;

use migrayt_core::error::Result;
use migrayt_core::id::{ItemId, TypeId};
use migrayt_core::plan::{Outline, OutlineSummary};

use super::work::Work;
use crate::row::code;
use crate::row::outline::{outline, placed};
use crate::row::plan::{Plan, out_of_order};

impl Work<'_> {
    pub(super) async fn put_outlines(&mut self, plan: &Plan, outlines: &[Outline]) -> Result<()> {
        plan.takes_outlines()?;
        // An outline that is replaced keeps its place in the order, also within one call; one
        // statement of PostgreSQL changes no row twice.
        let mut given: BTreeMap<&ItemId, (i64, &Outline)> = BTreeMap::new();
        for (outline, at) in outlines.iter().zip(plan.outlines..) {
            given.entry(&outline.item).or_insert((at, outline)).1 = outline;
        }
        let outline = |&(_, outline): &(i64, _)| -> &Outline { outline };
        let given: Vec<_> = given.into_values().collect();
        let revisions = given.iter().map(|one| code::number(outline(one).revision));
        let put = self.of_tenant(
            "INSERT INTO migrayt_journal.outline
                 (tenant_id, plan, item, put, revision, type, parent, rank)
             SELECT $1::uuid, $2, * FROM unnest(
                 $3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::text[], $8::bigint[])
             ON CONFLICT (tenant_id, plan, item) DO UPDATE
             SET revision = excluded.revision, type = excluded.type, parent = excluded.parent,
                 rank = excluded.rank",
        );
        let put = put
            .bind(plan.number)
            .bind(given.iter().map(|one| outline(one).item.as_str()).collect::<Vec<_>>())
            .bind(given.iter().map(|(at, _)| *at).collect::<Vec<_>>())
            .bind(revisions.collect::<Result<Vec<_>>>()?)
            .bind(given.iter().map(|one| outline(one).type_id.as_str()).collect::<Vec<_>>())
            .bind(
                given
                    .iter()
                    .map(|one| outline(one).parent.as_ref().map(ItemId::as_str))
                    .collect::<Vec<_>>(),
            )
            .bind(given.iter().map(|one| outline(one).backlog.rank).collect::<Vec<_>>());
        self.execute(put).await?;
        self.count_put(plan, outlines.len(), 0).await
    }

    /// Works out levels, circles, places and the order of the backlog. An outline that is sealed
    /// stays as it is.
    pub(super) async fn seal_outline(&mut self, plan: &Plan) -> Result<OutlineSummary> {
        if let Some(summary) = plan.outline {
            return Ok(summary);
        }
        self.execute(self.of_tenant(SEAL).bind(plan.number)).await?;
        let sealed = self.of_tenant(
            "UPDATE migrayt_journal.plan SET (outline_items, outline_levels, outline_circular) = (
                 SELECT count(*), coalesce(max(coalesce(level, 0)) + 1, 0), count(*) - count(level)
                 FROM migrayt_journal.outline WHERE plan = $2
             ) WHERE tenant_id = $1::uuid AND plan = $2",
        );
        self.execute(sealed.bind(plan.number)).await?;
        let sealed = self.plan(&plan.id).await?;
        sealed.outline.ok_or_else(|| out_of_order("the outline was not sealed"))
    }

    pub(super) async fn outlines(&mut self, plan: &Plan, items: &[ItemId]) -> Result<Vec<Outline>> {
        let found = sqlx::query(
            "SELECT outline.* FROM unnest($2::text[]) WITH ORDINALITY AS asked (item, at)
             CROSS JOIN LATERAL (
                 SELECT * FROM migrayt_journal.outline AS own
                 WHERE own.plan = $1 AND own.item = asked.item OFFSET 0
             ) AS outline ORDER BY asked.at",
        );
        let found = found.bind(plan.number).bind(texts(items));
        let sealed = plan.outline.is_some();
        self.rows(found).await?.iter().map(|row| outline(row, sealed)).collect()
    }

    pub(super) async fn outline_page(
        &mut self,
        plan: &Plan,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, Outline)>> {
        plan.has_places()?;
        let page = sqlx::query(
            "SELECT * FROM migrayt_journal.outline WHERE plan = $1 AND place > $2
             ORDER BY place LIMIT $3",
        );
        let page = page.bind(plan.number).bind(code::after(after)).bind(i64::from(limit));
        self.rows(page).await?.iter().map(placed).collect()
    }
}

/// Ids as one parameter.
pub(super) fn texts(items: &[ItemId]) -> Vec<&str> {
    items.iter().map(ItemId::as_str).collect()
}

/// Ids of types that may be missing, as one parameter.
pub(super) fn types<'t>(types: impl Iterator<Item = Option<&'t TypeId>>) -> Vec<Option<&'t str>> {
    types.map(|type_id| type_id.map(TypeId::as_str)).collect()
}

/// From the items without a parent in scope down: what they do not lead to is circular, and keeps a
/// level of NULL. Rows are written once, by their key: every one that is inserted is there already.
const SEAL: &str = "
    WITH RECURSIVE tree (item, level) AS (
        SELECT top.item, 0::bigint FROM migrayt_journal.outline AS top
        WHERE top.plan = $2 AND (top.parent IS NULL OR NOT EXISTS (
            SELECT FROM migrayt_journal.outline AS above
            WHERE above.plan = $2 AND above.item = top.parent OFFSET 0))
        UNION ALL
        SELECT below.item, tree.level + 1 FROM tree CROSS JOIN LATERAL (
            SELECT own.item FROM migrayt_journal.outline AS own
            WHERE own.plan = $2 AND own.parent = tree.item OFFSET 0
        ) AS below
    ), levelled AS (
        SELECT item, max(level) AS level, max(put) AS put, max(rank) AS rank FROM (
            SELECT item, NULL::bigint AS level, put, rank FROM migrayt_journal.outline
            WHERE plan = $2
            UNION ALL
            SELECT item, level, NULL, NULL FROM tree
        ) AS either GROUP BY item
    ), placed AS (
        SELECT item, level, row_number() OVER (ORDER BY coalesce(level, 0), put) - 1 AS place,
               rank, row_number() OVER backlog - 1 AS position, lag(item) OVER backlog AS after
        FROM levelled WINDOW backlog AS (PARTITION BY rank IS NULL ORDER BY rank, put)
    )
    INSERT INTO migrayt_journal.outline AS own
        (tenant_id, plan, item, put, revision, type, level, place, position, after)
    SELECT $1::uuid, $2, item, 0, 0, '', level, place,
           CASE WHEN rank IS NOT NULL THEN position END, CASE WHEN rank IS NOT NULL THEN after END
    FROM placed
    ON CONFLICT (tenant_id, plan, item) DO UPDATE
    SET level = excluded.level, place = excluded.place, position = excluded.position,
        after = excluded.after";
