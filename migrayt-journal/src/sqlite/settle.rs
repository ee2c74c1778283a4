use migrayt_core::error::Result;
use migrayt_core::port::Outcome;
use serde_json::{Value, json};

use super::parameter;
use super::work::Work;
use crate::row::intent::each_once;
use crate::row::json;
use crate::row::run::Run;
use crate::row::settle::{Changes, Settled};

impl Work<'_> {
    pub(super) async fn settle(&mut self, run: &Run, outcomes: &[Outcome]) -> Result<()> {
        each_once(outcomes.iter().map(|outcome| &outcome.key))?;
        let found = self.statement(
            "SELECT operation.operation, standing.*
             FROM json_each(?4) AS asked
             LEFT JOIN operation
             ON operation.tenant = ?1 AND operation.plan = ?2
             AND operation.item = asked.value ->> 0 AND operation.kind = asked.value ->> 1
             AND operation.part = asked.value ->> 2 AND operation.carried = 1
             LEFT JOIN (
                 SELECT operation AS settled, attempt, state, error, target_id, target_key, made,
                        losses, revision
                 FROM standing WHERE tenant = ?1 AND run = ?3
             ) AS standing
             ON standing.settled = operation.operation
             ORDER BY asked.key",
        );
        let keys = parameter::keys(outcomes.iter().map(|outcome| &outcome.key))?;
        let found = self.rows(found.bind(run.plan).bind(run.number).bind(keys)).await?;
        let changes = Changes::of(outcomes, &found)?;
        self.write_settled(run, &changes.settled).await?;
        self.write_again(run, &changes.again).await?;
        self.write_unmade(run, &changes.unmade).await
    }

    async fn write_settled(&mut self, run: &Run, settled: &[Settled<'_>]) -> Result<()> {
        if settled.is_empty() {
            return Ok(());
        }
        let written = self.statement(
            "INSERT INTO standing (tenant, run, operation, kind, attempts, state, error, target_id,
                                   target_key, made, losses, revision)
             SELECT ?1, ?2, given.value ->> 0, given.value ->> 1, 0, given.value ->> 2,
                    given.value ->> 3, given.value ->> 4, given.value ->> 5, given.value ->> 6,
                    given.value ->> 7, given.value ->> 8
             FROM json_each(?3) AS given WHERE true
             ON CONFLICT (tenant, run, operation) DO UPDATE
             SET attempt = NULL, high_water = NULL, sent = NULL, epoch = NULL,
                 state = excluded.state, error = excluded.error, target_id = excluded.target_id,
                 target_key = excluded.target_key, made = excluded.made,
                 losses = excluded.losses, revision = excluded.revision",
        );
        let rows = parameter::rows(settled.iter().map(|one| Ok(given(one))))?;
        self.execute(written.bind(run.number).bind(rows)).await?;
        Ok(())
    }

    async fn write_again(&mut self, run: &Run, again: &[i64]) -> Result<()> {
        if again.is_empty() {
            return Ok(());
        }
        let written = self.statement(
            "UPDATE standing SET attempt = NULL, high_water = NULL, sent = NULL, epoch = NULL
             WHERE tenant = ?1 AND run = ?2 AND operation IN (SELECT value FROM json_each(?3))",
        );
        let rows = json::text(&json!(again))?;
        self.execute(written.bind(run.number).bind(rows)).await?;
        Ok(())
    }

    async fn write_unmade(&mut self, run: &Run, unmade: &[&str]) -> Result<()> {
        if unmade.is_empty() {
            return Ok(());
        }
        let written = self.statement(
            "INSERT INTO unmade (tenant, run, place)
             SELECT ?1, ?3, outline.place FROM json_each(?4) AS given CROSS JOIN outline
             ON outline.tenant = ?1 AND outline.plan = ?2 AND outline.item = given.value
             WHERE true ON CONFLICT (tenant, run, place) DO NOTHING",
        );
        let rows = json::text(&json!(unmade))?;
        self.execute(written.bind(run.plan).bind(run.number).bind(rows)).await?;
        Ok(())
    }
}

fn given(settled: &Settled<'_>) -> Value {
    json!([
        settled.operation,
        settled.kind(),
        settled.state,
        settled.error,
        settled.target_id(),
        settled.target_key(),
        settled.made(),
        json::losses(&settled.outcome.losses),
        settled.revision,
    ])
}
