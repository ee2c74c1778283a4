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

impl fmt::Debug for Site {
    /// What nobody has named.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Site").field("id", &self.id).finish_non_exhaustive()
    }
}
