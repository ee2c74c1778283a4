use std::collections::BTreeSet;

use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::ItemId;
use migrayt_core::operation::{OperationKey, OperationKind};
use migrayt_core::port::{Doubt, Intent, Lease, Outcome, OutcomeState};

use super::batch::Batch;
use super::row::{EntryRow, RunRow, StandingRow, is_unmade};
use super::run::check;
use super::table::{Found, keys};
use super::{HostJournal, key};

impl HostJournal {
    pub(super) async fn try_intend(&self, lease: &Lease, intents: &[Intent]) -> Result<Option<()>> {
        each_once(intents.iter().map(|intent| &intent.key))?;
        let run = self.run(&lease.run).await?;
        let asked = intents.iter().flat_map(|intent| {
            needed(&run, &intent.key).into_iter().chain([created(&run, &intent.key.item)])
        });
        let found = self.table.get(keys(asked.chain([key::lease(run.number)]))).await?;
        check(&found, &run, lease)?;
        let found = self.with_lanes(&run, found, intents).await?;
        let mut batch = Batch::checking(&found, &key::lease(run.number));
        for intent in intents {
            let lane = carried(&found, &run, &intent.key)?.lane;
            let (own, creation) = (key::standing(run.number, &intent.key), created(&run, &lane));
            let mut standing: StandingRow = found.read(&own)?.unwrap_or_default();
            let creation_found: StandingRow = found.read(&creation)?.unwrap_or_default();
            if !standing.is_due() || creation_found.is_unmade() {
                return Err(conflict("the operation is settled, in doubt or not due", &intent.key));
            }
            batch.check(&found, &own);
            if creation != own {
                batch.check(&found, &creation);
            }
            standing.attempts = standing.attempts.saturating_add(1);
            standing.doubt = true;
            batch.put(own, &standing)?;
            let doubt = Doubt { lane, intent: intent.clone(), epoch: lease.epoch };
            batch.put(key::doubt(run.number, &intent.key), &doubt)?;
        }
        Ok((batch.is_empty() || self.table.commit(batch).await?).then_some(()))
    }

    /// Finds out about the creations of lanes too whose item an operation does not name: a link may
    /// lie in the lane of its other end.
    async fn with_lanes(
        &self,
        run: &RunRow,
        mut found: Found,
        intents: &[Intent],
    ) -> Result<Found> {
        let mut missing = BTreeSet::new();
        for intent in intents {
            let creation = created(run, &carried(&found, run, &intent.key)?.lane);
            if !found.has_asked(&creation) {
                missing.insert(creation);
            }
        }
        found.extend(self.table.get(missing).await?);
        Ok(found)
    }

    pub(super) async fn try_settle(
        &self,
        lease: &Lease,
        outcomes: &[Outcome],
    ) -> Result<Option<()>> {
        each_once(outcomes.iter().map(|outcome| &outcome.key))?;
        let run = self.run(&lease.run).await?;
        let asked = outcomes.iter().flat_map(|outcome| needed(&run, &outcome.key));
        let found = self.table.get(keys(asked.chain([key::lease(run.number)]))).await?;
        check(&found, &run, lease)?;
        let mut batch = Batch::checking(&found, &key::lease(run.number));
        for outcome in outcomes {
            put_settled(&mut batch, &found, &run, outcome)?;
        }
        Ok((batch.is_empty() || self.table.commit(batch).await?).then_some(()))
    }
}

/// Adds what an outcome changes, if it fits how its operation stands.
fn put_settled(batch: &mut Batch, found: &Found, run: &RunRow, outcome: &Outcome) -> Result<()> {
    carried(found, run, &outcome.key)?;
    let own = key::standing(run.number, &outcome.key);
    let mut standing: StandingRow = found.read(&own)?.unwrap_or_default();
    match &standing.outcome {
        Some(settled) if settled == outcome => return Ok(()),
        None if outcome.state != OutcomeState::Parked || standing.doubt => {}
        _ => return Err(conflict("the operation has another outcome already", &outcome.key)),
    }
    match outcome.state {
        OutcomeState::Parked => return Ok(()),
        OutcomeState::Again if !standing.doubt => return Ok(()),
        OutcomeState::Again => {}
        state => {
            standing.outcome = Some(outcome.clone());
            if outcome.key.kind == OperationKind::Create && is_unmade(state) {
                let item = &outcome.key.item;
                batch.put(key::unmade(run.number, item), item)?;
            }
        }
    }
    if standing.doubt {
        standing.doubt = false;
        batch.delete(key::doubt(run.number, &outcome.key));
    }
    batch.check(found, &own);
    batch.put(own, &standing)
}

/// The keys that say what an operation is and how it stands.
fn needed(run: &RunRow, key: &OperationKey) -> [String; 2] {
    [key::operation(run.plan, key), key::standing(run.number, key)]
}

/// The key that says how an item's creation stands.
pub(super) fn created(run: &RunRow, item: &ItemId) -> String {
    key::standing(run.number, &OperationKey::sole(item.clone(), OperationKind::Create))
}

/// The operation, if the plan has it and neither refused nor dropped it.
fn carried(found: &Found, run: &RunRow, key: &OperationKey) -> Result<EntryRow> {
    let entry: Option<EntryRow> = found.read(&key::operation(run.plan, key))?;
    entry.filter(|entry| entry.carried).ok_or_else(|| {
        Error::new(ErrorKind::NotFound, "the plan has no such operation").with("operation", key)
    })
}

fn conflict(message: &'static str, key: &OperationKey) -> Error {
    Error::new(ErrorKind::Conflict, message).with("operation", key)
}

fn each_once<'k>(keys: impl Iterator<Item = &'k OperationKey>) -> Result<()> {
    let mut seen = BTreeSet::new();
    for key in keys {
        if !seen.insert(key) {
            return Err(Error::new(ErrorKind::Misuse, "an operation occurs twice in one call")
                .with("operation", key));
        }
    }
    Ok(())
}
