//! The vault of a host.

mod store;

use std::sync::Arc;

use async_trait::async_trait;
use migrayt_core::error::Result;
use migrayt_core::port::{Clock, Ids};
use migrayt_tenancy::TenantScope;
use migrayt_vault::{
    CredentialVault, Held, KeptVault, Secret, SecretName, SecretVersion, TracingAudit, VaultAudit,
    VaultCapabilities,
};
use serde::Deserialize;

use self::store::{HostStore, PORT};
use super::super::desk::{Desk, Question, ask};

/// A vault whose values the host keeps.
///
/// The host is asked for values only: a scope that has ended is refused, and every question is told to
/// the audit, before it is asked. Versions are made here, of fresh randomness.
#[derive(Debug)]
pub struct HostVault(KeptVault<HostStore>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Description {
    durable: bool,
    shared: bool,
    longest_secret: Option<usize>,
}

impl HostVault {
    /// The vault of a host, which tells events to the program's log.
    ///
    /// # Errors
    /// Those of the host.
    pub async fn open(
        desk: Arc<dyn Desk>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
    ) -> Result<Self> {
        Self::open_with(desk, Arc::new(TracingAudit), clock, ids).await
    }

    /// The same, which tells an audit.
    ///
    /// # Errors
    /// Those of the host.
    pub async fn open_with(
        desk: Arc<dyn Desk>,
        audit: Arc<dyn VaultAudit>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
    ) -> Result<Self> {
        let question = Question::new(PORT, "describe", &serde_json::json!({}))?;
        let description: Description = ask(desk.as_ref(), question).await?;
        let longest = description.longest_secret.unwrap_or(Secret::LONGEST);
        let capabilities = VaultCapabilities::new(description.durable, description.shared, longest);
        let store = HostStore::new(desk, ids, capabilities.longest_secret);
        Ok(Self(KeptVault::new(store, capabilities, audit, clock)))
    }
}

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl CredentialVault for HostVault {
    async fn put(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        secret: Secret,
    ) -> Result<SecretVersion> {
        self.0.put(scope, name, secret).await
    }

    async fn hold(&self, scope: &TenantScope, name: &SecretName) -> Result<Held> {
        self.0.hold(scope, name).await
    }

    async fn rotate(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        from: SecretVersion,
        secret: Secret,
    ) -> Result<SecretVersion> {
        self.0.rotate(scope, name, from, secret).await
    }

    async fn stage(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        from: SecretVersion,
        version: SecretVersion,
        secret: Secret,
    ) -> Result<()> {
        self.0.stage(scope, name, from, version, secret).await
    }

    async fn promote(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        from: SecretVersion,
        to: SecretVersion,
    ) -> Result<()> {
        self.0.promote(scope, name, from, to).await
    }

    async fn destroy(&self, scope: &TenantScope, name: &SecretName) -> Result<()> {
        self.0.destroy(scope, name).await
    }

    async fn names(&self, scope: &TenantScope) -> Result<Vec<SecretName>> {
        self.0.names(scope).await
    }

    fn capabilities(&self) -> VaultCapabilities {
        self.0.capabilities()
    }
}
