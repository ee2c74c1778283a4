use migrayt_core::error::Result;
use migrayt_core::operation::OperationKey;
use migrayt_core::port::{Intent, Lease};

use super::run::whole;
use super::work::{Statement, Work};
use crate::row::code;
use crate::row::intent::{Intended, each_once};
use crate::row::run::Run;

impl Work<'_> {
    pub(super) async fn intend(
        &mut self,
        run: &Run,
        lease: &Lease,
        intents: &[Intent],
    ) -> Result<()> {
        each_once(intents.iter().map(|intent| &intent.key))?;
        let found = sqlx::query(FOUND).bind(run.plan).bind(run.number);
        let found = bind_keys(found, intents.iter().map(|intent| &intent.key));
        let found = self.rows(found).await?;
        let given = intents.iter().zip(&found).map(|(intent, row)| Intended::read(intent, row));
        let given = given.collect::<Result<Vec<_>>>()?;
        let intended = self.of_tenant(
            "INSERT INTO migrayt_journal.standing AS own
                 (tenant_id, run, operation, kind, attempts, attempt, high_water, sent, epoch)
             SELECT $1::uuid, $2, given.operation, given.kind, 1, given.attempt, given.high_water,
                    given.sent, $3
             FROM unnest($4::bigint[], $5::bigint[], $6::text[], $7::text[], $8::bigint[])
                 AS given (operation, kind, attempt, high_water, sent)
             WHERE EXISTS (
                 SELECT FROM migrayt_journal.run WHERE run.tenant_id = $1::uuid AND run.run = $2
                 AND run.epoch = $3 AND run.closing IS NULL
             )
             ON CONFLICT (tenant_id, run, operation) DO UPDATE
             SET attempts = own.attempts + 1, attempt = excluded.attempt,
                 high_water = excluded.high_water, sent = excluded.sent, epoch = excluded.epoch",
        );
        let intended = intended
            .bind(run.number)
            .bind(code::number(lease.epoch)?)
            .bind(given.iter().map(|one| one.operation).collect::<Vec<_>>())
            .bind(given.iter().map(|one| i64::from(one.kind)).collect::<Vec<_>>())
            .bind(given.iter().map(|one| one.attempt).collect::<Vec<_>>())
            .bind(given.iter().map(|one| one.high_water).collect::<Vec<_>>())
            .bind(given.iter().map(|one| one.sent).collect::<Vec<_>>());
        whole(lease, self.execute(intended).await?, given.len())
    }
}

/// Keys as three parameters: items, kinds and parts.
pub(super) fn bind_keys<'q, 'k>(
    statement: Statement<'q>,
    keys: impl Iterator<Item = &'k OperationKey> + Clone,
) -> Statement<'q> {
    statement
        .bind(keys.clone().map(|key| key.item.as_str()).collect::<Vec<_>>())
        .bind(keys.clone().map(|key| i64::from(key.kind.code())).collect::<Vec<_>>())
        .bind(keys.map(|key| key.part.as_str()).collect::<Vec<_>>())
}

/// The operations of keys, in their order, and whether each is due.
pub(super) const FOUND: &str = "
    SELECT found.operation,
           standing.attempt IS NULL AND standing.state IS NULL AND NOT EXISTS (
               SELECT FROM migrayt_journal.unmade
               WHERE unmade.run = $2 AND unmade.place = found.place OFFSET 0
           ) AS due
    FROM unnest($3::text[], $4::bigint[], $5::text[])
        WITH ORDINALITY AS asked (item, kind, part, at)
    LEFT JOIN LATERAL (
        SELECT own.operation, own.place FROM migrayt_journal.operation AS own
        WHERE own.plan = $1 AND own.item = asked.item AND own.kind = asked.kind
        AND own.part = asked.part AND own.carried OFFSET 0
    ) AS found ON true
    LEFT JOIN LATERAL (
        SELECT own.attempt, own.state FROM migrayt_journal.standing AS own
        WHERE own.run = $2 AND own.operation = found.operation OFFSET 0
    ) AS standing ON true
    ORDER BY asked.at";
