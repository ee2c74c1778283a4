//! Issues on their way in, in the shape of the REST API.

use std::collections::BTreeMap;
use std::sync::Arc;

use migrayt_core::{Error, ErrorKind, Result};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;
use time::macros::datetime;

use super::Jira;
use super::attachment::{hex, media_id};
use super::few::Properties;
use super::field::{Field, Kind};
use super::known::{account, list_of, name};
use super::site::Site;
use super::stamp;
use super::state::{Attachment, Comment, Fields, Issue, Link, State, Stored, next};
use super::value::Check;
use crate::sim::file::File;

/// What an issue has if it does not say when it was made.
const EPOCH: OffsetDateTime = datetime!(2024-01-08 9:00 UTC);
/// Most bytes that are made up for an attached file.
const LARGEST_FILE: u64 = 64 << 10;

/// What became of issues that came in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Loaded {
    /// Issues taken in.
    pub issues: usize,
    /// Their comments.
    pub comments: usize,
    /// Their attached files.
    pub attachments: usize,
    /// Links between them.
    pub links: usize,
    /// Values, comments, parents and links that the site could not hold.
    pub left_out: usize,
}

impl Jira {
    /// Takes in issues in the shape of the REST API: `key`, and `fields` with the system fields,
    /// custom fields of this site, `comment`, `attachment`, `issuelinks` and `parent`. An attached
    /// file gets bytes that follow from its id, at most 64 KiB. A text is a document, or is made
    /// one. What the site does not know is left out and counted; a site made with
    /// [`JiraOptions::knowing`](super::JiraOptions::knowing) knows most.
    ///
    /// Keys of the project stay where they are free. Parents and links lead to issues of this
    /// call. The issues are read one at a time; moments of creation never go back.
    ///
    /// # Errors
    /// `InputInvalid` for an issue without key or fields. The issues before it stay, without
    /// parents and links.
    pub fn load(&self, issues: impl IntoIterator<Item = Value>) -> Result<Loaded> {
        let mut state = self.lock();
        let mut intake = Intake {
            site: &self.site,
            state: &mut state,
            ids: BTreeMap::new(),
            parents: Vec::new(),
            links: Vec::new(),
            loaded: Loaded::default(),
        };
        for issue in issues {
            intake.take(&issue)?;
        }
        Ok(intake.finish())
    }
}

struct Intake<'a> {
    site: &'a Site,
    state: &'a mut State,
    /// The id of each key that came in.
    ids: BTreeMap<String, u64>,
    parents: Vec<(u64, String)>,
    /// Type, inward key, outward key.
    links: Vec<(usize, String, String)>,
    loaded: Loaded,
}

impl Intake<'_> {
    fn take(&mut self, issue: &Value) -> Result<()> {
        let key = issue.get("key").and_then(Value::as_str);
        let fields = issue.get("fields").filter(|fields| fields.is_object());
        let (Some(key), Some(fields)) = (key, fields) else {
            return Err(Error::new(ErrorKind::InputInvalid, "an issue has no key or no fields")
                .with("issues_before", self.loaded.issues)
                .with_help("Each issue needs `key` and `fields` as the REST API shows them."));
        };
        let id = next(&mut self.state.last.issue);
        let before = self.state.issues.values().next_back().map_or(EPOCH, |last| last.created);
        let created = moment(fields, "created").unwrap_or(before);
        let created = if self.state.issues.is_empty() { created } else { created.max(before) };
        let updated = moment(fields, "updated").unwrap_or(created).max(created);
        let creator = self.person(fields.get("creator").or_else(|| fields.get("reporter")));
        let comments = self.comments(fields, created);
        let attachments = self.attachments(id, fields, created);
        let kind = self.kind(fields);
        let issue = Issue {
            id,
            number: self.number(key),
            kind,
            status: self.status(fields),
            parent: None,
            watchers: vec![Arc::clone(&creator)],
            creator,
            created,
            updated,
            resolved: moment(fields, "resolutiondate"),
            fields: self.values(fields),
            properties: Properties::default(),
            comments,
            worklogs: Vec::new(),
            attachments,
            links: Vec::new(),
            remote_links: Vec::new(),
            history: Vec::new(),
        };
        self.state.insert(issue);
        self.ids.insert(key.to_owned(), id);
        self.loaded.issues += 1;
        let parent = fields.pointer("/parent/key").and_then(Value::as_str);
        self.parents.extend(parent.map(|parent| (id, parent.to_owned())));
        self.note_links(key, fields);
        Ok(())
    }

    /// The number of the key if it is of this project and free, or a new one.
    fn number(&mut self, key: &str) -> u64 {
        let own = self.site.number(key).filter(|own| !self.state.numbers.contains_key(own));
        let number = own.unwrap_or(self.state.last.number + 1);
        self.state.last.number = self.state.last.number.max(number);
        number
    }

    fn kind(&mut self, fields: &Value) -> usize {
        let types = &self.site.options.issue_types;
        let wanted = fields.get("issuetype").and_then(name);
        let found = types.iter().position(|kind| Some(kind.name.as_str()) == wanted);
        self.loaded.left_out += usize::from(found.is_none());
        found.or_else(|| types.iter().position(|kind| kind.hierarchy_level == 0)).unwrap_or(0)
    }

    fn status(&mut self, fields: &Value) -> usize {
        let found = fields.get("status").and_then(name).and_then(|it| self.site.status_named(it));
        self.loaded.left_out += usize::from(found.is_none());
        found.unwrap_or(0)
    }

    fn person(&self, value: Option<&Value>) -> Arc<str> {
        let known = value.and_then(account).filter(|account| self.site.user(account).is_some());
        let first = || self.site.options.users.first().map_or("", |user| user.account_id.as_str());
        self.site.account_id(known.unwrap_or_else(first))
    }

    fn values(&mut self, fields: &Value) -> Fields {
        let mut kept = Fields::default();
        let check = Check { site: self.site, state: self.state };
        for (id, value) in fields.as_object().into_iter().flatten() {
            let field = self.site.field(id).filter(|field| field.is_written());
            let Some(field) = field.filter(|_| !value.is_null()) else { continue };
            let stored = if field.kind == Kind::Person {
                // People who left stay where they were.
                let known = account(value).filter(|account| self.site.user(account).is_some());
                known.map(|known| Some(Stored::Plain(Value::from(known)))).ok_or(())
            } else {
                check.value(field, &asked(field, value)).map_err(drop)
            };
            match stored {
                Ok(Some(stored)) => drop(kept.insert(Arc::clone(&field.id), stored)),
                Ok(None) => {}
                Err(()) => self.loaded.left_out += 1,
            }
        }
        if let Some(summary) = self.site.field("summary").filter(|field| !kept.has(&field.id)) {
            drop(kept.insert(Arc::clone(&summary.id), Stored::Plain(Value::from("-"))));
        }
        kept
    }

    fn comments(&mut self, fields: &Value, created: OffsetDateTime) -> Vec<Comment> {
        let list = fields.get("comment").map(|comment| list_of(comment, "comments"));
        let mut comments = Vec::new();
        for comment in list.into_iter().flatten() {
            let body = document(comment.get("body").unwrap_or(&Value::Null));
            let check = Check { site: self.site, state: self.state };
            let Ok(body) = check.rich(&body) else {
                self.loaded.left_out += 1;
                continue;
            };
            let at = moment(comment, "created").unwrap_or(created);
            comments.push(Comment {
                id: next(&mut self.state.last.comment),
                author: self.person(comment.get("author")),
                body,
                visibility: comment.get("visibility").filter(|it| !it.is_null()).cloned(),
                created: at,
                updated: moment(comment, "updated").unwrap_or(at),
                properties: Properties::default(),
            });
        }
        self.loaded.comments += comments.len();
        comments
    }

    fn attachments(&mut self, issue: u64, fields: &Value, created: OffsetDateTime) -> Vec<u64> {
        let mut ids = Vec::new();
        for file in list_of(fields, "attachment") {
            let id = next(&mut self.state.last.attachment);
            let text = |key: &str| file.get(key).and_then(Value::as_str);
            let size = file.get("size").and_then(Value::as_u64).unwrap_or(1_024).min(LARGEST_FILE);
            let file_name = text("filename").unwrap_or("file");
            let size = usize::try_from(size).unwrap_or_default();
            let made = File::made(file_name, &id.to_string(), size);
            let digest = Sha256::digest(made.bytes().unwrap_or_default());
            let attachment = Attachment {
                id,
                issue,
                name: file_name.to_owned(),
                mime: text("mimeType").unwrap_or("application/octet-stream").to_owned(),
                size: made.size() as u64,
                sha256: hex(&digest),
                media: media_id(id),
                content: made.content(),
                author: self.person(file.get("author")),
                created: moment(file, "created").unwrap_or(created),
            };
            self.state.media.insert(attachment.media.clone(), id);
            self.state.attachments.insert(id, attachment);
            ids.push(id);
        }
        self.loaded.attachments += ids.len();
        ids
    }

    fn note_links(&mut self, key: &str, fields: &Value) {
        for link in list_of(fields, "issuelinks") {
            let kind = link.get("type").and_then(name).and_then(|wanted| {
                self.site.options.link_types.iter().position(|kind| kind.name == wanted)
            });
            let end = |end: &str| link.get(end)?.get("key")?.as_str().map(str::to_owned);
            match (kind, end("inwardIssue"), end("outwardIssue")) {
                (Some(kind), Some(inward), _) => {
                    self.links.push((kind, inward, key.to_owned()));
                }
                (Some(kind), None, Some(outward)) => {
                    self.links.push((kind, key.to_owned(), outward));
                }
                _ => self.loaded.left_out += 1,
            }
        }
    }

    /// Ties the issues to one another.
    fn finish(mut self) -> Loaded {
        for (child, parent) in std::mem::take(&mut self.parents) {
            let parent = self.ids.get(&parent).copied().filter(|parent| self.fits(child, *parent));
            self.loaded.left_out += usize::from(parent.is_none());
            self.state.adopt(child, None, parent);
            self.state.change(child, |issue| issue.parent = parent);
        }
        for (kind, inward, outward) in std::mem::take(&mut self.links) {
            let ends = self.ids.get(&inward).copied().zip(self.ids.get(&outward).copied());
            let Some((inward, outward)) = ends.filter(|(inward, outward)| inward != outward) else {
                self.loaded.left_out += 1;
                continue;
            };
            // Both ends tell of a link.
            if self.state.linked.contains_key(&(kind, inward, outward)) {
                continue;
            }
            let id = next(&mut self.state.last.link);
            self.state.links.insert(id, Link { kind, inward, outward });
            self.state.linked.insert((kind, inward, outward), id);
            for end in [inward, outward] {
                if let Some(issue) = self.state.issues.get_mut(&end) {
                    issue.links.push(id);
                }
            }
            self.loaded.links += 1;
        }
        self.loaded
    }

    /// Whether the parent's type stands one level above the child's.
    fn fits(&self, child: u64, parent: u64) -> bool {
        let level = |id: &u64| self.state.issues.get(id).map(|issue| self.site.level(issue.kind));
        level(&parent).zip(level(&child)).is_some_and(|(above, below)| above == below + 1)
    }
}

/// A shown value as a request would ask for it.
fn asked(field: &Field, value: &Value) -> Value {
    let by_name = |value: &Value| json!({ "name": value.get("name") });
    let by_value = |value: &Value| json!({ "value": value.get("value") });
    let by_account = |value: &Value| json!({ "accountId": account(value) });
    let each = |by: &dyn Fn(&Value) -> Value| {
        Value::Array(value.as_array().into_iter().flatten().map(by).collect())
    };
    match field.kind {
        Kind::Priority | Kind::Resolution => by_name(value),
        Kind::Components | Kind::Versions => each(&by_name),
        Kind::Select => by_value(value),
        Kind::MultiSelect => each(&by_value),
        Kind::People => each(&by_account),
        Kind::Rich => document(value),
        _ => value.clone(),
    }
}

/// A document as it is, or a text with a paragraph a line.
fn document(value: &Value) -> Value {
    let Some(text) = value.as_str() else { return value.clone() };
    let lines = text.lines().map(|line| match line {
        "" => json!({"type": "paragraph", "content": []}),
        line => json!({"type": "paragraph", "content": [{"type": "text", "text": line}]}),
    });
    json!({"version": 1, "type": "doc", "content": lines.collect::<Vec<_>>()})
}

fn moment(value: &Value, key: &str) -> Option<OffsetDateTime> {
    stamp::parse(value.get(key)?.as_str()?)
}
