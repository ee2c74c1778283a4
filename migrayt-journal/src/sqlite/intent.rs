use std::collections::BTreeSet;

use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::operation::OperationKey;
use migrayt_core::port::{HighWater, Intent};
use serde_json::json;

use super::code;
use super::columns::Columns;
use super::json;
use super::run::Run;
use super::work::Work;

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
        let keys = json::keys(intents.iter().map(|intent| &intent.key))?;
        let found = self.rows(found.bind(run.plan).bind(run.number).bind(keys)).await?;
        let mut rows = Vec::with_capacity(intents.len());
        for (intent, row) in intents.iter().zip(&found) {
            let columns = Columns(row);
            let Some(operation) = columns.integer_if_any("operation")? else {
                return Err(no_operation(&intent.key));
            };
            if !columns.flag("due")? {
                return Err(Error::new(
                    ErrorKind::Conflict,
                    "the operation is settled, in doubt or not due",
                )
                .with("operation", &intent.key));
            }
            let high_water = intent.high_water.as_ref().map(|HighWater(place)| place);
            let (kind, attempt) = (intent.key.kind.code(), intent.attempt.as_str());
            let sent = code::moment(intent.sent_at)?;
            rows.push(Ok(json!([operation, kind, attempt, high_water, sent])));
        }
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
        let rows = json::rows(rows)?;
        let intended = intended.bind(run.number).bind(code::number(epoch)?).bind(rows);
        self.execute(intended).await?;
        Ok(())
    }
}

pub(super) fn no_operation(key: &OperationKey) -> Error {
    Error::new(ErrorKind::NotFound, "the plan has no such operation").with("operation", key)
}

pub(super) fn each_once<'k>(keys: impl Iterator<Item = &'k OperationKey>) -> Result<()> {
    let mut seen = BTreeSet::new();
    for key in keys {
        if !seen.insert(key) {
            return Err(Error::new(ErrorKind::Misuse, "an operation occurs twice in one call")
                .with("operation", key));
        }
    }
    Ok(())
}
