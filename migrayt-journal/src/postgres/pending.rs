use migrayt_core::error::Result;
use migrayt_core::plan::Stage;
use migrayt_core::port::PendingLane;

use super::work::Work;
use crate::row::run::Run;
use crate::row::{code, pending};

impl Work<'_> {
    pub(super) async fn pending(
        &mut self,
        run: &Run,
        stage: Stage,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<PendingLane>> {
        let found = sqlx::query(PENDING)
            .bind(run.plan)
            .bind(run.number)
            .bind(i64::from(stage.number()))
            .bind(code::after(after))
            .bind(i64::from(limit));
        pending::pending(&self.rows(found).await?)
    }
}

/// Both steps walk along the partial index of what is carried out, the first only as far as the
/// limit.
const PENDING: &str = "
    WITH due (place) AS MATERIALIZED (
        SELECT DISTINCT own.place FROM migrayt_journal.operation AS own
        WHERE own.plan = $1 AND own.stage = $3 AND own.place > $4 AND own.carried
        AND NOT EXISTS (
            SELECT FROM migrayt_journal.standing
            WHERE standing.run = $2 AND standing.operation = own.operation
            AND (standing.attempt IS NOT NULL OR standing.state IS NOT NULL) OFFSET 0
        ) AND NOT EXISTS (
            SELECT FROM migrayt_journal.unmade
            WHERE unmade.run = $2 AND unmade.place = own.place OFFSET 0
        )
        ORDER BY own.place LIMIT $5
    )
    SELECT due.place, lane.item AS lane_item, lane.revision, own.item, own.kind, own.part
    FROM due
    CROSS JOIN LATERAL (
        SELECT its.item, its.revision FROM migrayt_journal.lane AS its
        WHERE its.plan = $1 AND its.place = due.place OFFSET 0
    ) AS lane
    CROSS JOIN LATERAL (
        SELECT its.operation, its.item, its.kind, its.part FROM migrayt_journal.operation AS its
        WHERE its.plan = $1 AND its.stage = $3 AND its.place = due.place AND its.carried
        AND NOT EXISTS (
            SELECT FROM migrayt_journal.standing
            WHERE standing.run = $2 AND standing.operation = its.operation
            AND (standing.attempt IS NOT NULL OR standing.state IS NOT NULL) OFFSET 0
        ) OFFSET 0
    ) AS own
    ORDER BY due.place, own.operation";
