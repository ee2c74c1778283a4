/// The two trackers that publish documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tracker {
    /// Azure DevOps Services: one Swagger 2.0 document for each area.
    AzureDevops,
    /// Jira Cloud: one `OpenAPI` 3.0 document for the platform and one for boards and sprints.
    Jira,
}

impl Tracker {
    /// Where its documents are in the reference data.
    pub(super) fn documents(self) -> &'static [&'static str] {
        match self {
            Self::AzureDevops => &[
                "specs/ado/specification/wit/7.1/workItemTracking.json",
                "specs/ado/specification/core/7.1/core.json",
                "specs/ado/specification/work/7.1/work.json",
                "specs/ado/specification/processes/7.1/workItemTrackingProcess.json",
                "specs/ado/specification/graph/7.1/graph.json",
                "specs/ado/specification/ims/7.1/identities.json",
                "specs/ado/specification/profile/7.1/profile.json",
                "specs/ado/specification/account/7.1/accounts.json",
                "specs/ado/specification/operations/7.1/operations.json",
            ],
            Self::Jira => &["specs/jira/swagger-v3.v3.json", "specs/jira/software-swagger.v3.json"],
        }
    }

    /// The prefix of references to the schemas of a document.
    pub(super) fn schemas(self) -> &'static str {
        match self {
            Self::AzureDevops => "/definitions",
            Self::Jira => "/components/schemas",
        }
    }
}
