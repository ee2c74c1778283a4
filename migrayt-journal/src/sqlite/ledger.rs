use migrayt_core::error::Result;
use migrayt_core::id::{ItemId, TargetRef};
use migrayt_core::operation::{OperationKey, OperationKind};
use migrayt_core::port::{LedgerRow, RunCounts};

use super::parameter;
use super::work::Work;
use crate::row::Columns;
use crate::row::counts::counts;
use crate::row::doubt::beyond;
use crate::row::ledger::account;
use crate::row::run::Run;

/// A statement over accounts of operations: which, and in which order.
macro_rules! ledger {
    ($from:literal, $order:literal) => {
        concat!(
            "SELECT operation.item, operation.kind, operation.part, operation.carried,
                    operation.losses AS planned_losses, unmade.place IS NOT NULL AS unmade,
                    coalesce(standing.attempts, 0) AS attempts,
                    standing.attempt IS NOT NULL AS in_doubt, standing.state, standing.error,
                    standing.target_id, standing.target_key, standing.made, standing.losses,
                    standing.revision ",
            $from,
            " LEFT JOIN standing
              ON standing.tenant = ?1 AND standing.run = ?3
              AND standing.operation = operation.operation
              LEFT JOIN unmade
              ON unmade.tenant = ?1 AND unmade.run = ?3 AND unmade.place = operation.place ",
            $order
        )
    };
}

impl Work<'_> {
    pub(super) async fn ledger(
        &mut self,
        run: &Run,
        after: Option<&OperationKey>,
        limit: u32,
    ) -> Result<Vec<LedgerRow>> {
        let (item, kind, part) = beyond(after);
        let page = self.statement(LEDGER);
        let page = page
            .bind(run.plan)
            .bind(run.number)
            .bind(item)
            .bind(kind)
            .bind(part)
            .bind(i64::from(limit));
        self.rows(page).await?.iter().map(account).collect()
    }

    /// The account of the operations in the items' lanes.
    pub(super) async fn ledger_of(
        &mut self,
        run: &Run,
        items: &[ItemId],
    ) -> Result<Vec<LedgerRow>> {
        let rows = self.statement(ledger!(
            "FROM (SELECT DISTINCT value FROM json_each(?4)) AS asked
             CROSS JOIN outline
             ON outline.tenant = ?1 AND outline.plan = ?2 AND outline.item = asked.value
             CROSS JOIN operation INDEXED BY operation_lane
             ON operation.tenant = ?1 AND operation.plan = ?2 AND operation.place = outline.place",
            "ORDER BY operation.item, operation.kind, operation.part"
        ));
        let rows = rows.bind(run.plan).bind(run.number).bind(parameter::items(items)?);
        self.rows(rows).await?.iter().map(account).collect()
    }

    /// One answer an item, in order.
    pub(super) async fn resolve(
        &mut self,
        run: &Run,
        items: &[ItemId],
    ) -> Result<Vec<Option<TargetRef>>> {
        let went = self.statement(
            "SELECT standing.target_id, standing.target_key FROM json_each(?4) AS asked
             LEFT JOIN operation
             ON operation.tenant = ?1 AND operation.plan = ?2 AND operation.item = asked.value
             AND operation.kind = ?5 AND operation.part = ''
             LEFT JOIN standing
             ON standing.tenant = ?1 AND standing.run = ?3
             AND standing.operation = operation.operation
             ORDER BY asked.key",
        );
        let went = went
            .bind(run.plan)
            .bind(run.number)
            .bind(parameter::items(items)?)
            .bind(OperationKind::Create.code());
        self.rows(went).await?.iter().map(Columns::target).collect()
    }

    /// How many operations stand how.
    pub(super) async fn counts(&mut self, run: &Run) -> Result<RunCounts> {
        let counted = self.statement(
            "SELECT 1 AS sort, kind, NULL AS state, NULL AS error, count(*) AS number
             FROM operation INDEXED BY operation_due
             WHERE tenant = ?1 AND plan = ?2 AND carried = 1 GROUP BY kind
             UNION ALL
             SELECT 2, kind, state, max(error), count(*) FROM standing
             WHERE tenant = ?1 AND run = ?3 AND (attempt IS NOT NULL OR state IS NOT NULL)
             GROUP BY kind, state
             UNION ALL
             SELECT 3, operation.kind, NULL, NULL, count(*) FROM unmade
             CROSS JOIN operation INDEXED BY operation_lane
             ON operation.tenant = ?1 AND operation.plan = ?2 AND operation.place = unmade.place
             WHERE unmade.tenant = ?1 AND unmade.run = ?3 AND operation.carried = 1
             AND NOT EXISTS (
                 SELECT 1 FROM standing WHERE standing.tenant = ?1 AND standing.run = ?3
                 AND standing.operation = operation.operation
                 AND (standing.attempt IS NOT NULL OR standing.state IS NOT NULL)
             ) GROUP BY operation.kind",
        );
        counts(&self.rows(counted.bind(run.plan).bind(run.number)).await?)
    }
}

const LEDGER: &str = ledger!(
    "FROM operation INDEXED BY operation_key",
    "WHERE operation.tenant = ?1 AND operation.plan = ?2
             AND (operation.item, operation.kind, operation.part) > (?4, ?5, ?6)
             ORDER BY operation.item, operation.kind, operation.part LIMIT ?7"
);

#[cfg(test)]
mod tests {
    use super::LEDGER;
    use crate::sqlite::schema::steps_of;

    #[tokio::test]
    async fn a_page_begins_where_the_last_one_ended() {
        let steps = steps_of(LEDGER).await;
        let expected = "SEARCH operation USING INDEX operation_key \
                        (tenant=? AND plan=? AND (item,kind,part)>(?,?,?))";
        assert_eq!(steps[0], expected, "{steps:#?}");
        let whole = steps.iter().any(|step| step.starts_with("SCAN") || step.contains("TEMP"));
        assert!(!whole, "nothing is read whole or sorted: {steps:#?}");
    }
}
