//! `deny.toml`: the one list of licences and crates that may be built in.

use std::fs;
use std::path::Path;

use cargo_metadata::semver::{Version, VersionReq};
use serde::Deserialize;

use crate::fault::{Fault, Result};

const FILE: &str = "deny.toml";

/// What `deny.toml` says.
#[derive(Debug, Deserialize)]
pub(crate) struct Policy {
    pub(crate) graph: Graph,
    pub(crate) licenses: Licences,
    pub(crate) bans: Bans,
}

/// What is looked at.
#[derive(Debug, Deserialize)]
pub(crate) struct Graph {
    /// The platforms that we build for.
    pub(crate) targets: Vec<String>,
}

/// Which licences a crate may have.
#[derive(Debug, Deserialize)]
pub(crate) struct Licences {
    /// SPDX identifiers.
    pub(crate) allow: Vec<String>,
    /// Those of single crates besides.
    #[serde(default)]
    pub(crate) exceptions: Vec<Exception>,
}

/// What one crate may be under besides.
#[derive(Debug, Deserialize)]
pub(crate) struct Exception {
    /// Its name.
    #[serde(rename = "crate")]
    pub(crate) name: String,
    /// SPDX identifiers.
    pub(crate) allow: Vec<String>,
}

/// Which crates may not be built.
#[derive(Debug, Deserialize)]
pub(crate) struct Bans {
    pub(crate) deny: Vec<Ban>,
}

/// A crate that may not be built.
#[derive(Debug, Deserialize)]
pub(crate) struct Ban {
    /// `name` or `name@requirement`.
    #[serde(rename = "crate")]
    pub(crate) spec: String,
    /// Why.
    pub(crate) reason: String,
}

impl Policy {
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let path = root.join(FILE);
        let text = fs::read_to_string(&path).map_err(|cause| Fault::Unreadable { path, cause })?;
        Self::parse(&text)
    }

    pub(crate) fn parse(text: &str) -> Result<Self> {
        toml::from_str(text).map_err(|fault| Fault::shape(FILE, fault.to_string()))
    }
}

impl Ban {
    /// Whether a crate is meant.
    ///
    /// A requirement is read as cargo reads one: `hyper@0.14` is every 0.14.
    pub(crate) fn hits(&self, name: &str, version: &Version) -> Result<bool> {
        let (banned, requirement) = match self.spec.split_once('@') {
            None => (self.spec.as_str(), VersionReq::STAR),
            Some((banned, requirement)) => {
                let requirement = VersionReq::parse(requirement)
                    .map_err(|fault| Fault::shape(FILE, format!("{}: {fault}", self.spec)))?;
                (banned, requirement)
            }
        };
        Ok(banned == name && requirement.matches(version))
    }
}

#[cfg(test)]
mod tests {
    use cargo_metadata::semver::Version;

    use super::{Ban, Policy};

    #[test]
    fn a_ban_may_name_a_version() {
        let ban = Ban { spec: "hyper@0.14".into(), reason: "ended".into() };
        assert!(ban.hits("hyper", &Version::new(0, 14, 30)).unwrap());
        assert!(!ban.hits("hyper", &Version::new(1, 2, 0)).unwrap());
        assert!(!ban.hits("hyper-util", &Version::new(0, 14, 0)).unwrap());
        let ban = Ban { spec: "ring".into(), reason: "other".into() };
        assert!(ban.hits("ring", &Version::new(0, 17, 0)).unwrap());
        let ban = Ban { spec: "ring@soon".into(), reason: "other".into() };
        assert!(ban.hits("ring", &Version::new(0, 17, 0)).is_err());
    }

    #[test]
    fn a_policy_without_lists_is_no_policy() {
        assert!(Policy::parse("[graph]\ntargets = []").is_err());
    }
}
