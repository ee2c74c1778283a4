use migrayt_core::error::Result;
use migrayt_core::operation::OperationKind;
use migrayt_core::plan::{Loss, LossKind, PlanSummary};
use serde_json::json;

use super::work::Work;
use crate::row::json;
use crate::row::plan::{Plan, out_of_order};

/// Whether an item of the plan `$1` will be made.
macro_rules! made {
    ($item:literal) => {
        concat!(
            "EXISTS (
                 SELECT FROM (
                     SELECT outline.place FROM migrayt_journal.outline
                     WHERE outline.plan = $1 AND outline.item = ",
            $item,
            " OFFSET 0
                 ) AS end_of CROSS JOIN LATERAL (
                     SELECT FROM migrayt_journal.lane
                     WHERE lane.plan = $1 AND lane.place = end_of.place AND NOT lane.refused
                     OFFSET 0
                 ) AS its_lane OFFSET 0
             )"
        )
    };
}

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
        // The greatest position before an item's own, of those that are made, is the nearest; the
        // item is written behind it, since nothing finds one by its position.
        let mended = self.of_tenant(
            "INSERT INTO migrayt_journal.outline AS own
                 (tenant_id, plan, item, put, revision, type, after)
             SELECT $1::uuid, $2, ranked.item, 0, 0, '', substr(ranked.nearest, 11) FROM (
                 SELECT outline.item, outline.after, max(
                     CASE WHEN EXISTS (
                         SELECT FROM migrayt_journal.lane WHERE lane.plan = $2
                         AND lane.place = outline.place AND NOT lane.refused OFFSET 0
                     ) THEN lpad(outline.position::text, 10, '0') || outline.item END
                 ) OVER (
                     ORDER BY outline.position
                     ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                 ) AS nearest
                 FROM migrayt_journal.outline
                 WHERE outline.plan = $2 AND outline.position IS NOT NULL
             ) AS ranked
             WHERE ranked.after IS DISTINCT FROM substr(ranked.nearest, 11)
             ON CONFLICT (tenant_id, plan, item) DO UPDATE SET after = excluded.after",
        );
        self.execute(mended.bind(plan.number)).await?;
        let placed = sqlx::query(
            "UPDATE migrayt_journal.operation AS own SET (other, dropped, carried) = (
                 SELECT outline.after, outline.after IS NULL,
                        own.carried AND outline.after IS NOT NULL
                 FROM migrayt_journal.outline
                 WHERE outline.plan = $1 AND outline.item = own.item
             )
             WHERE own.plan = $1 AND own.kind = $2 AND EXISTS (
                 SELECT FROM migrayt_journal.outline
                 WHERE outline.plan = $1 AND outline.item = own.item
                 AND (outline.after IS NULL OR outline.after IS DISTINCT FROM own.other) OFFSET 0
             )",
        );
        self.execute(placed.bind(plan.number).bind(RANK)).await?;
        Ok(())
    }

    /// A link is dropped if either end will not be made, whichever row it is in. A creation needs no
    /// parent, and places have been mended.
    async fn drop_links(&mut self, plan: &Plan) -> Result<()> {
        let dropped = sqlx::query(concat!(
            "UPDATE migrayt_journal.operation AS own SET dropped = true, carried = false
             WHERE own.plan = $1 AND own.other IS NOT NULL AND own.kind NOT IN ($2, $3) AND (
                 EXISTS (
                     SELECT FROM migrayt_journal.lane
                     WHERE lane.plan = $1 AND lane.place = own.place AND lane.refused OFFSET 0
                 ) OR NOT ",
            made!("own.other"),
            ")"
        ));
        self.execute(dropped.bind(plan.number).bind(CREATE).bind(RANK)).await?;
        // Unless the mapping booked the loss already.
        let noted = sqlx::query(
            "UPDATE migrayt_journal.operation
             SET losses = coalesce(losses, '[]') || $2::text::jsonb
             WHERE plan = $1 AND dropped AND kind <> $4
             AND NOT coalesce(losses, '[]') @> $3::text::jsonb",
        );
        let (loss, same) = note(LossKind::LinkEndOutside)?;
        self.execute(noted.bind(plan.number).bind(loss).bind(same).bind(RANK)).await?;
        Ok(())
    }

    /// A creation below an item that will not be made loses its parent.
    async fn note_parents(&mut self, plan: &Plan) -> Result<()> {
        let noted = sqlx::query(concat!(
            "UPDATE migrayt_journal.operation AS own
             SET losses = coalesce(losses, '[]') || $2::text::jsonb
             WHERE own.plan = $1 AND own.kind = $4 AND own.carried AND EXISTS (
                 SELECT FROM (
                     SELECT own.other AS item
                     UNION ALL
                     SELECT below.parent FROM (
                         SELECT lane.item FROM migrayt_journal.lane
                         WHERE lane.plan = $1 AND lane.place = own.place OFFSET 0
                     ) AS lane CROSS JOIN LATERAL (
                         SELECT outline.parent FROM migrayt_journal.outline
                         WHERE outline.plan = $1 AND outline.item = lane.item OFFSET 0
                     ) AS below
                 ) AS parent
                 WHERE parent.item IS NOT NULL AND NOT ",
            made!("parent.item"),
            " OFFSET 0
             ) AND NOT coalesce(losses, '[]') @> $3::text::jsonb"
        ));
        let (loss, same) = note(LossKind::ParentOutside)?;
        self.execute(noted.bind(plan.number).bind(loss).bind(same).bind(CREATE)).await?;
        Ok(())
    }

    async fn count_and_seal(&mut self, plan: &Plan) -> Result<()> {
        let sealed = self.of_tenant(
            "UPDATE migrayt_journal.plan SET
                 sealed = (
                     SELECT coalesce(max(other.sealed), 0) + 1 FROM migrayt_journal.plan AS other
                     WHERE other.tenant_id = $1::uuid
                 ),
                 (sealed_operations, sealed_creates, sealed_comments, sealed_attachments,
                  sealed_links, sealed_places) = (
                     SELECT count(*), count(*) FILTER (WHERE kind = $3),
                            count(*) FILTER (WHERE kind = $4), count(*) FILTER (WHERE kind = $5),
                            count(*) FILTER (WHERE kind = $6), count(*) FILTER (WHERE kind = $7)
                     FROM migrayt_journal.operation AS own WHERE own.plan = $2 AND own.carried
                 ),
                 sealed_losses = (
                     SELECT coalesce(sum((loss ->> 'count')::bigint), 0)
                     FROM migrayt_journal.operation AS own
                     CROSS JOIN jsonb_array_elements(own.losses) AS loss WHERE own.plan = $2
                 ),
                 sealed_refusals = (
                     SELECT count(*) FROM migrayt_journal.lane AS own
                     WHERE own.plan = $2 AND own.refused
                 )
             WHERE tenant_id = $1::uuid AND plan = $2",
        );
        let sealed = sealed
            .bind(plan.number)
            .bind(CREATE)
            .bind(i64::from(OperationKind::Comment.code()))
            .bind(i64::from(OperationKind::Attach.code()))
            .bind(i64::from(OperationKind::Link.code()))
            .bind(RANK);
        self.execute(sealed).await?;
        Ok(())
    }
}

const CREATE: i64 = OperationKind::Create as i64;
const RANK: i64 = OperationKind::Rank as i64;

/// A loss as it rests, and what a list contains that has one of its kind.
fn note(kind: LossKind) -> Result<(String, String)> {
    let same = json!([{ "kind": kind.code() }]);
    Ok((json::text(&json!([Loss::of(kind)]))?, json::text(&same)?))
}
