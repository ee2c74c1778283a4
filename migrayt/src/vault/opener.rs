use std::path::PathBuf;

use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_vault::VaultKey;
#[cfg(feature = "keyring")]
use migrayt_vault::{Keyring, SecretName};
use secrecy::{ExposeSecret as _, SecretString};

use super::NewKey;
use crate::config::{Configuration, CredentialReference, Prompt, Wanted};

/// What a key is made of, as often as one is needed: whoever types is asked once.
pub(super) enum Opener {
    Passphrase(SecretString),
    File(PathBuf),
    Keyring(String),
}

impl Opener {
    /// Of a vault that is there, as the configuration says.
    pub(super) fn present(configuration: &Configuration, prompt: &dyn Prompt) -> Result<Self> {
        Self::named(configuration, prompt, &Wanted::Passphrase)
    }

    /// Of a vault that is made, as the configuration says.
    pub(super) fn fresh(configuration: &Configuration, prompt: &dyn Prompt) -> Result<Self> {
        Self::named(configuration, prompt, &Wanted::NewPassphrase)
    }

    /// Of a vault that is rewrapped.
    pub(super) fn of(
        new: &NewKey,
        configuration: &Configuration,
        prompt: &dyn Prompt,
    ) -> Result<Self> {
        match new {
            NewKey::Passphrase(reference) => {
                Self::passphrase(reference, configuration, prompt, &Wanted::OtherPassphrase)
            }
            NewKey::File(path) => Ok(Self::File(configuration.path(path))),
            NewKey::Keyring(entry) => Ok(Self::Keyring(entry.clone())),
        }
    }

    /// The key of a vault that is there.
    pub(super) fn key(&self) -> Result<VaultKey> {
        match self {
            Self::Passphrase(passphrase) => VaultKey::from_passphrase(passphrase.clone()),
            Self::File(path) => {
                VaultKey::from_file(path).map_err(|error| error.with("setting", "vault.key"))
            }
            Self::Keyring(entry) => in_keyring(entry, How::Read),
        }
    }

    /// The key of a vault that is made or rewrapped: a file or entry that is not there is made.
    pub(super) fn key_or_new(&self) -> Result<VaultKey> {
        match self {
            Self::File(path) if !path.exists() => VaultKey::make_file(path),
            Self::Keyring(entry) => match in_keyring(entry, How::Make) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => self.key(),
                made => made,
            },
            _ => self.key(),
        }
    }

    fn named(configuration: &Configuration, prompt: &dyn Prompt, wanted: &Wanted) -> Result<Self> {
        let settings = &configuration.vault;
        if let Some(path) = &settings.key {
            return Ok(Self::File(configuration.path(path)));
        }
        if let Some(entry) = &settings.keyring {
            return Ok(Self::Keyring(entry.clone()));
        }
        let reference = settings.passphrase.as_ref().unwrap_or(&CredentialReference::Prompt);
        Self::passphrase(reference, configuration, prompt, wanted)
    }

    /// A new one that is typed is asked for twice, so that a slip of the hand is noticed.
    fn passphrase(
        reference: &CredentialReference,
        configuration: &Configuration,
        prompt: &dyn Prompt,
        wanted: &Wanted,
    ) -> Result<Self> {
        let passphrase = reference.resolve(wanted, &configuration.folder, prompt)?;
        if *reference == CredentialReference::Prompt && *wanted != Wanted::Passphrase {
            let again = prompt.ask(&Wanted::PassphraseAgain)?;
            if again.expose_secret() != passphrase.expose_secret() {
                return Err(Error::new(ErrorKind::InputInvalid, "the two passphrases differ")
                    .with_help("type the same twice"));
            }
        }
        Ok(Self::Passphrase(passphrase))
    }
}

/// What becomes of an entry.
#[derive(Clone, Copy)]
enum How {
    Read,
    Make,
}

#[cfg(feature = "keyring")]
fn in_keyring(entry: &str, how: How) -> Result<VaultKey> {
    let key = || {
        let entry = SecretName::new(entry)?;
        let keyring = Keyring::system()?;
        match how {
            How::Read => VaultKey::from_keyring(&keyring, &entry),
            How::Make => VaultKey::make_in_keyring(&keyring, &entry),
        }
    };
    key().map_err(|error| error.with("setting", "vault.keyring"))
}

#[cfg(not(feature = "keyring"))]
fn in_keyring(_entry: &str, (How::Read | How::Make): How) -> Result<VaultKey> {
    Err(Error::new(ErrorKind::ConfigInvalid, "this program does not ask the system's keyring")
        .with("setting", "vault.keyring")
        .with_help("take one that was built with the feature `keyring`, or a key file"))
}
