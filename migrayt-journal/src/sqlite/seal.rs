use migrayt_core::error::Result;
use migrayt_core::operation::OperationKind;
use migrayt_core::plan::{Loss, LossKind, PlanSummary};
use serde_json::json;

use super::work::Work;
use crate::row::json;
use crate::row::plan::{Plan, out_of_order};

impl Work<'_> {
    /// Drops what cannot be carried, counts, and seals. A plan that is sealed stays as it is.
    pub(super) async fn seal_plan(&mut self, plan: &Plan) -> Result<PlanSummary> {
        if let Some(summary) = plan.sealed {
            return Ok(summary);
        }
        plan.can_be_sealed()?;
        self.close_gaps(plan).await?;
        self.drop_links(plan).await?;
        self.note_parents(plan).await?;
        self.count_and_seal(plan).await?;
        let sealed = self.plan(&plan.id).await?;
        sealed.sealed.ok_or_else(|| out_of_order("the plan was not sealed"))
    }

    /// Takes the items out of the backlog that will not be made: what would come after one comes
    /// after the nearest one before it that is made.
    async fn close_gaps(&mut self, plan: &Plan) -> Result<()> {
        // The greatest position before an item's own, of those that are made, is the nearest; the item
        // is written behind it, since nothing finds one by its position.
        let mended = self.statement(
            "UPDATE outline SET after = mended.after FROM (
                 SELECT ranked.item, substr(ranked.nearest, 11) AS after FROM (
                     SELECT outline.item, outline.after, max(
                         CASE WHEN lane.refused = 0
                         THEN printf('%010d', outline.position) || outline.item END
                     ) OVER (
                         ORDER BY outline.position
                         ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                     ) AS nearest
                     FROM outline LEFT JOIN lane
                     ON lane.tenant = ?1 AND lane.plan = ?2 AND lane.place = outline.place
                     WHERE outline.tenant = ?1 AND outline.plan = ?2
                     AND outline.position IS NOT NULL
                 ) AS ranked
                 WHERE ranked.after IS NOT substr(ranked.nearest, 11)
             ) AS mended
             WHERE outline.tenant = ?1 AND outline.plan = ?2 AND outline.item = mended.item",
        );
        self.execute(mended.bind(plan.number)).await?;
        let placed = self.statement(
            "UPDATE operation SET other = outline.after, dropped = outline.after IS NULL,
                                  carried = carried AND outline.after IS NOT NULL
             FROM outline
             WHERE operation.tenant = ?1 AND operation.plan = ?2 AND operation.kind = ?3
             AND outline.tenant = ?1 AND outline.plan = ?2 AND outline.item = operation.item
             AND (outline.after IS NULL OR outline.after IS NOT operation.other)",
        );
        self.execute(placed.bind(plan.number).bind(RANK)).await?;
        Ok(())
    }

    /// A link is dropped if either end will not be made, whichever row it is in. A creation needs no
    /// parent, and places have been mended.
    async fn drop_links(&mut self, plan: &Plan) -> Result<()> {
        let dropped = self.statement(
            "UPDATE operation SET dropped = 1, carried = 0
             WHERE tenant = ?1 AND plan = ?2 AND other IS NOT NULL AND kind NOT IN (?3, ?4) AND (
                 EXISTS (
                     SELECT 1 FROM lane WHERE lane.tenant = ?1 AND lane.plan = ?2
                     AND lane.place = operation.place AND lane.refused = 1
                 ) OR NOT EXISTS (
                     SELECT 1 FROM outline CROSS JOIN lane
                     ON lane.tenant = ?1 AND lane.plan = ?2 AND lane.place = outline.place
                     WHERE outline.tenant = ?1 AND outline.plan = ?2
                     AND outline.item = operation.other AND lane.refused = 0
                 )
             )",
        );
        self.execute(dropped.bind(plan.number).bind(CREATE).bind(RANK)).await?;
        // Unless the mapping booked the loss already.
        let noted = self.statement(
            "UPDATE operation SET losses = json_insert(coalesce(losses, '[]'), '$[#]', json(?3))
             WHERE tenant = ?1 AND plan = ?2 AND dropped = 1 AND kind <> ?5 AND NOT EXISTS (
                 SELECT 1 FROM json_each(losses) AS loss WHERE loss.value ->> '$.kind' = ?4)",
        );
        let (loss, code) = note(LossKind::LinkEndOutside)?;
        self.execute(noted.bind(plan.number).bind(loss).bind(code).bind(RANK)).await?;
        Ok(())
    }

    /// A creation below an item that will not be made loses its parent.
    async fn note_parents(&mut self, plan: &Plan) -> Result<()> {
        let noted = self.statement(
            "UPDATE operation SET losses = json_insert(coalesce(losses, '[]'), '$[#]', json(?3))
             WHERE tenant = ?1 AND plan = ?2 AND kind = ?5 AND carried = 1 AND EXISTS (
                 SELECT 1 FROM (
                     SELECT operation.other AS item
                     UNION ALL
                     SELECT outline.parent FROM lane CROSS JOIN outline
                     ON outline.tenant = ?1 AND outline.plan = ?2 AND outline.item = lane.item
                     WHERE lane.tenant = ?1 AND lane.plan = ?2 AND lane.place = operation.place
                 ) AS parent
                 WHERE parent.item IS NOT NULL AND NOT EXISTS (
                     SELECT 1 FROM outline AS above CROSS JOIN lane
                     ON lane.tenant = ?1 AND lane.plan = ?2 AND lane.place = above.place
                     WHERE above.tenant = ?1 AND above.plan = ?2 AND above.item = parent.item
                     AND lane.refused = 0
                 )
             ) AND NOT EXISTS (
                 SELECT 1 FROM json_each(losses) AS loss WHERE loss.value ->> '$.kind' = ?4)",
        );
        let (loss, code) = note(LossKind::ParentOutside)?;
        self.execute(noted.bind(plan.number).bind(loss).bind(code).bind(CREATE)).await?;
        Ok(())
    }

    async fn count_and_seal(&mut self, plan: &Plan) -> Result<()> {
        let sealed = self.statement(
            "UPDATE plan SET
                 sealed = (SELECT coalesce(max(sealed), 0) + 1 FROM plan WHERE tenant = ?1),
                 (sealed_operations, sealed_creates, sealed_comments, sealed_attachments,
                  sealed_links, sealed_places) = (
                     SELECT count(*), count(*) FILTER (WHERE kind = ?3),
                            count(*) FILTER (WHERE kind = ?4), count(*) FILTER (WHERE kind = ?5),
                            count(*) FILTER (WHERE kind = ?6), count(*) FILTER (WHERE kind = ?7)
                     FROM operation WHERE tenant = ?1 AND plan = ?2 AND carried = 1
                 ),
                 sealed_losses = (
                     SELECT coalesce(sum(loss.value ->> '$.count'), 0)
                     FROM operation CROSS JOIN json_each(operation.losses) AS loss
                     WHERE operation.tenant = ?1 AND operation.plan = ?2
                 ),
                 sealed_refusals = (
                     SELECT count(*) FROM lane WHERE tenant = ?1 AND plan = ?2 AND refused = 1
                 )
             WHERE tenant = ?1 AND plan = ?2",
        );
        let sealed = sealed
            .bind(plan.number)
            .bind(CREATE)
            .bind(OperationKind::Comment.code())
            .bind(OperationKind::Attach.code())
            .bind(OperationKind::Link.code())
            .bind(RANK);
        self.execute(sealed).await?;
        Ok(())
    }
}

const CREATE: u8 = OperationKind::Create as u8;
const RANK: u8 = OperationKind::Rank as u8;

/// A loss as it rests, and its code.
fn note(kind: LossKind) -> Result<(String, &'static str)> {
    Ok((json::text(&json!(Loss::of(kind)))?, kind.code()))
}
