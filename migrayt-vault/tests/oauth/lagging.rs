//! A vault that lends from a cache.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use migrayt_core::{ErrorKind, Result};
use migrayt_tenancy::TenantScope;
use migrayt_vault::oauth::{ConnectionParts, Connections};
use migrayt_vault::{CredentialVault, Held, Secret, SecretName, SecretVersion, VaultCapabilities};
use time::Duration;

use crate::world::{World, name, row, scope};

/// Lends what it was asked for first, for as long as it lags.
#[derive(Debug)]
struct Lagging {
    vault: Arc<dyn CredentialVault>,
    old: (Vec<u8>, SecretVersion),
    lags: AtomicBool,
}

#[async_trait]
impl CredentialVault for Lagging {
    async fn put(&self, s: &TenantScope, n: &SecretName, secret: Secret) -> Result<SecretVersion> {
        self.vault.put(s, n, secret).await
    }

    async fn hold(&self, s: &TenantScope, n: &SecretName) -> Result<Held> {
        if self.lags.load(Ordering::SeqCst) {
            let (value, version) = &self.old;
            let secret = Secret::new(value.clone())?;
            return Ok(Held::new(secret, *version, std::time::Duration::from_mins(1)));
        }
        self.vault.hold(s, n).await
    }

    async fn rotate(
        &self,
        s: &TenantScope,
        n: &SecretName,
        from: SecretVersion,
        secret: Secret,
    ) -> Result<SecretVersion> {
        self.vault.rotate(s, n, from, secret).await
    }

    async fn stage(
        &self,
        s: &TenantScope,
        n: &SecretName,
        from: SecretVersion,
        version: SecretVersion,
        secret: Secret,
    ) -> Result<()> {
        self.vault.stage(s, n, from, version, secret).await
    }

    async fn promote(
        &self,
        s: &TenantScope,
        n: &SecretName,
        from: SecretVersion,
        to: SecretVersion,
    ) -> Result<()> {
        self.vault.promote(s, n, from, to).await
    }

    async fn destroy(&self, s: &TenantScope, n: &SecretName) -> Result<()> {
        self.vault.destroy(s, n).await
    }

    async fn names(&self, s: &TenantScope) -> Result<Vec<SecretName>> {
        self.vault.names(s).await
    }

    fn capabilities(&self) -> VaultCapabilities {
        self.vault.capabilities()
    }
}

#[tokio::test]
async fn what_a_cache_lends_does_not_undo_a_renewal() {
    let world = World::atlassian();
    let credential = world.connect().await.unwrap();
    let held = world.parts.vault.hold(&scope(), &name()).await.unwrap();
    let lagging = Arc::new(Lagging {
        vault: Arc::clone(&world.parts.vault),
        old: (held.secret.expose().to_vec(), held.version),
        lags: AtomicBool::new(true),
    });
    let parts = ConnectionParts { vault: Arc::clone(&lagging) as _, ..world.parts.clone() };
    let late = Connections::new(parts, world.app()).credential(&scope(), &name());
    // Another process renews, and a second time is due before the cache has noticed.
    world.pass(Duration::minutes(52));
    assert!(world.is_let_in(&credential).await.unwrap());
    let renewed = row(world.parts.rows.as_ref()).await;
    assert!(world.is_let_in(&late).await.unwrap());
    world.pass(Duration::minutes(52));
    assert_eq!(world.kind(&late).await, ErrorKind::Unavailable);
    let kept = row(world.parts.rows.as_ref()).await;
    assert_eq!((kept.version, kept.renewed_at), (renewed.version, renewed.renewed_at));
    assert_eq!(world.authority.tally().token_calls, 2);
    lagging.lags.store(false, Ordering::SeqCst);
    world.pass(Duration::minutes(1));
    assert!(world.is_let_in(&late).await.unwrap());
    assert_eq!(world.authority.tally().token_calls, 3);
}
