use std::fmt;

use migrayt_testkit::contract::Account;

/// What was held against the documents of both trackers.
#[derive(Debug)]
#[non_exhaustive]
pub struct Accounts {
    /// Azure DevOps.
    pub azure_devops: Account,
    /// Jira Cloud.
    pub jira: Account,
    /// Routes of the simulators that nobody asked for.
    pub unvisited: Vec<String>,
}

impl Accounts {
    /// Whether every request, answer and gap holds, and every route was asked for.
    pub fn are_kept(&self) -> bool {
        self.azure_devops.is_kept() && self.jira.is_kept() && self.unvisited.is_empty()
    }
}

impl fmt::Display for Accounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for route in &self.unvisited {
            writeln!(f, "nobody asked for {route}")?;
        }
        writeln!(f, "azure-devops: {}", self.azure_devops)?;
        write!(f, "jira: {}", self.jira)
    }
}
