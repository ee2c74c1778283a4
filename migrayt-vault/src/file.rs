mod fault;
mod folder;
mod header;
mod key;
mod key_file;
mod key_text;
#[cfg(feature = "keyring")]
mod keyring;
mod record;
mod replacement;
mod step;
mod store;
mod stretch;

use std::path::Path;
use std::sync::Arc;

use migrayt_core::Result;
use migrayt_core::port::Clock;

use self::folder::Folder;
pub use self::key::VaultKey;
#[cfg(feature = "keyring")]
pub use self::keyring::Keyring;
#[cfg(feature = "failpoints")]
pub use self::step::Step;
use self::store::FileStore;
pub use self::stretch::Stretch;
use crate::desk::Desk;
use crate::{Secret, VaultAudit, VaultCapabilities};

/// A vault in a folder of encrypted files, a file a secret.
///
/// Each value is sealed with AES-256-GCM under a key of its own, which is sealed under the vault's
/// master key, which is sealed under a [`VaultKey`]. Several processes may use one folder of a
/// local disk at once. A change is on the disk when its call returns, and a process that is killed
/// in the middle of one leaves the old value or the new one.
///
/// Its methods need a tokio runtime, whose threads for blocking work read and write the files, and
/// are `Misuse` without one.
#[derive(Debug)]
pub struct FileVault {
    desk: Desk,
    store: FileStore,
}

impl FileVault {
    /// Makes an empty vault in a folder that is empty or not there yet.
    ///
    /// # Errors
    /// - `AlreadyExists` if there is a vault in the folder.
    /// - `ConfigInvalid` if the folder cannot be made, or others than its owner may enter it.
    pub async fn create(
        folder: impl AsRef<Path>,
        key: VaultKey,
        audit: Arc<dyn VaultAudit>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self> {
        let store = FileStore::create(Folder::new(folder.as_ref()), key).await?;
        Ok(Self { desk: Desk::new(audit, clock), store })
    }

    /// Opens the vault in a folder.
    ///
    /// # Errors
    /// - `ConfigInvalid` if there is none in the folder, if others than its owner may enter it, or
    ///   if the vault is opened by the other kind of key.
    /// - `Unauthenticated` if it is not this vault's passphrase or key.
    /// - `DataCorrupt` if the vault's header was changed.
    pub async fn open(
        folder: impl AsRef<Path>,
        key: VaultKey,
        audit: Arc<dyn VaultAudit>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self> {
        let store = FileStore::open(Folder::new(folder.as_ref()), key).await?;
        Ok(Self { desk: Desk::new(audit, clock), store })
    }

    /// Replaces the passphrase or key by another, in one step: before and after it exactly one
    /// of them opens the vault. Vaults that are open stay so.
    ///
    /// The master key stays the same, so that a copy of the folder from before is still opened by
    /// the old one. Rotate the secrets if that may be in wrong hands.
    ///
    /// # Errors
    /// As for [`FileVault::open`] with `from`, which must be the present one. After an error whose
    /// effect is `Unknown` either may open the vault.
    pub async fn rewrap(&self, from: VaultKey, to: VaultKey) -> Result<()> {
        self.store.rewrap(from, to).await
    }

    /// Tells a test of each step of each write of a file, before the next one begins.
    #[cfg(feature = "failpoints")]
    #[must_use]
    pub fn watched(mut self, reached: impl Fn(Step) + Send + Sync + 'static) -> Self {
        self.store = self.store.watched(step::Steps::of(reached));
        self
    }
}

crate::kept::kept_vault!(FileVault, VaultCapabilities::new(true, true, Secret::LONGEST));
