use migrayt_core::id::EndpointId;

/// The tracker that an endpoint's id names: where defaults differ and what texts call it. Nothing
/// that is written depends on it but those words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum System {
    /// Azure DevOps.
    AzureDevOps,
    /// Jira.
    Jira,
    /// Another one.
    Other,
}

impl System {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::AzureDevOps, Self::Jira, Self::Other];

    /// The tracker of an endpoint.
    pub fn of(endpoint: &EndpointId) -> Self {
        match endpoint.as_str().split(':').next() {
            Some("azure-devops") => Self::AzureDevOps,
            Some("jira") => Self::Jira,
            _ => Self::Other,
        }
    }

    /// Its name in texts.
    pub fn name(self) -> &'static str {
        match self {
            Self::AzureDevOps => "Azure DevOps",
            Self::Jira => "Jira",
            Self::Other => "the source",
        }
    }
}
