use std::collections::BTreeSet;

use super::plan::{Plan, Planned};
use super::run::Run;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::OperationKey;
use crate::port::{Doubt, Intent, KindCounts, LedgerRow, Outcome, OutcomeState};

/// How an operation stands that was intended or settled.
#[derive(Debug, Default)]
pub(super) struct Standing {
    pub(super) attempts: u32,
    /// The intent without an outcome, with the epoch in which it was sent.
    pub(super) doubt: Option<(Intent, u64)>,
    pub(super) outcome: Option<Outcome>,
}

impl Run {
    pub(super) fn is_due(&self, key: &OperationKey) -> bool {
        self.operations.get(key).is_none_or(|one| one.doubt.is_none() && one.outcome.is_none())
    }

    pub(super) fn intend(&mut self, plan: &Plan, intents: &[Intent], epoch: u64) -> Result<()> {
        each_once(intents.iter().map(|intent| &intent.key))?;
        for intent in intents {
            let planned = carried(plan, &intent.key)?;
            if !self.is_due(&intent.key) || self.is_unmade(&planned.lane) {
                return Err(Error::new(
                    ErrorKind::Conflict,
                    "the operation is settled, in doubt or not due",
                )
                .with("operation", &intent.key));
            }
        }
        for intent in intents {
            let standing = self.operations.entry(intent.key.clone()).or_default();
            standing.attempts = standing.attempts.saturating_add(1);
            standing.doubt = Some((intent.clone(), epoch));
        }
        Ok(())
    }

    pub(super) fn settle(&mut self, plan: &Plan, outcomes: &[Outcome]) -> Result<()> {
        each_once(outcomes.iter().map(|outcome| &outcome.key))?;
        for outcome in outcomes {
            carried(plan, &outcome.key)?;
            let standing = self.operations.get(&outcome.key);
            let in_doubt = standing.is_some_and(|one| one.doubt.is_some());
            let fits = match standing.and_then(|one| one.outcome.as_ref()) {
                Some(settled) => settled == outcome,
                None => outcome.state != OutcomeState::Parked || in_doubt,
            };
            if !fits {
                return Err(Error::new(
                    ErrorKind::Conflict,
                    "the operation has another outcome already",
                )
                .with("operation", &outcome.key));
            }
        }
        for outcome in outcomes {
            match outcome.state {
                OutcomeState::Parked => {}
                OutcomeState::Again => {
                    if let Some(standing) = self.operations.get_mut(&outcome.key) {
                        standing.doubt = None;
                    }
                }
                _ => {
                    let standing = self.operations.entry(outcome.key.clone()).or_default();
                    standing.doubt = None;
                    standing.outcome = Some(outcome.clone());
                }
            }
        }
        Ok(())
    }

    pub(super) fn doubt(&self, plan: &Plan, key: &OperationKey) -> Option<Doubt> {
        let (intent, epoch) = self.operations.get(key)?.doubt.as_ref()?;
        let lane = plan.operations.get(key)?.lane.clone();
        Some(Doubt { lane, intent: intent.clone(), epoch: *epoch })
    }

    /// The account of one operation. What the run will never carry out counts as skipped.
    pub(super) fn account(&self, planned: &Planned) -> LedgerRow {
        let operation = &planned.operation;
        let standing = self.operations.get(&operation.key);
        let outcome = standing.and_then(|one| one.outcome.as_ref());
        let in_doubt = standing.is_some_and(|one| one.doubt.is_some());
        let mut losses = operation.losses.clone();
        losses.extend(outcome.iter().flat_map(|outcome| outcome.losses.iter().cloned()));
        LedgerRow {
            key: operation.key.clone(),
            state: self.state(planned),
            in_doubt,
            target: outcome.and_then(|outcome| outcome.target.clone()),
            part: outcome.and_then(|outcome| outcome.part.clone()),
            losses,
            revision: outcome.and_then(|outcome| outcome.revision),
            attempts: standing.map_or(0, |one| one.attempts),
        }
    }

    fn state(&self, planned: &Planned) -> Option<OutcomeState> {
        let key = &planned.operation.key;
        if let Some(state) = self.outcome(key) {
            return Some(state);
        }
        let never = !planned.carried() || (self.is_due(key) && self.is_unmade(&planned.lane));
        never.then_some(OutcomeState::Skipped)
    }

    pub(super) fn count(&self, planned: &Planned, counts: &mut KindCounts) {
        counts.planned += 1;
        match self.state(planned) {
            Some(OutcomeState::Done) => counts.done += 1,
            Some(OutcomeState::Adopted) => {
                counts.done += 1;
                counts.adopted += 1;
            }
            Some(OutcomeState::Failed(_)) => counts.failed += 1,
            Some(OutcomeState::Gone | OutcomeState::Skipped) => counts.skipped += 1,
            _ if !self.is_due(&planned.operation.key) => counts.doubts += 1,
            _ => {}
        }
    }
}

/// The operation, if the plan has it and neither refused nor dropped it.
fn carried<'a>(plan: &'a Plan, key: &OperationKey) -> Result<&'a Planned> {
    plan.operations.get(key).filter(|planned| planned.carried()).ok_or_else(|| {
        Error::new(ErrorKind::NotFound, "the plan has no such operation").with("operation", key)
    })
}

fn each_once<'a>(keys: impl Iterator<Item = &'a OperationKey>) -> Result<()> {
    let mut seen = BTreeSet::new();
    for key in keys {
        if !seen.insert(key) {
            return Err(Error::new(ErrorKind::Misuse, "an operation occurs twice in one call")
                .with("operation", key));
        }
    }
    Ok(())
}
