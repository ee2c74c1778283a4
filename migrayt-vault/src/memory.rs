use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use migrayt_core::Result;
use migrayt_core::port::Clock;
use migrayt_tenancy::TenantScope;

use crate::desk::Desk;
use crate::store::{Exchange, Place, Promotion, Staging, Store};
use crate::{Secret, SecretName, SecretVersion, VaultAudit, VaultCapabilities};

/// A vault in this process' memory: for tests, and for programs that are given their secrets anew
/// at each start. Values are zeroed when they are replaced, destroyed or dropped with the vault.
#[derive(Debug)]
pub struct MemoryVault {
    desk: Desk,
    store: MemoryStore,
}

impl MemoryVault {
    /// An empty vault that tells this audit, by this clock.
    pub fn new(audit: Arc<dyn VaultAudit>, clock: Arc<dyn Clock>) -> Self {
        Self { desk: Desk::new(audit, clock), store: MemoryStore::default() }
    }
}

crate::kept::kept_vault!(MemoryVault, VaultCapabilities::new(false, false, Secret::LONGEST));

#[derive(Default)]
struct MemoryStore(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    places: BTreeMap<Place, (Secret, SecretVersion)>,
    staged: BTreeMap<Place, (Secret, SecretVersion)>,
    /// How many versions were given.
    given: u128,
}

impl MemoryStore {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Nothing panics between two halves of a change.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn version(&self, place: &Place) -> Option<SecretVersion> {
        self.places.get(place).map(|(_, version)| *version)
    }

    fn staged(&self, place: &Place) -> Option<SecretVersion> {
        self.staged.get(place).map(|(_, version)| *version)
    }

    fn keep(&mut self, place: Place, secret: Secret) -> SecretVersion {
        self.given = self.given.wrapping_add(1);
        let version = SecretVersion::from_bits(self.given);
        self.places.insert(place, (secret, version));
        version
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn fill(&self, place: Place, secret: Secret) -> Result<Option<SecretVersion>> {
        let mut kept = self.kept();
        let free = !kept.places.contains_key(&place);
        Ok(free.then(|| kept.keep(place, secret)))
    }

    async fn read(&self, place: Place) -> Result<Option<(Secret, SecretVersion)>> {
        Ok(self.kept().places.get(&place).map(|(secret, version)| (secret.again(), *version)))
    }

    async fn exchange(
        &self,
        place: Place,
        from: SecretVersion,
        secret: Secret,
    ) -> Result<Exchange> {
        let mut kept = self.kept();
        Ok(match kept.version(&place) {
            None => Exchange::Empty,
            Some(version) if version != from => Exchange::Newer,
            Some(_) => Exchange::Done(kept.keep(place, secret)),
        })
    }

    async fn stage(
        &self,
        place: Place,
        from: SecretVersion,
        version: SecretVersion,
        secret: Secret,
    ) -> Result<Staging> {
        let mut kept = self.kept();
        let Some(current) = kept.version(&place) else { return Ok(Staging::Empty) };
        if current == version || kept.staged(&place) == Some(version) {
            return Ok(Staging::Taken);
        }
        if current != from {
            return Ok(Staging::Newer);
        }
        kept.staged.insert(place, (secret, version));
        Ok(Staging::Done)
    }

    async fn promote(
        &self,
        place: Place,
        from: SecretVersion,
        to: SecretVersion,
    ) -> Result<Promotion> {
        let mut kept = self.kept();
        match kept.version(&place) {
            None => return Ok(Promotion::Empty),
            Some(current) if current == to => return Ok(Promotion::Done),
            Some(current) if current != from => return Ok(Promotion::Newer),
            Some(_) if kept.staged(&place) != Some(to) => return Ok(Promotion::Unstaged),
            Some(_) => {}
        }
        let staged = kept.staged.remove(&place);
        kept.places.extend(staged.map(|value| (place, value)));
        Ok(Promotion::Done)
    }

    async fn empty(&self, place: Place) -> Result<bool> {
        let mut kept = self.kept();
        kept.staged.remove(&place);
        Ok(kept.places.remove(&place).is_some())
    }

    async fn names(&self, scope: &TenantScope) -> Result<Vec<SecretName>> {
        let kept = self.kept();
        let own = kept.places.keys().filter(|place| place.tenant() == scope.tenant());
        Ok(own.map(|place| place.key().clone()).collect())
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore")
            .field("secrets", &self.kept().places.len())
            .finish_non_exhaustive()
    }
}
