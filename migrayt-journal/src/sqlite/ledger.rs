use std::collections::BTreeMap;

use migrayt_core::error::Result;
use migrayt_core::id::{ItemId, PartId, TargetRef};
use migrayt_core::operation::{OperationKey, OperationKind};
use migrayt_core::port::{KindCounts, LedgerRow, OutcomeState, RunCounts};
use sqlx::sqlite::SqliteRow;

use super::columns::Columns;
use super::doubt::beyond;
use super::json;
use super::run::Run;
use super::settle::{state, target};
use super::work::{Statement, Work};

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
        let rows = rows.bind(run.plan).bind(run.number).bind(json::items(items)?);
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
            .bind(json::items(items)?)
            .bind(OperationKind::Create.code());
        self.rows(went).await?.iter().map(|row| target(Columns(row))).collect()
    }

    /// How many operations stand how: what the plan carries, what stands otherwise than due, and
    /// what is due no more because its item was not made.
    pub(super) async fn counts(&mut self, run: &Run) -> Result<RunCounts> {
        let mut kinds: BTreeMap<OperationKind, KindCounts> = BTreeMap::new();
        let planned = self.statement(
            "SELECT kind, NULL AS state, NULL AS error, count(*) AS number
             FROM operation INDEXED BY operation_due
             WHERE tenant = ?1 AND plan = ?2 AND carried = 1 GROUP BY kind",
        );
        let planned = planned.bind(run.plan);
        self.tally(planned, &mut kinds, |counts, _, number| counts.planned += number).await?;
        let standing = self.statement(
            "SELECT kind, state, max(error) AS error, count(*) AS number FROM standing
             WHERE tenant = ?1 AND run = ?2 AND (attempt IS NOT NULL OR state IS NOT NULL)
             GROUP BY kind, state",
        );
        let standing = standing.bind(run.number);
        self.tally(standing, &mut kinds, |counts, state, number| match state {
            Some(OutcomeState::Done) => counts.done += number,
            Some(OutcomeState::Adopted) => {
                counts.done += number;
                counts.adopted += number;
            }
            Some(OutcomeState::Failed(_)) => counts.failed += number,
            Some(_) => counts.skipped += number,
            None => counts.doubts += number,
        })
        .await?;
        let skipped = self.statement(
            "SELECT operation.kind, NULL AS state, NULL AS error, count(*) AS number
             FROM unmade
             CROSS JOIN operation INDEXED BY operation_lane
             ON operation.tenant = ?1 AND operation.plan = ?2 AND operation.place = unmade.place
             WHERE unmade.tenant = ?1 AND unmade.run = ?3 AND operation.carried = 1
             AND NOT EXISTS (
                 SELECT 1 FROM standing WHERE standing.tenant = ?1 AND standing.run = ?3
                 AND standing.operation = operation.operation
                 AND (standing.attempt IS NOT NULL OR standing.state IS NOT NULL)
             ) GROUP BY operation.kind",
        );
        let skipped = skipped.bind(run.plan).bind(run.number);
        self.tally(skipped, &mut kinds, |counts, _, number| counts.skipped += number).await?;
        Ok(RunCounts { kinds: kinds.into_iter().collect() })
    }

    async fn tally(
        &mut self,
        statement: Statement,
        kinds: &mut BTreeMap<OperationKind, KindCounts>,
        book: fn(&mut KindCounts, Option<OutcomeState>, u64),
    ) -> Result<()> {
        for row in self.rows(statement).await? {
            let columns = Columns(&row);
            let counts = kinds.entry(columns.kind()?).or_default();
            book(counts, state(columns)?, columns.number("number")?);
        }
        Ok(())
    }
}

/// The account of one operation. What the run will never carry out counts as skipped.
fn account(row: &SqliteRow) -> Result<LedgerRow> {
    let columns = Columns(row);
    let in_doubt = columns.flag("in_doubt")?;
    let settled = state(columns)?;
    let never = !columns.flag("carried")? || (!in_doubt && columns.flag("unmade")?);
    let mut losses = columns.json("planned_losses", json::to_losses)?;
    losses.extend(columns.json("losses", json::to_losses)?);
    Ok(LedgerRow {
        key: columns.key()?,
        state: settled.or(never.then_some(OutcomeState::Skipped)),
        in_doubt,
        target: target(columns)?,
        part: columns.text_if_any("made")?.map(PartId::new),
        losses,
        revision: columns.number_if_any("revision")?,
        attempts: columns.small("attempts")?,
    })
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
