use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};
use migrayt_testkit::sim::Simulator;
use migrayt_testkit::sim::jira::{IssueView, Jira};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;

use super::PICTURE;
use crate::picture::{Picture, Standing};

/// The target, with a way to look at its store past its API.
#[derive(Debug)]
pub(super) struct Lookout {
    jira: Arc<Jira>,
    source: BTreeSet<String>,
    parents: BTreeMap<String, String>,
}

impl Lookout {
    pub(super) fn new(
        jira: Arc<Jira>,
        source: BTreeSet<String>,
        parents: BTreeMap<String, String>,
    ) -> Self {
        Self { jira, source, parents }
    }

    fn picture(&self) -> Picture {
        let issues = self.jira.issues();
        let items: BTreeMap<&str, String> =
            issues.iter().filter_map(|issue| Some((issue.key.as_str(), item_of(issue)?))).collect();
        let item = |key: &str| items.get(key).cloned().unwrap_or_else(|| "unmarked".to_owned());
        let mut picture = Picture {
            source: self.source.clone(),
            parents: self.parents.clone(),
            nodes: self.jira.components(),
            ..Picture::default()
        };
        picture.nodes.extend(self.jira.sprints().into_iter().map(|sprint| sprint.name));
        picture.nodes.extend(self.jira.versions());
        picture.nodes.sort();
        for issue in &issues {
            match items.get(issue.key.as_str()) {
                Some(origin) => {
                    let standing = picture.standing.entry(origin.clone()).or_default();
                    standing.push(stand(issue, &item));
                }
                None => picture.unmarked += 1,
            }
        }
        picture
    }
}

impl Simulator for Lookout {
    fn answer(&self, request: Request<Bytes>, now: OffsetDateTime) -> Response<Bytes> {
        if request.uri().path() != PICTURE {
            return self.jira.answer(request, now);
        }
        // What is still to happen late happens first, whenever it would.
        self.jira.settle(now + time::Duration::hours(1));
        Response::new(serde_json::to_vec(&self.picture()).unwrap_or_default().into())
    }
}

/// The id in the source, from the marker.
fn item_of(issue: &IssueView) -> Option<String> {
    let marker = issue.properties.values().find(|value| value.get("attempt").is_some())?;
    marker.get("id")?.as_str().map(str::to_owned)
}

fn stand(issue: &IssueView, item: &impl Fn(&str) -> String) -> Standing {
    let mut fields = issue.fields.clone();
    for volatile in ["parent", "created", "updated", "resolutiondate"] {
        fields.remove(volatile);
    }
    // The place on the board follows from the order of creation.
    fields.retain(|_, value| !is_rank(value));
    fields.values_mut().for_each(name);
    let texts = Texts { issue, item };
    fields.values_mut().for_each(|value| texts.settle(value));
    let comments = issue.comments.iter().map(|comment| {
        let marker = comment.properties.values().find_map(|value| value.get("part")?.as_str());
        let mut body = comment.body.clone();
        texts.settle(&mut body);
        format!("comment {} {}", marker.unwrap_or_default(), digest(&body))
    });
    let files = issue
        .attachments
        .iter()
        .map(|file| format!("file {} {} {}", file.file_name, file.len, file.sha256));
    let remote = issue.remote_links.iter().map(|link| {
        let id = link.global_id.clone().unwrap_or_default();
        format!("remote link {id}")
    });
    let worklogs =
        issue.worklogs.iter().map(|log| format!("worklog {} {}", log.started, log.seconds));
    let mut parts: Vec<String> = comments.chain(files).chain(remote).chain(worklogs).collect();
    parts.sort();
    let link = |link: &migrayt_testkit::sim::jira::LinkView| {
        format!("{} {:?} {}", link.link_type, link.end, item(&link.other))
    };
    let mut links: Vec<String> = issue.links.iter().map(link).collect();
    links.sort();
    Standing {
        issue_type: issue.issue_type.clone(),
        status: issue.status.clone(),
        parent: issue.parent.as_deref().map(item),
        fields: digest(&Value::Object(fields)),
        parts,
        links,
    }
}

/// What texts show and refer to: files and keys of the target, whose ids follow from the order of
/// creation.
struct Texts<'a, F> {
    issue: &'a IssueView,
    item: &'a F,
}

impl<F: Fn(&str) -> String> Texts<'_, F> {
    /// Puts the name of a file in place of its id, and the item in place of the issue's key.
    fn settle(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(file) = self.issue.attachments.iter().find(|it| it.media_id == *text) {
                    *text = format!("file {} {}", file.file_name, file.sha256);
                } else if let Some((_, key)) = text.rsplit_once("/browse/") {
                    *text = format!("item {}", (self.item)(key));
                } else if let Some((_, account)) = text.rsplit_once("/jira/people/") {
                    // The site listens elsewhere in each run.
                    *text = format!("account {account}");
                }
            }
            Value::Array(list) => list.iter_mut().for_each(|value| self.settle(value)),
            Value::Object(object) => object.values_mut().for_each(|value| self.settle(value)),
            _ => {}
        }
    }
}

/// Puts what an object is called in place of it, since ids follow from the order of creation.
fn name(value: &mut Value) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(name),
        Value::Object(object) => {
            let called = ["accountId", "name", "value"].iter().find_map(|key| object.remove(*key));
            if let Some(called) = called {
                *value = called;
            }
        }
        _ => {}
    }
}

fn is_rank(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.contains('|') && text.ends_with(':'))
}

fn digest(value: &Value) -> String {
    let digest = Sha256::digest(value.to_string());
    let first = digest.iter().take(8).fold(0_u64, |all, byte| (all << 8) | u64::from(*byte));
    format!("{first:016x}")
}
