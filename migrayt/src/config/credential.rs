use std::fs;
use std::path::{Path, PathBuf};

use migrayt_core::error::{Error, ErrorKind, Fact, Result};
use secrecy::SecretString;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::{Prompt, Wanted};

/// Where a secret is kept. The configuration never holds one itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum CredentialReference {
    /// In an environment variable: `env:NAME`.
    Environment(String),
    /// In a file, alone, with or without a final line break: `file:PATH`.
    File(PathBuf),
    /// In the vault: `vault:NAME`.
    Vault(String),
    /// In somebody's head: `prompt`.
    Prompt,
}

impl TryFrom<String> for CredentialReference {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        // Somebody may have pasted a secret: it is wiped and never repeated.
        let text = Zeroizing::new(text);
        match text.split_once(':') {
            Some(("env", name)) if !name.is_empty() => Ok(Self::Environment(name.to_owned())),
            Some(("file", path)) if !path.is_empty() => Ok(Self::File(path.into())),
            Some(("vault", name)) if !name.is_empty() => Ok(Self::Vault(name.to_owned())),
            None if text.as_str() == "prompt" => Ok(Self::Prompt),
            _ => Err("a secret is named, not written here: \
                      use \"env:NAME\", \"file:PATH\", \"vault:NAME\" or \"prompt\""),
        }
    }
}

impl CredentialReference {
    /// Fetches a secret from anywhere but the vault. A file's path is relative to `folder`.
    ///
    /// # Errors
    /// `ConfigInvalid` with the reference, if nothing is there.
    pub fn resolve(
        &self,
        wanted: &Wanted,
        folder: &Path,
        prompt: &dyn Prompt,
    ) -> Result<SecretString> {
        match self {
            Self::Environment(name) => {
                #[expect(clippy::disallowed_methods, reason = "credentials are named by the user")]
                let value = std::env::var(name).map_err(|_| {
                    dangling(wanted, format!("env:{name}"))
                        .with_help("set the environment variable, or name another one")
                })?;
                filled(wanted, value, || format!("env:{name}"))
            }
            Self::File(path) => {
                let shown = || format!("file:{}", path.display());
                let value = fs::read_to_string(folder.join(path)).map_err(|error| {
                    dangling(wanted, shown())
                        .with_help("write the secret into that file, readable by you alone")
                        .with_source(error)
                })?;
                filled(wanted, value, shown)
            }
            Self::Vault(name) => Err(dangling(wanted, format!("vault:{name}"))
                .with_help("the vault is not part of this program, or cannot be asked here")),
            Self::Prompt => prompt.ask(wanted),
        }
    }
}

fn filled(wanted: &Wanted, value: String, shown: impl Fn() -> String) -> Result<SecretString> {
    let value = Zeroizing::new(value);
    let trimmed = value.trim();
    if trimmed.is_empty() {
        return Err(dangling(wanted, shown()).with_help("it is there, but empty"));
    }
    Ok(SecretString::from(trimmed))
}

pub(crate) fn dangling(wanted: &Wanted, reference: String) -> Error {
    Error::new(ErrorKind::ConfigInvalid, "the credential is not where the configuration says")
        .with("setting", Fact::name(wanted.setting()))
        .with("reference", Fact::name(reference))
}
