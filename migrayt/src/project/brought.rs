use std::sync::Arc;

use migrayt_core::digest::DigestKey;
use migrayt_core::id::TenantId;
use migrayt_core::port::{Journal, PlanStore, Source, Target};
#[cfg(feature = "vault")]
use migrayt_tenancy::TenantScope;
#[cfg(feature = "vault")]
use migrayt_vault::CredentialVault;

/// What a program brings, in place of what its configuration describes.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Brought {
    /// Where items are read, for the kind `host`.
    pub source: Option<Arc<dyn Source>>,
    /// Where items are written, for the kind `host`.
    pub target: Option<Arc<dyn Target>>,
    /// Plan and journal, in place of the file.
    pub journal: Option<BroughtJournal>,
    /// The vault, in place of the folder.
    #[cfg(feature = "vault")]
    pub vault: Option<Arc<dyn CredentialVault>>,
    /// For whom it is done: whose rows the journal has and whose secrets the vault. The one tenant
    /// of a program that has one, if left out.
    #[cfg(feature = "vault")]
    pub scope: Option<TenantScope>,
}

/// A journal that a program brings.
#[derive(Clone, Debug)]
pub struct BroughtJournal {
    /// The journal, which knows its tenant.
    pub journal: Arc<dyn Journal>,
    /// The plans; usually the same.
    pub plans: Arc<dyn PlanStore>,
    /// The key of the digests in both: one per journal, kept apart from it.
    pub key: DigestKey,
}

impl Brought {
    /// Whose rows the journal has.
    pub(super) fn tenant(&self) -> TenantId {
        #[cfg(feature = "vault")]
        if let Some(scope) = &self.scope {
            return scope.tenant().clone();
        }
        TenantId::solo()
    }

    /// The vault and whose it is, if both or one of them is brought.
    #[cfg(feature = "vault")]
    pub(crate) fn vault(&self) -> Option<crate::vault::Vault> {
        let store = Arc::clone(self.vault.as_ref()?);
        let scope = self.scope.clone().unwrap_or_else(|| migrayt_tenancy::Solo::default().scope());
        Some(crate::vault::Vault::over(store, scope))
    }
}
