//! Proof of the suite: vaults that break one sentence each, every one of which it must find.

mod audit;
mod rule;
mod store;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use migrayt_core::port::Clock;
use migrayt_core::{Error, ErrorKind, Result};
use migrayt_tenancy::TenantScope;
use time::OffsetDateTime;

use self::audit::BrokenAudit;
use self::rule::Rule;
#[cfg(feature = "oauth")]
pub(super) use self::rule::rules;
use self::store::BrokenStore;
use crate::desk::Desk;
use crate::{
    CredentialVault, Held, MemoryVault, Secret, SecretName, SecretVersion, VaultAudit,
    VaultCapabilities,
};

/// A vault that works but for one sentence.
#[derive(Debug)]
struct Mutant {
    desk: Desk,
    store: BrokenStore,
    broken: Rule,
}

impl Mutant {
    fn new(broken: Rule, audit: Arc<dyn VaultAudit>, clock: Arc<dyn Clock>) -> Self {
        let clock = if broken == Rule::AcceptsEnded { Arc::new(Stopped) } else { clock };
        let audit = Arc::new(BrokenAudit::new(audit, broken));
        Self { desk: Desk::new(audit, clock), store: BrokenStore::new(broken), broken }
    }
}

#[async_trait]
impl CredentialVault for Mutant {
    async fn put(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        secret: Secret,
    ) -> Result<SecretVersion> {
        self.desk.put(&self.store, scope, name, secret).await
    }

    async fn hold(&self, scope: &TenantScope, name: &SecretName) -> Result<Held> {
        let result = self.desk.hold(&self.store, scope, name).await;
        let missing = result.as_ref().is_err_and(|error| error.kind() == ErrorKind::NotFound);
        let foreign = missing && self.store.anybody_has(name);
        match (self.broken, result) {
            (Rule::UnknownIsUnavailable, Err(_)) if missing => {
                Err(Error::new(ErrorKind::Unavailable, "no such secret"))
            }
            (Rule::ForeignIsForbidden, Err(_)) if foreign => {
                Err(Error::new(ErrorKind::PermissionDenied, "another tenant's"))
            }
            (Rule::ForeignHasAnotherHelp, Err(error)) if foreign => Err(error.with_help("Ask.")),
            (Rule::LendsLong, Ok(held)) => Ok(Held { fresh_for: Duration::from_secs(301), ..held }),
            (Rule::LendsForNothing, Ok(held)) => Ok(Held { fresh_for: Duration::ZERO, ..held }),
            (_, result) => result,
        }
    }

    async fn rotate(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        from: SecretVersion,
        secret: Secret,
    ) -> Result<SecretVersion> {
        if self.broken == Rule::RotationPuts && !self.store.anybody_has(name) {
            return self.desk.put(&self.store, scope, name, secret).await;
        }
        self.desk.rotate(&self.store, scope, name, from, secret).await
    }

    async fn stage(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        from: SecretVersion,
        version: SecretVersion,
        secret: Secret,
    ) -> Result<()> {
        self.desk.stage(&self.store, scope, name, from, version, secret).await
    }

    async fn promote(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        from: SecretVersion,
        to: SecretVersion,
    ) -> Result<()> {
        self.desk.promote(&self.store, scope, name, from, to).await
    }

    async fn destroy(&self, scope: &TenantScope, name: &SecretName) -> Result<()> {
        match self.desk.destroy(&self.store, scope, name).await {
            Err(error)
                if self.broken == Rule::DestroysNothing && error.kind() == ErrorKind::NotFound =>
            {
                Ok(())
            }
            result => result,
        }
    }

    async fn names(&self, scope: &TenantScope) -> Result<Vec<SecretName>> {
        let mut names = self.desk.names(&self.store, scope).await?;
        if self.broken == Rule::NamesDescend {
            names.reverse();
        }
        Ok(names)
    }

    fn capabilities(&self) -> VaultCapabilities {
        let longest = if self.broken == Rule::TakesMoreThanItSays { 9 } else { Secret::LONGEST };
        VaultCapabilities::new(false, false, longest)
    }
}

/// The moment at which every session still lives.
#[derive(Debug)]
struct Stopped;

#[async_trait]
impl Clock for Stopped {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::UNIX_EPOCH
    }

    async fn sleep_until(&self, _moment: OffsetDateTime) {}
}

#[tokio::test]
async fn the_model_keeps_every_sentence() {
    super::suite(async |audit, clock| Arc::new(MemoryVault::new(audit, clock))).await.unwrap();
}

#[tokio::test]
async fn a_mutant_that_breaks_nothing_passes() {
    super::suite(async |audit, clock| Arc::new(Mutant::new(Rule::None, audit, clock)))
        .await
        .unwrap();
}

#[tokio::test]
async fn every_mutant_is_found() {
    let mut missed = Vec::new();
    for &rule in Rule::ALL {
        let found =
            super::suite(async |audit, clock| Arc::new(Mutant::new(rule, audit, clock))).await;
        match found {
            Ok(()) => missed.push(rule),
            Err(breach) => assert_ne!(breach.case, "", "{breach}"),
        }
    }
    assert!(missed.is_empty(), "not found: {missed:?}");
    assert!(Rule::ALL.len() >= 58, "{} mutants", Rule::ALL.len());
}
