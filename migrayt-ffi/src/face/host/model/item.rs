use std::collections::BTreeMap;

use migrayt_core::Content;
use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::{FieldId, ItemId, LinkTypeId, PartId, StateId, TypeId};
use migrayt_core::item::{AttachmentRef, Comment, ExternalLink, Item, Relation};
use migrayt_core::plan::Loss;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use time::serde::rfc3339;
use time::{OffsetDateTime, UtcOffset};

use super::datum::Datum;
use super::person::Named;
use super::reading::Reader;
use super::words::Words;
use crate::face::desk::read;

/// Reads one of the items of a page.
///
/// # Errors
/// `InputInvalid`, naming the item, or its place if it has no id, and the field.
pub(in crate::face::host) fn item(json: Json, place: usize) -> Result<Item> {
    let id = json.get("id").and_then(Json::as_str).map(ItemId::new);
    let named = |error: Error| match &id {
        Some(id) => error.with("item", id),
        None => error.with("place", place),
    };
    read::<Told>(json, "source", "read").and_then(Told::into_item).map_err(named)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    id: ItemId,
    revision: u64,
    r#type: TypeId,
    state: StateId,
    title: Words,
    #[serde(default)]
    fields: BTreeMap<FieldId, Json>,
    #[serde(default)]
    parent: Option<ItemId>,
    #[serde(default)]
    relations: Vec<Related>,
    #[serde(default)]
    links: Vec<Linked>,
    #[serde(default)]
    comments: Vec<Said>,
    #[serde(default)]
    attachments: Vec<File>,
    #[serde(default, with = "rfc3339::option")]
    created: Option<OffsetDateTime>,
    #[serde(default, with = "rfc3339::option")]
    changed: Option<OffsetDateTime>,
    #[serde(default)]
    rank: Option<i64>,
    #[serde(default)]
    losses: Vec<Loss>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Related {
    link_type: LinkTypeId,
    other: ItemId,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Linked {
    link_type: LinkTypeId,
    url: Words,
    #[serde(default)]
    title: Option<Words>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    id: PartId,
    #[serde(default)]
    author: Option<Named>,
    #[serde(default, with = "rfc3339::option")]
    created: Option<OffsetDateTime>,
    #[serde(default, with = "rfc3339::option")]
    edited: Option<OffsetDateTime>,
    body: Json,
}

/// A file of an item, as items name it and as the host is asked for it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::face::host) struct File {
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    item: Option<ItemId>,
    id: PartId,
    name: Words,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    size: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    media_type: Option<String>,
    #[serde(default, with = "rfc3339::option", skip_serializing_if = "Option::is_none")]
    created: Option<OffsetDateTime>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<Words>,
}

impl From<&AttachmentRef> for File {
    fn from(file: &AttachmentRef) -> Self {
        Self {
            item: Some(file.item.clone()),
            id: file.id.clone(),
            name: Words(file.name.clone()),
            size: file.size,
            media_type: file.media_type.clone(),
            created: file.created.map(|at| at.to_offset(UtcOffset::UTC)),
            note: None,
        }
    }
}

impl Told {
    fn into_item(self) -> Result<Item> {
        let mut reader = Reader::default();
        let mut item = Item::new(self.id, self.revision, self.r#type, self.state);
        item.title = self.title.0;
        for (id, json) in self.fields.into_iter().filter(|(_, json)| !json.is_null()) {
            let datum =
                read::<Datum>(json, "source", "read").map_err(|error| error.with("field", &id))?;
            let value = reader.value(&id, datum).ok_or_else(|| no_value("field", id.as_str()))?;
            item.fields.insert(id, value);
        }
        for said in self.comments {
            item.comments.push(said.into_comment(&mut reader)?);
        }
        item.parent = self.parent;
        let relation = |it: Related| Relation { link_type: it.link_type, other: it.other };
        item.relations = self.relations.into_iter().map(relation).collect();
        item.external_links = self.links.into_iter().map(Linked::into_link).collect();
        let file = |file: File| file.of(&item.id);
        item.attachments = self.attachments.into_iter().map(file).collect();
        item.created = self.created;
        item.changed = self.changed;
        item.rank = self.rank;
        item.losses = reader.losses.after(self.losses);
        Ok(item)
    }
}

impl Linked {
    fn into_link(self) -> ExternalLink {
        let title = self.title.map(|title| title.0);
        ExternalLink { link_type: self.link_type, url: self.url.0, title }
    }
}

impl Said {
    fn into_comment(self, reader: &mut Reader) -> Result<Comment> {
        let Self { id, author, created, edited, body } = self;
        let datum =
            read::<Datum>(body, "source", "read").map_err(|error| error.with("comment", &id))?;
        let body = reader
            .document(&format!("comment-{id}"), None, &datum)
            .ok_or_else(|| no_value("comment", id.as_str()))?;
        let author = author.map(Named::into_person);
        Ok(Comment { id, author, created, edited, body: Content::new(body) })
    }
}

impl File {
    fn of(self, item: &ItemId) -> AttachmentRef {
        AttachmentRef {
            item: item.clone(),
            id: self.id,
            name: self.name.0,
            size: self.size,
            media_type: self.media_type,
            created: self.created,
            note: self.note.map(|note| note.0),
        }
    }
}

fn no_value(place: &'static str, id: &str) -> Error {
    Error::new(ErrorKind::InputInvalid, "the host's value is none that can stand there")
        .with("port", "source")
        .with("method", "read")
        .with(place, migrayt_core::Fact::name(id))
}
