use std::sync::Arc;

use async_trait::async_trait;
use migrayt_core::{Error, ErrorKind, Result};
use migrayt_tenancy::TenantScope;
use migrayt_vault::{
    CredentialVault, Held, MemoryVault, Secret, SecretName, SecretVersion, VaultAudit,
    VaultCapabilities, VaultEvent,
};

use super::flaw::Flaw;
use super::hand::Hand;
use crate::locked::Locked;

/// The vault as one process sees it.
#[derive(Debug)]
pub(super) struct SimVault {
    pub(super) hand: Hand,
    pub(super) vault: Arc<MemoryVault>,
    /// What a flawed process keeps to itself.
    pub(super) kept: Locked<Option<Kept>>,
}

/// A value in the memory of a process, with its version.
pub(super) struct Kept(SecretVersion, Vec<u8>);

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Kept").field(&self.0).finish_non_exhaustive()
    }
}

impl SimVault {
    /// The version that a change compares; a flawed process takes whatever is there.
    async fn compared(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        from: SecretVersion,
    ) -> Result<SecretVersion> {
        if self.hand.is_flawed(Flaw::SwapsBlindly) {
            return Ok(self.vault.hold(scope, name).await?.version);
        }
        Ok(from)
    }
}

#[async_trait]
impl CredentialVault for SimVault {
    async fn put(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        secret: Secret,
    ) -> Result<SecretVersion> {
        self.vault.put(scope, name, secret).await
    }

    async fn hold(&self, scope: &TenantScope, name: &SecretName) -> Result<Held> {
        self.hand.call("hold", async || self.vault.hold(scope, name).await).await
    }

    async fn rotate(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        from: SecretVersion,
        secret: Secret,
    ) -> Result<SecretVersion> {
        self.vault.rotate(scope, name, from, secret).await
    }

    async fn stage(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        from: SecretVersion,
        version: SecretVersion,
        secret: Secret,
    ) -> Result<()> {
        self.hand
            .call("stage", async || {
                let from = self.compared(scope, name, from).await?;
                if self.hand.is_flawed(Flaw::StagesNothing) {
                    let kept = Kept(version, secret.expose().to_vec());
                    self.kept.with(|place| *place = Some(kept));
                } else {
                    self.vault.stage(scope, name, from, version, secret).await?;
                }
                self.hand.stage.book.with(|book| {
                    // What somebody was given before is not what the authority goes on with.
                    if book.last_asker == Some(self.hand.process) {
                        book.exposed_since = None;
                    }
                });
                Ok(())
            })
            .await
    }

    async fn promote(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        from: SecretVersion,
        to: SecretVersion,
    ) -> Result<()> {
        self.hand
            .call("promote", async || {
                let kept = self.kept.with(|kept| kept.take_if(|Kept(version, _)| *version == to));
                let from = self.compared(scope, name, from).await?;
                if let Some(Kept(version, bytes)) = kept {
                    self.vault.stage(scope, name, from, version, Secret::new(bytes)?).await?;
                }
                self.vault.promote(scope, name, from, to).await
            })
            .await
    }

    async fn destroy(&self, scope: &TenantScope, name: &SecretName) -> Result<()> {
        self.vault.destroy(scope, name).await
    }

    async fn names(&self, scope: &TenantScope) -> Result<Vec<SecretName>> {
        self.vault.names(scope).await
    }

    fn capabilities(&self) -> VaultCapabilities {
        self.vault.capabilities()
    }
}

/// Keeps no record: what is asked of the vault stands in the trace.
#[derive(Debug)]
pub(super) struct NoRecord;

#[async_trait]
impl VaultAudit for NoRecord {
    async fn record(&self, _event: &VaultEvent) -> Result<()> {
        Ok(())
    }
}

/// The access token in a grant as it lies in the vault.
pub(super) fn access_token(secret: &Secret) -> String {
    let grant: serde_json::Value = serde_json::from_slice(secret.expose()).unwrap_or_default();
    grant.get("access").and_then(|token| token.as_str()).unwrap_or_default().to_owned()
}

/// What cannot happen in a simulation.
pub(super) fn stuck() -> Error {
    Error::new(ErrorKind::Unexpected, "a simulated world could not be set up")
}
