//! Reading issues back, a hundred at a time.

use futures_util::stream::{self, BoxStream, StreamExt as _};
use migrayt_core::Result;
use migrayt_core::catalog::Catalog;
use migrayt_core::digest::DigestKey;
use migrayt_core::id::TargetId;
use migrayt_core::marker::{HISTORY_NAME, MARKER_NAME};
use migrayt_core::port::{MethodClass, Standing};
use serde_json::Value as Json;

use super::answers::{Comments, RawComment, RawIssue, RawRemoteLink, Worklogs};
use super::standing::Parts;
use super::{Jira, MAX_READ, get, standing, unexpected};

/// The properties that a creation writes.
const PROPERTIES: [&str; 2] = [MARKER_NAME, HISTORY_NAME];

/// How many pages of issues are read side by side.
const PAGES: usize = 2;

impl Jira {
    pub(super) fn standings<'a>(
        &'a self,
        items: &'a [TargetId],
        catalog: &'a Catalog,
        key: &'a DigestKey,
    ) -> BoxStream<'a, Result<Standing>> {
        let size = usize::try_from(MAX_READ).unwrap_or(1);
        stream::iter(items.chunks(size))
            .map(move |items| self.read_page(items, catalog, key))
            .buffered(PAGES)
            .map(|page| match page {
                Ok(standings) => stream::iter(standings).boxed(),
                Err(error) => stream::once(async { Err(error) }).boxed(),
            })
            .flatten()
            .boxed()
    }

    async fn read_page(
        &self,
        items: &[TargetId],
        catalog: &Catalog,
        key: &DigestKey,
    ) -> Result<Vec<Result<Standing>>> {
        let ids: Vec<String> = items.iter().map(|id| id.as_str().to_owned()).collect();
        let rank = self.rank_field().await?;
        let issues = self.fetch(&ids, &standing::wanted(catalog, rank), &PROPERTIES).await?;
        let whole = stream::iter(issues)
            .map(|issue| self.complete(issue, rank, catalog, key))
            .buffered(self.width);
        Ok(whole.collect().await)
    }

    /// Reads what an answer of many issues leaves out: comments and work log entries beyond the
    /// first ones, those who watch besides us, and links to other places.
    async fn complete(
        &self,
        mut issue: RawIssue,
        rank: Option<&str>,
        catalog: &Catalog,
        key: &DigestKey,
    ) -> Result<Standing> {
        let inline = issue.fields.remove("comment").unwrap_or_default();
        let inline: Comments = match inline {
            Json::Null => Comments { comments: Vec::new(), total: 0 },
            shown => serde_json::from_value(shown).map_err(|_| unexpected())?,
        };
        let comments = if inline.comments.len() < inline.total {
            self.comments(&issue.id, false).await?
        } else {
            inline.comments
        };
        let inline = issue.fields.remove("worklog").unwrap_or_default();
        let inline: Worklogs = match inline {
            Json::Null => Worklogs { worklogs: Vec::new(), total: 0 },
            shown => serde_json::from_value(shown).map_err(|_| unexpected())?,
        };
        let worklogs = if inline.worklogs.len() < inline.total {
            self.worklogs(&issue.id, false).await?
        } else {
            inline.worklogs
        };
        let watchers = self.watchers_of(&mut issue).await?;
        let remote_links = self.remote_links(&issue.id).await?;
        let parts = Parts { comments, worklogs, watchers, remote_links };
        standing::of(issue, parts, rank, catalog, key).ok_or_else(unexpected)
    }

    /// All comments of an issue, oldest first, with their properties if the site shows them.
    pub(super) async fn comments(&self, issue: &str, properties: bool) -> Result<Vec<RawComment>> {
        let path = ["issue", issue, "comment"];
        let expand: &[(&str, &str)] = if properties { &[("expand", "properties")] } else { &[] };
        self.pages(|| get(MethodClass::Read, &path), "comments", expand).await
    }

    async fn remote_links(&self, issue: &str) -> Result<Vec<RawRemoteLink>> {
        let path = ["issue", issue, "remotelink"];
        self.client.json(get(MethodClass::Read, &path)).await
    }
}
