//! What requests change.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use serde_json::Value;
use time::OffsetDateTime;

use super::few::{Few, Json, Properties};
use super::field::Field;
use super::history::Change;
use super::late::Late;
use super::limiter::Limiter;
use super::options::JiraOptions;
use super::rank::Ranks;
use super::setup::Setup;
use super::task::Task;
use super::terms::Terms;
use super::token::Rotations;
use crate::sim::shelf::{Content, Shelf};

/// A field's value as it is kept: resolved to ids, documents as text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Stored {
    /// A plain value.
    Plain(Value),
    /// A document, serialised: a tree takes ten times the memory.
    Rich(Json),
}

impl Stored {
    pub(super) fn rich(document: &Value) -> Self {
        Self::Rich(Json::of(document))
    }

    pub(super) fn plain(&self) -> Option<&Value> {
        match self {
            Self::Plain(value) => Some(value),
            Self::Rich(_) => None,
        }
    }

    pub(super) fn document(&self) -> Value {
        match self {
            Self::Plain(value) => value.clone(),
            Self::Rich(document) => document.value(),
        }
    }
}

/// Values by the ids of their fields.
pub(super) type Fields = Few<Arc<str>, Stored>;

#[derive(Debug, Clone)]
pub(super) struct Issue {
    pub(super) id: u64,
    pub(super) number: u64,
    pub(super) kind: usize,
    pub(super) status: usize,
    pub(super) parent: Option<u64>,
    pub(super) creator: Arc<str>,
    pub(super) created: OffsetDateTime,
    pub(super) updated: OffsetDateTime,
    pub(super) resolved: Option<OffsetDateTime>,
    pub(super) fields: Fields,
    pub(super) properties: Properties,
    pub(super) comments: Vec<Comment>,
    pub(super) worklogs: Vec<Worklog>,
    pub(super) attachments: Vec<u64>,
    pub(super) links: Vec<u64>,
    pub(super) remote_links: Vec<RemoteLink>,
    pub(super) watchers: Vec<Arc<str>>,
    pub(super) history: Vec<Change>,
}

#[derive(Debug, Clone)]
pub(super) struct Comment {
    pub(super) id: u64,
    pub(super) author: Arc<str>,
    pub(super) body: Stored,
    pub(super) visibility: Option<Value>,
    pub(super) created: OffsetDateTime,
    pub(super) updated: OffsetDateTime,
    pub(super) properties: Properties,
}

#[derive(Debug, Clone)]
pub(super) struct Worklog {
    pub(super) id: u64,
    pub(super) author: Arc<str>,
    pub(super) comment: Option<Stored>,
    pub(super) started: OffsetDateTime,
    pub(super) seconds: u64,
    pub(super) created: OffsetDateTime,
    pub(super) updated: OffsetDateTime,
    pub(super) properties: Properties,
}

#[derive(Debug, Clone)]
pub(super) struct Attachment {
    pub(super) id: u64,
    pub(super) issue: u64,
    pub(super) name: String,
    pub(super) mime: String,
    pub(super) size: u64,
    pub(super) sha256: String,
    pub(super) media: String,
    pub(super) content: Content,
    pub(super) author: Arc<str>,
    pub(super) created: OffsetDateTime,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub(super) kind: usize,
    pub(super) inward: u64,
    pub(super) outward: u64,
}

#[derive(Debug, Clone)]
pub(super) struct RemoteLink {
    pub(super) id: u64,
    pub(super) global_id: Option<String>,
    pub(super) body: Json,
}

/// A component or a version: an id, a name, and what else was said of it.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) more: serde_json::Map<String, Value>,
}

#[derive(Debug, Clone)]
pub(super) struct Sprint {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) state: String,
    pub(super) goal: String,
    pub(super) start: Option<OffsetDateTime>,
    pub(super) end: Option<OffsetDateTime>,
    pub(super) complete: Option<OffsetDateTime>,
    pub(super) created: Option<OffsetDateTime>,
}

/// The last ids given; none is ever given again.
#[derive(Debug, Clone)]
pub(super) struct Last {
    pub(super) issue: u64,
    pub(super) number: u64,
    pub(super) comment: u64,
    pub(super) worklog: u64,
    pub(super) attachment: u64,
    pub(super) link: u64,
    pub(super) remote_link: u64,
    pub(super) component: u64,
    pub(super) version: u64,
    pub(super) sprint: u64,
    pub(super) history: u64,
    pub(super) option: u64,
}

impl Default for Last {
    fn default() -> Self {
        Self {
            issue: 10_000,
            number: 0,
            comment: 10_000,
            worklog: 10_000,
            attachment: 10_000,
            link: 10_000,
            remote_link: 10_000,
            component: 10_000,
            version: 10_000,
            sprint: 0,
            history: 10_000,
            option: 20_000,
        }
    }
}

/// Counts one up and gives the new id.
pub(super) fn next(last: &mut u64) -> u64 {
    *last += 1;
    *last
}

/// The place of an issue in the order of changes: the moment, then the id.
pub(super) fn updated_place(issue: &Issue) -> u128 {
    let nanos = u64::try_from(issue.updated.unix_timestamp_nanos()).unwrap_or_default();
    (u128::from(nanos) << 64) | u128::from(issue.id)
}

#[derive(Debug, Clone, Default)]
pub(super) struct State {
    pub(super) issues: BTreeMap<u64, Issue>,
    /// Id of the issue with each key number.
    pub(super) numbers: BTreeMap<u64, u64>,
    pub(super) children: BTreeMap<u64, BTreeSet<u64>>,
    /// The issue of each comment.
    pub(super) comments: BTreeMap<u64, u64>,
    /// Work log entries that are gone, and since when.
    pub(super) deleted_worklogs: Vec<(u64, OffsetDateTime)>,
    pub(super) attachments: BTreeMap<u64, Attachment>,
    pub(super) shelf: Shelf,
    /// The attachment of each media id.
    pub(super) media: BTreeMap<String, u64>,
    pub(super) links: BTreeMap<u64, Link>,
    /// Permissions that nobody has, whatever else is granted.
    pub(super) revoked: BTreeSet<String>,
    /// The link of each type between two issues.
    pub(super) linked: BTreeMap<(usize, u64, u64), u64>,
    pub(super) components: BTreeMap<u64, Part>,
    pub(super) versions: BTreeMap<u64, Part>,
    pub(super) sprints: BTreeMap<u64, Sprint>,
    pub(super) ranks: Ranks,
    /// The place of each issue in the order of changes.
    pub(super) updated: BTreeSet<u128>,
    pub(super) terms: Terms,
    /// Options that requests added to fields: id and value.
    pub(super) added_options: BTreeMap<String, Vec<(String, String)>>,
    pub(super) last: Last,
    pub(super) limiter: Limiter,
    pub(super) late: VecDeque<Late>,
    /// Bulk operations, also those that are done.
    pub(super) tasks: Vec<Task>,
    /// Fields and projects that requests made.
    pub(super) setup: Setup,
    /// When the grant was rotated.
    pub(super) rotations: Rotations,
    /// Requests that came in, refused ones too.
    pub(super) requests: u64,
    /// Requests that would create an issue or a comment.
    pub(super) creates: u64,
}

impl State {
    pub(super) fn new(options: &JiraOptions) -> Self {
        let shelf = Shelf::new(options.attachments);
        let mut state = Self { terms: Terms::new(options), shelf, ..Self::default() };
        for name in &options.components {
            let id = next(&mut state.last.component);
            let more = serde_json::Map::new();
            state.components.insert(id, Part { id, name: name.clone(), more });
        }
        for name in &options.versions {
            let id = next(&mut state.last.version);
            let more = serde_json::Map::new();
            state.versions.insert(id, Part { id, name: name.clone(), more });
        }
        for seed in &options.sprints {
            let id = next(&mut state.last.sprint);
            let sprint = Sprint {
                id,
                name: seed.name.clone(),
                state: seed.state.clone(),
                goal: String::new(),
                start: None,
                end: None,
                complete: None,
                created: None,
            };
            state.sprints.insert(id, sprint);
        }
        state
    }

    /// Puts a new issue in its place.
    pub(super) fn insert(&mut self, mut issue: Issue) {
        issue.fields.shrink();
        issue.properties.shrink();
        self.numbers.insert(issue.number, issue.id);
        self.updated.insert(updated_place(&issue));
        self.terms.add(&issue);
        self.ranks.push(issue.id);
        self.adopt(issue.id, None, issue.parent);
        self.comments.extend(issue.comments.iter().map(|comment| (comment.id, issue.id)));
        self.issues.insert(issue.id, issue);
    }

    /// Changes an issue and keeps the indexes right. False if there is no such issue.
    pub(super) fn change(&mut self, id: u64, act: impl FnOnce(&mut Issue)) -> bool {
        let Some(issue) = self.issues.get_mut(&id) else { return false };
        self.terms.remove(issue);
        self.updated.remove(&updated_place(issue));
        act(issue);
        self.terms.add(issue);
        self.updated.insert(updated_place(issue));
        true
    }

    /// Says that an issue changes now.
    pub(super) fn touch(&mut self, id: u64, now: OffsetDateTime) -> Option<&mut Issue> {
        let issue = self.issues.get_mut(&id)?;
        self.updated.remove(&updated_place(issue));
        issue.updated = now;
        self.updated.insert(updated_place(issue));
        Some(issue)
    }

    /// The first id of an issue made at that moment or later. Ids grow with time.
    pub(super) fn first_created_since(&self, moment: OffsetDateTime) -> u64 {
        let (mut low, mut high) = (0, self.last.issue + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.issues.range(middle..high).next() {
                Some((&id, issue)) if issue.created < moment => low = id + 1,
                _ => high = middle,
            }
        }
        low
    }

    /// The options of a field, id and value, those that requests added last.
    pub(super) fn options_of<'a>(
        &'a self,
        field: &'a Field,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        let added = self.added_options.get(&*field.id).map_or(&[][..], Vec::as_slice);
        field.options.iter().chain(added).map(|(id, value)| (id.as_str(), value.as_str()))
    }

    /// Moves an issue from one parent to another in the index of children.
    pub(super) fn adopt(&mut self, child: u64, from: Option<u64>, to: Option<u64>) {
        if let Some(children) = from.and_then(|parent| self.children.get_mut(&parent)) {
            children.remove(&child);
        }
        if let Some(parent) = to {
            self.children.entry(parent).or_default().insert(child);
        }
    }

    /// Deletes an issue and all that hangs on it; its sub-issues lose their parent.
    pub(super) fn remove(&mut self, id: u64) -> bool {
        let Some(issue) = self.issues.remove(&id) else { return false };
        self.numbers.remove(&issue.number);
        self.updated.remove(&updated_place(&issue));
        self.terms.remove(&issue);
        self.ranks.remove(id);
        self.adopt(id, issue.parent, None);
        for child in self.children.remove(&id).unwrap_or_default() {
            if let Some(child) = self.issues.get_mut(&child) {
                child.parent = None;
            }
        }
        for comment in &issue.comments {
            self.comments.remove(&comment.id);
        }
        for attachment in issue.attachments {
            self.remove_attachment(attachment);
        }
        for link in issue.links {
            self.remove_link(link);
        }
        true
    }

    pub(super) fn remove_attachment(&mut self, id: u64) -> bool {
        let Some(attachment) = self.attachments.remove(&id) else { return false };
        self.media.remove(&attachment.media);
        if let Some(issue) = self.issues.get_mut(&attachment.issue) {
            issue.attachments.retain(|&other| other != id);
        }
        true
    }

    pub(super) fn remove_link(&mut self, id: u64) -> bool {
        let Some(link) = self.links.remove(&id) else { return false };
        self.linked.remove(&(link.kind, link.inward, link.outward));
        for end in [link.inward, link.outward] {
            if let Some(issue) = self.issues.get_mut(&end) {
                issue.links.retain(|&other| other != id);
            }
        }
        true
    }
}
