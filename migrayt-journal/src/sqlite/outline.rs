use migrayt_core::error::Result;
use migrayt_core::id::ItemId;
use migrayt_core::plan::{Outline, OutlineSummary};
use serde_json::json;

use super::parameter;
use super::work::Work;
use crate::row::code;
use crate::row::outline::{outline, placed};
use crate::row::plan::{Plan, out_of_order};

impl Work<'_> {
    pub(super) async fn put_outlines(&mut self, plan: &Plan, outlines: &[Outline]) -> Result<()> {
        plan.takes_outlines()?;
        let rows = parameter::rows(outlines.iter().map(|outline| {
            let parent = outline.parent.as_ref().map(ItemId::as_str);
            let revision = code::number(outline.revision)?;
            let (item, type_id) = (outline.item.as_str(), outline.type_id.as_str());
            Ok(json!([item, revision, type_id, parent, outline.backlog.rank]))
        }))?;
        // An outline that is replaced keeps its place in the order.
        let put = self.statement(
            "INSERT INTO outline (tenant, plan, item, put, revision, type, parent, rank)
             SELECT ?1, ?2, given.value ->> 0, ?3 + given.key, given.value ->> 1,
                    given.value ->> 2, given.value ->> 3, given.value ->> 4
             FROM json_each(?4) AS given WHERE true
             ON CONFLICT (tenant, plan, item) DO UPDATE
             SET revision = excluded.revision, type = excluded.type, parent = excluded.parent,
                 rank = excluded.rank",
        );
        self.execute(put.bind(plan.number).bind(plan.outlines).bind(rows)).await?;
        let counted = self
            .statement("UPDATE plan SET outlines = outlines + ?3 WHERE tenant = ?1 AND plan = ?2");
        let count = i64::try_from(outlines.len()).unwrap_or(i64::MAX);
        self.execute(counted.bind(plan.number).bind(count)).await?;
        Ok(())
    }

    /// Works out levels, circles, places and the order of the backlog. An outline that is sealed
    /// stays as it is.
    pub(super) async fn seal_outline(&mut self, plan: &Plan) -> Result<OutlineSummary> {
        if let Some(summary) = plan.outline {
            return Ok(summary);
        }
        // From the items without a parent in scope down. What they do not lead to is circular, and
        // keeps a level of NULL.
        let levels = self.statement(
            "WITH RECURSIVE tree (item, level) AS (
                 SELECT top.item, 0 FROM outline AS top
                 WHERE top.tenant = ?1 AND top.plan = ?2 AND (top.parent IS NULL OR NOT EXISTS (
                     SELECT 1 FROM outline AS above
                     WHERE above.tenant = ?1 AND above.plan = ?2 AND above.item = top.parent))
                 UNION ALL
                 SELECT below.item, tree.level + 1 FROM tree CROSS JOIN outline AS below
                 ON below.tenant = ?1 AND below.plan = ?2 AND below.parent = tree.item
             )
             UPDATE outline SET level = tree.level FROM tree
             WHERE outline.tenant = ?1 AND outline.plan = ?2 AND outline.item = tree.item",
        );
        self.execute(levels.bind(plan.number)).await?;
        let places = self.statement(
            "UPDATE outline SET place = ordered.place FROM (
                 SELECT item, row_number() OVER (ORDER BY coalesce(level, 0), put) - 1 AS place
                 FROM outline WHERE tenant = ?1 AND plan = ?2
             ) AS ordered
             WHERE outline.tenant = ?1 AND outline.plan = ?2 AND outline.item = ordered.item",
        );
        self.execute(places.bind(plan.number)).await?;
        let backlog = self.statement(
            "UPDATE outline SET position = ordered.position, after = ordered.after FROM (
                 SELECT item, row_number() OVER backlog - 1 AS position,
                        lag(item) OVER backlog AS after
                 FROM outline WHERE tenant = ?1 AND plan = ?2 AND rank IS NOT NULL
                 WINDOW backlog AS (ORDER BY rank, put)
             ) AS ordered
             WHERE outline.tenant = ?1 AND outline.plan = ?2 AND outline.item = ordered.item",
        );
        self.execute(backlog.bind(plan.number)).await?;
        let sealed = self.statement(
            "UPDATE plan SET (outline_items, outline_levels, outline_circular) = (
                 SELECT count(*), coalesce(max(coalesce(level, 0)) + 1, 0), count(*) - count(level)
                 FROM outline WHERE tenant = ?1 AND plan = ?2
             ) WHERE tenant = ?1 AND plan = ?2",
        );
        self.execute(sealed.bind(plan.number)).await?;
        let sealed = self.plan(&plan.id).await?;
        sealed.outline.ok_or_else(|| out_of_order("the outline was not sealed"))
    }

    pub(super) async fn outlines(&mut self, plan: &Plan, items: &[ItemId]) -> Result<Vec<Outline>> {
        let found = self.statement(
            "SELECT outline.* FROM json_each(?3) AS asked CROSS JOIN outline
             ON outline.tenant = ?1 AND outline.plan = ?2 AND outline.item = asked.value",
        );
        let found = found.bind(plan.number).bind(parameter::items(items)?);
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
        let page = self.statement(
            "SELECT * FROM outline
             WHERE tenant = ?1 AND plan = ?2 AND place > ?3 ORDER BY place LIMIT ?4",
        );
        let page = page.bind(plan.number).bind(code::after(after)).bind(i64::from(limit));
        self.rows(page).await?.iter().map(placed).collect()
    }
}
