//! Connections by OAuth of a migration's own folder: their grants are in its vault.

use std::fmt;
use std::sync::Arc;

use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::port::{Clock, Credential, Ids};
use migrayt_tenancy::TenantScope;
use migrayt_vault::SecretName;
use migrayt_vault::oauth::{Access, ConnectionParts, Connections, OAuthApp, Platform, SqliteRows};
pub use migrayt_vault::oauth::{Connected, Consent, Health, PendingConsent, Site, Warning};

use crate::config::{AppSettings, Configuration, Prompt, Wanted};
use crate::network;
use crate::project::Brought;
use crate::secrets::Secrets;

/// A tracker that is connected to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Azure DevOps, the source: nothing is asked for but to read.
    AzureDevOps,
    /// Jira Cloud, the target.
    Jira,
}

/// The connection of one side.
#[derive(Debug)]
pub struct Connection {
    connections: Connections,
    scope: TenantScope,
    name: SecretName,
    side: Side,
}

impl Connection {
    /// Opens the vault, and reads the registration of the side.
    ///
    /// # Errors
    /// `ConfigInvalid` if there is no registration, no vault, or a setting cannot be used.
    pub async fn open(
        configuration: &Configuration,
        side: Side,
        prompt: &dyn Prompt,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
    ) -> Result<Self> {
        Self::open_with(configuration, &Brought::default(), side, prompt, clock, ids).await
    }

    /// The same in the vault that the program brings, for one of its tenants.
    ///
    /// # Errors
    /// As for [`Connection::open`].
    pub async fn open_with(
        configuration: &Configuration,
        brought: &Brought,
        side: Side,
        prompt: &dyn Prompt,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
    ) -> Result<Self> {
        let secrets = Secrets::new(configuration, prompt, Arc::clone(&clock)).with_brought(brought);
        Self::of(configuration, side, &secrets, clock, ids).await
    }

    pub(crate) async fn of(
        configuration: &Configuration,
        side: Side,
        secrets: &Secrets<'_>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
    ) -> Result<Self> {
        let app = app(configuration, side, secrets).await?;
        let vault = secrets.vault().await?;
        let rows = configuration.path(&configuration.vault.folder).join("connections.db");
        let parts = ConnectionParts {
            vault: vault.store(),
            rows: Arc::new(SqliteRows::open(&rows).await?),
            wire: network::wire(configuration)?,
            clock,
            ids,
        };
        let name = SecretName::new(side.connection(configuration))?;
        Ok(Self { connections: Connections::new(parts, app), scope: vault.scope(), name, side })
    }

    /// The question to put to a person, in a browser.
    pub fn ask(&self) -> Consent {
        self.connections.ask(match self.side {
            Side::AzureDevOps => Access::Read,
            Side::Jira => Access::Write,
        })
    }

    /// Makes the connection of the query with which the browser came back.
    ///
    /// # Errors
    /// As for [`Connections::connect`].
    pub async fn connect(&self, pending: PendingConsent, query: &str) -> Result<Connected> {
        self.connections.connect(&self.scope, &self.name, pending, query).await
    }

    /// The sites that a connection to Jira reaches.
    ///
    /// # Errors
    /// As for [`Connections::sites`].
    pub async fn sites(&self) -> Result<Vec<Site>> {
        self.connections.sites(&self.scope, &self.name).await
    }

    /// How long it will go on.
    ///
    /// # Errors
    /// `NotFound` if there is none.
    pub async fn health(&self) -> Result<Health> {
        self.connections.health(&self.scope, &self.name).await
    }

    /// Ends it.
    ///
    /// # Errors
    /// `NotFound` if there is none.
    pub async fn disconnect(&self) -> Result<()> {
        self.connections.disconnect(&self.scope, &self.name).await
    }

    /// The credential, for a connector.
    pub fn credential(&self) -> Arc<dyn Credential> {
        Arc::new(self.connections.credential(&self.scope, &self.name))
    }

    /// Its name in the vault and in the configuration.
    pub fn name(&self) -> &str {
        self.name.as_str()
    }
}

impl Side {
    /// The name of its connection: that of the configuration, or the tracker's.
    pub fn connection(self, configuration: &Configuration) -> &str {
        let (named, own) = match self {
            Self::AzureDevOps => (&configuration.source.connection, "azure-devops"),
            Self::Jira => (&configuration.target.connection, "jira"),
        };
        named.as_deref().unwrap_or(own)
    }

    /// The setting with its registration.
    pub fn setting(self) -> &'static str {
        match self {
            Self::AzureDevOps => "oauth.azure-devops",
            Self::Jira => "oauth.jira",
        }
    }

    /// The registration that a configuration has of it.
    ///
    /// # Errors
    /// `ConfigInvalid` if there is none.
    pub fn registration(self, configuration: &Configuration) -> Result<&AppSettings> {
        let settings = match self {
            Self::AzureDevOps => &configuration.oauth.azure_devops,
            Self::Jira => &configuration.oauth.jira,
        };
        settings.as_ref().ok_or_else(|| {
            Error::new(ErrorKind::ConfigInvalid, "the program is not registered at the platform")
                .with_help(match self {
                    Self::AzureDevOps => {
                        "register it in the Microsoft Entra admin center (App registrations), and \
                         name its client_id in the configuration"
                    }
                    Self::Jira => {
                        "make an OAuth 2.0 integration in the Atlassian developer console, and name \
                         its client_id and client_secret in the configuration"
                    }
                })
                .with("setting", self.setting())
        })
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AzureDevOps => "Azure DevOps",
            Self::Jira => "Jira",
        })
    }
}

async fn app(configuration: &Configuration, side: Side, secrets: &Secrets<'_>) -> Result<OAuthApp> {
    let settings = side.registration(configuration)?;
    let platform = match side {
        Side::AzureDevOps => {
            let directory = settings.directory.as_deref().unwrap_or("organizations");
            match &settings.authority {
                Some(authority) => Platform::entra_at(authority, directory),
                None => Platform::entra(directory),
            }
        }
        Side::Jira => match (&settings.authority, &settings.api) {
            (None, None) => Platform::atlassian(),
            (authority, api) => Platform::atlassian_at(
                authority.as_deref().unwrap_or("https://auth.atlassian.com"),
                api.as_deref().unwrap_or("https://api.atlassian.com"),
            ),
        },
    };
    let named = |error: Error| error.with("setting", side.setting());
    let secret = match &settings.client_secret {
        Some(reference) => {
            Some(secrets.fetch(&Wanted::ClientSecret(side.setting()), reference).await?)
        }
        None => None,
    };
    OAuthApp::new(platform.map_err(named)?, &settings.client_id, secret, &settings.redirect)
        .map_err(named)
}
