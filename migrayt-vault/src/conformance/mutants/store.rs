use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard};

use async_trait::async_trait;
use migrayt_core::Result;
use migrayt_core::id::TenantId;
use migrayt_tenancy::TenantScope;

use super::Rule;
use crate::store::{Exchange, Place, Promotion, Staging, Store};
use crate::{Secret, SecretName, SecretVersion};

type Where = (TenantId, SecretName);

/// A store in memory that breaks a sentence.
pub(super) struct BrokenStore {
    kept: Mutex<Kept>,
    broken: Rule,
}

#[derive(Default)]
struct Kept {
    secrets: BTreeMap<Where, (Secret, SecretVersion)>,
    staged: BTreeMap<Where, (Secret, SecretVersion)>,
    destroyed: Vec<Where>,
    given: u128,
}

impl BrokenStore {
    pub(super) fn new(broken: Rule) -> Self {
        Self { kept: Mutex::default(), broken }
    }

    pub(super) fn anybody_has(&self, name: &SecretName) -> bool {
        self.kept().secrets.keys().any(|(_, own)| own == name)
    }

    fn breaks(&self, rule: Rule) -> bool {
        self.broken == rule
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap()
    }

    fn at(&self, place: &Place) -> Where {
        let tenant = if self.breaks(Rule::TenantsShareNames) {
            TenantId::solo()
        } else {
            place.tenant().clone()
        };
        let name = if self.breaks(Rule::CaseIsFolded) {
            SecretName::new(place.key().as_str().to_lowercase()).unwrap()
        } else {
            place.key().clone()
        };
        (tenant, name)
    }

    /// The same, and the owner's in place of a stranger's if that rule is broken.
    fn at_or_foreign(&self, place: &Place, rule: Rule) -> Where {
        let at = self.at(place);
        if self.breaks(rule) {
            let kept = self.kept();
            let foreign = kept.secrets.keys().find(|(_, name)| *name == at.1).cloned();
            return foreign.unwrap_or(at);
        }
        at
    }

    fn keep(&self, at: Where, secret: &Secret) -> SecretVersion {
        let mut kept = self.kept();
        kept.given += 1;
        let bits = match self.broken {
            Rule::VersionsAreCountedByName => {
                kept.secrets.get(&at).map_or(1, |(_, version)| version.bits() + 1)
            }
            Rule::VersionsAreOfTheValue => {
                secret.expose().iter().map(|byte| u128::from(*byte)).sum()
            }
            Rule::VersionsComeBack if kept.destroyed.contains(&at) => 1,
            _ => kept.given,
        };
        let version = SecretVersion::from_bits(bits);
        let longest = if self.breaks(Rule::CutsLongValues) { 60_000 } else { Secret::LONGEST };
        let bytes = secret.expose();
        let secret = Secret::new(&bytes[..bytes.len().min(longest)]).unwrap();
        kept.secrets.insert(at, (secret, version));
        version
    }

    fn version(&self, at: &Where) -> Option<SecretVersion> {
        self.kept().secrets.get(at).map(|(_, version)| *version)
    }
}

#[async_trait]
impl Store for BrokenStore {
    async fn fill(&self, place: Place, secret: Secret) -> Result<Option<SecretVersion>> {
        let at = self.at(&place);
        let free = self.version(&at).is_none() || self.breaks(Rule::PutsOver);
        if self.breaks(Rule::LosesPuts) {
            tokio::task::yield_now().await;
        }
        Ok(free.then(|| self.keep(at, &secret)))
    }

    async fn read(&self, place: Place) -> Result<Option<(Secret, SecretVersion)>> {
        let kept = self.kept();
        Ok(kept.secrets.get(&self.at(&place)).map(|(secret, version)| {
            let bytes = secret.expose();
            let trimmed = bytes.trim_ascii();
            let secret = if self.breaks(Rule::TrimsValues) && !trimmed.is_empty() {
                Secret::new(trimmed).unwrap()
            } else {
                secret.again()
            };
            let changed = u128::from(self.breaks(Rule::LendsAnotherVersion));
            (secret, SecretVersion::from_bits(version.bits() + changed))
        }))
    }

    async fn exchange(
        &self,
        place: Place,
        from: SecretVersion,
        secret: Secret,
    ) -> Result<Exchange> {
        let at = self.at_or_foreign(&place, Rule::StrangersRotate);
        let Some(version) = self.version(&at) else { return Ok(Exchange::Empty) };
        if version != from && !self.breaks(Rule::RotationIgnoresTheVersion) {
            return Ok(Exchange::Newer);
        }
        if self.breaks(Rule::LosesRotations) {
            tokio::task::yield_now().await;
        }
        let old = self.kept().secrets.get(&at).map(|(secret, _)| secret.again());
        let old = old.filter(|_| self.breaks(Rule::RotationKeepsTheOld));
        Ok(Exchange::Done(self.keep(at, &old.unwrap_or(secret))))
    }

    async fn stage(
        &self,
        place: Place,
        from: SecretVersion,
        version: SecretVersion,
        secret: Secret,
    ) -> Result<Staging> {
        let at = self.at_or_foreign(&place, Rule::StrangersStage);
        let current = self.version(&at);
        if current.is_none() && !self.breaks(Rule::StagesForNobody) {
            return Ok(Staging::Empty);
        }
        let mut kept = self.kept();
        let staged = kept.staged.get(&at).map(|(_, version)| *version);
        let is_there = current == Some(version) || staged == Some(version);
        if is_there && !self.breaks(Rule::StagesOnTopOfItself) {
            return Ok(Staging::Taken);
        }
        if current.is_some_and(|current| current != from) && !self.breaks(Rule::StagesOnAnything) {
            return Ok(Staging::Newer);
        }
        if self.breaks(Rule::LendsTheStaged) || current.is_none() {
            kept.secrets.insert(at, (secret, version));
        } else if !(self.breaks(Rule::StagesNothing)
            || self.breaks(Rule::KeepsTheFirstStaged) && staged.is_some())
        {
            kept.staged.insert(at, (secret, version));
        }
        Ok(Staging::Done)
    }

    async fn promote(
        &self,
        place: Place,
        from: SecretVersion,
        to: SecretVersion,
    ) -> Result<Promotion> {
        let at = self.at_or_foreign(&place, Rule::StrangersPromote);
        let Some(current) = self.version(&at) else { return Ok(Promotion::Empty) };
        if current == to && !self.breaks(Rule::PromotesOnce) {
            return Ok(Promotion::Done);
        }
        // A stranger's promotion that is to be seen must not fail for its version.
        let from = if self.breaks(Rule::StrangersPromote) { current } else { from };
        if current != from && !self.breaks(Rule::PromotionIgnoresTheVersion) {
            return Ok(Promotion::Newer);
        }
        if self.breaks(Rule::LosesPromotions) {
            tokio::task::yield_now().await;
        }
        let mut kept = self.kept();
        let staged = kept.staged.get(&at).map(|(_, version)| *version);
        if staged != Some(to) && !self.breaks(Rule::PromotesAnything) {
            return Ok(Promotion::Unstaged);
        }
        let staged = kept.staged.remove(&at);
        let old = kept.secrets.get(&at).map(|(secret, _)| secret.again());
        if let Some((secret, version)) = staged {
            let old = old.filter(|_| self.breaks(Rule::PromotionKeepsTheOld));
            kept.secrets.insert(at, (old.unwrap_or(secret), version));
        }
        Ok(Promotion::Done)
    }

    async fn empty(&self, place: Place) -> Result<bool> {
        let at = self.at_or_foreign(&place, Rule::StrangersDestroy);
        let mut kept = self.kept();
        if self.breaks(Rule::LeavesTheDestroyed) {
            return Ok(kept.secrets.contains_key(&at));
        }
        if self.breaks(Rule::DestroysTheTenant) && kept.secrets.contains_key(&at) {
            kept.secrets.retain(|(tenant, _), _| *tenant != at.0);
            return Ok(true);
        }
        let was_there = kept.secrets.remove(&at).is_some();
        if !self.breaks(Rule::StagedOutlivesItsSecret) {
            kept.staged.remove(&at);
        }
        kept.destroyed.push(at);
        Ok(was_there)
    }

    async fn names(&self, scope: &TenantScope) -> Result<Vec<SecretName>> {
        let kept = self.kept();
        let everybody = self.breaks(Rule::NamesOfAll) || self.breaks(Rule::TenantsShareNames);
        let own = |at: &&Where| everybody || at.0 == *scope.tenant();
        let mut names: Vec<_> =
            kept.secrets.keys().filter(own).map(|(_, name)| name.clone()).collect();
        if self.breaks(Rule::NamesLackTheLast) {
            names.pop();
        }
        if self.breaks(Rule::NamesKeepTheDestroyed) {
            names.extend(kept.destroyed.iter().map(|(_, name)| name.clone()));
        }
        Ok(names)
    }
}

impl fmt::Debug for BrokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BrokenStore").field(&self.broken).finish()
    }
}
