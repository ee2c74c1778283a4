//! The vault of a migration's own folder: for one tenant, who may do everything.

use std::sync::Arc;

use migrayt_core::error::{Error, ErrorKind, Fact, Result};
use migrayt_core::port::Clock;
use migrayt_tenancy::{Solo, TenantScope};
use migrayt_vault::{CredentialVault as _, FileVault, Secret, SecretName, TracingAudit, VaultKey};
use secrecy::{ExposeSecret as _, SecretString};

use crate::config::{Configuration, CredentialReference, Prompt, Wanted, dangling};

/// The vault that a configuration names, opened. Who asks for what is told to the log.
#[derive(Debug)]
pub struct Vault {
    files: FileVault,
    scope: TenantScope,
}

impl Vault {
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
        let key = key(configuration, prompt, &Wanted::Passphrase)?;
        let folder = configuration.path(&configuration.vault.folder);
        let files = FileVault::open(folder, key, Arc::new(TracingAudit), clock).await?;
        Ok(Self { files, scope: Solo::default().scope() })
    }

    /// Makes the vault, with a new passphrase or a new key file. Somebody who types the passphrase
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
        let key = match &configuration.vault.key {
            Some(path) if !configuration.path(path).exists() => {
                VaultKey::make_file(configuration.path(path))?
            }
            _ => key(configuration, prompt, &Wanted::NewPassphrase)?,
        };
        let folder = configuration.path(&configuration.vault.folder);
        let files = FileVault::create(folder, key, Arc::new(TracingAudit), clock).await?;
        Ok(Self { files, scope: Solo::default().scope() })
    }

    /// Whether the configuration's folder holds a vault.
    pub fn is_there(configuration: &Configuration) -> bool {
        configuration.path(&configuration.vault.folder).join("vault").exists()
    }

    /// Puts a secret under a name that is free.
    ///
    /// # Errors
    /// `AlreadyExists` if the name is taken; `InputInvalid` for a name or value that cannot be kept.
    pub async fn put(&self, name: &str, value: &SecretString) -> Result<()> {
        let name = SecretName::new(name)?;
        self.files.put(&self.scope, &name, secret(value)?).await?;
        Ok(())
    }

    /// Replaces the value of a name.
    ///
    /// # Errors
    /// `NotFound` if there is no such name; `Conflict` if somebody replaced it meanwhile.
    pub async fn rotate(&self, name: &str, value: &SecretString) -> Result<()> {
        let name = SecretName::new(name)?;
        let version = self.files.hold(&self.scope, &name).await?.version;
        self.files.rotate(&self.scope, &name, version, secret(value)?).await?;
        Ok(())
    }

    /// Ends a secret. Revoke it where it is accepted, too.
    ///
    /// # Errors
    /// `NotFound` if there is no such name.
    pub async fn destroy(&self, name: &str) -> Result<()> {
        self.files.destroy(&self.scope, &SecretName::new(name)?).await
    }

    /// The names, ascending.
    pub async fn names(&self) -> Result<Vec<String>> {
        let names = self.files.names(&self.scope).await?;
        Ok(names.iter().map(|name| name.as_str().to_owned()).collect())
    }

    /// Whether the value of a name can be read, which nobody sees.
    ///
    /// # Errors
    /// `NotFound` if there is no such name; `DataCorrupt` if it was changed.
    pub async fn check(&self, name: &str) -> Result<()> {
        self.files.hold(&self.scope, &SecretName::new(name)?).await.map(drop)
    }

    /// The secret that a setting names.
    pub async fn fetch(&self, wanted: &Wanted, name: &str) -> Result<SecretString> {
        let held = self.files.hold(&self.scope, &SecretName::new(name)?).await;
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

fn key(configuration: &Configuration, prompt: &dyn Prompt, wanted: &Wanted) -> Result<VaultKey> {
    let settings = &configuration.vault;
    if let Some(path) = &settings.key {
        return VaultKey::from_file(configuration.path(path))
            .map_err(|error| error.with("setting", "vault.key"));
    }
    let reference = settings.passphrase.as_ref().unwrap_or(&CredentialReference::Prompt);
    let passphrase = reference.resolve(wanted, &configuration.folder, prompt)?;
    let typed = *reference == CredentialReference::Prompt && *wanted == Wanted::NewPassphrase;
    if typed {
        let again = prompt.ask(&Wanted::PassphraseAgain)?;
        if again.expose_secret() != passphrase.expose_secret() {
            return Err(Error::new(ErrorKind::InputInvalid, "the two passphrases differ")
                .with_help("type the same twice"));
        }
    }
    VaultKey::from_passphrase(passphrase)
}
