use std::path::PathBuf;

use serde::Deserialize;

use super::CredentialReference;

/// Where the vault is, and what opens it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct VaultSettings {
    /// The folder of its encrypted files, relative to the configuration's.
    pub folder: PathBuf,
    /// Where its passphrase is; asked for, if neither this nor `key` is set.
    pub passphrase: Option<CredentialReference>,
    /// A file with its key, instead of a passphrase. Keep it apart from the folder.
    pub key: Option<PathBuf>,
}

impl Default for VaultSettings {
    fn default() -> Self {
        Self { folder: "vault".into(), passphrase: None, key: None }
    }
}
