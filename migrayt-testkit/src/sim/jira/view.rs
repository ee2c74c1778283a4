//! Things of the site as the API shows them.

use serde_json::{Map, Value, json};

use super::few::Properties;
use super::field::{Field, Kind};
use super::options::{IssueType, Named, Status, StatusCategory};
use super::site::{PROJECT_ID, Site};
use super::stamp;
use super::state::{Attachment, Comment, Issue, Part, RemoteLink, Sprint, State, Stored, Worklog};

/// Most comments shown inside an issue.
const MAX_EMBEDDED_COMMENTS: usize = 100;
/// Most worklogs shown inside an issue.
const MAX_EMBEDDED_WORKLOGS: usize = 20;

/// The site at one moment, seen from one address.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) site: &'a Site,
    pub(super) state: &'a State,
    pub(super) base: &'a str,
    /// Who looks, if anybody signed in.
    pub(super) account: Option<&'a str>,
}

impl View<'_> {
    pub(super) fn url(&self, path: &str) -> String {
        format!("{}/rest/api/3/{path}", self.base)
    }

    pub(super) fn key(&self, id: u64) -> Option<String> {
        self.state.issues.get(&id).map(|issue| self.site.key(issue.number))
    }

    pub(super) fn user(&self, account_id: &str) -> Value {
        let path = format!("user?accountId={account_id}");
        let Some(user) = self.site.user(account_id) else {
            return json!({ "self": self.url(&path), "accountId": account_id, "active": false });
        };
        let mut shown = json!({
            "self": self.url(&path),
            "accountId": user.account_id,
            "accountType": "atlassian",
            "displayName": user.display_name,
            "active": user.active,
            "timeZone": "Etc/UTC",
        });
        if let (Some(email), Some(shown)) = (&user.email, shown.as_object_mut()) {
            shown.insert("emailAddress".to_owned(), Value::from(email.as_str()));
        }
        shown
    }

    pub(super) fn issue_type(&self, kind: &IssueType) -> Value {
        json!({
            "self": self.url(&format!("issuetype/{}", kind.id)),
            "id": kind.id,
            "name": kind.name,
            "description": "",
            "iconUrl": format!("{}/images/icons/issuetypes/{}.png", self.base, kind.id),
            "subtask": kind.hierarchy_level < 0,
            "hierarchyLevel": kind.hierarchy_level,
        })
    }

    pub(super) fn status(&self, status: &Status) -> Value {
        let (id, key, name, color) = match status.category {
            StatusCategory::ToDo => (2, "new", "To Do", "blue-gray"),
            StatusCategory::InProgress => (4, "indeterminate", "In Progress", "yellow"),
            StatusCategory::Done => (3, "done", "Done", "green"),
        };
        json!({
            "self": self.url(&format!("status/{}", status.id)),
            "id": status.id,
            "name": status.name,
            "description": "",
            "iconUrl": format!("{}/images/icons/statuses/generic.png", self.base),
            "statusCategory": {
                "self": self.url(&format!("statuscategory/{id}")),
                "id": id, "key": key, "name": name, "colorName": color,
            },
        })
    }

    pub(super) fn named(&self, noun: &str, thing: &Named) -> Value {
        json!({
            "self": self.url(&format!("{noun}/{}", thing.id)),
            "id": thing.id,
            "name": thing.name,
            "description": "",
        })
    }

    pub(super) fn project(&self) -> Value {
        json!({
            "self": self.url(&format!("project/{PROJECT_ID}")),
            "id": PROJECT_ID,
            "key": self.site.options.project_key,
            "name": self.site.options.project_name,
            "projectTypeKey": "software",
            "simplified": false,
        })
    }

    /// A component or a version.
    pub(super) fn part(&self, noun: &str, part: &Part) -> Value {
        let mut shown = part.more.clone();
        shown.insert("self".to_owned(), Value::from(self.url(&format!("{noun}/{}", part.id))));
        shown.insert("id".to_owned(), Value::from(part.id.to_string()));
        shown.insert("name".to_owned(), Value::from(part.name.as_str()));
        Value::Object(shown)
    }

    pub(super) fn sprint(&self, sprint: &Sprint) -> Value {
        let mut shown = json!({
            "id": sprint.id,
            "self": format!("{}/rest/agile/1.0/sprint/{}", self.base, sprint.id),
            "name": sprint.name,
            "state": sprint.state,
            "goal": sprint.goal,
            "originBoardId": super::site::BOARD_ID,
        });
        let dates = [
            ("startDate", sprint.start),
            ("endDate", sprint.end),
            ("completeDate", sprint.complete),
            ("createdDate", sprint.created),
        ];
        if let Some(shown) = shown.as_object_mut() {
            for (name, moment) in dates {
                if let Some(moment) = moment {
                    shown.insert(name.to_owned(), Value::from(stamp::agile(moment)));
                }
            }
        }
        shown
    }

    /// A sprint as an issue shows it.
    fn issue_sprint(&self, sprint: &Sprint) -> Value {
        let mut shown = self.sprint(sprint);
        if let Some(shown) = shown.as_object_mut() {
            for name in ["self", "originBoardId", "createdDate"] {
                shown.remove(name);
            }
            shown.insert("boardId".to_owned(), Value::from(super::site::BOARD_ID));
        }
        shown
    }

    pub(super) fn comment(&self, issue: u64, comment: &Comment, properties: bool) -> Value {
        let mut shown = json!({
            "self": self.url(&format!("issue/{issue}/comment/{}", comment.id)),
            "id": comment.id.to_string(),
            "author": self.user(&comment.author),
            "updateAuthor": self.user(&comment.author),
            "body": comment.body.document(),
            "created": stamp::platform(comment.created),
            "updated": stamp::platform(comment.updated),
            "jsdPublic": true,
        });
        if let Some(shown) = shown.as_object_mut() {
            if let Some(visibility) = &comment.visibility {
                shown.insert("visibility".to_owned(), visibility.clone());
            }
            if properties {
                shown.insert("properties".to_owned(), pairs(&comment.properties));
            }
        }
        shown
    }

    pub(super) fn worklog(&self, issue: u64, worklog: &Worklog, properties: bool) -> Value {
        let mut shown = json!({
            "self": self.url(&format!("issue/{issue}/worklog/{}", worklog.id)),
            "id": worklog.id.to_string(),
            "issueId": issue.to_string(),
            "author": self.user(&worklog.author),
            "updateAuthor": self.user(&worklog.author),
            "started": stamp::platform(worklog.started),
            "created": stamp::platform(worklog.created),
            "updated": stamp::platform(worklog.updated),
            "timeSpent": spell(worklog.seconds),
            "timeSpentSeconds": worklog.seconds,
        });
        if let Some(shown) = shown.as_object_mut() {
            if let Some(comment) = &worklog.comment {
                shown.insert("comment".to_owned(), comment.document());
            }
            if properties {
                shown.insert("properties".to_owned(), pairs(&worklog.properties));
            }
        }
        shown
    }

    pub(super) fn attachment(&self, attachment: &Attachment) -> Value {
        json!({
            "self": self.url(&format!("attachment/{}", attachment.id)),
            "id": attachment.id.to_string(),
            "filename": attachment.name,
            "size": attachment.size,
            "mimeType": attachment.mime,
            "content": self.url(&format!("attachment/content/{}", attachment.id)),
            "author": self.user(&attachment.author),
            "created": stamp::platform(attachment.created),
        })
    }

    pub(super) fn remote_link(&self, issue: u64, link: &RemoteLink) -> Value {
        let mut shown = link.body.value();
        if let Some(shown) = shown.as_object_mut() {
            let path = format!("issue/{issue}/remotelink/{}", link.id);
            shown.insert("id".to_owned(), Value::from(link.id));
            shown.insert("self".to_owned(), Value::from(self.url(&path)));
        }
        shown
    }

    /// The issue as an `IssueBean` with those fields and properties.
    pub(super) fn issue(&self, issue: &Issue, fields: &Choice, properties: &[String]) -> Value {
        let mut shown = json!({
            "expand": "renderedFields,names,schema,operations,editmeta,changelog",
            "id": issue.id.to_string(),
            "self": self.url(&format!("issue/{}", issue.id)),
            "key": self.site.key(issue.number),
            "fields": self.fields(issue, fields),
        });
        if let Some(shown) = shown.as_object_mut().filter(|_| !properties.is_empty()) {
            let all = properties.iter().any(|key| key == "*all");
            let held: Map<String, Value> = issue
                .properties
                .iter()
                .filter(|(key, _)| all || properties.iter().any(|wanted| **wanted == ***key))
                .map(|(key, value)| (key.to_string(), value.value()))
                .collect();
            shown.insert("properties".to_owned(), Value::Object(held));
        }
        shown
    }

    pub(super) fn fields(&self, issue: &Issue, choice: &Choice) -> Map<String, Value> {
        let fields = self.site.fields.iter().filter(|field| choice.has(field, issue));
        fields.map(|field| (field.id.to_string(), self.field(issue, field))).collect()
    }

    fn field(&self, issue: &Issue, field: &Field) -> Value {
        match field.kind {
            Kind::Rank => Value::from(self.state.ranks.text(issue.id)),
            Kind::Fixed | Kind::ReadOnly => self.own(issue, &field.id),
            _ => match issue.fields.find(&field.id) {
                Some(stored) => self.value(field, stored),
                None if matches!(field.kind, Kind::Labels | Kind::Components | Kind::Versions)
                    && !field.is_custom() =>
                {
                    json!([])
                }
                None if field.kind == Kind::TimeTracking => json!({}),
                None => Value::Null,
            },
        }
    }

    /// A kept value as it is read.
    pub(super) fn value(&self, field: &Field, stored: &Stored) -> Value {
        let Some(value) = stored.plain() else { return stored.document() };
        let text = value.as_str().unwrap_or_default();
        let options = &self.site.options;
        let named = |noun, list: &[Named]| {
            list.iter()
                .find(|thing| thing.id == text)
                .map_or(Value::Null, |it| self.named(noun, it))
        };
        match field.kind {
            Kind::Person => self.user(text),
            Kind::People => each(value, |id| Some(self.user(id.as_str()?))),
            Kind::Priority => named("priority", &options.priorities),
            Kind::Resolution => named("resolution", &options.resolutions),
            Kind::Select => self.option(field, text),
            Kind::MultiSelect => each(value, |id| Some(self.option(field, id.as_str()?))),
            Kind::Components => each(value, |id| {
                Some(self.part("component", self.state.components.get(&id.as_u64()?)?))
            }),
            Kind::Versions => each(value, |id| {
                Some(self.part("version", self.state.versions.get(&id.as_u64()?)?))
            }),
            Kind::Sprint => {
                each(value, |id| Some(self.issue_sprint(self.state.sprints.get(&id.as_u64()?)?)))
            }
            _ => value.clone(),
        }
    }

    fn option(&self, field: &Field, id: &str) -> Value {
        let mut options = self.state.options_of(field);
        options.find(|(other, _)| *other == id).map_or(Value::Null, |(id, value)| {
            json!({
                "self": self.url(&format!("customFieldOption/{id}")), "id": id, "value": value,
            })
        })
    }

    /// The fields that are not kept as values.
    fn own(&self, issue: &Issue, field: &str) -> Value {
        match field {
            "issuetype" => {
                self.site.issue_type(issue.kind).map_or(Value::Null, |kind| self.issue_type(kind))
            }
            "status" => {
                self.site.status(issue.status).map_or(Value::Null, |status| self.status(status))
            }
            "project" => self.project(),
            "parent" => issue.parent.map_or(Value::Null, |parent| self.brief(parent)),
            "created" => Value::from(stamp::platform(issue.created)),
            "updated" => Value::from(stamp::platform(issue.updated)),
            "resolutiondate" => {
                issue.resolved.map_or(Value::Null, |moment| stamp::platform(moment).into())
            }
            "creator" => self.user(&issue.creator),
            "attachment" => issue
                .attachments
                .iter()
                .filter_map(|id| self.state.attachments.get(id))
                .map(|attachment| self.attachment(attachment))
                .collect(),
            "comment" => {
                let first = issue.comments.iter().take(MAX_EMBEDDED_COMMENTS);
                let shown: Vec<_> = first.map(|it| self.comment(issue.id, it, false)).collect();
                json!({
                    "self": self.url(&format!("issue/{}/comment", issue.id)),
                    "comments": shown, "startAt": 0, "maxResults": shown.len(),
                    "total": issue.comments.len(),
                })
            }
            "worklog" => {
                let shown: Vec<_> = issue
                    .worklogs
                    .iter()
                    .take(MAX_EMBEDDED_WORKLOGS)
                    .map(|worklog| self.worklog(issue.id, worklog, false))
                    .collect();
                json!({
                    "worklogs": shown, "startAt": 0, "maxResults": MAX_EMBEDDED_WORKLOGS,
                    "total": issue.worklogs.len(),
                })
            }
            "issuelinks" => issue.links.iter().filter_map(|&id| self.link(id, issue.id)).collect(),
            "subtasks" => self
                .state
                .children
                .get(&issue.id)
                .into_iter()
                .flatten()
                .filter(|id| self.state.issues.get(id).is_some_and(|it| self.level(it) < 0))
                .map(|&id| self.brief(id))
                .collect(),
            "watches" => json!({
                "self": self.url(&format!("issue/{}/watchers", issue.id)),
                "watchCount": issue.watchers.len(),
                "isWatching":
                    self.account.is_some_and(|own| issue.watchers.iter().any(|id| **id == *own)),
            }),
            _ => Value::Null,
        }
    }

    fn level(&self, issue: &Issue) -> i32 {
        self.site.level(issue.kind)
    }

    /// Another issue as a parent, a sub-task or the end of a link is shown.
    pub(super) fn brief(&self, id: u64) -> Value {
        let Some(issue) = self.state.issues.get(&id) else { return Value::Null };
        let few =
            Choice::Named(["summary", "status", "priority", "issuetype"].map(str::to_owned).into());
        json!({
            "id": id.to_string(),
            "key": self.site.key(issue.number),
            "self": self.url(&format!("issue/{id}")),
            "fields": self.fields(issue, &few),
        })
    }

    /// A link as one of its ends shows it.
    fn link(&self, id: u64, seen_from: u64) -> Option<Value> {
        let link = self.state.links.get(&id)?;
        let (other, end) = if link.inward == seen_from {
            ("outwardIssue", link.outward)
        } else {
            ("inwardIssue", link.inward)
        };
        Some(json!({
            "id": id.to_string(),
            "self": self.url(&format!("issueLink/{id}")),
            "type": self.link_type(link.kind),
            other: self.brief(end),
        }))
    }

    pub(super) fn link_type(&self, at: usize) -> Value {
        self.site.link_type(at).map_or(Value::Null, |kind| {
            json!({
                "id": kind.id,
                "name": kind.name,
                "inward": kind.inward,
                "outward": kind.outward,
                "self": self.url(&format!("issueLinkType/{}", kind.id)),
            })
        })
    }
}

/// The fields that a request wants to see.
#[derive(Debug, Clone)]
pub(super) enum Choice {
    All,
    /// All but comments, attachments and worklogs.
    Navigable,
    Named(Vec<String>),
    /// Those that can be written and have a value.
    Written,
}

impl Choice {
    /// Reads a list of field ids, `*all`, `*navigable` and `-field`.
    pub(super) fn of(names: &[String], default: Self) -> Self {
        if names.is_empty() {
            return default;
        }
        if names.iter().any(|name| name == "*all") {
            return Self::All;
        }
        if names.iter().any(|name| name == "*navigable") {
            return Self::Navigable;
        }
        Self::Named(names.to_vec())
    }

    fn has(&self, field: &Field, issue: &Issue) -> bool {
        match self {
            Self::All => true,
            Self::Navigable => !matches!(&*field.id, "comment" | "attachment" | "worklog"),
            Self::Written => issue.fields.has(&field.id),
            Self::Named(names) => names.iter().any(|name| **name == *field.id),
        }
    }
}

fn each(value: &Value, show: impl Fn(&Value) -> Option<Value>) -> Value {
    value.as_array().into_iter().flatten().filter_map(show).collect()
}

/// Properties as a list of keys and values.
pub(super) fn pairs(properties: &Properties) -> Value {
    let properties = properties.iter();
    properties.map(|(key, value)| json!({ "key": key, "value": value.value() })).collect()
}

/// Seconds as `1w 2d 3h 4m`, with days of 8 hours and weeks of 5 days.
pub(super) fn spell(seconds: u64) -> String {
    let mut minutes = seconds / 60;
    let mut words = Vec::new();
    for (unit, size) in [("w", 2400), ("d", 480), ("h", 60), ("m", 1)] {
        let count = minutes / size;
        minutes %= size;
        if count > 0 {
            words.push(format!("{count}{unit}"));
        }
    }
    if words.is_empty() { "0m".to_owned() } else { words.join(" ") }
}

/// Reads `1w 2d 3h 4m`.
pub(super) fn unspell(text: &str) -> Option<u64> {
    let mut minutes = 0_u64;
    for word in text.split_whitespace() {
        let (count, unit) = word.split_at_checked(word.len().checked_sub(1)?)?;
        let size = match unit {
            "w" => 2400,
            "d" => 480,
            "h" => 60,
            "m" => 1,
            _ => return None,
        };
        minutes = minutes.checked_add(count.parse::<u64>().ok()?.checked_mul(size)?)?;
    }
    (!text.trim().is_empty()).then(|| minutes * 60)
}
