//! Issues as they stand, in canonical form.

use migrayt_core::catalog::{Catalog, Field};
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{LinkTypeId, PartId, StateId, TargetId, TargetKey, TargetRef, TypeId};
use migrayt_core::marker::HISTORY_NAME;
use migrayt_core::port::{PartStanding, Standing, StandingLink};
use serde_json::{Map, Value as Json};

use super::answers::{RawComment, RawIssue, RawRemoteLink, RawWorklog};
use super::field::{ORIGINAL_ESTIMATE, REMAINING_ESTIMATE, TIME_TRACKING};
use super::{canonical, edit, scan};

/// The fields to ask for, so that everything that may have been written comes back.
pub(super) fn wanted<'a>(catalog: &'a Catalog, rank: Option<&'a str>) -> Vec<&'a str> {
    let mut fields = vec![
        "issuetype",
        "status",
        "parent",
        "attachment",
        "comment",
        "issuelinks",
        "worklog",
        "watches",
    ];
    fields.extend(rank);
    for field in catalog.fields.iter().filter(|field| field.writable) {
        let id = edit::written(&field.id);
        if !fields.contains(&id) {
            fields.push(id);
        }
    }
    fields
}

/// What stands on an issue besides its fields.
pub(super) struct Parts {
    pub(super) comments: Vec<RawComment>,
    pub(super) worklogs: Vec<RawWorklog>,
    pub(super) watchers: Vec<String>,
    pub(super) remote_links: Vec<RawRemoteLink>,
}

/// An issue in canonical form; none if the answer lacks its type or status.
pub(super) fn of(
    mut issue: RawIssue,
    parts: Parts,
    rank: Option<&str>,
    catalog: &Catalog,
    key: &DigestKey,
) -> Option<Standing> {
    let origin = scan::marker(&mut issue).map(|marker| marker.origin());
    let work_type = TypeId::new(issue.id_of("issuetype")?);
    let state = StateId::new(issue.id_of("status")?);
    let target =
        TargetRef { id: TargetId::new(issue.id.as_str()), key: TargetKey::new(issue.key.as_str()) };
    let mut standing = Standing::new(target, work_type.clone(), state.clone());
    standing.origin = origin;
    standing.parent = issue.id_of("parent").map(TargetId::new);
    let fields = catalog.fields.iter().filter(|field| field.writable);
    standing.digests = fields
        .filter_map(|field| canonical::digest(field, read(field, &issue.fields)?, key))
        .collect();
    if let Some(history) = issue.properties.get(HISTORY_NAME) {
        standing.digests.push(canonical::property(HISTORY_NAME, history, key));
    }
    standing.digests.push(canonical::status(state.as_str(), key));
    standing.digests.push(canonical::work_type(work_type.as_str(), key));
    standing.digests.extend(parts.watchers.iter().map(|it| canonical::watcher(it, key)));
    standing.comments = parts
        .comments
        .iter()
        .map(|comment| PartStanding {
            id: PartId::new(comment.id.as_str()),
            digest: canonical::comment(&comment.body, key).digest,
        })
        .collect();
    (standing.attachments, standing.sizes) =
        issue.list("attachment").iter().filter_map(|file| file_of(file, key)).unzip();
    standing.links =
        issue.list("issuelinks").iter().filter_map(Link::of).map(Link::standing).collect();
    for RawRemoteLink { global_id, object } in parts.remote_links {
        let Some(id) = global_id else { continue };
        standing.digests.push(canonical::remote_link(&id, &object.url, &object.title, key));
        standing.remote_links.push(id);
    }
    standing.worklogs = parts
        .worklogs
        .iter()
        .map(|entry| PartStanding {
            id: PartId::new(entry.id.as_str()),
            digest: canonical::worklog(
                &entry.started,
                entry.time_spent_seconds,
                &entry.comment,
                key,
            )
            .digest,
        })
        .collect();
    standing.rank = rank.and_then(|field| issue.fields.get(field)?.as_str()).map(str::to_owned);
    Some(standing)
}

pub(super) fn read<'a>(field: &Field, fields: &'a Map<String, Json>) -> Option<&'a Json> {
    let seconds = |name| fields.get(TIME_TRACKING)?.get(name);
    match field.id.as_str() {
        ORIGINAL_ESTIMATE => seconds("originalEstimateSeconds"),
        REMAINING_ESTIMATE => seconds("remainingEstimateSeconds"),
        id => fields.get(id),
    }
}

fn file_of(file: &Json, key: &DigestKey) -> Option<(PartStanding, u64)> {
    let name = file.get("filename")?.as_str()?;
    let size = file.get("size")?.as_u64()?;
    let digest = canonical::file(name, size, key).digest;
    Some((PartStanding { id: PartId::new(file.get("id")?.as_str()?), digest }, size))
}

/// A link as one of its ends shows it.
#[derive(Clone, Copy)]
pub(super) struct Link<'a> {
    pub(super) name: &'a str,
    pub(super) other: &'a str,
    pub(super) outward: bool,
}

impl<'a> Link<'a> {
    pub(super) fn of(json: &'a Json) -> Option<Self> {
        let name = json.pointer("/type/name")?.as_str()?;
        let end = |pointer| json.pointer(pointer).and_then(Json::as_str);
        // The far end is the outward issue where the link reads outward from this one.
        let (other, outward) = match end("/outwardIssue/id") {
            Some(other) => (other, true),
            None => (end("/inwardIssue/id")?, false),
        };
        Some(Self { name, other, outward })
    }

    fn standing(self) -> StandingLink {
        StandingLink {
            link_type: LinkTypeId::new(self.name),
            other: TargetId::new(self.other),
            outward: self.outward,
        }
    }
}
