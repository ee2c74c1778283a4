use migrayt_core::error::Result;
use migrayt_core::port::{Lease, Outcome};

use super::intent::bind_keys;
use super::lane::list;
use super::run::whole;
use super::work::Work;
use crate::row::intent::each_once;
use crate::row::run::Run;
use crate::row::settle::{Changes, Settled};
use crate::row::{code, json};

impl Work<'_> {
    pub(super) async fn settle(
        &mut self,
        run: &Run,
        lease: &Lease,
        outcomes: &[Outcome],
    ) -> Result<()> {
        each_once(outcomes.iter().map(|outcome| &outcome.key))?;
        let found = sqlx::query(STANDING).bind(run.plan).bind(run.number);
        let found = bind_keys(found, outcomes.iter().map(|outcome| &outcome.key));
        let found = self.rows(found).await?;
        let changes = Changes::of(outcomes, &found)?;
        self.write_settled(run, lease, &changes.settled).await?;
        self.write_again(run, lease, changes.again).await?;
        self.write_unmade(run, changes.unmade).await
    }

    async fn write_settled(
        &mut self,
        run: &Run,
        lease: &Lease,
        settled: &[Settled<'_>],
    ) -> Result<()> {
        if settled.is_empty() {
            return Ok(());
        }
        let losses = settled.iter().map(|one| list(&json::losses(&one.outcome.losses)));
        let written = self
            .of_tenant(SETTLE)
            .bind(run.number)
            .bind(code::number(lease.epoch)?)
            .bind(settled.iter().map(|one| one.operation).collect::<Vec<_>>())
            .bind(settled.iter().map(|one| i64::from(one.kind())).collect::<Vec<_>>())
            .bind(settled.iter().map(|one| one.state).collect::<Vec<_>>())
            .bind(settled.iter().map(|one| one.error.map(i64::from)).collect::<Vec<_>>())
            .bind(settled.iter().map(Settled::target_id).collect::<Vec<_>>())
            .bind(settled.iter().map(Settled::target_key).collect::<Vec<_>>())
            .bind(settled.iter().map(Settled::made).collect::<Vec<_>>())
            .bind(losses.collect::<Result<Vec<_>>>()?)
            .bind(settled.iter().map(|one| one.revision).collect::<Vec<_>>());
        whole(lease, self.execute(written).await?, settled.len())
    }

    async fn write_again(&mut self, run: &Run, lease: &Lease, again: Vec<i64>) -> Result<()> {
        if again.is_empty() {
            return Ok(());
        }
        // One that was never intended is due already.
        let written = self.of_tenant(
            "UPDATE migrayt_journal.standing AS own
             SET attempt = NULL, high_water = NULL, sent = NULL, epoch = NULL
             WHERE own.run = $2 AND own.operation = ANY ($4::bigint[]) AND EXISTS (
                 SELECT FROM migrayt_journal.run WHERE run.tenant_id = $1::uuid AND run.run = $2
                 AND run.epoch = $3 AND run.closing IS NULL
             )",
        );
        self.execute(written.bind(run.number).bind(code::number(lease.epoch)?).bind(again)).await?;
        Ok(())
    }

    async fn write_unmade(&mut self, run: &Run, unmade: Vec<&str>) -> Result<()> {
        if unmade.is_empty() {
            return Ok(());
        }
        let written = self.of_tenant(
            "INSERT INTO migrayt_journal.unmade (tenant_id, run, place)
             SELECT $1::uuid, $2, own.place FROM unnest($4::text[]) AS given (item)
             CROSS JOIN LATERAL (
                 SELECT outline.place FROM migrayt_journal.outline
                 WHERE outline.plan = $3 AND outline.item = given.item OFFSET 0
             ) AS own
             ON CONFLICT (tenant_id, run, place) DO NOTHING",
        );
        self.execute(written.bind(run.number).bind(run.plan).bind(unmade)).await?;
        Ok(())
    }
}

/// How the operations of keys stand, in their order.
const STANDING: &str = "
    SELECT found.operation, standing.*
    FROM unnest($3::text[], $4::bigint[], $5::text[])
        WITH ORDINALITY AS asked (item, kind, part, at)
    LEFT JOIN LATERAL (
        SELECT own.operation FROM migrayt_journal.operation AS own
        WHERE own.plan = $1 AND own.item = asked.item AND own.kind = asked.kind
        AND own.part = asked.part AND own.carried OFFSET 0
    ) AS found ON true
    LEFT JOIN LATERAL (
        SELECT own.attempt, own.state, own.error, own.target_id, own.target_key, own.made,
               own.losses::text, own.revision
        FROM migrayt_journal.standing AS own
        WHERE own.run = $2 AND own.operation = found.operation OFFSET 0
    ) AS standing ON true
    ORDER BY asked.at";

const SETTLE: &str = "
    INSERT INTO migrayt_journal.standing
        (tenant_id, run, operation, kind, attempts, state, error, target_id, target_key, made,
         losses, revision)
    SELECT $1::uuid, $2, given.operation, given.kind, 0, given.state, given.error, given.target_id,
           given.target_key, given.made, given.losses::jsonb, given.revision
    FROM unnest($4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::text[], $9::text[],
                $10::text[], $11::text[], $12::bigint[])
        AS given (operation, kind, state, error, target_id, target_key, made, losses, revision)
    WHERE EXISTS (
        SELECT FROM migrayt_journal.run WHERE run.tenant_id = $1::uuid AND run.run = $2
        AND run.epoch = $3 AND run.closing IS NULL
    )
    ON CONFLICT (tenant_id, run, operation) DO UPDATE
    SET attempt = NULL, high_water = NULL, sent = NULL, epoch = NULL, state = excluded.state,
        error = excluded.error, target_id = excluded.target_id, target_key = excluded.target_key,
        made = excluded.made, losses = excluded.losses, revision = excluded.revision";
