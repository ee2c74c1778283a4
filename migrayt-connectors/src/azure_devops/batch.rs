use migrayt_core::port::{MethodClass, ReadView};
use migrayt_core::{Error, Result};
use serde_json::json;

use super::answers::{List, QueryResult, RawItem};
use super::item::RANKS;
use super::{AzureDevOps, VERSION};
use crate::http::{Call, is_too_large};

/// The fields of an outline, and the project, by which items of other projects are left out.
const OUTLINE: [&str; 9] = [
    "System.Id",
    "System.Rev",
    "System.WorkItemType",
    "System.State",
    "System.Title",
    "System.Parent",
    "System.TeamProject",
    RANKS[0],
    RANKS[1],
];

impl AzureDevOps {
    /// The ids in scope above one, ascending, and whether there may be more.
    pub(super) async fn ids_above(&self, id: u64) -> Result<(Vec<u64>, bool)> {
        let mut after = id;
        while let Some(asked) = self.query.above(after) {
            let call = self
                .post(&["wit", "wiql"], &json!({ "query": asked.text }))?
                .query("$top", self.query.window.to_string())
                .query("timePrecision", "true");
            let found: QueryResult = self.client.json(call).await?;
            let most = usize::try_from(self.query.window).unwrap_or(usize::MAX);
            let more = asked.until.is_some() || found.work_items.len() >= most;
            let mut ids: Vec<u64> =
                found.work_items.iter().map(|link| link.id).filter(|found| *found > id).collect();
            ids.sort_unstable();
            ids.dedup();
            match asked.until {
                // None of these exists in scope, and others may.
                Some(until) if ids.is_empty() => after = until,
                _ => return Ok((ids, more)),
            }
        }
        Ok((Vec::new(), false))
    }

    /// The items of these ids, ascending; those that do not exist in the project are left out.
    pub(super) async fn batch(&self, ids: &[u64], view: ReadView) -> Result<Vec<RawItem>> {
        let mut items = Vec::new();
        // Last in, first out.
        let mut due = vec![ids];
        while let Some(ids) = due.pop() {
            match self.ask(ids, view).await {
                Ok(found) => items.extend(found),
                // Very long texts: two halves may fit where the whole did not.
                Err(error) if ids.len() > 1 && is_too_large(&error) => {
                    let (first, second) = ids.split_at(ids.len() / 2);
                    due.extend([second, first]);
                }
                Err(error) => return Err(error),
            }
        }
        items.retain(|item| {
            item.text("System.TeamProject")
                .is_none_or(|name| name.to_lowercase() == self.project.to_lowercase())
        });
        items.sort_by_key(|item| item.id);
        items.dedup_by_key(|item| item.id);
        Ok(items)
    }

    async fn ask(&self, ids: &[u64], view: ReadView) -> Result<impl Iterator<Item = RawItem>> {
        let body = match view {
            ReadView::Outline => json!({ "ids": ids, "fields": OUTLINE, "errorPolicy": "omit" }),
            _ => json!({ "ids": ids, "$expand": "relations", "errorPolicy": "omit" }),
        };
        let call = self.post(&["wit", "workitemsbatch"], &body)?;
        let list: List<Option<RawItem>> =
            self.client.json(call).await.map_err(|error: Error| error.with("items", ids.len()))?;
        Ok(list.value.into_iter().flatten())
    }

    /// A question that is asked by `POST`.
    pub(super) fn post(&self, segments: &[&str], body: &serde_json::Value) -> Result<Call> {
        let call = Call::post(MethodClass::Read, &self.path(segments), body)?;
        Ok(call.query("api-version", VERSION).idempotent())
    }
}
