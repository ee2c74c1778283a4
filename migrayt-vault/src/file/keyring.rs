use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use keyring_core::{CredentialStore, Entry, Error as Fault};
use migrayt_core::{Error, ErrorKind, Result};
use zeroize::Zeroizing;

use super::key_text;
use crate::SecretName;
use crate::cipher::Key;

/// Under which all entries are: what a keyring calls the service.
const SERVICE: &str = "migrayt vault";

/// Where a system keeps the keys of whoever is signed in.
///
/// On Linux and other Unix systems that is the Secret Service (GNOME Keyring, `KWallet` and others),
/// asked by D-Bus; on macOS the keychain of the login; on Windows the Credential Manager. Linux'
/// own keys are not used: they are gone when the machine is started anew, and a vault with them.
pub struct Keyring(Arc<CredentialStore>);

impl Keyring {
    /// The keyring of this system and user. It blocks until it has answered.
    ///
    /// # Errors
    /// `Unavailable` if there is none, as on servers and in containers.
    pub fn system() -> Result<Self> {
        system().map(Self).map_err(fault)
    }

    /// Another store that keeps entries: for tests, and for keyrings that are not known here.
    pub fn of(store: Arc<CredentialStore>) -> Self {
        Self(store)
    }

    pub(super) fn read(&self, name: &SecretName) -> Result<Key> {
        let entry = self.entry(name)?;
        let bytes = entry.get_secret().map(Zeroizing::new).map_err(fault);
        let bytes = bytes.map_err(|error| error.with("entry", name))?;
        let key = str::from_utf8(&bytes).ok().and_then(key_text::parse);
        key.ok_or_else(|| something_else().with("entry", name))
    }

    pub(super) fn make(&self, name: &SecretName) -> Result<Key> {
        let entry = self.entry(name)?;
        match entry.get_secret().map(Zeroizing::new) {
            Err(Fault::NoEntry) => {}
            Err(error) => return Err(fault(error).with("entry", name)),
            Ok(_) => {
                return Err(Error::new(ErrorKind::AlreadyExists, "the keyring has this entry")
                    .with_help("Name an entry that is not there yet.")
                    .with("entry", name));
            }
        }
        let key = Key::fresh()?;
        let text = key_text::write(&key);
        entry.set_secret(text.as_bytes()).map_err(|error| fault(error).with("entry", name))?;
        // Nothing is sealed under a key that the keyring has lost or another process replaced.
        match self.read(name) {
            Ok(found) if found.is(&key) => Ok(key),
            _ => {
                let error = unavailable("the keyring does not give back what it was given");
                Err(error.with("entry", name))
            }
        }
    }

    fn entry(&self, name: &SecretName) -> Result<Entry> {
        let entry = self.0.build(SERVICE, name.as_str(), None);
        entry.map_err(|error| fault(error).with("entry", name))
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A store may print what it holds.
        f.write_str("Keyring(..)")
    }
}

#[cfg(target_os = "macos")]
fn system() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(windows)]
fn system() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}

#[cfg(all(unix, not(target_vendor = "apple")))]
fn system() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(not(any(target_os = "macos", windows, all(unix, not(target_vendor = "apple")))))]
fn system() -> keyring_core::Result<Arc<CredentialStore>> {
    Err(Fault::NoDefaultStore)
}

/// What a keyring says, without what it holds: two of its errors carry the bytes of an entry.
fn fault(error: Fault) -> Error {
    match error {
        Fault::NoEntry => {
            Error::new(ErrorKind::ConfigInvalid, "the vault's key is not in the system's keyring")
                .with_help("Sign in as the user who made the vault, or restore the keyring.")
        }
        Fault::BadEncoding(bytes) | Fault::BadDataFormat(bytes, _) => {
            drop(Zeroizing::new(bytes));
            something_else()
        }
        Fault::Ambiguous(_) => {
            Error::new(ErrorKind::ConfigInvalid, "the keyring has several entries of this name")
                .with_help("Remove those that are not the vault's, with the keyring's own program.")
        }
        Fault::PlatformFailure(cause) | Fault::NoStorageAccess(cause) => {
            unavailable("the system's keyring cannot be asked").with_source(Cause(cause))
        }
        _ => unavailable("the system's keyring cannot be asked"),
    }
}

fn unavailable(message: &'static str) -> Error {
    Error::new(ErrorKind::Unavailable, message)
        .with_help("Unlock it, or sign in to a desktop; where there is none, use a key file.")
}

fn something_else() -> Error {
    Error::new(ErrorKind::ConfigInvalid, "the keyring's entry is not a vault's key")
        .with_help("Name the entry that was made with the vault.")
}

/// What went wrong on the way to a keyring.
#[derive(Debug)]
struct Cause(Box<dyn StdError + Send + Sync>);

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for Cause {}
