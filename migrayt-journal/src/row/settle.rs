use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::PartId;
use migrayt_core::operation::{OperationKey, OperationKind};
use migrayt_core::port::{Outcome, OutcomeState};

use super::intent::no_operation;
use super::{Columns, code, json};

/// What a settlement changes.
#[derive(Debug, Default)]
pub(crate) struct Changes<'o> {
    pub(crate) settled: Vec<Settled<'o>>,
    /// Operations that are due once more.
    pub(crate) again: Vec<i64>,
    /// Items that certainly are not made.
    pub(crate) unmade: Vec<&'o str>,
}

/// An outcome with the number of its operation and its codes.
#[derive(Debug)]
pub(crate) struct Settled<'o> {
    pub(crate) operation: i64,
    pub(crate) outcome: &'o Outcome,
    pub(crate) state: i64,
    pub(crate) error: Option<u16>,
    pub(crate) revision: Option<i64>,
}

impl<'o> Changes<'o> {
    /// What outcomes change, each beside the row of how its operation stands.
    pub(crate) fn of<R: Columns>(outcomes: &'o [Outcome], rows: &[R]) -> Result<Self> {
        let mut changes = Self::default();
        for (outcome, row) in outcomes.iter().zip(rows) {
            changes.note(outcome, row)?;
        }
        Ok(changes)
    }

    /// Notes what an outcome changes, if it fits how its operation stands.
    fn note(&mut self, outcome: &'o Outcome, columns: &impl Columns) -> Result<()> {
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
            OutcomeState::Again => self.again.push(operation),
            state => {
                let (code, error) = code::of_state(state)?;
                let revision = outcome.revision.map(code::number).transpose()?;
                self.settled.push(Settled { operation, outcome, state: code, error, revision });
                if key.kind == OperationKind::Create
                    && key.part.is_empty()
                    && code::is_unmade(state)
                {
                    self.unmade.push(key.item.as_str());
                }
            }
        }
        Ok(())
    }
}

impl<'o> Settled<'o> {
    pub(crate) fn kind(&self) -> u8 {
        self.outcome.key.kind.code()
    }

    pub(crate) fn target_id(&self) -> Option<&'o str> {
        self.outcome.target.as_ref().map(|target| target.id.as_str())
    }

    pub(crate) fn target_key(&self) -> Option<&'o str> {
        self.outcome.target.as_ref().map(|target| target.key.as_str())
    }

    pub(crate) fn made(&self) -> Option<&'o str> {
        self.outcome.part.as_ref().map(PartId::as_str)
    }
}

/// The outcome that an operation has.
fn settled(columns: &impl Columns, key: &OperationKey) -> Result<Option<Outcome>> {
    let Some(state) = columns.state()? else { return Ok(None) };
    Ok(Some(Outcome {
        key: key.clone(),
        state,
        target: columns.target()?,
        part: columns.text_if_any("made")?.map(PartId::new),
        losses: columns.json("losses", json::to_losses)?,
        revision: columns.number_if_any("revision")?,
    }))
}

fn conflict(key: &OperationKey) -> Error {
    Error::new(ErrorKind::Conflict, "the operation has another outcome already")
        .with("operation", key)
}
