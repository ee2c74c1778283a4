use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use migrayt_core::port::Clock;
use migrayt_tenancy::TenantScope;
use time::OffsetDateTime;

use crate::SecretName;
use crate::store::Place;

/// For how long a list of secrets may lack a change: AWS names five minutes, and this is twice that.
const LAG: Duration = Duration::from_mins(10);

/// The places that this vault filled or emptied a moment ago, and when a list has them right for
/// sure.
#[derive(Debug)]
pub(super) struct Recent {
    clock: Arc<dyn Clock>,
    changed: Mutex<BTreeMap<Place, OffsetDateTime>>,
}

impl Recent {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, changed: Mutex::default() }
    }

    pub(super) fn note(&self, place: &Place) {
        let until = self.clock.now() + LAG;
        self.changed().insert(place.clone(), until);
    }

    /// The names of a tenant that a list may have wrong.
    pub(super) fn names(&self, scope: &TenantScope) -> Vec<SecretName> {
        let changed = self.changed();
        let own = changed.keys().filter(|place| place.tenant() == scope.tenant());
        own.map(|place| place.key().clone()).collect()
    }

    fn changed(&self) -> MutexGuard<'_, BTreeMap<Place, OffsetDateTime>> {
        // Nothing panics between two halves of a change.
        let mut changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.now();
        changed.retain(|_, until| *until > now);
        changed
    }
}
