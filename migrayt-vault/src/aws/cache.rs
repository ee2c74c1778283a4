use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use migrayt_core::port::Clock;
use time::OffsetDateTime;

use crate::store::Place;
use crate::{Secret, SecretVersion};

/// The most values that are kept at once.
const MOST: usize = 256;

/// Values that were fetched or staged a moment ago, each under its tenant and name. They are zeroed
/// when they are replaced, forgotten, or found to be too old at any later call.
pub(super) struct Cache {
    clock: Arc<dyn Clock>,
    lasts: Duration,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    current: BTreeMap<Place, Value>,
    staged: BTreeMap<Place, Value>,
    /// How many changes there were.
    changes: u64,
}

struct Value {
    secret: Secret,
    version: SecretVersion,
    until: OffsetDateTime,
}

/// The state of things when a value was asked for. What was overtaken by a change is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ticket(u64);

impl Cache {
    pub(super) fn new(clock: Arc<dyn Clock>, lasts: Duration) -> Self {
        Self { clock, lasts, kept: Mutex::default() }
    }

    pub(super) fn find(&self, place: &Place) -> Option<(Secret, SecretVersion)> {
        self.kept().current.get(place).map(|value| (value.secret.again(), value.version))
    }

    pub(super) fn ticket(&self) -> Ticket {
        Ticket(self.kept().changes)
    }

    /// Keeps what was fetched, if nothing changed since the ticket was drawn.
    pub(super) fn keep(
        &self,
        ticket: Ticket,
        place: &Place,
        secret: &Secret,
        version: SecretVersion,
    ) {
        let mut kept = self.kept();
        if ticket.0 == kept.changes {
            let value = self.value(secret, version);
            keep(&mut kept.current, place, value);
        }
    }

    /// Keeps what is not current yet, for [`Cache::promote`].
    pub(super) fn stage(&self, place: &Place, secret: &Secret, version: SecretVersion) {
        let value = self.value(secret, version);
        keep(&mut self.kept().staged, place, value);
    }

    /// Makes a value the current one: it is lent from here until AWS shows it to everybody. If it
    /// was not staged here, AWS is asked.
    pub(super) fn promote(&self, place: &Place, version: SecretVersion) {
        let mut kept = self.kept();
        kept.forget(place);
        let staged = kept.staged.remove(place).filter(|value| value.version == version);
        if let Some(value) = staged {
            keep(&mut kept.current, place, Some(value));
        }
    }

    /// Keeps what was made the current value, in place of what was there.
    pub(super) fn replace(&self, place: &Place, secret: &Secret, version: SecretVersion) {
        let value = self.value(secret, version);
        let mut kept = self.kept();
        kept.forget(place);
        keep(&mut kept.current, place, value);
    }

    /// Keeps nothing of a place any longer.
    pub(super) fn forget(&self, place: &Place) {
        let mut kept = self.kept();
        kept.forget(place);
        kept.staged.remove(place);
    }

    fn value(&self, secret: &Secret, version: SecretVersion) -> Option<Value> {
        let until = self.clock.now() + self.lasts;
        (!self.lasts.is_zero()).then(|| Value { secret: secret.again(), version, until })
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Nothing panics between two halves of a change.
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.now();
        kept.current.retain(|_, value| value.until > now);
        kept.staged.retain(|_, value| value.until > now);
        kept
    }
}

impl Kept {
    fn forget(&mut self, place: &Place) {
        self.changes = self.changes.wrapping_add(1);
        self.current.remove(place);
    }
}

/// Puts a value in; of too many the one that ends first goes.
fn keep(values: &mut BTreeMap<Place, Value>, place: &Place, value: Option<Value>) {
    let Some(value) = value else { return };
    values.insert(place.clone(), value);
    if values.len() > MOST {
        let first = values.iter().min_by_key(|(_, value)| value.until);
        if let Some(first) = first.map(|(place, _)| place.clone()) {
            values.remove(&first);
        }
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").field("lasts", &self.lasts).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
