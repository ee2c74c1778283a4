//! Issues by key: the order of a project that does not lag and that nobody can change.

use std::sync::atomic::Ordering;

use futures_util::stream::{self, BoxStream, StreamExt as _, TryStreamExt as _};
use migrayt_core::id::{TargetId, TargetKey, TargetRef};
use migrayt_core::marker::{MARKER_NAME, Marker, Origin};
use migrayt_core::port::{HighWater, MethodClass};
use migrayt_core::{Effect, Error, ErrorKind, Result};
use serde_json::json;

use super::answers::{Issues, RawIssue};
use super::{Jira, post};

/// How many keys one request looks at: what Jira takes if one field of one value is asked for.
const WINDOW: u64 = 1000;

/// An issue with a marker.
#[derive(Debug)]
pub(super) struct Marked {
    pub(super) target: TargetRef,
    pub(super) marker: Marker,
}

impl Jira {
    /// The highest key number that is known to stand. Search lags, which only makes it too low.
    pub(super) async fn find_newest(&self) -> Result<u64> {
        let body = json!({
            "jql": format!("project = \"{}\" ORDER BY key DESC", self.key),
            "maxResults": 1,
            "fields": ["issuetype"],
        });
        let call = post(MethodClass::Read, &["search", "jql"], &body)?.idempotent();
        let found: Issues = self.client.json(call).await?;
        for issue in &found.issues {
            self.saw(&issue.key);
        }
        Ok(self.newest.load(Ordering::Relaxed))
    }

    /// Every issue after a place that carries a marker, in pages, ascending by key; those that
    /// were moved to another project since come with their new key.
    ///
    /// It ends after a thousand keys in a row under which nothing stands, all of them above the
    /// highest that search knows; Jira leaves gaps for issues that were deleted or refused.
    pub(super) fn marked(&self, after: u64) -> BoxStream<'_, Result<Vec<Marked>>> {
        let start = after.checked_add(1).map(|first| (first, None));
        stream::try_unfold(start, move |state| async move {
            let Some((first, newest)) = state else { return Ok(None) };
            let newest = match newest {
                Some(newest) => newest,
                None => self.find_newest().await?,
            };
            let (standing, marked) = self.window(first).await?;
            let next = first.saturating_add(WINDOW);
            let over = !standing && next > newest.max(self.newest.load(Ordering::Relaxed));
            Ok(Some((marked, (!over).then_some((next, Some(newest))))))
        })
        .map_err(|error: Error| error.with_effect(Effect::None))
        .boxed()
    }

    pub(super) fn origins(&self, after: &HighWater) -> BoxStream<'_, Result<(TargetRef, Origin)>> {
        let pages = match place(after) {
            Ok(after) => self.marked(after),
            Err(error) => stream::once(async { Err(error) }).boxed(),
        };
        pages
            .map_ok(|page| {
                let found = page.into_iter().map(|it| (it.target, it.marker.origin()));
                stream::iter(found.map(Ok))
            })
            .try_flatten()
            .boxed()
    }

    /// Whether any issue stands in a window of keys, and those that carry a marker.
    async fn window(&self, first: u64) -> Result<(bool, Vec<Marked>)> {
        let keys: Vec<String> =
            (first..first.saturating_add(WINDOW)).map(|n| format!("{}-{n}", self.key)).collect();
        let mut issues = self.fetch(&keys, &["issuetype"], &[MARKER_NAME]).await?;
        for issue in &issues {
            self.saw(&issue.key);
        }
        issues.sort_by_key(|issue| self.number(&issue.key).unwrap_or(first));
        let standing = !issues.is_empty();
        Ok((standing, issues.into_iter().filter_map(marked).collect()))
    }

    /// Reads issues by id or key; those that do not exist are left out.
    pub(super) async fn fetch(
        &self,
        names: &[String],
        fields: &[&str],
        properties: &[&str],
    ) -> Result<Vec<RawIssue>> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let body = json!({ "issueIdsOrKeys": names, "fields": fields, "properties": properties });
        let call = post(MethodClass::Read, &["issue", "bulkfetch"], &body)?.idempotent();
        let found: Issues = self.client.json(call).await?;
        Ok(found.issues)
    }
}

fn marked(mut issue: RawIssue) -> Option<Marked> {
    let marker = marker(&mut issue)?;
    let target = TargetRef { id: TargetId::new(issue.id), key: TargetKey::new(issue.key) };
    Some(Marked { target, marker })
}

/// The marker that an issue carries, if we can read it.
pub(super) fn marker(issue: &mut RawIssue) -> Option<Marker> {
    serde_json::from_value(issue.properties.remove(MARKER_NAME)?).ok()
}

/// The key number of a place in the project's order.
pub(super) fn place(mark: &HighWater) -> Result<u64> {
    if mark.0.is_empty() {
        return Ok(0);
    }
    mark.0
        .parse()
        .map_err(|_| Error::new(ErrorKind::Misuse, "this is not a place in a Jira project's order"))
}

#[cfg(test)]
mod tests {
    use migrayt_core::ErrorKind;
    use migrayt_core::port::HighWater;

    use super::place;

    #[test]
    fn a_place_is_a_key_number_or_the_start() {
        assert_eq!(place(&HighWater::start()).unwrap(), 0);
        assert_eq!(place(&HighWater("17".into())).unwrap(), 17);
        assert_eq!(place(&HighWater("SHOP-17".into())).unwrap_err().kind(), ErrorKind::Misuse);
    }
}
