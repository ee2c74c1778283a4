//! Commands rendered as hosts take them. Pure.

mod change;
mod item;

use std::collections::BTreeMap;

use migrayt_core::Content;
use migrayt_core::catalog::Catalog;
use migrayt_core::digest::DigestKey;
use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::{FieldId, ItemId, LinkTypeId, StateId};
use migrayt_core::item::AttachmentRef;
use migrayt_core::operation::{Action, Command};
use migrayt_core::payload::Payload;
use migrayt_core::plan::{LossKind, Refusal, RefusalKind};
use migrayt_core::port::Drafted;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use super::HostTarget;
use super::canonical;
use super::writer::{Writer, same_name};
use crate::face::host::model::datum::Datum;
use crate::face::host::model::item::File;

/// What a draft keeps until it is sent.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Sketch {
    /// What goes to the host. Items stand in it by their ids in the source.
    pub(super) payload: Map<String, Json>,
    /// Where an item comes from, for a creation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) origin: Option<SketchedOrigin>,
    /// What a text that is written again said at first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) before: Option<Datum>,
    /// Whether the payload's texts show files or refer to items.
    #[serde(default)]
    pub(super) embeds: bool,
    /// The addresses in the source of the items that the texts refer to.
    #[serde(default)]
    pub(super) items: BTreeMap<ItemId, Option<String>>,
}

/// The origin of an item, but for its id, which the operation's key has.
#[derive(Serialize, Deserialize)]
pub(super) struct SketchedOrigin {
    pub(super) organization: String,
    pub(super) project: String,
    pub(super) revision: u64,
}

impl Sketch {
    /// What a draft of ours kept.
    ///
    /// # Errors
    /// `Misuse` if another target drafted it.
    pub(super) fn of(drafted: &Drafted) -> Result<Self> {
        Self::deserialize(drafted.payload.expose()).map_err(|_| {
            Error::new(ErrorKind::Misuse, "this draft is not of this target")
                .with("operation", &drafted.key)
        })
    }

    fn insert(&mut self, name: &str, value: impl Serialize) {
        // Everything that is put here can be written as JSON; what could not would be refused.
        self.payload.insert(name.to_owned(), serde_json::to_value(value).unwrap_or_default());
    }
}

impl HostTarget {
    /// Renders one command.
    pub(super) fn draft_one(
        &self,
        catalog: &Catalog,
        command: &Command,
        key: &DigestKey,
    ) -> Drafted {
        let mut drafted = Drafted::new(command.key.clone(), Payload::default());
        let own = &command.key.item;
        let mut writer = Writer::new(&self.style, catalog, own);
        let mut draft =
            Draft { key, writer: &mut writer, drafted: &mut drafted, sketch: Sketch::default() };
        if !self.capabilities.takes(command.key.kind) {
            draft.drafted.refusals.push(Refusal::of(RefusalKind::ValueInvalid));
        }
        match &command.action {
            Action::Create(item) => draft.create(item, self.history),
            other => {
                draft.drafted.needs.push(own.clone());
                draft.on_item(own, other);
            }
        }
        let mut sketch = draft.sketch;
        sketch.embeds = !(writer.shows.is_empty() && writer.refers.is_empty());
        drafted.optional.extend(writer.others().cloned());
        sketch.items = writer.refers;
        drafted.payload = Payload::new(serde_json::to_value(sketch).unwrap_or_default());
        drafted.shows = writer.shows.into_iter().collect();
        drafted.losses = writer.losses.after(command.losses.clone());
        drafted.lengths = writer.lengths;
        drafted.refusals.append(&mut writer.refusals);
        drafted
    }
}

/// A draft under way.
struct Draft<'d, 'w, 'a> {
    key: &'d DigestKey,
    writer: &'w mut Writer<'a>,
    drafted: &'d mut Drafted,
    sketch: Sketch,
}

impl Draft<'_, '_, '_> {
    fn on_item(&mut self, own: &ItemId, action: &Action) {
        match action {
            Action::Comment { body, created, .. } => {
                let field = FieldId::new("comment");
                match self.writer.document(&field, body.expose()) {
                    Some(body) => {
                        let digest = canonical::comment(self.writer.style, &body, self.key);
                        self.drafted.digests.push(digest);
                        self.sketch.insert("body", body);
                    }
                    None => self.refuse("comment"),
                }
                let created = created.map(super::order::moment);
                self.sketch.insert("created", created);
            }
            Action::Attach(file) => self.attach(file),
            Action::Transition { to } => self.transition(to),
            Action::Link { link_type, other } => self.link(own, link_type, other),
            Action::RemoteLink { global_id, url, title } => self.remote_link(global_id, url, title),
            other => self.change(own, other),
        }
    }

    fn attach(&mut self, file: &AttachmentRef) {
        if let (Some(size), Some(limit)) = (file.size, self.writer.catalog.max_attachment)
            && size > limit
        {
            let field = FieldId::new("attachment");
            self.writer.losses.note(LossKind::AttachmentTooLarge, Some(&field), 1);
            let mut refusal = Refusal::in_field(RefusalKind::ValueInvalid, field);
            refusal.measured = Some(size);
            refusal.limit = Some(limit);
            self.writer.refusals.push(refusal);
        }
        // A size that the source does not tell cannot be foretold.
        let digest = file.size.map(|size| canonical::file(file.name.as_str(), size, self.key));
        self.drafted.digests.extend(digest);
        if let Ok(Json::Object(payload)) = serde_json::to_value(File::from(file)) {
            let told = |(name, _): &(String, Json)| name != "item" && name != "id";
            self.sketch.payload.extend(payload.into_iter().filter(told));
        }
    }

    fn transition(&mut self, to: &StateId) {
        let states = || self.writer.catalog.types.iter().flat_map(|work_type| &work_type.states);
        let state = states()
            .find(|state| &state.id == to)
            .or_else(|| states().find(|state| same_name(&state.name, to.as_str())));
        let to = state.map_or(to, |state| &state.id);
        self.drafted.digests.push(canonical::status(to.as_str(), self.key));
        self.sketch.insert("to", to);
        if state.is_none() {
            self.refuse(canonical::STATUS);
        }
    }

    fn link(&mut self, own: &ItemId, link_type: &LinkTypeId, other: &ItemId) {
        let known = self.writer.catalog.link_types.iter().any(|known| &known.id == link_type);
        if !known || own == other {
            self.refuse("link");
        }
        self.drafted.needs.push(other.clone());
        self.sketch.insert("link_type", link_type);
        self.sketch.insert("other", other);
    }

    fn remote_link(&mut self, global_id: &str, url: &Content<String>, title: &Content<String>) {
        let url = url.as_str().trim();
        let title = Some(title.as_str().trim()).filter(|title| !title.is_empty()).unwrap_or(url);
        if url.is_empty() {
            self.refuse(canonical::REMOTE_LINK);
        }
        self.drafted.digests.push(canonical::remote_link(global_id, url, title, self.key));
        self.sketch.payload =
            json_members(json!({ "global_id": global_id, "url": url, "title": title }));
    }

    fn refuse(&mut self, field: &str) {
        let refusal = Refusal::in_field(RefusalKind::ValueInvalid, FieldId::new(field));
        self.writer.refusals.push(refusal);
    }
}

fn json_members(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(members) => members,
        _ => Map::new(),
    }
}
