//! The introspection of a site.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::Value;
use time::OffsetDateTime;

use super::Jira;
use super::few::Properties;
use super::issue_view::{
    AttachmentView, CommentView, IssueView, LinkEnd, LinkView, RemoteLinkView, SprintView,
    WorklogView,
};
use super::state::{Issue, State, Stored};
use super::view::{Choice, View};

impl Jira {
    /// How many requests came in, refused ones too.
    pub fn request_count(&self) -> u64 {
        self.lock().requests
    }

    /// How many issues there are.
    pub fn issue_count(&self) -> usize {
        self.lock().issues.len()
    }

    /// How many creates wait for their late moment.
    pub fn pending_count(&self) -> usize {
        self.lock().late.len()
    }

    /// Lets every create happen that is due by then, as a request at that moment would.
    pub fn settle(&self, now: OffsetDateTime) {
        let mut state = self.lock();
        self.catch_up(&mut state, now);
    }

    /// All issues, oldest first.
    pub fn issues(&self) -> Vec<IssueView> {
        let state = self.lock();
        state.issues.values().map(|issue| self.issue_view(&state, issue)).collect()
    }

    /// The issue with that id or key.
    pub fn issue(&self, id_or_key: &str) -> Option<IssueView> {
        let state = self.lock();
        let id = self.site.find(&state, id_or_key)?;
        state.issues.get(&id).map(|issue| self.issue_view(&state, issue))
    }

    /// The keys of all issues in the order of the board.
    pub fn ranking(&self) -> Vec<String> {
        let state = self.lock();
        let ranked = state.ranks.between(0, u128::MAX);
        let numbers = ranked.filter_map(|(_, id)| state.issues.get(&id)).map(|issue| issue.number);
        numbers.map(|number| self.site.key(number)).collect()
    }

    /// All sprints, oldest first.
    pub fn sprints(&self) -> Vec<SprintView> {
        let state = self.lock();
        let sprints = state.sprints.values().map(|sprint| SprintView {
            id: sprint.id,
            name: sprint.name.clone(),
            state: sprint.state.clone(),
            goal: sprint.goal.clone(),
            start: sprint.start,
            end: sprint.end,
        });
        sprints.collect()
    }

    /// The names of all components, oldest first.
    pub fn components(&self) -> Vec<String> {
        self.lock().components.values().map(|part| part.name.clone()).collect()
    }

    /// The names of all versions, oldest first.
    pub fn versions(&self) -> Vec<String> {
        self.lock().versions.values().map(|part| part.name.clone()).collect()
    }

    /// The bytes of an attachment, if they were kept.
    pub fn attachment_bytes(&self, id: u64) -> Option<Bytes> {
        self.lock().attachments.get(&id).and_then(|attachment| attachment.content.read())
    }

    fn issue_view(&self, state: &State, issue: &Issue) -> IssueView {
        let view = View { site: &self.site, state, base: "", account: None };
        let attachments = issue.attachments.iter().filter_map(|id| state.attachments.get(id));
        let links = issue.links.iter().filter_map(|id| self.link_view(state, issue, *id));
        IssueView {
            id: issue.id,
            key: self.site.key(issue.number),
            issue_type: self
                .site
                .issue_type(issue.kind)
                .map_or_else(String::new, |it| it.name.clone()),
            status: self.site.status(issue.status).map_or_else(String::new, |it| it.name.clone()),
            parent: issue.parent.and_then(|parent| view.key(parent)),
            creator: issue.creator.to_string(),
            created: issue.created,
            updated: issue.updated,
            fields: view.fields(issue, &Choice::Written),
            properties: opened(&issue.properties),
            comments: issue
                .comments
                .iter()
                .map(|comment| CommentView {
                    id: comment.id,
                    author: comment.author.to_string(),
                    body: comment.body.document(),
                    visibility: comment.visibility.clone(),
                    created: comment.created,
                    properties: opened(&comment.properties),
                })
                .collect(),
            worklogs: issue
                .worklogs
                .iter()
                .map(|worklog| WorklogView {
                    id: worklog.id,
                    author: worklog.author.to_string(),
                    comment: worklog.comment.as_ref().map(Stored::document),
                    started: worklog.started,
                    seconds: worklog.seconds,
                    properties: opened(&worklog.properties),
                })
                .collect(),
            attachments: attachments
                .map(|attachment| AttachmentView {
                    id: attachment.id,
                    file_name: attachment.name.clone(),
                    media_type: attachment.mime.clone(),
                    media_id: attachment.media.clone(),
                    len: attachment.size,
                    sha256: attachment.sha256.clone(),
                })
                .collect(),
            links: links.collect(),
            remote_links: issue
                .remote_links
                .iter()
                .map(|link| RemoteLinkView {
                    id: link.id,
                    global_id: link.global_id.clone(),
                    body: link.body.value(),
                })
                .collect(),
            watchers: issue.watchers.iter().map(ToString::to_string).collect(),
        }
    }

    fn link_view(&self, state: &State, issue: &Issue, id: u64) -> Option<LinkView> {
        let link = state.links.get(&id)?;
        let (end, other) = if link.inward == issue.id {
            (LinkEnd::Inward, link.outward)
        } else {
            (LinkEnd::Outward, link.inward)
        };
        let other = state.issues.get(&other)?.number;
        let link_type = self.site.link_type(link.kind)?.name.clone();
        Some(LinkView { id, link_type, end, other: self.site.key(other) })
    }
}

fn opened(properties: &Properties) -> BTreeMap<String, Value> {
    properties.iter().map(|(key, value)| (key.to_string(), value.value())).collect()
}
