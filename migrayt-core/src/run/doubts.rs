use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use time::OffsetDateTime;

use super::Settings;
use super::mutant::{self, Mutant};
use crate::error::ErrorKind;
use crate::id::ItemId;
use crate::operation::{OperationKey, OperationKind};
use crate::port::{Doubt, Located, Outcome, OutcomeState};

/// The operations whose outcome is unknown, and what was learnt of them.
#[derive(Debug, Default)]
pub(super) struct Doubts {
    open: BTreeMap<OperationKey, Open>,
    /// Those that wait for a person.
    parked: BTreeSet<OperationKey>,
    /// How many doubts each lane has, parked ones included: nothing more of it may be sent.
    lanes: BTreeMap<ItemId, u32>,
    /// Items whose creation is in doubt, parked ones included, and those whose creation waits for
    /// one of them.
    items: Arc<BTreeSet<ItemId>>,
    /// The latter.
    blocked: BTreeSet<ItemId>,
}

#[derive(Debug)]
struct Open {
    lane: ItemId,
    ready_at: OffsetDateTime,
    first_asked: Option<OffsetDateTime>,
}

impl Doubts {
    /// Sets an operation aside that we gave up at a moment.
    pub(super) fn add(
        &mut self,
        key: OperationKey,
        lane: ItemId,
        given_up: OffsetDateTime,
        settings: &Settings,
    ) {
        let ready_at = if mutant::is(Mutant::NoQuarantine) {
            given_up
        } else {
            later(given_up, settings.late_commit)
        };
        if key.kind == OperationKind::Create {
            Arc::make_mut(&mut self.items).insert(key.item.clone());
        }
        let open = Open { lane: lane.clone(), ready_at, first_asked: None };
        if self.open.insert(key, open).is_none() {
            *self.lanes.entry(lane).or_default() += 1;
        }
    }

    /// Sets aside what the journal lists. A worker of an older epoch may have sent its operation
    /// at any time before its lease was taken over, or, if it was fenced out, before the last
    /// value of its credential died.
    pub(super) fn list(
        &mut self,
        doubts: &[Doubt],
        epoch: u64,
        fenced_at: Option<OffsetDateTime>,
        now: OffsetDateTime,
        settings: &Settings,
    ) {
        let fenced_at = fenced_at.filter(|_| !mutant::is(Mutant::FenceWorksAtOnce));
        let taken_over = fenced_at.map_or(now, |at| now.max(later(at, settings.fence_bound)));
        for doubt in doubts {
            let sent_at = doubt.intent.sent_at;
            let given_up = if doubt.epoch < epoch { sent_at.max(taken_over) } else { sent_at };
            self.add(doubt.intent.key.clone(), doubt.lane.clone(), given_up, settings);
        }
    }

    pub(super) fn open(&self) -> usize {
        self.open.len()
    }

    pub(super) fn any_parked(&self) -> bool {
        !self.parked.is_empty()
    }

    /// Whether something of a lane is in doubt.
    pub(super) fn hold(&self, lane: &ItemId) -> bool {
        self.lanes.contains_key(lane)
    }

    /// Notes that an item's creation waits for one in doubt, so that what refers to it waits too.
    pub(super) fn block(&mut self, item: ItemId) {
        Arc::make_mut(&mut self.items).insert(item.clone());
        self.blocked.insert(item);
    }

    /// Begins a round in which nothing waits but for a person.
    pub(super) fn unblock(&mut self) {
        let items = Arc::make_mut(&mut self.items);
        for item in std::mem::take(&mut self.blocked) {
            items.remove(&item);
        }
    }

    /// The items whose creation is in doubt, and those that wait for them.
    pub(super) fn open_items(&self) -> Arc<BTreeSet<ItemId>> {
        Arc::clone(&self.items)
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
                    open.ready_at = later(now, settings.doubt_pause);
                    if now - first >= time_span(settings.doubt_patience) {
                        outcomes.push(Outcome::of(key, OutcomeState::Parked));
                    }
                }
            }
        }
        outcomes
    }

    /// Parks a doubt, or forgets it since it was resolved. Returns whether it was resolved.
    pub(super) fn settle(&mut self, outcome: &Outcome) -> bool {
        let Some(open) = self.open.remove(&outcome.key) else { return false };
        if outcome.state == OutcomeState::Parked {
            self.parked.insert(outcome.key.clone());
            return false;
        }
        if let Some(count) = self.lanes.get_mut(&open.lane) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.lanes.remove(&open.lane);
            }
        }
        if outcome.key.kind == OperationKind::Create {
            Arc::make_mut(&mut self.items).remove(&outcome.key.item);
        }
        true
    }
}

fn later(moment: OffsetDateTime, span: Duration) -> OffsetDateTime {
    moment.checked_add(time_span(span)).unwrap_or(moment)
}

/// A span of time of `std` as one of `time`.
pub(super) fn time_span(duration: Duration) -> time::Duration {
    time::Duration::try_from(duration).unwrap_or(time::Duration::MAX)
}
