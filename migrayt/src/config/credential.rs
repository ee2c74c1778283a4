use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};

use migrayt_core::error::{Error, ErrorKind, Fact, Result};
use secrecy::SecretString;
use serde::Deserialize;
use zeroize::Zeroizing;

/// Where a secret is kept. The configuration never holds one itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum CredentialReference {
    /// In an environment variable: `env:NAME`.
    Environment(String),
    /// In a file, alone, with or without a final line break: `file:PATH`.
    File(PathBuf),
    /// In somebody's head: `prompt`.
    Prompt,
}

/// Somebody who can be asked for a secret.
pub trait Prompt: Debug + Send + Sync {
    /// Asks for the secret of `owner`, such as `source`, without showing what is typed.
    ///
    /// # Errors
    /// `ConfigInvalid` if nobody is there to answer.
    fn ask(&self, owner: &'static str) -> Result<SecretString>;
}

impl TryFrom<String> for CredentialReference {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        // Somebody may have pasted a secret: it is wiped and never repeated.
        let text = Zeroizing::new(text);
        match text.split_once(':') {
            Some(("env", name)) if !name.is_empty() => Ok(Self::Environment(name.to_owned())),
            Some(("file", path)) if !path.is_empty() => Ok(Self::File(path.into())),
            None if text.as_str() == "prompt" => Ok(Self::Prompt),
            _ => Err("a secret is named, not written here: \
                      use \"env:NAME\", \"file:PATH\" or \"prompt\""),
        }
    }
}

impl CredentialReference {
    /// Fetches the secret of `owner`. A file's path is relative to `folder`.
    ///
    /// # Errors
    /// `ConfigInvalid` with the reference, if nothing is there.
    pub fn resolve(
        &self,
        owner: &'static str,
        folder: &Path,
        prompt: &dyn Prompt,
    ) -> Result<SecretString> {
        match self {
            Self::Environment(name) => {
                #[expect(clippy::disallowed_methods, reason = "credentials are named by the user")]
                let value = std::env::var(name).map_err(|_| {
                    dangling(owner, format!("env:{name}"))
                        .with_help("set the environment variable, or name another one")
                })?;
                filled(owner, value, || format!("env:{name}"))
            }
            Self::File(path) => {
                let shown = || format!("file:{}", path.display());
                let value = fs::read_to_string(folder.join(path)).map_err(|error| {
                    dangling(owner, shown())
                        .with_help("write the secret into that file, readable by you alone")
                        .with_source(error)
                })?;
                filled(owner, value, shown)
            }
            Self::Prompt => prompt.ask(owner),
        }
    }
}

fn filled(owner: &'static str, value: String, shown: impl Fn() -> String) -> Result<SecretString> {
    let value = Zeroizing::new(value);
    let trimmed = value.trim();
    if trimmed.is_empty() {
        return Err(dangling(owner, shown()).with_help("it is there, but empty"));
    }
    Ok(SecretString::from(trimmed))
}

fn dangling(owner: &'static str, reference: String) -> Error {
    Error::new(ErrorKind::ConfigInvalid, "the credential is not where the configuration says")
        .with("setting", Fact::name(format!("{owner}.token")))
        .with("reference", Fact::name(reference))
}
