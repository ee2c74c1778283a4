use std::sync::Arc;
use std::time::Duration;

use migrayt_core::error::Effect;
use migrayt_core::port::Clock;
use migrayt_core::{Error, ErrorKind, Result};
use migrayt_tenancy::TenantScope;

use crate::store::{Exchange, Promotion, Staging, Store};
use crate::{
    Held, Secret, SecretName, SecretVersion, VaultAct, VaultAudit, VaultEvent, VaultOutcome,
};

/// How long a secret is lent: short enough for a rotation to be noticed, long enough for a page of
/// requests.
const FRESH_FOR: Duration = Duration::from_mins(1);

/// What stands between a caller and a store: it lets nobody in whose scope has ended, tells the
/// audit, and gives the one answer to names that do not exist.
#[derive(Debug)]
pub(crate) struct Desk {
    audit: Arc<dyn VaultAudit>,
    clock: Arc<dyn Clock>,
}

impl Desk {
    pub(crate) fn new(audit: Arc<dyn VaultAudit>, clock: Arc<dyn Clock>) -> Self {
        Self { audit, clock }
    }

    pub(crate) async fn put(
        &self,
        store: &impl Store,
        scope: &TenantScope,
        name: &SecretName,
        secret: Secret,
    ) -> Result<SecretVersion> {
        self.change(scope, name, VaultAct::Put, async {
            let version = store.fill(scope.scoped(name.clone()), secret).await?;
            let version = version.ok_or_else(|| {
                Error::new(ErrorKind::AlreadyExists, "there is a secret of this name")
                    .with_help("Rotate it to replace its value, or choose another name.")
                    .with("secret", name)
            })?;
            Ok((version, Some(version)))
        })
        .await
    }

    pub(crate) async fn hold(
        &self,
        store: &impl Store,
        scope: &TenantScope,
        name: &SecretName,
    ) -> Result<Held> {
        let found = match scope.ensure_current(self.clock.as_ref()) {
            Ok(()) => store.read(scope.scoped(name.clone())).await,
            Err(ended) => Err(ended),
        };
        match found.and_then(|found| found.ok_or_else(|| absent(name))) {
            Ok((secret, version)) => {
                // Told before it is lent: what cannot be told is not lent.
                self.tell(scope, name, VaultAct::Hold, VaultOutcome::Done, Some(version)).await?;
                Ok(Held::new(secret, version, FRESH_FOR))
            }
            Err(error) => {
                let refused = VaultOutcome::Refused(error.kind());
                self.tell(scope, name, VaultAct::Hold, refused, None).await?;
                Err(error)
            }
        }
    }

    pub(crate) async fn rotate(
        &self,
        store: &impl Store,
        scope: &TenantScope,
        name: &SecretName,
        from: SecretVersion,
        secret: Secret,
    ) -> Result<SecretVersion> {
        self.change(scope, name, VaultAct::Rotate, async {
            match store.exchange(scope.scoped(name.clone()), from, secret).await? {
                Exchange::Done(version) => Ok((version, Some(version))),
                Exchange::Empty => Err(absent(name)),
                Exchange::Newer => Err(newer(name)),
            }
        })
        .await
    }

    pub(crate) async fn stage(
        &self,
        store: &impl Store,
        scope: &TenantScope,
        name: &SecretName,
        from: SecretVersion,
        version: SecretVersion,
        secret: Secret,
    ) -> Result<()> {
        self.change(scope, name, VaultAct::Stage, async {
            match store.stage(scope.scoped(name.clone()), from, version, secret).await? {
                Staging::Done => Ok(((), Some(version))),
                Staging::Empty => Err(absent(name)),
                Staging::Newer => Err(newer(name)),
                Staging::Taken => Err(Error::new(
                    ErrorKind::AlreadyExists,
                    "the secret has a value of this version",
                )
                .with_help("Promote it, or stage the value under a fresh version.")
                .with("secret", name)
                .with("version", version)),
            }
        })
        .await
    }

    pub(crate) async fn promote(
        &self,
        store: &impl Store,
        scope: &TenantScope,
        name: &SecretName,
        from: SecretVersion,
        to: SecretVersion,
    ) -> Result<()> {
        self.change(scope, name, VaultAct::Promote, async {
            match store.promote(scope.scoped(name.clone()), from, to).await? {
                Promotion::Done => Ok(((), Some(to))),
                Promotion::Empty => Err(absent(name)),
                Promotion::Newer => Err(newer(name)),
                Promotion::Unstaged => {
                    Err(Error::new(ErrorKind::Conflict, "no value is staged under this version")
                        .with_help("Hold the secret again and stage the value anew.")
                        .with("secret", name)
                        .with("version", to))
                }
            }
        })
        .await
    }

    pub(crate) async fn destroy(
        &self,
        store: &impl Store,
        scope: &TenantScope,
        name: &SecretName,
    ) -> Result<()> {
        self.change(scope, name, VaultAct::Destroy, async {
            let was_there = store.empty(scope.scoped(name.clone())).await?;
            if was_there { Ok(((), None)) } else { Err(absent(name)) }
        })
        .await
    }

    pub(crate) async fn names(
        &self,
        store: &impl Store,
        scope: &TenantScope,
    ) -> Result<Vec<SecretName>> {
        scope.ensure_current(self.clock.as_ref())?;
        let mut names = store.names(scope).await?;
        names.sort();
        Ok(names)
    }

    /// Makes a change between two records of it.
    async fn change<T>(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        act: VaultAct,
        work: impl Future<Output = Result<(T, Option<SecretVersion>)>>,
    ) -> Result<T> {
        if let Err(ended) = scope.ensure_current(self.clock.as_ref()) {
            self.tell(scope, name, act, VaultOutcome::Refused(ended.kind()), None).await?;
            return Err(ended);
        }
        self.tell(scope, name, act, VaultOutcome::Begun, None).await?;
        match work.await {
            Ok((value, version)) => {
                let told = self.tell(scope, name, act, VaultOutcome::Done, version).await;
                told.map(|()| value).map_err(|error| error.with_effect(Effect::Unknown))
            }
            Err(error) => {
                // The audit has the beginning; why there was no end is what the caller must know.
                let refused = VaultOutcome::Refused(error.kind());
                let _told = self.tell(scope, name, act, refused, None).await;
                Err(error)
            }
        }
    }

    async fn tell(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        act: VaultAct,
        outcome: VaultOutcome,
        version: Option<SecretVersion>,
    ) -> Result<()> {
        let event = VaultEvent::new(scope, name, act, outcome, self.clock.now());
        self.audit.record(&event.with_version(version)).await.map_err(|source| {
            Error::new(ErrorKind::Unavailable, "the audit of the vault cannot be written")
                .with_help("Nothing is lent or changed without a record: mend the audit first.")
                .with_source(source)
        })
    }
}

fn newer(name: &SecretName) -> Error {
    Error::new(ErrorKind::Conflict, "the secret is of another version")
        .with_help("Somebody rotated it meanwhile: hold it again.")
        .with("secret", name)
}

/// The one answer about a name that nobody has, and about another tenant's.
pub(crate) fn absent(name: &SecretName) -> Error {
    Error::new(ErrorKind::NotFound, "there is no secret of this name")
        .with_help("Look at the names of the vault, or put the secret first.")
        .with("secret", name)
}
