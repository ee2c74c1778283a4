use std::path::PathBuf;

use serde::Deserialize;

use super::CredentialReference;

/// Where the vault is, and what opens it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct VaultSettings {
    /// The folder of its encrypted files, relative to the configuration's.
    pub folder: PathBuf,
    /// Where its passphrase is; asked for, if neither this nor `key` nor `keyring` is set.
    pub passphrase: Option<CredentialReference>,
    /// A file with its key, instead of a passphrase. Keep it apart from the folder.
    pub key: Option<PathBuf>,
    /// An entry of the system's keyring with its key, instead of a passphrase: 1 to 64 letters,
    /// digits, `-`, `_` and `.`. For programs with the feature `keyring`.
    pub keyring: Option<String>,
}

impl Default for VaultSettings {
    fn default() -> Self {
        Self { folder: "vault".into(), passphrase: None, key: None, keyring: None }
    }
}
