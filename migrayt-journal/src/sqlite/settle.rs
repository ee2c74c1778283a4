use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::{PartId, TargetId, TargetKey, TargetRef};
use migrayt_core::operation::OperationKey;
use migrayt_core::operation::OperationKind;
use migrayt_core::port::{Outcome, OutcomeState};
use serde_json::{Value, json};
use sqlx::sqlite::SqliteRow;

use super::code;
use super::columns::Columns;
use super::intent::{each_once, no_operation};
use super::json;
use super::run::Run;
use super::work::Work;

/// What a settlement changes, as rows of statements.
#[derive(Debug, Default)]
struct Changes {
    settled: Vec<Value>,
    /// Operations that are due once more.
    again: Vec<Value>,
    /// Items that certainly are not made.
    unmade: Vec<Value>,
}

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
        let keys = json::keys(outcomes.iter().map(|outcome| &outcome.key))?;
        let found = self.rows(found.bind(run.plan).bind(run.number).bind(keys)).await?;
        let mut changes = Changes::default();
        for (outcome, row) in outcomes.iter().zip(&found) {
            changes.note(outcome, row)?;
        }
        self.write_settled(run, changes.settled).await?;
        self.write_again(run, changes.again).await?;
        self.write_unmade(run, changes.unmade).await
    }

    async fn write_settled(&mut self, run: &Run, settled: Vec<Value>) -> Result<()> {
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
        let rows = json::text(&Value::Array(settled))?;
        self.execute(written.bind(run.number).bind(rows)).await?;
        Ok(())
    }

    async fn write_again(&mut self, run: &Run, again: Vec<Value>) -> Result<()> {
        if again.is_empty() {
            return Ok(());
        }
        let written = self.statement(
            "UPDATE standing SET attempt = NULL, high_water = NULL, sent = NULL, epoch = NULL
             WHERE tenant = ?1 AND run = ?2 AND operation IN (SELECT value FROM json_each(?3))",
        );
        let rows = json::text(&Value::Array(again))?;
        self.execute(written.bind(run.number).bind(rows)).await?;
        Ok(())
    }

    async fn write_unmade(&mut self, run: &Run, unmade: Vec<Value>) -> Result<()> {
        if unmade.is_empty() {
            return Ok(());
        }
        let written = self.statement(
            "INSERT INTO unmade (tenant, run, place)
             SELECT ?1, ?3, outline.place FROM json_each(?4) AS given CROSS JOIN outline
             ON outline.tenant = ?1 AND outline.plan = ?2 AND outline.item = given.value
             WHERE true ON CONFLICT (tenant, run, place) DO NOTHING",
        );
        let rows = json::text(&Value::Array(unmade))?;
        self.execute(written.bind(run.plan).bind(run.number).bind(rows)).await?;
        Ok(())
    }
}

impl Changes {
    /// Notes what an outcome changes, if it fits how its operation stands.
    fn note(&mut self, outcome: &Outcome, row: &SqliteRow) -> Result<()> {
        let columns = Columns(row);
        let key = &outcome.key;
        let Some(operation) = columns.integer_if_any("operation")? else {
            return Err(no_operation(key));
        };
        let in_doubt = columns.text_if_any("attempt")?.is_some();
        match settled(columns, key)? {
            Some(settled) if settled == *outcome => return Ok(()),
            Some(_) => return Err(conflict(key)),
            None if outcome.state == OutcomeState::Parked && !in_doubt => {
                return Err(conflict(key));
            }
            None => {}
        }
        match outcome.state {
            OutcomeState::Parked => {}
            OutcomeState::Again => self.again.push(json!(operation)),
            state => {
                self.settled.push(given(operation, outcome)?);
                if key.kind == OperationKind::Create
                    && key.part.is_empty()
                    && code::is_unmade(state)
                {
                    self.unmade.push(json!(key.item.as_str()));
                }
            }
        }
        Ok(())
    }
}

fn given(operation: i64, outcome: &Outcome) -> Result<Value> {
    let (state, error) = code::of_state(outcome.state)?;
    let target = outcome.target.as_ref();
    Ok(json!([
        operation,
        outcome.key.kind.code(),
        state,
        error,
        target.map(|target| target.id.as_str()),
        target.map(|target| target.key.as_str()),
        outcome.part.as_ref().map(PartId::as_str),
        json::losses(&outcome.losses),
        outcome.revision.map(code::number).transpose()?,
    ]))
}

/// The outcome that an operation has.
fn settled(columns: Columns<'_>, key: &OperationKey) -> Result<Option<Outcome>> {
    let Some(state) = state(columns)? else { return Ok(None) };
    Ok(Some(Outcome {
        key: key.clone(),
        state,
        target: target(columns)?,
        part: columns.text_if_any("made")?.map(PartId::new),
        losses: columns.json("losses", json::to_losses)?,
        revision: columns.number_if_any("revision")?,
    }))
}

pub(super) fn state(columns: Columns<'_>) -> Result<Option<OutcomeState>> {
    let Some(code) = columns.integer_if_any("state")? else { return Ok(None) };
    code::to_state(code, columns.integer_if_any("error")?).map(Some)
}

pub(super) fn target(columns: Columns<'_>) -> Result<Option<TargetRef>> {
    let (id, key) = (columns.text_if_any("target_id")?, columns.text_if_any("target_key")?);
    Ok(id.zip(key).map(|(id, key)| TargetRef { id: TargetId::new(id), key: TargetKey::new(key) }))
}

fn conflict(key: &OperationKey) -> Error {
    Error::new(ErrorKind::Conflict, "the operation has another outcome already")
        .with("operation", key)
}
