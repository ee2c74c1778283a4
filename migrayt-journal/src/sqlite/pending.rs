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
        let found = self.statement(PENDING);
        let found = found
            .bind(run.plan)
            .bind(run.number)
            .bind(stage.number())
            .bind(code::after(after))
            .bind(i64::from(limit));
        pending::pending(&self.rows(found).await?)
    }
}

/// Both steps walk along the partial index of what is carried out, the first only as far as the
/// limit.
const PENDING: &str = "
    WITH due (place) AS MATERIALIZED (
        SELECT DISTINCT operation.place FROM operation
        WHERE operation.tenant = ?1 AND operation.plan = ?2 AND operation.stage = ?4
        AND operation.place > ?5 AND operation.carried = 1
        AND NOT EXISTS (
            SELECT 1 FROM standing WHERE standing.tenant = ?1 AND standing.run = ?3
            AND standing.operation = operation.operation
            AND (standing.attempt IS NOT NULL OR standing.state IS NOT NULL)
        ) AND NOT EXISTS (
            SELECT 1 FROM unmade WHERE unmade.tenant = ?1 AND unmade.run = ?3
            AND unmade.place = operation.place
        )
        ORDER BY operation.place LIMIT ?6
    )
    SELECT lane.place, lane.item AS lane_item, lane.revision,
           operation.item, operation.kind, operation.part
    FROM due
    CROSS JOIN lane ON lane.tenant = ?1 AND lane.plan = ?2 AND lane.place = due.place
    CROSS JOIN operation INDEXED BY operation_due
    ON operation.tenant = ?1 AND operation.plan = ?2 AND operation.stage = ?4
    AND operation.place = due.place AND operation.carried = 1
    WHERE NOT EXISTS (
        SELECT 1 FROM standing WHERE standing.tenant = ?1 AND standing.run = ?3
        AND standing.operation = operation.operation
        AND (standing.attempt IS NOT NULL OR standing.state IS NOT NULL)
    )
    ORDER BY due.place, operation.operation";

#[cfg(test)]
mod tests {
    use super::PENDING;
    use crate::sqlite::schema::steps_of;

    #[tokio::test]
    async fn a_page_begins_where_the_last_one_ended() {
        let steps = steps_of(PENDING).await;
        let expected = "SEARCH operation USING COVERING INDEX operation_due \
                        (tenant=? AND plan=? AND stage=? AND place>?)";
        assert!(steps.iter().any(|step| step == expected), "{steps:#?}");
        let scans: Vec<_> = steps.iter().filter(|step| step.starts_with("SCAN")).collect();
        assert_eq!(scans, ["SCAN due"], "only the page itself is read whole: {steps:#?}");
        // The outer order only sorts the page.
        let sorts = steps.iter().filter(|step| step.contains("TEMP B-TREE")).count();
        assert!(sorts <= 1, "{steps:#?}");
    }
}
