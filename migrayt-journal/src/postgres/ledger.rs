use migrayt_core::error::Result;
use migrayt_core::id::{ItemId, TargetRef};
use migrayt_core::operation::{OperationKey, OperationKind};
use migrayt_core::port::{LedgerRow, RunCounts};

use super::outline::texts;
use super::work::Work;
use crate::row::Columns;
use crate::row::counts::counts;
use crate::row::doubt::beyond;
use crate::row::ledger::account;
use crate::row::run::Run;

/// A statement over accounts of operations of the plan `$1` in the run `$2`: of which.
macro_rules! ledger {
    ($from:literal) => {
        concat!(
            "SELECT own.item, own.kind, own.part, own.carried, own.losses::text AS planned_losses,
                    unmade.place IS NOT NULL AS unmade, coalesce(standing.attempts, 0) AS attempts,
                    standing.attempt IS NOT NULL AS in_doubt, standing.state, standing.error,
                    standing.target_id, standing.target_key, standing.made,
                    standing.losses::text AS losses, standing.revision
             FROM ",
            $from,
            " LEFT JOIN LATERAL (
                 SELECT its.* FROM migrayt_journal.standing AS its
                 WHERE its.run = $2 AND its.operation = own.operation OFFSET 0
             ) AS standing ON true
             LEFT JOIN LATERAL (
                 SELECT its.place FROM migrayt_journal.unmade AS its
                 WHERE its.run = $2 AND its.place = own.place OFFSET 0
             ) AS unmade ON true
             ORDER BY own.item, own.kind, own.part"
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
        let page = sqlx::query(LEDGER)
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
        let rows = sqlx::query(ledger!(
            "(SELECT DISTINCT unnest($3::text[]) AS item) AS asked
             CROSS JOIN LATERAL (
                 SELECT its.place FROM migrayt_journal.outline AS its
                 WHERE its.plan = $1 AND its.item = asked.item OFFSET 0
             ) AS outline
             CROSS JOIN LATERAL (
                 SELECT its.* FROM migrayt_journal.operation AS its
                 WHERE its.plan = $1 AND its.place = outline.place OFFSET 0
             ) AS own"
        ));
        let rows = rows.bind(run.plan).bind(run.number).bind(texts(items));
        self.rows(rows).await?.iter().map(account).collect()
    }

    /// One answer an item, in order.
    pub(super) async fn resolve(
        &mut self,
        run: &Run,
        items: &[ItemId],
    ) -> Result<Vec<Option<TargetRef>>> {
        let went = sqlx::query(
            "SELECT standing.target_id, standing.target_key
             FROM unnest($3::text[]) WITH ORDINALITY AS asked (item, at)
             LEFT JOIN LATERAL (
                 SELECT its.operation FROM migrayt_journal.operation AS its
                 WHERE its.plan = $1 AND its.item = asked.item AND its.kind = $4 AND its.part = ''
                 OFFSET 0
             ) AS own ON true
             LEFT JOIN LATERAL (
                 SELECT its.target_id, its.target_key FROM migrayt_journal.standing AS its
                 WHERE its.run = $2 AND its.operation = own.operation OFFSET 0
             ) AS standing ON true
             ORDER BY asked.at",
        );
        let went = went
            .bind(run.plan)
            .bind(run.number)
            .bind(texts(items))
            .bind(i64::from(OperationKind::Create.code()));
        self.rows(went).await?.iter().map(Columns::target).collect()
    }

    /// How many operations stand how: one statement, so that all are counted at one moment.
    pub(super) async fn counts(&mut self, run: &Run) -> Result<RunCounts> {
        let counted = sqlx::query(
            "SELECT 1::bigint AS sort, own.kind, NULL::bigint AS state, NULL::bigint AS error,
                    count(*) AS number
             FROM migrayt_journal.operation AS own WHERE own.plan = $1 AND own.carried
             GROUP BY own.kind
             UNION ALL
             SELECT 2, own.kind, own.state, max(own.error), count(*)
             FROM migrayt_journal.standing AS own
             WHERE own.run = $2 AND (own.attempt IS NOT NULL OR own.state IS NOT NULL)
             GROUP BY own.kind, own.state
             UNION ALL
             SELECT 3, own.kind, NULL, NULL, count(*)
             FROM migrayt_journal.unmade CROSS JOIN LATERAL (
                 SELECT its.kind, its.operation FROM migrayt_journal.operation AS its
                 WHERE its.plan = $1 AND its.place = unmade.place AND its.carried OFFSET 0
             ) AS own
             WHERE unmade.run = $2 AND NOT EXISTS (
                 SELECT FROM migrayt_journal.standing
                 WHERE standing.run = $2 AND standing.operation = own.operation
                 AND (standing.attempt IS NOT NULL OR standing.state IS NOT NULL) OFFSET 0
             ) GROUP BY own.kind",
        );
        counts(&self.rows(counted.bind(run.plan).bind(run.number)).await?)
    }
}

/// The page is taken along the key, before anything is looked up for it.
const LEDGER: &str = ledger!(
    "(
        SELECT its.* FROM migrayt_journal.operation AS its
        WHERE its.plan = $1 AND (its.item, its.kind, its.part) > ($3, $4, $5)
        ORDER BY its.item, its.kind, its.part LIMIT $6
    ) AS own"
);
