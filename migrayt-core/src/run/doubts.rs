use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use time::OffsetDateTime;

use super::Settings;
use crate::error::ErrorKind;
use crate::id::ItemId;
use crate::operation::{OperationKey, OperationKind};
use crate::port::{Doubt, Located, Outcome, OutcomeState};

/// The operations whose outcome is unknown, and what was learnt of them.
#[derive(Debug, Default)]
pub(super) struct Doubts {
    open: BTreeMap<OperationKey, Open>,
    parked: BTreeSet<OperationKey>,
    parked_items: Arc<BTreeSet<ItemId>>,
}

#[derive(Debug)]
struct Open {
    ready_at: OffsetDateTime,
    first_asked: Option<OffsetDateTime>,
}

impl Doubts {
    pub(super) fn add(&mut self, key: OperationKey, sent_at: OffsetDateTime, settings: &Settings) {
        let ready_at = sent_at.checked_add(time_span(settings.late_commit)).unwrap_or(sent_at);
        self.open.insert(key, Open { ready_at, first_asked: None });
    }

    pub(super) fn list(&mut self, doubts: &[Doubt], settings: &Settings) {
        for doubt in doubts {
            if !self.parked.contains(&doubt.intent.key) {
                self.add(doubt.intent.key.clone(), doubt.intent.sent_at, settings);
            }
        }
    }

    pub(super) fn open(&self) -> usize {
        self.open.len()
    }

    pub(super) fn any_parked(&self) -> bool {
        !self.parked.is_empty()
    }

    /// The items whose creation waits for a person.
    pub(super) fn parked_items(&self) -> Arc<BTreeSet<ItemId>> {
        Arc::clone(&self.parked_items)
    }

    /// When the next doubt can be looked for.
    pub(super) fn ready_at(&self) -> Option<OffsetDateTime> {
        self.open.values().map(|open| open.ready_at).min()
    }

    /// The doubts that can be looked for now; creations first, since other operations need them.
    pub(super) fn due(&self, now: OffsetDateTime, limit: usize) -> Vec<OperationKey> {
        let due = |create: bool| {
            self.open
                .iter()
                .filter(move |(key, open)| {
                    open.ready_at <= now && (key.kind == OperationKind::Create) == create
                })
                .map(|(key, _)| key.clone())
                .take(limit)
        };
        let creates: Vec<_> = due(true).collect();
        if creates.is_empty() { due(false).collect() } else { creates }
    }

    /// Learns from the target's answers: what is to be recorded.
    pub(super) fn learn(
        &mut self,
        answers: Vec<(OperationKey, Result<Located, ErrorKind>)>,
        now: OffsetDateTime,
        settings: &Settings,
    ) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        for (key, answer) in answers {
            let Some(open) = self.open.get_mut(&key) else { continue };
            match answer {
                Ok(Located::Found(applied)) => {
                    let mut outcome = Outcome::of(key, OutcomeState::Adopted);
                    outcome.target = applied.target;
                    outcome.part = applied.part;
                    outcome.losses = applied.losses;
                    outcomes.push(outcome);
                }
                Ok(Located::Absent) => outcomes.push(Outcome::of(key, OutcomeState::Again)),
                Ok(Located::NotYetKnowable) | Err(_) => {
                    let first = *open.first_asked.get_or_insert(now);
                    open.ready_at = now.checked_add(time_span(settings.doubt_pause)).unwrap_or(now);
                    if now - first >= time_span(settings.doubt_patience) {
                        outcomes.push(Outcome::of(key, OutcomeState::Parked));
                    }
                }
            }
        }
        outcomes
    }

    /// Parks a doubt at once, or forgets it since it was resolved.
    pub(super) fn settle(&mut self, outcome: &Outcome) {
        if self.open.remove(&outcome.key).is_some() && outcome.state == OutcomeState::Parked {
            if outcome.key.kind == OperationKind::Create {
                Arc::make_mut(&mut self.parked_items).insert(outcome.key.item.clone());
            }
            self.parked.insert(outcome.key.clone());
        }
    }
}

/// A span of time of `std` as one of `time`.
pub(super) fn time_span(duration: Duration) -> time::Duration {
    time::Duration::try_from(duration).unwrap_or(time::Duration::MAX)
}
