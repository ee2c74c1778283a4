use std::fmt;
use std::path::Path;

use migrayt_core::{Error, ErrorKind, Result};
use secrecy::{ExposeSecret as _, SecretString};

#[cfg(feature = "keyring")]
use super::Keyring;
use super::{Stretch, key_file};
#[cfg(feature = "keyring")]
use crate::SecretName;
use crate::cipher::Key;

/// What opens a [`FileVault`](super::FileVault): a passphrase, a file with a key, or a key in the
/// system's keyring (feature `keyring`).
pub struct VaultKey(pub(super) Kind);

pub(super) enum Kind {
    Passphrase(SecretString, Stretch),
    File(Key),
    #[cfg(feature = "keyring")]
    Keyring(Key),
}

impl VaultKey {
    /// The fewest bytes of a passphrase.
    pub const SHORTEST_PASSPHRASE: usize = 12;

    /// A passphrase, byte for byte: it is not trimmed, and letters that look alike are not made
    /// equal.
    ///
    /// # Errors
    /// `InputInvalid` if it has fewer than [`VaultKey::SHORTEST_PASSPHRASE`] bytes: whoever copies
    /// the folder may try as many as they like.
    pub fn from_passphrase(passphrase: SecretString) -> Result<Self> {
        if passphrase.expose_secret().len() < Self::SHORTEST_PASSPHRASE {
            return Err(Error::new(ErrorKind::InputInvalid, "the passphrase is too short")
                .with_help("Take several random words, and keep them in a password manager.")
                .with("shortest", Self::SHORTEST_PASSPHRASE));
        }
        Ok(Self(Kind::Passphrase(passphrase, Stretch::default())))
    }

    /// Makes a vault that is created or rewrapped with this passphrase cost more or less to try. It
    /// changes nothing for a whole key, nor for a vault that is opened.
    #[must_use]
    pub fn stretched(mut self, stretch: Stretch) -> Self {
        if let Kind::Passphrase(_, own) = &mut self.0 {
            *own = stretch;
        }
        self
    }

    /// Reads the key of a file that [`VaultKey::make_file`] made.
    ///
    /// # Errors
    /// `ConfigInvalid` if it cannot be read, is no such file, or others than its owner may read it.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self> {
        key_file::read(path.as_ref()).map(|key| Self(Kind::File(key)))
    }

    /// Makes a file with a fresh key that only its owner may read, from its first moment on.
    ///
    /// Who has the file and the vault's folder has the secrets: keep the two apart, in backups too.
    ///
    /// # Errors
    /// `AlreadyExists` if there is a file: a key is never written over. `ConfigInvalid` if it cannot
    /// be made.
    pub fn make_file(path: impl AsRef<Path>) -> Result<Self> {
        key_file::make(path.as_ref()).map(|key| Self(Kind::File(key)))
    }

    /// Takes the key of an entry that [`VaultKey::make_in_keyring`] made. It blocks, for as long as
    /// a person takes to unlock a keyring that is locked.
    ///
    /// # Errors
    /// `ConfigInvalid` if there is no such entry or it holds something else; `Unavailable` if the
    /// keyring cannot be asked or stays locked.
    #[cfg(feature = "keyring")]
    pub fn from_keyring(keyring: &Keyring, entry: &SecretName) -> Result<Self> {
        keyring.read(entry).map(|key| Self(Kind::Keyring(key)))
    }

    /// Makes an entry with a fresh key. It blocks like [`VaultKey::from_keyring`].
    ///
    /// Whoever is signed in as the same user can read it, and without it nobody opens the vault.
    /// Keyrings know no step that takes a name only if it is free: let one process make it.
    ///
    /// # Errors
    /// `AlreadyExists` if there is an entry: a key is never written over. `Unavailable` if the
    /// keyring cannot be asked, stays locked, or does not give back what it was given.
    #[cfg(feature = "keyring")]
    pub fn make_in_keyring(keyring: &Keyring, entry: &SecretName) -> Result<Self> {
        keyring.make(entry).map(|key| Self(Kind::Keyring(key)))
    }
}

impl fmt::Debug for VaultKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Kind::Passphrase(..) => "VaultKey(passphrase)",
            Kind::File(_) => "VaultKey(file)",
            #[cfg(feature = "keyring")]
            Kind::Keyring(_) => "VaultKey(keyring)",
        })
    }
}
