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
        let doubts = self.statement(DOUBTS);
        let (item, kind, part) = beyond(after);
        let doubts = doubts
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
const DOUBTS: &str =
    "SELECT operation.item, operation.kind, operation.part, lane.item AS lane_item,
           standing.attempt, standing.high_water, standing.sent, standing.epoch
    FROM standing INDEXED BY standing_doubt
    CROSS JOIN operation
    ON operation.tenant = ?1 AND operation.plan = ?2
    AND operation.operation = standing.operation
    CROSS JOIN lane
    ON lane.tenant = ?1 AND lane.plan = ?2 AND lane.place = operation.place
    WHERE standing.tenant = ?1 AND standing.run = ?3 AND standing.attempt IS NOT NULL
    AND (operation.item, operation.kind, operation.part) > (?4, ?5, ?6)
    ORDER BY operation.item, operation.kind, operation.part LIMIT ?7";

#[cfg(test)]
mod tests {
    use super::DOUBTS;
    use crate::sqlite::schema::steps_of;

    #[tokio::test]
    async fn only_what_is_in_doubt_is_looked_at() {
        let steps = steps_of(DOUBTS).await;
        let expected = "SEARCH standing USING INDEX standing_doubt (tenant=? AND run=?)";
        assert_eq!(steps[0], expected, "{steps:#?}");
    }
}
