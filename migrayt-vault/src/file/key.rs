use std::fmt;
use std::path::Path;

use migrayt_core::{Error, ErrorKind, Result};
use secrecy::{ExposeSecret as _, SecretString};

use super::{Stretch, key_file};
use crate::cipher::Key;

/// What opens a [`FileVault`](super::FileVault): a passphrase, or a file with a key.
pub struct VaultKey(pub(super) Kind);

pub(super) enum Kind {
    Passphrase(SecretString, Stretch),
    File(Key),
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
    /// changes nothing for a key file, nor for a vault that is opened.
    #[must_use]
    pub fn stretched(self, stretch: Stretch) -> Self {
        match self.0 {
            Kind::Passphrase(passphrase, _) => Self(Kind::Passphrase(passphrase, stretch)),
            Kind::File(key) => Self(Kind::File(key)),
        }
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
}

impl fmt::Debug for VaultKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Kind::Passphrase(..) => "VaultKey(passphrase)",
            Kind::File(_) => "VaultKey(file)",
        })
    }
}
