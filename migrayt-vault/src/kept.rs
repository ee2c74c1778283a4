use std::sync::Arc;

use migrayt_core::port::Clock;

use crate::desk::Desk;
use crate::store::Store;
use crate::{VaultAudit, VaultCapabilities};

/// A vault over any store: it lets nobody in whose scope has ended, tells the audit before and after,
/// and gives the one answer to names that do not exist.
#[derive(Debug)]
pub struct KeptVault<S> {
    desk: Desk,
    store: S,
    capabilities: VaultCapabilities,
}

impl<S: Store> KeptVault<S> {
    /// A vault of a store that can do this, which tells this audit, by this clock.
    pub fn new(
        store: S,
        capabilities: VaultCapabilities,
        audit: Arc<dyn VaultAudit>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { desk: Desk::new(audit, clock), store, capabilities }
    }
}

/// The port over a `desk` and a `store`, with what the vault can do.
macro_rules! kept_vault {
    ([$($generics:tt)*] $vault:ty, $capabilities:expr) => {
        #[async_trait::async_trait]
        impl<$($generics)*> $crate::CredentialVault for $vault {
            async fn put(
                &self,
                scope: &migrayt_tenancy::TenantScope,
                name: &$crate::SecretName,
                secret: $crate::Secret,
            ) -> migrayt_core::Result<$crate::SecretVersion> {
                self.desk.put(&self.store, scope, name, secret).await
            }

            async fn hold(
                &self,
                scope: &migrayt_tenancy::TenantScope,
                name: &$crate::SecretName,
            ) -> migrayt_core::Result<$crate::Held> {
                self.desk.hold(&self.store, scope, name).await
            }

            async fn rotate(
                &self,
                scope: &migrayt_tenancy::TenantScope,
                name: &$crate::SecretName,
                from: $crate::SecretVersion,
                secret: $crate::Secret,
            ) -> migrayt_core::Result<$crate::SecretVersion> {
                self.desk.rotate(&self.store, scope, name, from, secret).await
            }

            async fn stage(
                &self,
                scope: &migrayt_tenancy::TenantScope,
                name: &$crate::SecretName,
                from: $crate::SecretVersion,
                version: $crate::SecretVersion,
                secret: $crate::Secret,
            ) -> migrayt_core::Result<()> {
                self.desk.stage(&self.store, scope, name, from, version, secret).await
            }

            async fn promote(
                &self,
                scope: &migrayt_tenancy::TenantScope,
                name: &$crate::SecretName,
                from: $crate::SecretVersion,
                to: $crate::SecretVersion,
            ) -> migrayt_core::Result<()> {
                self.desk.promote(&self.store, scope, name, from, to).await
            }

            async fn destroy(
                &self,
                scope: &migrayt_tenancy::TenantScope,
                name: &$crate::SecretName,
            ) -> migrayt_core::Result<()> {
                self.desk.destroy(&self.store, scope, name).await
            }

            async fn names(
                &self,
                scope: &migrayt_tenancy::TenantScope,
            ) -> migrayt_core::Result<Vec<$crate::SecretName>> {
                self.desk.names(&self.store, scope).await
            }

            fn capabilities(&self) -> $crate::VaultCapabilities {
                ($capabilities)(self)
            }
        }
    };
    ($vault:ty, $capabilities:expr) => {
        $crate::kept::kept_vault!([] $vault, |_: &Self| $capabilities);
    };
}
pub(crate) use kept_vault;

kept_vault!([S: Store] KeptVault<S>, |vault: &Self| vault.capabilities);
