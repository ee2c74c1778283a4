use serde::Deserialize;

use super::CredentialReference;

/// The registrations of this program at the platforms, for connections by OAuth.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct OAuthSettings {
    /// At Microsoft Entra, for Azure DevOps.
    pub azure_devops: Option<AppSettings>,
    /// At Atlassian, for Jira Cloud.
    pub jira: Option<AppSettings>,
}

/// One registration.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppSettings {
    /// The client id.
    pub client_id: String,
    /// Where the client secret is, if the registration has one: Atlassian's always has.
    pub client_secret: Option<CredentialReference>,
    /// The address on this machine to which the browser returns, as it is registered.
    #[serde(default = "AppSettings::default_redirect")]
    pub redirect: String,
    /// The directory of Entra: its id or domain; that of whoever signs in, if left out.
    pub directory: Option<String>,
    /// Another authority than everybody's.
    pub authority: Option<String>,
    /// Another API of Atlassian than everybody's.
    pub api: Option<String>,
}

impl AppSettings {
    fn default_redirect() -> String {
        "http://localhost:8477/return".to_owned()
    }
}
