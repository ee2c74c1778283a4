use migrayt_core::error::Result;
use migrayt_core::operation::OperationKey;
use migrayt_core::port::Doubt;

use super::work::Work;
use crate::row::doubt::{beyond, doubt};
use crate::row::run::Run;

impl Work<'_> {
    pub(super) async fn doubts(
        &mut self,
        run: &Run,
        after: Option<&OperationKey>,
        limit: u32,
    ) -> Result<Vec<Doubt>> {
        let (item, kind, part) = beyond(after);
        let doubts = sqlx::query(DOUBTS)
            .bind(run.plan)
            .bind(run.number)
            .bind(item)
            .bind(kind)
            .bind(part)
            .bind(i64::from(limit));
        self.rows(doubts).await?.iter().map(doubt).collect()
    }
}

/// The partial index holds only what is in doubt: never more than was under way at once.
const DOUBTS: &str = "
    SELECT found.item, found.kind, found.part, lane.item AS lane_item,
           standing.attempt, standing.high_water, standing.sent, standing.epoch
    FROM (
        SELECT own.operation, own.attempt, own.high_water, own.sent, own.epoch
        FROM migrayt_journal.standing AS own
        WHERE own.run = $2 AND own.attempt IS NOT NULL OFFSET 0
    ) AS standing
    CROSS JOIN LATERAL (
        SELECT own.item, own.kind, own.part, own.place FROM migrayt_journal.operation AS own
        WHERE own.plan = $1 AND own.operation = standing.operation OFFSET 0
    ) AS found
    CROSS JOIN LATERAL (
        SELECT own.item FROM migrayt_journal.lane AS own
        WHERE own.plan = $1 AND own.place = found.place OFFSET 0
    ) AS lane
    WHERE (found.item, found.kind, found.part) > ($3, $4, $5)
    ORDER BY found.item, found.kind, found.part LIMIT $6";
