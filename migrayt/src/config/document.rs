use std::path::PathBuf;
use std::time::Duration;

use migrayt_core::error::{Error, ErrorKind, Fact, Result};
use migrayt_core::run::Settings;
use serde::Deserialize;

use super::{CredentialReference, OAuthSettings, ScopeSettings, VaultSettings};

/// A migration: where from, where to, and what is kept where.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Configuration {
    /// The version of the file's shape.
    pub version: u32,
    /// Where items are read.
    pub source: SourceSettings,
    /// Where items are written.
    pub target: TargetSettings,
    /// What is kept where.
    #[serde(default)]
    pub files: Files,
    /// Where the vault is.
    #[serde(default)]
    pub vault: VaultSettings,
    /// The registrations at the platforms, for connections by OAuth.
    #[serde(default)]
    pub oauth: OAuthSettings,
    /// How the network is reached.
    #[serde(default)]
    pub network: NetworkSettings,
    /// The waits of the exactly-once protocol.
    #[serde(default)]
    pub protocol: ProtocolSettings,
    /// The folder that paths are relative to.
    #[serde(skip)]
    pub folder: PathBuf,
}

/// Where items are read.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceSettings {
    /// The tracker.
    pub kind: SourceKind,
    /// The organisation's address.
    #[serde(default)]
    pub url: String,
    /// The project's name.
    #[serde(default)]
    pub project: String,
    /// Where the personal access token is kept, if there is one.
    pub token: Option<CredentialReference>,
    /// The name of a connection by OAuth, in place of a token.
    pub connection: Option<String>,
    /// Which of the project's items.
    #[serde(default)]
    pub scope: ScopeSettings,
}

/// A tracker that items can be read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SourceKind {
    /// Azure DevOps Services or Server.
    AzureDevops,
    /// Whatever the program that embeds the engine brings; nothing else is set then.
    Host,
}

/// Where items are written.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetSettings {
    /// The tracker.
    pub kind: TargetKind,
    /// The site's address.
    #[serde(default)]
    pub url: String,
    /// The project's key.
    #[serde(default)]
    pub project: String,
    /// The account's e-mail address, for an API token.
    pub email: Option<String>,
    /// Where the API token is kept, if there is one.
    pub token: Option<CredentialReference>,
    /// The name of a connection by OAuth, in place of an e-mail address and a token.
    pub connection: Option<String>,
    /// The site's name, where its address does not tell it.
    pub site: Option<String>,
}

/// A tracker that items can be written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum TargetKind {
    /// Jira Cloud.
    Jira,
    /// Whatever the program that embeds the engine brings; nothing else is set then.
    Host,
}

/// What is kept where, relative to the configuration's folder.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Files {
    /// The mapping that a person reviews.
    pub mapping: PathBuf,
    /// Plan and journal. Beside it stand its digest key (`.key`) and the catalogs of the last scan.
    pub journal: PathBuf,
    /// The report, without its ending: `.html`, `.json`, `.csv` and `.failed.csv` are written.
    pub report: PathBuf,
}

impl Default for Files {
    fn default() -> Self {
        Self {
            mapping: "mapping.toml".into(),
            journal: "migration.db".into(),
            report: "report".into(),
        }
    }
}

/// How the network is reached. Environment variables for proxies are not heeded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NetworkSettings {
    /// The proxy's address.
    pub proxy: Option<String>,
    /// A file of additional root certificates in PEM form.
    pub roots: Option<PathBuf>,
    /// How long one request may take, in seconds; 100 by default.
    pub timeout_s: Option<u64>,
}

/// The waits of the exactly-once protocol, in seconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProtocolSettings {
    /// A1: how long after we gave up on a request it may still take effect.
    pub late_commit_s: Option<u64>,
    /// A2: how long tokens of a rotated grant may live on.
    pub fence_bound_s: Option<u64>,
    /// How long a target may be unable to tell before a person is asked.
    pub doubt_patience_s: Option<u64>,
    /// How long a process that died keeps others out.
    pub lease_s: Option<u64>,
    /// Divides every wait for a remote; for simulators only.
    pub scale: Option<u32>,
}

impl ProtocolSettings {
    /// The engine's settings.
    pub fn settings(&self) -> Settings {
        let mut settings = Settings::default();
        if let Some(seconds) = self.late_commit_s {
            settings.late_commit = Duration::from_secs(seconds);
        }
        if let Some(seconds) = self.fence_bound_s {
            settings.fence_bound = Duration::from_secs(seconds);
        }
        if let Some(seconds) = self.doubt_patience_s {
            settings.doubt_patience = Duration::from_secs(seconds);
        }
        if let Some(seconds) = self.lease_s {
            settings.lease = Duration::from_secs(seconds.max(1));
        }
        settings.scaled(self.scale())
    }

    /// What every wait for a remote is divided by, at least 1.
    pub fn scale(&self) -> u32 {
        self.scale.unwrap_or(1).max(1)
    }
}

impl Configuration {
    /// Checks what types cannot.
    pub(super) fn check(&self) -> Result<()> {
        let vault = &self.vault;
        let ways = [vault.passphrase.is_some(), vault.key.is_some(), vault.keyring.is_some()];
        if ways.into_iter().filter(|way| *way).count() > 1 {
            let setting = if vault.key.is_some() { "vault.key" } else { "vault.keyring" };
            return Err(Error::new(ErrorKind::ConfigInvalid, "the vault is opened in two ways")
                .with("setting", setting)
                .with_help("keep one of passphrase, key and keyring"));
        }
        if matches!(vault.passphrase, Some(CredentialReference::Vault(_))) {
            return Err(Error::new(
                ErrorKind::ConfigInvalid,
                "the vault's passphrase is in the vault",
            )
            .with("setting", "vault.passphrase")
            .with_help("name it with env:, file: or prompt"));
        }
        let (source, target) = (&self.source, &self.target);
        if source.kind != SourceKind::Host {
            filled("source.url", &source.url)?;
            filled("source.project", &source.project)?;
            signed_in("source.token", source.token.as_ref(), source.connection.as_deref())?;
        }
        if target.kind != TargetKind::Host {
            filled("target.url", &target.url)?;
            filled("target.project", &target.project)?;
            signed_in("target.token", target.token.as_ref(), target.connection.as_deref())?;
            if target.token.is_some() {
                filled("target.email", target.email.as_deref().unwrap_or_default())?;
            }
        }
        Ok(())
    }
}

/// A side has a token or a connection.
fn signed_in(
    setting: &'static str,
    token: Option<&CredentialReference>,
    connection: Option<&str>,
) -> Result<()> {
    let message = match (token, connection) {
        (Some(_), Some(_)) => "a side is signed in to in two ways",
        (None, None) => "a side is not signed in to",
        _ => return Ok(()),
    };
    Err(Error::new(ErrorKind::ConfigInvalid, message)
        .with("setting", setting)
        .with_help("keep either token or connection"))
}

fn filled(setting: &'static str, value: &str) -> Result<()> {
    if value.trim().is_empty() {
        return Err(Error::new(ErrorKind::ConfigInvalid, "a setting is empty")
            .with("setting", Fact::name(setting))
            .with_help("fill it in"));
    }
    Ok(())
}
