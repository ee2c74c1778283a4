//! The vault of a migration's own folder: for one tenant, who may do everything.

mod opener;
#[cfg(test)]
mod test;

use std::path::PathBuf;
use std::sync::Arc;

use migrayt_core::error::{ErrorKind, Fact, Result};
use migrayt_core::port::Clock;
use migrayt_tenancy::{Solo, TenantScope};
use migrayt_vault::{CredentialVault, FileVault, Secret, SecretName, TracingAudit};
use secrecy::{ExposeSecret as _, SecretString};

use self::opener::Opener;
use crate::config::{Configuration, CredentialReference, Prompt, Wanted, dangling};

/// What opens a vault once it is rewrapped. Paths are relative to the configuration's folder, as
/// they will stand in it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NewKey {
    /// A passphrase that is in a place, or is asked for, twice.
    Passphrase(CredentialReference),
    /// A key file, made if it is not there.
    File(PathBuf),
    /// An entry of the system's keyring, made if it is not there.
    Keyring(String),
}

/// The vault that a configuration names, opened. Who asks for what is told to the log.
#[derive(Clone, Debug)]
pub struct Vault {
    store: Arc<dyn CredentialVault>,
    scope: TenantScope,
}

impl Vault {
    /// A vault that a program brings, for one of its tenants.
    pub fn over(store: Arc<dyn CredentialVault>, scope: TenantScope) -> Self {
        Self { store, scope }
    }

    /// Opens the vault.
    ///
    /// # Errors
    /// `ConfigInvalid` if there is none or its key is not where the configuration says;
    /// `Unauthenticated` if it is not its passphrase or key; `DataCorrupt` if it was changed.
    pub async fn open(
        configuration: &Configuration,
        prompt: &dyn Prompt,
        clock: Arc<dyn Clock>,
    ) -> Result<Self> {
        let key = Opener::present(configuration, prompt)?.key()?;
        let folder = configuration.path(&configuration.vault.folder);
        let files = FileVault::open(folder, key, Arc::new(TracingAudit), clock).await?;
        Ok(Self::over(Arc::new(files), Solo::default().scope()))
    }

    /// Makes the vault, with a new passphrase or a new key. Somebody who types the passphrase
    /// is asked twice.
    ///
    /// # Errors
    /// `AlreadyExists` if there is one; `InputInvalid` for a passphrase that is too short or was not
    /// typed twice alike.
    pub async fn create(
        configuration: &Configuration,
        prompt: &dyn Prompt,
        clock: Arc<dyn Clock>,
    ) -> Result<Self> {
        let key = Opener::fresh(configuration, prompt)?.key_or_new()?;
        let folder = configuration.path(&configuration.vault.folder);
        let files = FileVault::create(folder, key, Arc::new(TracingAudit), clock).await?;
        Ok(Self::over(Arc::new(files), Solo::default().scope()))
    }

    /// Makes another passphrase or key open the vault, instead of the one that the configuration
    /// names, in one step: whenever it is cut off, one of the two opens it. Secrets stay as they
    /// are, and a copy of the folder from before is still opened by the old one.
    ///
    /// # Errors
    /// As for [`Vault::open`], and as for [`Vault::create`] with the new one; the present one opens
    /// the vault then. After an error whose effect is `Unknown`, either may.
    pub async fn rewrap(
        configuration: &Configuration,
        new: &NewKey,
        prompt: &dyn Prompt,
        clock: Arc<dyn Clock>,
    ) -> Result<()> {
        let present = Opener::present(configuration, prompt)?;
        let folder = configuration.path(&configuration.vault.folder);
        // Whoever cannot open it is told so before they think of a new passphrase.
        let files = FileVault::open(folder, present.key()?, Arc::new(TracingAudit), clock).await?;
        let new = Opener::of(new, configuration, prompt)?.key_or_new()?;
        files.rewrap(present.key()?, new).await
    }

    /// The same vault, for another of its tenants.
    #[must_use]
    pub fn of(mut self, scope: TenantScope) -> Self {
        self.scope = scope;
        self
    }

    /// Whether the configuration's folder holds a vault.
    pub fn is_there(configuration: &Configuration) -> bool {
        configuration.path(&configuration.vault.folder).join("vault").exists()
    }

    /// The vault itself, for connections.
    #[cfg(all(feature = "azure-devops", feature = "jira", feature = "oauth"))]
    pub(crate) fn store(&self) -> Arc<dyn CredentialVault> {
        Arc::clone(&self.store)
    }

    /// Who asks.
    #[cfg(all(feature = "azure-devops", feature = "jira", feature = "oauth"))]
    pub(crate) fn scope(&self) -> TenantScope {
        self.scope.clone()
    }

    /// Puts a secret under a name that is free.
    ///
    /// # Errors
    /// `AlreadyExists` if the name is taken; `InputInvalid` for a name or value that cannot be kept.
    pub async fn put(&self, name: &str, value: &SecretString) -> Result<()> {
        let name = SecretName::new(name)?;
        self.store.put(&self.scope, &name, secret(value)?).await?;
        Ok(())
    }

    /// Replaces the value of a name.
    ///
    /// # Errors
    /// `NotFound` if there is no such name; `Conflict` if somebody replaced it meanwhile.
    pub async fn rotate(&self, name: &str, value: &SecretString) -> Result<()> {
        let name = SecretName::new(name)?;
        let version = self.store.hold(&self.scope, &name).await?.version;
        self.store.rotate(&self.scope, &name, version, secret(value)?).await?;
        Ok(())
    }

    /// Ends a secret. Revoke it where it is accepted, too.
    ///
    /// # Errors
    /// `NotFound` if there is no such name.
    pub async fn destroy(&self, name: &str) -> Result<()> {
        self.store.destroy(&self.scope, &SecretName::new(name)?).await
    }

    /// The names, ascending.
    pub async fn names(&self) -> Result<Vec<String>> {
        let names = self.store.names(&self.scope).await?;
        Ok(names.iter().map(|name| name.as_str().to_owned()).collect())
    }

    /// Whether the value of a name can be read, which nobody sees.
    ///
    /// # Errors
    /// `NotFound` if there is no such name; `DataCorrupt` if it was changed.
    pub async fn check(&self, name: &str) -> Result<()> {
        self.store.hold(&self.scope, &SecretName::new(name)?).await.map(drop)
    }

    /// The secret that a setting names.
    pub async fn fetch(&self, wanted: &Wanted, name: &str) -> Result<SecretString> {
        let held = self.store.hold(&self.scope, &SecretName::new(name)?).await;
        let held = held.map_err(|error| match error.kind() {
            ErrorKind::NotFound => dangling(wanted, format!("vault:{name}"))
                .with_help("put it there: `migrayt vault put NAME`"),
            _ => error.with("setting", Fact::name(wanted.setting())),
        })?;
        Ok(SecretString::from(held.secret.expose_text()?))
    }
}

fn secret(value: &SecretString) -> Result<Secret> {
    Secret::new(value.expose_secret().as_bytes())
}
