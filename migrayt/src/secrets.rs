use std::sync::Arc;

use migrayt_core::error::Result;
use migrayt_core::port::Clock;
use secrecy::SecretString;

use crate::config::{Configuration, CredentialReference, Prompt, Wanted};
#[cfg(feature = "vault")]
use crate::vault::Vault;

/// Fetches the secrets that a configuration names. The vault is opened once, when the first of them
/// is in it.
#[derive(Debug)]
pub(crate) struct Secrets<'a> {
    configuration: &'a Configuration,
    prompt: &'a dyn Prompt,
    #[cfg_attr(not(feature = "vault"), expect(dead_code, reason = "only the vault has a clock"))]
    clock: Arc<dyn Clock>,
    #[cfg(feature = "vault")]
    vault: tokio::sync::OnceCell<Vault>,
    /// For whom, if not for the one tenant of a program that has one.
    #[cfg(feature = "vault")]
    scope: Option<migrayt_tenancy::TenantScope>,
}

impl<'a> Secrets<'a> {
    pub(crate) fn new(
        configuration: &'a Configuration,
        prompt: &'a dyn Prompt,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            configuration,
            prompt,
            clock,
            #[cfg(feature = "vault")]
            vault: tokio::sync::OnceCell::new(),
            #[cfg(feature = "vault")]
            scope: None,
        }
    }

    /// The same with the vault that a program brings, and for whom it asks.
    #[cfg(feature = "vault")]
    #[must_use]
    pub(crate) fn with_brought(mut self, brought: &crate::project::Brought) -> Self {
        self.vault = tokio::sync::OnceCell::new_with(brought.vault());
        self.scope.clone_from(&brought.scope);
        self
    }

    /// The vault, opened.
    #[cfg(feature = "vault")]
    pub(crate) async fn vault(&self) -> Result<&Vault> {
        let open = || async {
            let vault = Vault::open(self.configuration, self.prompt, Arc::clone(&self.clock));
            let vault = vault.await?;
            Ok(match &self.scope {
                Some(scope) => vault.of(scope.clone()),
                None => vault,
            })
        };
        self.vault.get_or_try_init(open).await
    }

    /// # Errors
    /// `ConfigInvalid` with the reference, if nothing is there.
    pub(crate) async fn fetch(
        &self,
        wanted: &Wanted,
        reference: &CredentialReference,
    ) -> Result<SecretString> {
        #[cfg(feature = "vault")]
        if let CredentialReference::Vault(name) = reference {
            return self.vault().await?.fetch(wanted, name).await;
        }
        std::future::ready(reference.resolve(wanted, &self.configuration.folder, self.prompt)).await
    }
}
