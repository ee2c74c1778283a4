use migrayt_core::error::Result;
use migrayt_core::port::Intent;
use serde_json::json;

use super::parameter;
use super::work::Work;
use crate::row::code;
use crate::row::intent::{Intended, each_once};
use crate::row::run::Run;

impl Work<'_> {
    pub(super) async fn intend(&mut self, run: &Run, epoch: u64, intents: &[Intent]) -> Result<()> {
        each_once(intents.iter().map(|intent| &intent.key))?;
        let found = self.statement(
            "SELECT operation.operation, operation.kind,
                    standing.attempt IS NULL AND standing.state IS NULL AND NOT EXISTS (
                        SELECT 1 FROM unmade WHERE unmade.tenant = ?1 AND unmade.run = ?3
                        AND unmade.place = operation.place
                    ) AS due
             FROM json_each(?4) AS asked
             LEFT JOIN operation
             ON operation.tenant = ?1 AND operation.plan = ?2
             AND operation.item = asked.value ->> 0 AND operation.kind = asked.value ->> 1
             AND operation.part = asked.value ->> 2 AND operation.carried = 1
             LEFT JOIN standing
             ON standing.tenant = ?1 AND standing.run = ?3
             AND standing.operation = operation.operation
             ORDER BY asked.key",
        );
        let keys = parameter::keys(intents.iter().map(|intent| &intent.key))?;
        let found = self.rows(found.bind(run.plan).bind(run.number).bind(keys)).await?;
        let rows = parameter::rows(intents.iter().zip(&found).map(|(intent, row)| {
            let given = Intended::read(intent, row)?;
            let (operation, kind, attempt) = (given.operation, given.kind, given.attempt);
            Ok(json!([operation, kind, attempt, given.high_water, given.sent]))
        }))?;
        let intended = self.statement(
            "INSERT INTO standing (tenant, run, operation, kind, attempts, attempt, high_water,
                                   sent, epoch)
             SELECT ?1, ?2, given.value ->> 0, given.value ->> 1, 1, given.value ->> 2,
                    given.value ->> 3, given.value ->> 4, ?3
             FROM json_each(?4) AS given WHERE true
             ON CONFLICT (tenant, run, operation) DO UPDATE
             SET attempts = attempts + 1, attempt = excluded.attempt,
                 high_water = excluded.high_water, sent = excluded.sent, epoch = excluded.epoch",
        );
        let intended = intended.bind(run.number).bind(code::number(epoch)?).bind(rows);
        self.execute(intended).await?;
        Ok(())
    }
}
