//! Work log entries.

use migrayt_core::id::{PartId, TargetRef};
use migrayt_core::port::{Applied, MethodClass, Order};
use migrayt_core::{Error, ErrorKind, Result};

use super::answers::{Made, RawWorklog};
use super::locate::is_marker;
use super::media::missing;
use super::{Jira, draft, get, issue_fact, payload, post};

impl Jira {
    /// Adds an entry with its marker. Nobody is told, and the remaining estimate, which is
    /// written by itself, stays.
    pub(super) async fn worklog(&self, order: &Order<'_>) -> Result<Applied> {
        let issue = payload::issue(order)?;
        let path = ["issue", issue.id.as_str(), "worklog"];
        let shown = self.shown_for(order).await?;
        let call = post(MethodClass::Write, &path, &payload::body(order)?.showing(&shown))?
            .query("adjustEstimate", "leave")
            .query("notifyUsers", "false");
        let made: Made =
            self.client.json(call).await.map_err(|error| error.with("issue", issue_fact(issue)))?;
        let mut applied = Applied::part(PartId::new(made.id.text()));
        applied.losses = missing(order, &shown);
        Ok(applied)
    }

    pub(super) async fn find_worklog(
        &self,
        order: &Order<'_>,
        issue: &TargetRef,
    ) -> Result<Option<Applied>> {
        let wanted = draft::part_of(order.drafted.payload.expose()).ok_or_else(payload::foreign)?;
        for entry in self.worklogs(issue.id.as_str(), true).await? {
            let properties = entry.properties.ok_or_else(unmarked)?;
            if properties.iter().any(|property| is_marker(property, wanted)) {
                return Ok(Some(Applied::part(PartId::new(entry.id))));
            }
        }
        Ok(None)
    }

    /// All entries of an issue, oldest first, with their properties if they are wanted.
    pub(super) async fn worklogs(&self, issue: &str, properties: bool) -> Result<Vec<RawWorklog>> {
        let path = ["issue", issue, "worklog"];
        let expand: &[(&str, &str)] = if properties { &[("expand", "properties")] } else { &[] };
        self.pages(|| get(MethodClass::Read, &path), "worklogs", expand).await
    }
}

fn unmarked() -> Error {
    Error::new(ErrorKind::DataCorrupt, "the site does not show the properties of work log entries")
}
