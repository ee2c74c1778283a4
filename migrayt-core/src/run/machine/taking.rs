//! What the machine learns from answers.

use time::OffsetDateTime;

use super::super::Answer;
use super::super::effect::{BatchId, Effect};
use super::super::event::LoadedLane;
use super::super::mutant::{self, Mutant};
use super::{Fetch, Machine, concerns_all};
use crate::error::ErrorKind;
use crate::id::ItemId;
use crate::operation::{OperationKey, OperationKind};
use crate::port::{Located, Outcome, OutcomeState, PendingLane};

impl Machine {
    pub(super) fn take_pending(&mut self, lanes: Vec<PendingLane>, effects: &mut Vec<Effect>) {
        self.fetch = Fetch::Idle;
        let Some(last) = lanes.last() else {
            self.fetch = Fetch::Exhausted;
            return;
        };
        self.after = Some(last.place);
        if self.stopping.is_some() {
            return;
        }
        let lanes: Vec<_> =
            lanes.into_iter().filter(|lane| !self.doubts.hold(&lane.item)).collect();
        for lane in &lanes {
            self.window.insert(lane);
        }
        if !lanes.is_empty() {
            effects.push(Effect::Load { lanes });
        }
    }

    pub(super) fn take_loaded(&mut self, lanes: Vec<LoadedLane>, effects: &mut Vec<Effect>) {
        let mut outcomes = Vec::new();
        for lane in lanes {
            self.window.loaded(&lane.item);
            for outcome in &lane.unsendable {
                self.window.finish(&lane.item, &outcome.key);
            }
            outcomes.extend(self.with_the_rest(&lane.item, lane.unsendable));
        }
        if !outcomes.is_empty() {
            effects.push(Effect::Settle { batch: None, outcomes });
        }
    }

    pub(super) fn take_intended(
        &mut self,
        id: BatchId,
        skipped: Vec<OperationKey>,
        blocked: &[OperationKey],
        now: OffsetDateTime,
        effects: &mut Vec<Effect>,
    ) {
        let Some(batch) = self.batches.get_mut(&id) else { return };
        let mut forgotten = Vec::new();
        for key in blocked {
            let Some(lane) = batch.lanes.remove(key) else { continue };
            if key.kind == OperationKind::Create {
                self.doubts.block(key.item.clone());
                forgotten.extend(self.window.drop_lane(&lane));
            } else {
                // It waits; what comes after it in the lane need not.
                self.window.finish(&lane, key);
                forgotten.push(key.clone());
            }
        }
        let mut outcomes = Vec::new();
        for key in skipped {
            if let Some(lane) = batch.lanes.remove(&key) {
                self.window.finish(&lane, &key);
                outcomes.push((lane, Outcome::of(key, OutcomeState::Skipped)));
            }
        }
        let kind = batch.kind;
        let keys: Vec<_> = batch.lanes.keys().cloned().collect();
        if !forgotten.is_empty() {
            effects.push(Effect::Forget { keys: forgotten });
        }
        if now >= self.lease_until && !mutant::is(Mutant::LeaseNotChecked) {
            // Recorded but certainly not sent; whoever holds the lease now looks for them.
            self.halt(ErrorKind::LeaseLost, now);
        } else if self.stopping.is_some() && !keys.is_empty() {
            let again = keys.into_iter().map(|key| Outcome::of(key, OutcomeState::Again)).collect();
            effects.push(Effect::Settle { batch: Some(id), outcomes: again });
        } else if keys.is_empty() {
            self.batches.remove(&id);
        } else {
            effects.push(Effect::Apply { batch: id, kind, keys });
        }
        let outcomes: Vec<_> = outcomes
            .into_iter()
            .flat_map(|(lane, outcome)| self.with_the_rest(&lane, vec![outcome]))
            .collect();
        if !outcomes.is_empty() {
            effects.push(Effect::Settle { batch: None, outcomes });
        }
    }

    pub(super) fn take_applied(
        &mut self,
        id: BatchId,
        answers: Vec<(OperationKey, Result<Outcome, Answer>)>,
        now: OffsetDateTime,
        effects: &mut Vec<Effect>,
    ) {
        let lanes = self.batches.get(&id).map(|batch| batch.lanes.clone()).unwrap_or_default();
        let mut outcomes = Vec::new();
        let mut forgotten = Vec::new();
        // Whether every order failed for a reason that need not be its own.
        let mut troubled = !answers.is_empty();
        for (key, answer) in answers {
            let Some(lane) = lanes.get(&key) else { continue };
            match answer {
                Ok(outcome) => {
                    troubled = false;
                    outcomes.push(outcome);
                }
                Err(Answer::Failed(kind)) => {
                    troubled = false;
                    outcomes.push(Outcome::of(key, OutcomeState::Failed(kind)));
                }
                Err(Answer::Again(kind)) => {
                    troubled &= concerns_all(kind);
                    let state = self.again(&key, kind);
                    outcomes.push(Outcome::of(key, state));
                }
                Err(Answer::Halt(kind)) => {
                    self.halt(kind, now);
                    outcomes.push(Outcome::of(key, OutcomeState::Again));
                }
                Err(Answer::Unknown(_)) if mutant::is(Mutant::DoubtResent) => {
                    outcomes.push(Outcome::of(key, OutcomeState::Again));
                }
                Err(Answer::Unknown(_)) => {
                    let tries = self.tries.entry(key.clone()).or_default();
                    *tries += 1;
                    troubled &= *tries == 1;
                    self.doubts.add(key, lane.clone(), now, &self.settings);
                    forgotten.extend(self.window.drop_lane(lane));
                }
            }
        }
        if troubled {
            self.failures_in_row += 1;
            if self.failures_in_row >= self.settings.failures_in_row {
                self.halt(ErrorKind::Unavailable, now);
            }
        } else {
            self.failures_in_row = 0;
        }
        if !forgotten.is_empty() {
            effects.push(Effect::Forget { keys: forgotten });
        }
        if outcomes.is_empty() {
            self.batches.remove(&id);
        } else {
            let outcomes = outcomes
                .into_iter()
                .flat_map(|outcome| match lanes.get(&outcome.key).cloned() {
                    Some(lane) => self.with_the_rest(&lane, vec![outcome]),
                    None => vec![outcome],
                })
                .collect();
            effects.push(Effect::Settle { batch: Some(id), outcomes });
        }
    }

    pub(super) fn take_located(
        &mut self,
        answers: Vec<(OperationKey, Result<Located, ErrorKind>)>,
        now: OffsetDateTime,
        effects: &mut Vec<Effect>,
    ) {
        let unreachable = answers.iter().find_map(|(_, answer)| match answer {
            Err(kind) if concerns_all(*kind) => Some(*kind),
            _ => None,
        });
        let mut outcomes = self.doubts.learn(answers, now, &self.settings);
        for outcome in &mut outcomes {
            let tries = self.tries.get(&outcome.key).copied().unwrap_or_default();
            if outcome.state == OutcomeState::Again && tries >= self.settings.lost_tries {
                // It certainly did not happen, however often it was sent.
                outcome.state = OutcomeState::Failed(ErrorKind::Unavailable);
            }
        }
        if !outcomes.is_empty() {
            effects.push(Effect::Settle { batch: None, outcomes });
        }
        if let Some(kind) = unreachable {
            self.halt(kind, now);
        }
    }

    pub(super) fn take_settled(&mut self, id: Option<BatchId>, outcomes: &[Outcome]) {
        let batch = id.and_then(|id| self.batches.remove(&id));
        for outcome in outcomes {
            let lane = batch.as_ref().and_then(|batch| batch.lanes.get(&outcome.key));
            if outcome.state == OutcomeState::Again {
                self.dirty = true;
                if let Some(lane) = lane {
                    // It comes back with the next pass, drafted again.
                    self.window.drop_lane(lane);
                }
            } else if let Some(lane) = lane {
                self.window.finish(lane, &outcome.key);
            }
            if outcome.state != OutcomeState::Again {
                self.tries.remove(&outcome.key);
            }
            self.resolved |= self.doubts.settle(outcome);
        }
    }

    /// An outcome with what follows from it: if an item was not made, the rest of its lane is
    /// skipped.
    fn with_the_rest(&mut self, lane: &ItemId, mut outcomes: Vec<Outcome>) -> Vec<Outcome> {
        let not_made = outcomes.iter().any(|outcome| {
            outcome.key.kind == OperationKind::Create
                && matches!(
                    outcome.state,
                    OutcomeState::Failed(_) | OutcomeState::Gone | OutcomeState::Skipped
                )
        });
        if not_made {
            for key in self.window.drop_lane(lane) {
                if !outcomes.iter().any(|outcome| outcome.key == key) {
                    outcomes.push(Outcome::of(key, OutcomeState::Skipped));
                }
            }
        }
        outcomes
    }

    fn again(&mut self, key: &OperationKey, kind: ErrorKind) -> OutcomeState {
        if concerns_all(kind) {
            return OutcomeState::Again;
        }
        let tries = self.tries.entry(key.clone()).or_default();
        *tries += 1;
        if *tries >= self.settings.tries { OutcomeState::Failed(kind) } else { OutcomeState::Again }
    }
}
