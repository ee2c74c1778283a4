//! Items on their way in, in the shape of the REST API.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use migrayt_core::{Error, ErrorKind, Result};
use serde_json::{Map, Value};

use super::field::{self, Field, FieldKey, FieldKind};
use super::guid::{guid, is_guid};
use super::people::PersonKey;
use super::record::{Datum, Fields, Link, Record, Resource};
use super::relation::{self, LinkKind};
use super::state::State;
use crate::sim::file::File;

/// What an item has if it does not say when it was made.
const EPOCH: &str = "2024-01-08T09:00:00Z";

impl State {
    /// Takes in one item with its own side of its links. Its links are woven afterwards.
    pub(super) fn take(&mut self, item: &Value) -> Result<u64> {
        let id = item.get("id").and_then(whole).filter(|id| *id > 0).ok_or_else(|| {
            Error::new(ErrorKind::InputInvalid, "an item has no id")
                .with("items_before", self.items.len())
                .with_help("Each item needs the fields `id` and `fields` of the REST API.")
        })?;
        if self.items.contains_key(&id) {
            return Err(Error::new(ErrorKind::AlreadyExists, "two items have one id")
                .with("item", id)
                .with_help("Load the files through `load`, which numbers them anew."));
        }
        let empty = Map::new();
        let given = item.get("fields").and_then(Value::as_object).unwrap_or(&empty);
        let (project, mut fields) = self.fields(given)?;
        let rev = item.get("rev").and_then(whole).and_then(|rev| u32::try_from(rev).ok());
        let author = fields.get(field::CHANGED_BY).and_then(Datum::person).unwrap_or(self.me);
        let changed: Arc<str> = Arc::from(fields.text(field::CHANGED_DATE));
        let history = fields.get(field::HISTORY).and_then(Datum::text).map(str::to_owned);
        fields.set(field::HISTORY, None);
        fields.shrink();
        let markdown = self.markdown(item);
        let (mut links, resources) = self.relations(item, &changed);
        self.held_files(item)?;
        if let Some(parent) = given.get("System.Parent").and_then(whole)
            && !links.iter().any(|link| link.kind == relation::PARENT)
        {
            links.push(Link { kind: relation::PARENT, other: parent, comment: None });
        }
        let record = Record {
            project,
            rev: rev.unwrap_or(1).max(1),
            watermark: self.mark(id),
            fields,
            markdown,
            links,
            resources,
            comments: Vec::new(),
            older: Vec::new(),
            relinked: Vec::new(),
            removed: None,
        };
        self.items.insert(id, record);
        self.comments(id, item, (author, &changed));
        if let Some(history) = history {
            self.comment(id, &history, false, (author, &changed));
        }
        Ok(id)
    }

    /// The fields of an item, whole: what a real item always has is filled in, and its project,
    /// type, state and paths are known from here on.
    fn fields(&mut self, given: &Map<String, Value>) -> Result<(usize, Fields)> {
        let text = |name: &str| given.get(name).and_then(Value::as_str).unwrap_or_default();
        let kind = text("System.WorkItemType");
        if kind.is_empty() {
            return Err(Error::new(ErrorKind::InputInvalid, "an item has no type")
                .with("items_before", self.items.len())
                .with_help("Each item needs the field `System.WorkItemType`."));
        }
        let project = match text("System.TeamProject") {
            "" => 0,
            name => self.ensure_project(name),
        };
        let mut fields = Fields::default();
        for (name, value) in given {
            if let Some(key) = self.writable(name, value) {
                let datum = self.datum(key, value);
                fields.set(key, datum);
            }
        }
        self.settle(project, &mut fields);
        Ok((project, fields))
    }

    /// The key of a field that can be written; a field that nobody knows yet is added.
    fn writable(&mut self, name: &str, value: &Value) -> Option<FieldKey> {
        if value.is_null() {
            return None;
        }
        let key = self.fields.find(name).unwrap_or_else(|| {
            let kind = guess(value);
            let short = name.rsplit('.').next().unwrap_or(name).to_owned();
            self.fields.add(Field { reference: name.to_owned(), name: short, kind })
        });
        let computed = field::is_computed(key) || self.fields.level(key).is_some();
        (!computed).then_some(key)
    }

    fn settle(&mut self, at: usize, fields: &mut Fields) {
        let kind = fields.text(field::WORK_ITEM_TYPE).to_owned();
        let state = fields.text(field::STATE).to_owned();
        let (area, iteration) = (
            fields.text(field::AREA_PATH).to_owned(),
            fields.text(field::ITERATION_PATH).to_owned(),
        );
        let tags = fields.text(field::TAGS).to_owned();
        let Some((project, table, next)) = self.project_mut(at) else { return };
        let name = project.name.clone();
        let node = project.areas.ensure(&area, next);
        let area = project.areas.path(node);
        let node = project.iterations.ensure(&iteration, next);
        let iteration = project.iterations.path(node);
        for tag in tags.split(';').map(str::trim).filter(|tag| !tag.is_empty()) {
            *project.tags.entry(tag.to_owned()).or_default() += 1;
        }
        let mut initial = (state.clone(), String::new());
        if let Some(kind) = project.ensure_type(&kind, table) {
            kind.learn_state(&state);
            kind.fields.extend(fields.iter().map(|(key, _)| key));
            if state.is_empty() {
                initial = (kind.initial().0.to_owned(), kind.initial().1.to_owned());
            }
        }
        let me = self.me;
        for (key, text) in [
            (field::TEAM_PROJECT, name),
            (field::AREA_PATH, area),
            (field::ITERATION_PATH, iteration),
            (field::STATE, initial.0),
        ] {
            let text = self.share(&text);
            fields.set(key, Some(Datum::Text(text)));
        }
        if fields.get(field::REASON).is_none() && !initial.1.is_empty() {
            let reason = self.share(&initial.1);
            fields.set(field::REASON, Some(Datum::Text(reason)));
        }
        let created: Arc<str> = match fields.text(field::CREATED_DATE) {
            "" => self.share(EPOCH),
            text => Arc::from(text),
        };
        for (key, fallback) in [
            (field::CREATED_DATE, Datum::Text(Arc::clone(&created))),
            (field::CHANGED_DATE, Datum::Text(created)),
            (field::CREATED_BY, Datum::Person(me)),
            (field::CHANGED_BY, Datum::Person(me)),
        ] {
            if fields.get(key).is_none() {
                fields.set(key, Some(fallback));
            }
        }
    }

    fn markdown(&self, item: &Value) -> Vec<FieldKey> {
        let formats = item.get("multilineFieldsFormat").and_then(Value::as_object);
        formats
            .into_iter()
            .flatten()
            .filter(|(_, format)| {
                format.as_str().is_some_and(|format| format.eq_ignore_ascii_case("markdown"))
            })
            .filter_map(|(name, _)| self.fields.find(name))
            .collect()
    }

    fn relations(&mut self, item: &Value, changed: &Arc<str>) -> (Vec<Link>, Vec<Resource>) {
        let (mut links, mut resources) = (Vec::new(), Vec::new());
        for relation in item.get("relations").and_then(Value::as_array).into_iter().flatten() {
            let text = |key: &str| relation.get(key).and_then(Value::as_str).unwrap_or_default();
            let attribute = |key: &str| relation.get("attributes").and_then(|all| all.get(key));
            let comment = attribute("comment").and_then(Value::as_str).map(Box::from);
            let (kind, url) = (text("rel"), text("url"));
            if let Some(kind) = LinkKind::find(kind) {
                if let Some(other) = last_number(url) {
                    links.push(Link { kind, other, comment });
                }
            } else if let Some(kind) = relation::resource(kind) {
                let name = attribute("name").and_then(Value::as_str).unwrap_or_default();
                let added = attribute("resourceCreatedDate").and_then(Value::as_str);
                let target = if kind == "AttachedFile" {
                    self.attach(url, name, attribute("resourceSize").and_then(whole))
                } else {
                    url.to_owned()
                };
                resources.push(Resource {
                    kind,
                    target: target.into(),
                    id: attribute("id").and_then(whole).unwrap_or_else(|| self.next_resource()),
                    name: name.into(),
                    comment,
                    added: added.map_or_else(|| Arc::clone(changed), Arc::from),
                });
            }
        }
        (links, resources)
    }

    /// Makes the file that an attachment's address names, and gives its id.
    fn attach(&mut self, url: &str, name: &str, size: Option<u64>) -> String {
        let last = url.rsplit('/').next().unwrap_or_default();
        let last = last.split('?').next().unwrap_or_default();
        let id = if is_guid(last) { last.to_ascii_lowercase() } else { guid("file", url) };
        let size = size.and_then(|size| usize::try_from(size).ok()).unwrap_or(1_024);
        let made = File::made(name, &id, size);
        self.files.entry(id.clone()).or_insert(made);
        id
    }

    /// Takes files whose bytes come with the item: `attachments: [{id, name, base64}]`.
    fn held_files(&mut self, item: &Value) -> Result<()> {
        for file in item.get("attachments").and_then(Value::as_array).into_iter().flatten() {
            let text = |key: &str| file.get(key).and_then(Value::as_str).unwrap_or_default();
            if let Ok(bytes) = STANDARD.decode(text("base64")) {
                let content = self.shelf.put(&Bytes::from(bytes)).map_err(|cause| {
                    Error::new(ErrorKind::Unavailable, "a file of an item cannot be kept")
                        .with_source(cause)
                        .with_help("See that the folder for temporary files has room.")
                })?;
                let held = File::held(text("name"), content);
                self.files.insert(text("id").to_ascii_lowercase(), held);
            }
        }
        Ok(())
    }

    /// Takes the comments that come with an item, as a list or as an answer that holds one.
    fn comments(&mut self, id: u64, item: &Value, (author, at): (PersonKey, &str)) {
        let Some(given) = item.get("comments") else { return };
        let list = given.as_array().or_else(|| given.get("comments").and_then(Value::as_array));
        let mut list: Vec<&Value> = list.into_iter().flatten().collect();
        list.sort_by_key(|comment| comment.get("createdDate").and_then(Value::as_str));
        for comment in list {
            let text = |key: &str| comment.get(key).and_then(Value::as_str);
            let author =
                comment.get("createdBy").and_then(|by| self.people.intern(by)).unwrap_or(author);
            let markdown = text("format").is_some_and(|kind| kind.eq_ignore_ascii_case("markdown"));
            let at = text("createdDate").unwrap_or(at);
            self.comment(id, text("text").unwrap_or_default(), markdown, (author, at));
            let editor = comment.get("modifiedBy").and_then(|by| self.people.intern(by));
            let made = self.items.get_mut(&id).and_then(|record| record.comments.last_mut());
            if let (Some(edited), Some(made)) = (text("modifiedDate"), made)
                && *edited != *made.created
            {
                made.edited = Arc::from(edited);
                made.version = 2;
                made.editor = editor.unwrap_or(made.author);
            }
        }
    }
}

/// What a field that no process knows holds, by a value of it.
fn guess(value: &Value) -> FieldKind {
    match value {
        Value::Bool(_) => FieldKind::Boolean,
        Value::Number(number) if number.is_f64() => FieldKind::Double,
        Value::Number(_) => FieldKind::Integer,
        Value::Object(_) => FieldKind::Identity,
        Value::String(text) if text.contains("</") || text.contains("<br") => FieldKind::Html,
        Value::String(text) if super::stamp::read(text).is_some_and(|(_, time)| time) => {
            FieldKind::DateTime
        }
        Value::String(text) if text.contains('\n') => FieldKind::PlainText,
        _ => FieldKind::Text,
    }
}

/// A whole number, also as text.
fn whole(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()))
}

/// The id at the end of an item's address.
pub(super) fn last_number(url: &str) -> Option<u64> {
    url.trim_end_matches('/').rsplit('/').next()?.parse().ok()
}
