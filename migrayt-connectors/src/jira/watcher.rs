//! Those who watch issues.

use http::Method;
use migrayt_core::Result;
use migrayt_core::id::TargetRef;
use migrayt_core::port::{Applied, MethodClass, Order};
use serde_json::Value as Json;

use super::answers::{RawIssue, RawWatchers, WatchCount};
use super::catalog::optional;
use super::{Jira, get, in_english, issue_fact, payload, platform};
use crate::http::Call;

impl Jira {
    /// Lets a person watch. One who does so already goes on, so that it can be sent again.
    pub(super) async fn watch(&self, order: &Order<'_>) -> Result<Applied> {
        let issue = payload::issue(order)?;
        let path = platform(&["issue", issue.id.as_str(), "watchers"]);
        // The body is the account's id alone, as a JSON text.
        let call = Call::new(Method::POST, MethodClass::Write, &path).json(&person(order)?)?;
        let answer = self.client.call(in_english(call).idempotent()).await;
        answer.map_err(|error| error.with("issue", issue_fact(issue)))?;
        Ok(Applied::default())
    }

    pub(super) async fn find_watcher(
        &self,
        order: &Order<'_>,
        issue: &TargetRef,
    ) -> Result<Option<Applied>> {
        let person = person(order)?;
        let watchers = self.watchers(issue.id.as_str()).await?;
        Ok(watchers.iter().any(|watcher| watcher == person).then(Applied::default))
    }

    /// The accounts that watch an issue that was read with its `watches`. Where we alone watch,
    /// which is so after every creation, nothing is asked for.
    pub(super) async fn watchers_of(&self, issue: &mut RawIssue) -> Result<Vec<String>> {
        let shown = issue.fields.remove("watches").unwrap_or_default();
        let count: WatchCount = serde_json::from_value(shown).unwrap_or_default();
        match (count.watch_count, count.is_watching) {
            (0, _) => Ok(Vec::new()),
            (1, true) => Ok(vec![self.me().await?.to_owned()]),
            _ => Ok(optional(self.watchers(&issue.id).await)?.unwrap_or_default()),
        }
    }

    async fn watchers(&self, issue: &str) -> Result<Vec<String>> {
        let call = get(MethodClass::Read, &["issue", issue, "watchers"]);
        let found: RawWatchers = self.client.json(call).await?;
        Ok(found.watchers.into_iter().map(|watcher| watcher.account_id).collect())
    }
}

fn person<'a>(order: &Order<'a>) -> Result<&'a str> {
    let person = order.drafted.payload.expose().get("person").and_then(Json::as_str);
    person.ok_or_else(payload::foreign)
}
