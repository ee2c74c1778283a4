use std::fmt;

use migrayt_core::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use time::Duration;
use url::Url;

/// Who grants access, and where it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Platform {
    /// Microsoft Entra, for Azure DevOps.
    #[non_exhaustive]
    Entra {
        /// The authority, `https://login.microsoftonline.com` for everybody's.
        authority: Url,
        /// The directory's id or domain, or `organizations` for that of whoever signs in.
        directory: String,
    },
    /// Atlassian's three-legged OAuth 2.0, for Jira Cloud.
    #[non_exhaustive]
    Atlassian {
        /// The authority, `https://auth.atlassian.com` for everybody's.
        authority: Url,
        /// Where the sites that a grant reaches are listed, `https://api.atlassian.com` for
        /// everybody's.
        api: Url,
    },
}

/// What a connection is for. A source never asks for a right to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// To read the items of a source.
    Read,
    /// To write items into a target.
    Write,
}

/// How a platform takes what is sent to its token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Form,
    Json,
}

/// The resource of Azure DevOps at Entra.
/// <https://learn.microsoft.com/azure/devops/integrate/get-started/authentication/entra-oauth>
const AZURE_DEVOPS: &str = "499b84ac-1321-427f-aa17-267ca6975798";

impl Platform {
    /// Microsoft Entra for the directory of this id or domain, or `organizations`.
    ///
    /// # Errors
    /// `ConfigInvalid` for a directory that is neither.
    pub fn entra(directory: &str) -> Result<Self> {
        Self::entra_at("https://login.microsoftonline.com", directory)
    }

    /// The same with another authority: a sovereign cloud's, or a double.
    ///
    /// # Errors
    /// `ConfigInvalid` for an address or directory that is none.
    pub fn entra_at(authority: &str, directory: &str) -> Result<Self> {
        let is_name = |text: &str| {
            !text.is_empty()
                && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b))
        };
        if !is_name(directory) {
            return Err(Error::new(ErrorKind::ConfigInvalid, "this is not a directory of Entra")
                .with_help("Give its id, its domain, or `organizations`."));
        }
        Ok(Self::Entra { authority: address(authority)?, directory: directory.to_owned() })
    }

    /// Atlassian.
    ///
    /// # Errors
    /// None in practice.
    pub fn atlassian() -> Result<Self> {
        Self::atlassian_at("https://auth.atlassian.com", "https://api.atlassian.com")
    }

    /// The same with another authority and API: a double.
    ///
    /// # Errors
    /// `ConfigInvalid` for an address that is none.
    pub fn atlassian_at(authority: &str, api: &str) -> Result<Self> {
        Ok(Self::Atlassian { authority: address(authority)?, api: address(api)? })
    }

    /// The word in records and tables. It is never given to another platform.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Entra { .. } => "entra",
            Self::Atlassian { .. } => "atlassian",
        }
    }

    /// Where a person consents.
    pub(super) fn consent_at(&self) -> Url {
        match self {
            Self::Entra { authority, directory } => {
                below(authority, &[directory, "oauth2", "v2.0", "authorize"])
            }
            Self::Atlassian { authority, .. } => below(authority, &["authorize"]),
        }
    }

    /// Where tokens are given.
    pub(super) fn tokens_at(&self) -> Url {
        match self {
            Self::Entra { authority, directory } => {
                below(authority, &[directory, "oauth2", "v2.0", "token"])
            }
            Self::Atlassian { authority, .. } => below(authority, &["oauth", "token"]),
        }
    }

    pub(super) fn encoding(&self) -> Encoding {
        match self {
            Self::Entra { .. } => Encoding::Form,
            Self::Atlassian { .. } => Encoding::Json,
        }
    }

    /// Whether the code of a consent is bound to who asked for it (PKCE, RFC 7636). Atlassian
    /// documents no such thing.
    pub(super) fn takes_proof_of_key(&self) -> bool {
        matches!(self, Self::Entra { .. })
    }

    /// Whether a renewed grant ends the tokens that were given before. An access token of Entra
    /// lives to its end whatever happens.
    pub(super) fn renewal_ends_older(&self) -> bool {
        matches!(self, Self::Atlassian { .. })
    }

    /// After how long a grant ends in any case: 365 days at Atlassian
    /// (community.developer.atlassian.com/t/60806); Entra names none.
    pub(super) fn absolute_end(&self) -> Option<Duration> {
        matches!(self, Self::Atlassian { .. }).then_some(Duration::days(365))
    }

    /// The scopes that are asked for, and no more.
    pub(super) fn scopes(&self, access: Access) -> Vec<String> {
        match self {
            Self::Entra { .. } => {
                let items = match access {
                    Access::Read => "vso.work",
                    Access::Write => "vso.work_write",
                };
                let of_devops = [items, "vso.project", "vso.profile"];
                let mut scopes: Vec<_> =
                    of_devops.iter().map(|scope| format!("{AZURE_DEVOPS}/{scope}")).collect();
                scopes.push("offline_access".to_owned());
                scopes
            }
            Self::Atlassian { .. } => {
                let read = ["read:jira-work", "read:jira-user"];
                // Boards and sprints are behind granular scopes only, and priorities and statuses
                // are listed for whoever may configure.
                let write = [
                    "write:jira-work",
                    "manage:jira-configuration",
                    "read:project:jira",
                    "read:board-scope:jira-software",
                    "read:sprint:jira-software",
                    "write:sprint:jira-software",
                ];
                let mut scopes = read.to_vec();
                if access == Access::Write {
                    scopes.extend(write);
                }
                scopes.push("offline_access");
                scopes.into_iter().map(str::to_owned).collect()
            }
        }
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Entra { .. } => "Microsoft Entra",
            Self::Atlassian { .. } => "Atlassian",
        })
    }
}

/// An authority gets secrets: `https`, or `http` on this machine.
fn address(text: &str) -> Result<Url> {
    let invalid = |message| {
        Error::new(ErrorKind::ConfigInvalid, message)
            .with_help("Write https, host and port, such as https://auth.atlassian.com.")
    };
    let url = Url::parse(text).map_err(|_| invalid("this is not the address of an authority"))?;
    let is_local = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    match url.scheme() {
        "https" => {}
        "http" if is_local => {}
        _ => return Err(invalid("an authority that gets secrets is reached by https")),
    }
    if url.cannot_be_a_base() || !url.username().is_empty() || url.password().is_some() {
        return Err(invalid("this is not the address of an authority"));
    }
    Ok(url)
}

pub(super) fn below(url: &Url, segments: &[&str]) -> Url {
    let mut url = url.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(segments);
    }
    url
}

#[cfg(test)]
mod tests {
    use super::{Access, Platform};

    #[test]
    fn a_source_asks_for_no_right_to_write() {
        for platform in [Platform::entra("organizations").unwrap(), Platform::atlassian().unwrap()]
        {
            let read = platform.scopes(Access::Read).join(" ");
            assert!(!read.contains("write") && !read.contains("manage"), "{read}");
            assert!(read.contains("offline_access"), "{read}");
            assert!(platform.scopes(Access::Write).join(" ").contains("write"));
        }
    }

    #[test]
    fn addresses_are_those_that_the_platforms_name() {
        let entra = Platform::entra("fabrikam.example").unwrap();
        assert_eq!(
            entra.tokens_at().as_str(),
            "https://login.microsoftonline.com/fabrikam.example/oauth2/v2.0/token"
        );
        let atlassian = Platform::atlassian().unwrap();
        assert_eq!(atlassian.tokens_at().as_str(), "https://auth.atlassian.com/oauth/token");
        assert_eq!(atlassian.consent_at().as_str(), "https://auth.atlassian.com/authorize");
    }

    #[test]
    fn an_authority_is_reached_safely_or_not_at_all() {
        assert!(Platform::entra_at("http://127.0.0.1:4000", "organizations").is_ok());
        for address in ["http://login.example", "ftp://x", "https://user:pass@x", "x", ""] {
            assert!(Platform::entra_at(address, "organizations").is_err(), "{address}");
        }
        for directory in ["", "../common", "a/b", "a b"] {
            assert!(Platform::entra(directory).is_err(), "{directory}");
        }
    }
}
