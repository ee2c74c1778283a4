//! What became of orders whose answer was lost.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::TryStreamExt as _;
use migrayt_core::id::{PartId, TargetRef};
use migrayt_core::marker::MARKER_NAME;
use migrayt_core::operation::{OperationKey, OperationKind};
use migrayt_core::port::{Applied, Doubtful, Located, MethodClass, Order};
use migrayt_core::{ErrorKind, Result};
use serde_json::Value as Json;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

use super::answers::{RawComment, RawIssue, RawProperty, RawRemoteLink};
use super::scan::place;
use super::standing::Link;
use super::{Jira, canonical, draft, fault, get, moment, payload};

/// How far the clocks of the site, of this machine and of the one that sent an order may be apart.
/// What is within is told apart by the parts that are known to be taken.
const SKEW: Duration = Duration::from_mins(10);

impl Jira {
    /// Looks for the effects of orders: one answer each, in order.
    pub(super) async fn find_doubts(&self, doubts: &[Doubtful<'_>]) -> Vec<Result<Located>> {
        let is_create =
            |doubt: &&Doubtful<'_>| doubt.order.drafted.key.kind == OperationKind::Create;
        let creates: Vec<&Doubtful<'_>> = doubts.iter().filter(is_create).collect();
        let mut made = match self.find_created(&creates).await {
            Ok(made) => Ok(made.into_iter()),
            Err(error) => Err(error),
        };
        let others: Vec<&Doubtful<'_>> = doubts.iter().filter(|it| !is_create(it)).collect();
        let lane = |doubt: &&Doubtful<'_>| doubt.order.drafted.key.item.as_str().to_owned();
        let mut found = self.by_lane(&others, lane, |doubt| self.find(doubt)).await.into_iter();
        doubts
            .iter()
            .map(|doubt| {
                if is_create(&doubt) {
                    return match &mut made {
                        Ok(made) => Ok(made.next().unwrap_or(Located::NotYetKnowable)),
                        Err(error) => Err(fault::again(error)),
                    };
                }
                found.next().unwrap_or(Ok(Located::NotYetKnowable))
            })
            .collect()
    }

    /// Reads markers by key from the lowest mark on, until all are found or nothing is left. Of
    /// two issues of one item, the older counts.
    async fn find_created(&self, doubts: &[&Doubtful<'_>]) -> Result<Vec<Located>> {
        let mut open: BTreeMap<usize, &Json> = BTreeMap::new();
        let mut after = u64::MAX;
        for (number, doubt) in doubts.iter().enumerate() {
            open.insert(number, doubt.order.drafted.payload.expose());
            after = after.min(doubt.high_water.map_or(Ok(0), place)?);
        }
        let mut located: Vec<Located> = doubts.iter().map(|_| Located::Absent).collect();
        if open.is_empty() {
            return Ok(located);
        }
        let mut pages = self.marked(after);
        while !open.is_empty()
            && let Some(page) = pages.try_next().await?
        {
            for found in page {
                let owner = open
                    .iter()
                    .find(|(_, drafted)| payload::is_of(&found.marker, drafted))
                    .map(|(number, _)| *number);
                if let Some(number) = owner {
                    open.remove(&number);
                    if let Some(slot) = located.get_mut(number) {
                        *slot = Located::Found(Applied::item(found.target));
                    }
                }
            }
        }
        Ok(located)
    }

    async fn find(&self, doubt: &Doubtful<'_>) -> Result<Located> {
        let order = &doubt.order;
        let issue = payload::issue(order)?;
        let found = match order.drafted.key.kind {
            OperationKind::Update | OperationKind::RewriteBody => {
                self.find_edit(order, issue).await
            }
            OperationKind::Comment => self.find_comment(order, issue).await,
            OperationKind::Worklog => self.find_worklog(order, issue).await,
            OperationKind::Watch => self.find_watcher(order, issue).await,
            OperationKind::Property => self.find_property(order, issue).await,
            OperationKind::Sprint => self.find_sprint(order, issue).await,
            OperationKind::Rank => return self.find_rank(order, issue).await,
            OperationKind::Attach => self.find_file(doubt, issue).await,
            OperationKind::Transition => self.find_status(order, issue).await,
            OperationKind::Link => self.find_link(order, issue).await,
            OperationKind::RemoteLink => self.find_remote_link(order, issue).await,
            _ => return Ok(Located::NotYetKnowable),
        };
        match found {
            Ok(Some(applied)) => Ok(Located::Found(applied)),
            Ok(None) => Ok(Located::Absent),
            // What belongs to an issue that is gone is gone with it.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Located::Absent),
            Err(error) => Err(error),
        }
    }

    async fn find_comment(&self, order: &Order<'_>, issue: &TargetRef) -> Result<Option<Applied>> {
        let drafted = order.drafted.payload.expose();
        let wanted = draft::part_of(drafted).ok_or_else(payload::foreign)?;
        let body = drafted.pointer("/body/body").unwrap_or(&Json::Null);
        for comment in self.comments(issue.id.as_str(), true).await? {
            let ours = match &comment.properties {
                Some(properties) => properties.iter().any(|it| is_marker(it, wanted)),
                // Where lists do not show properties, those of equal comments are asked for.
                None => {
                    canonical::same_document(&comment.body, body)
                        && self.carries(&comment, wanted).await?
                }
            };
            if ours {
                return Ok(Some(Applied::part(PartId::new(comment.id))));
            }
        }
        Ok(None)
    }

    async fn carries(&self, comment: &RawComment, wanted: (&str, &str)) -> Result<bool> {
        let path = ["comment", comment.id.as_str(), "properties", MARKER_NAME];
        let found: Result<RawProperty> = self.client.json(get(MethodClass::Read, &path)).await;
        match found {
            Ok(property) => Ok(is_marker(&property, wanted)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// A file is ours if it has our name and size, was sent by our account, and does not belong
    /// to another operation: the journal tells the settled ones, and of several doubts about equal
    /// files each has another of them. Files that stood before the order was sent are not; but where an
    /// earlier run may have sent it, which the mark says, any will do.
    async fn find_file(&self, doubt: &Doubtful<'_>, issue: &TargetRef) -> Result<Option<Applied>> {
        let drafted = doubt.order.drafted.payload.expose();
        let me = self.me().await?;
        let call =
            get(MethodClass::Read, &["issue", issue.id.as_str()]).query("fields", "attachment");
        let answer = self.client.call(call).await?;
        let found: RawIssue = answer.json()?;
        let now = self.client.clock().now();
        let date =
            answer.header("date").and_then(|date| OffsetDateTime::parse(date, &Rfc2822).ok());
        let ahead = date.map_or(time::Duration::ZERO, |date| date - now);
        let since = doubt.high_water.is_none().then(|| doubt.sent_at + ahead - SKEW);
        let mut files: Vec<(u64, &str)> = found
            .list("attachment")
            .iter()
            .filter(|file| is_same_file(file, drafted, me))
            .filter(|file| since.is_none_or(|since| made_at(file).is_none_or(|at| at >= since)))
            .filter_map(|file| file.get("id")?.as_str())
            .filter(|id| doubt.taken.iter().all(|taken| taken.as_str() != *id))
            .map(|id| (id.parse().unwrap_or(u64::MAX), id))
            .collect();
        files.sort_unstable();
        Ok(self.claim(&doubt.order.drafted.key, &files).map(|id| Applied::part(PartId::new(id))))
    }

    /// The first file that no other operation has.
    fn claim<'f>(&self, key: &OperationKey, files: &[(u64, &'f str)]) -> Option<&'f str> {
        let mut claims = self.claims();
        let (_, id) = files.iter().find(|(_, id)| !claims.is_others(id, key))?;
        claims.add(id, key);
        Some(id)
    }

    async fn find_status(&self, order: &Order<'_>, issue: &TargetRef) -> Result<Option<Applied>> {
        let to = order.drafted.payload.expose().get("to").and_then(Json::as_str);
        let found = self.issue_with(issue, &["status"]).await?;
        Ok(found.filter(|found| found.id_of("status") == to).map(|_| Applied::default()))
    }

    async fn find_link(&self, order: &Order<'_>, issue: &TargetRef) -> Result<Option<Applied>> {
        let drafted = order.drafted.payload.expose();
        let name = drafted.pointer("/body/type/name").and_then(Json::as_str);
        let other = drafted.get("other").and_then(Json::as_str).ok_or_else(payload::foreign)?;
        let other = order.known.item(&other.into()).ok_or_else(payload::unbound)?;
        let found = self.issue_with(issue, &["issuelinks"]).await?;
        let stands = found.is_some_and(|found| {
            found.list("issuelinks").iter().filter_map(Link::of).any(|link| {
                link.outward && Some(link.name) == name && link.other == other.id.as_str()
            })
        });
        Ok(stands.then(Applied::default))
    }

    async fn find_remote_link(
        &self,
        order: &Order<'_>,
        issue: &TargetRef,
    ) -> Result<Option<Applied>> {
        let global_id = order.drafted.payload.expose().pointer("/body/globalId");
        let global_id = global_id.and_then(Json::as_str).ok_or_else(payload::foreign)?;
        let call = get(MethodClass::Read, &["issue", issue.id.as_str(), "remotelink"])
            .query("globalId", global_id);
        let link: RawRemoteLink = self.client.json(call).await?;
        let same = link.global_id.as_deref() == Some(global_id);
        Ok(same.then(|| Applied::part(PartId::new(global_id))))
    }

    pub(super) async fn issue_with(
        &self,
        issue: &TargetRef,
        fields: &[&str],
    ) -> Result<Option<RawIssue>> {
        let ids = [issue.id.as_str().to_owned()];
        Ok(self.fetch(&ids, fields, &[]).await?.into_iter().next())
    }
}

pub(super) fn is_marker(property: &RawProperty, (item, part): (&str, &str)) -> bool {
    let text = |key| property.value.get(key).and_then(Json::as_str);
    property.key == MARKER_NAME && text("id") == Some(item) && text("part") == Some(part)
}

fn is_same_file(file: &Json, drafted: &Json, me: &str) -> bool {
    let size = drafted.get("size").and_then(Json::as_u64);
    let author = file.pointer("/author/accountId").and_then(Json::as_str);
    file.get("filename").and_then(Json::as_str) == drafted.get("name").and_then(Json::as_str)
        && size.is_none_or(|size| file.get("size").and_then(Json::as_u64) == Some(size))
        && author.is_none_or(|author| author == me)
}

fn made_at(file: &Json) -> Option<OffsetDateTime> {
    moment::parse(file.get("created")?.as_str()?)
}
