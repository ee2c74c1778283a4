use std::fmt;

use serde::Deserialize;

/// A site that a grant of Atlassian reaches.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Site {
    /// Its cloud id: requests by OAuth go to `https://api.atlassian.com/ex/jira/{id}`.
    pub id: String,
    /// Its own address.
    pub url: String,
    /// What it is called.
    pub name: String,
    /// The scopes that were granted for it.
    #[serde(default)]
    pub scopes: Vec<String>,
}

impl Site {
    /// What it is called in ids and reports: the first word of its address.
    pub fn short_name(&self) -> &str {
        let host = self.url.split_once("://").map_or(self.url.as_str(), |(_, host)| host);
        host.split(['.', '/', ':']).next().unwrap_or_default()
    }
}

impl fmt::Debug for Site {
    /// What nobody has named.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Site").field("id", &self.id).finish_non_exhaustive()
    }
}
