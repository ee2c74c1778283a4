use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use migrayt_core::id::TenantId;
use migrayt_core::port::Clock;
use migrayt_tenancy::{Solo, TenantScope};
use migrayt_vault::{FileVault, MemoryAudit, Secret, SecretName, Stretch, VaultKey};
use secrecy::SecretString;
use tempfile::TempDir;
use time::OffsetDateTime;

/// A moment that does not pass.
#[derive(Debug)]
pub(crate) struct Noon;

#[async_trait]
impl Clock for Noon {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::UNIX_EPOCH
    }

    async fn sleep_until(&self, _moment: OffsetDateTime) {}
}

pub(crate) const PASSPHRASE: &str = "correct horse battery staple";

pub(crate) fn passphrase(text: &str) -> VaultKey {
    VaultKey::from_passphrase(SecretString::from(text)).unwrap().stretched(Stretch::LEAST)
}

pub(crate) fn scope(tenant: &str) -> TenantScope {
    Solo::new(TenantId::new(tenant)).scope()
}

pub(crate) fn name(text: &str) -> SecretName {
    SecretName::new(text).unwrap()
}

pub(crate) fn secret(value: impl AsRef<[u8]>) -> Secret {
    Secret::new(value.as_ref()).unwrap()
}

/// A folder with a vault under a key file, both gone when it is dropped.
pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    pub(crate) async fn new() -> (Self, FileVault) {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        let key = VaultKey::make_file(place.key_file()).unwrap();
        let vault =
            FileVault::create(place.vault(), key, Arc::new(MemoryAudit::default()), Arc::new(Noon))
                .await
                .unwrap();
        (place, vault)
    }

    pub(crate) fn key_file(&self) -> PathBuf {
        self.folder.path().join("key")
    }

    pub(crate) fn vault(&self) -> PathBuf {
        self.folder.path().join("vault")
    }

    pub(crate) async fn open(&self) -> migrayt_core::Result<FileVault> {
        open(&self.vault(), VaultKey::from_file(self.key_file()).unwrap()).await
    }

    /// The file of a secret.
    pub(crate) fn file(&self, tenant: &str, text: &str) -> PathBuf {
        self.vault().join(scope(tenant).scoped(name(text)).folder())
    }
}

pub(crate) async fn open(folder: &Path, key: VaultKey) -> migrayt_core::Result<FileVault> {
    FileVault::open(folder, key, Arc::new(MemoryAudit::default()), Arc::new(Noon)).await
}

/// Every file below a folder, but not folders.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// What a secret is, or the kind of the error.
pub(crate) async fn value(
    vault: &FileVault,
    tenant: &str,
    text: &str,
) -> Result<Vec<u8>, migrayt_core::ErrorKind> {
    use migrayt_vault::CredentialVault as _;

    let held = vault.hold(&scope(tenant), &name(text)).await;
    held.map(|held| held.secret.expose().to_vec()).map_err(|error| error.kind())
}
