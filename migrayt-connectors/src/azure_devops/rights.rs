//! What the token may read.

use migrayt_core::port::{Held, MethodClass, Right};
use migrayt_core::{Error, ErrorKind, Result};
use serde_json::{Value as Json, json};

use super::{AzureDevOps, VERSION};
use crate::http::Call;

const TOKEN: &str = "edit the token under User settings, Personal access tokens, and tick it";

impl AzureDevOps {
    /// A token does not tell its rights: each is tried by a question that needs it.
    ///
    /// # Errors
    /// What says something about the endpoint as a whole: a token that is not taken, a network
    /// that is down.
    pub(super) async fn tried_rights(&self) -> Result<Vec<Right>> {
        let project = Call::get(MethodClass::Discover, &["_apis", "projects", &self.project]);
        let project = self.client.json::<Json>(project.query("api-version", VERSION)).await;
        let query = json!({
            "query": "SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = @project"
        });
        let items = self.post(&["wit", "wiql"], &query)?.query("$top", "1");
        let items = self.client.json::<Json>(items).await;
        let identity = "finding the project and its people";
        Ok(vec![
            Right::required("Project and Team (Read)", identity, TOKEN).held(held(project)?),
            Right::required("Work Items (Read)", "reading items, comments and files", TOKEN)
                .held(held(items)?),
        ])
    }
}

/// Whether an answer shows that a right is held.
fn held(answer: Result<Json>) -> Result<Held> {
    let denied = |error: &Error| {
        matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::Unauthenticated)
    };
    match answer {
        Ok(_) => Ok(Held::Yes),
        Err(error) if denied(&error) => Ok(Held::No),
        Err(error) => Err(error),
    }
}
