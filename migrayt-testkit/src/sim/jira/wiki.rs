//! Versions 2 and `latest` of the API: texts in wiki markup, which the site keeps as documents.

use bytes::Bytes;
use migrayt_core::Content;
use migrayt_core::id::{PartId, PersonId};
use migrayt_core::richtext::MediaOrigin;
use migrayt_markup::resolve::{Reference, TargetItem, Targets, resolve};
use migrayt_markup::{adf, wiki};
use serde_json::Value;

use super::field::Kind;
use super::site::Site;
use super::state::State;

/// Who translates between the two: texts name files by their names and by their media ids.
#[derive(Clone, Copy)]
pub(super) struct Translator<'a> {
    pub(super) site: &'a Site,
    pub(super) state: &'a State,
    /// The issue whose files a text may name.
    pub(super) issue: Option<u64>,
}

/// Whether a request speaks wiki markup. Properties hold what they hold in any version.
pub(super) fn is_spoken(path: &str) -> bool {
    let mut parts = path.split('/').skip(1);
    let version = (parts.next(), parts.next(), parts.next());
    matches!(version, (Some("rest"), Some("api"), Some("2" | "latest")))
        && !path.contains("/properties")
}

impl Translator<'_> {
    /// A request's body with documents in the place of texts.
    pub(super) fn incoming(self, body: &Bytes) -> Bytes {
        let Ok(mut value) = serde_json::from_slice::<Value>(body) else { return body.clone() };
        self.read_all(&mut value);
        Bytes::from(value.to_string())
    }

    /// An answer's body with texts in the place of documents.
    pub(super) fn outgoing(self, value: &mut Value) {
        match value {
            Value::Object(fields) => {
                let is = |key: &str, wanted: &str| fields.get(key).is_some_and(|it| it == wanted);
                if is("type", "doc") && fields.get("content").is_some_and(Value::is_array) {
                    *value = Value::from(self.written(value));
                    return;
                }
                for (key, value) in fields.iter_mut() {
                    match (key.as_str(), &mut *value) {
                        ("properties", _) => {}
                        // A client goes on where an answer leads it, in its own version.
                        ("self" | "content" | "thumbnail", Value::String(address)) => {
                            *address = address.replacen("/rest/api/3/", "/rest/api/2/", 1);
                        }
                        _ => self.outgoing(value),
                    }
                }
            }
            Value::Array(list) => list.iter_mut().for_each(|value| self.outgoing(value)),
            _ => {}
        }
    }

    fn read_all(self, value: &mut Value) {
        let Some(body) = value.as_object_mut() else { return };
        for (key, value) in body.iter_mut() {
            match key.as_str() {
                "fields" => self.read_fields(value),
                "update" => self.read_operations(value),
                "body" => self.read_text(value),
                // A text of a worklog, an object of a link.
                "comment" if value.is_string() => self.read_text(value),
                "comment" => self.read_all(value),
                "issueUpdates" => {
                    for update in value.as_array_mut().into_iter().flatten() {
                        self.read_all(update);
                    }
                }
                _ => {}
            }
        }
    }

    fn read_fields(self, fields: &mut Value) {
        for (id, value) in fields.as_object_mut().into_iter().flatten() {
            if self.is_rich(id) {
                self.read_text(value);
            }
        }
    }

    fn read_operations(self, update: &mut Value) {
        for (id, operations) in update.as_object_mut().into_iter().flatten() {
            let operations = operations.as_array_mut().into_iter().flatten();
            for operation in operations.filter_map(Value::as_object_mut) {
                for value in operation.values_mut() {
                    if id == "comment" {
                        self.read_all(value);
                    } else if self.is_rich(id) {
                        self.read_text(value);
                    }
                }
            }
        }
    }

    fn is_rich(self, id: &str) -> bool {
        self.site.field(id).is_some_and(|field| matches!(field.kind, Kind::Rich))
    }

    fn read_text(self, value: &mut Value) {
        if let Value::String(text) = value {
            let mut document = wiki::read(text).document;
            drop(resolve(&mut document, &self));
            *value = adf::write(&document).value;
        }
    }

    fn written(self, value: &Value) -> String {
        let mut document = adf::read(value).document;
        drop(resolve(&mut document, &self));
        wiki::write(&document).value
    }
}

impl Targets for Translator<'_> {
    fn person(&self, person: &PersonId) -> Option<PersonId> {
        self.site.user(person.as_str()).map(|_| person.clone())
    }

    fn media(&self, origin: &MediaOrigin) -> Option<MediaOrigin> {
        match origin {
            MediaOrigin::Named(name) => {
                let files = &self.state.issues.get(&self.issue?)?.attachments;
                let files = files.iter().filter_map(|id| self.state.attachments.get(id));
                // Of several files of one name the newest is shown.
                let file = files.rev().find(|file| file.name == *name.expose())?;
                let id = PartId::new(file.media.as_str());
                Some(MediaOrigin::Stored { id, collection: String::new() })
            }
            MediaOrigin::Stored { id, .. } => {
                let file = self.state.attachments.get(self.state.media.get(id.as_str())?)?;
                Some(MediaOrigin::Named(Content::new(file.name.clone())))
            }
            _ => None,
        }
    }

    fn item(&self, _: &Reference<'_>) -> Option<TargetItem> {
        None
    }
}
