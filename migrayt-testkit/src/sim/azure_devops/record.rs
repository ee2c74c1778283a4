//! A work item as it rests in memory: small, because there may be a hundred thousand.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Number, Value};

use super::field::FieldKey;
use super::people::PersonKey;
use super::relation::{self, LinkKind};

/// Stands for the organisation's and project's address in the texts of items, which show inline
/// images by absolute addresses.
pub(super) const BASE: &str = "\u{e000}";

/// The value of a field.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Datum {
    Text(Arc<str>),
    Number(Number),
    Flag(bool),
    Person(PersonKey),
    Raw(Box<Value>),
}

impl Datum {
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn person(&self) -> Option<PersonKey> {
        match self {
            Self::Person(key) => Some(*key),
            _ => None,
        }
    }
}

/// The fields of one revision, sorted by key.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields(Vec<(FieldKey, Datum)>);

impl Fields {
    pub(super) fn get(&self, key: FieldKey) -> Option<&Datum> {
        let at = self.0.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        self.0.get(at).map(|(_, datum)| datum)
    }

    pub(super) fn text(&self, key: FieldKey) -> &str {
        self.get(key).and_then(Datum::text).unwrap_or_default()
    }

    /// Sets or removes a value.
    pub(super) fn set(&mut self, key: FieldKey, datum: Option<Datum>) {
        match (self.0.binary_search_by_key(&key, |(key, _)| *key), datum) {
            (Ok(at), Some(datum)) => {
                if let Some(slot) = self.0.get_mut(at) {
                    slot.1 = datum;
                }
            }
            (Ok(at), None) => {
                self.0.remove(at);
            }
            (Err(at), Some(datum)) => self.0.insert(at, (key, datum)),
            (Err(_), None) => {}
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (FieldKey, &Datum)> {
        self.0.iter().map(|(key, datum)| (*key, datum))
    }

    pub(super) fn shrink(&mut self) {
        self.0.shrink_to_fit();
    }
}

/// A link to another item.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) kind: LinkKind,
    pub(super) other: u64,
    pub(super) comment: Option<Box<str>>,
}

/// A link to something that is not an item.
#[derive(Clone, Debug)]
pub(super) struct Resource {
    pub(super) kind: &'static str,
    /// The attachment's id, or the address.
    pub(super) target: Box<str>,
    pub(super) id: u64,
    pub(super) name: Box<str>,
    pub(super) comment: Option<Box<str>>,
    pub(super) added: Arc<str>,
}

impl Resource {
    pub(super) fn is_file(&self) -> bool {
        self.kind == "AttachedFile"
    }
}

/// A comment.
#[derive(Clone, Debug)]
pub(super) struct Comment {
    pub(super) id: u64,
    pub(super) version: u32,
    pub(super) text: Arc<str>,
    pub(super) markdown: bool,
    pub(super) author: PersonKey,
    pub(super) created: Arc<str>,
    pub(super) editor: PersonKey,
    pub(super) edited: Arc<str>,
    pub(super) deleted: bool,
    /// What it said before, oldest first; what was loaded has no earlier versions.
    pub(super) earlier: Vec<Said>,
    /// The kinds of the caller's reactions.
    pub(super) reactions: BTreeSet<&'static str>,
}

/// A version of a comment.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) version: u32,
    pub(super) text: Arc<str>,
    pub(super) editor: PersonKey,
    pub(super) edited: Arc<str>,
}

impl Comment {
    /// The version that stands.
    pub(super) fn said(&self) -> Said {
        let (text, edited) = (Arc::clone(&self.text), Arc::clone(&self.edited));
        Said { version: self.version, text, editor: self.editor, edited }
    }

    /// All known versions, oldest first.
    pub(super) fn versions(&self) -> Vec<Said> {
        self.earlier.iter().cloned().chain([self.said()]).collect()
    }
}

/// Who put an item into the recycle bin, and when.
#[derive(Clone, Debug)]
pub(super) struct Removed {
    pub(super) by: PersonKey,
    pub(super) at: Arc<str>,
}

/// An earlier revision.
#[derive(Clone, Debug)]
pub(super) struct Older {
    pub(super) rev: u32,
    pub(super) watermark: u64,
    pub(super) fields: Fields,
}

/// A link to another item that came or went without a revision.
#[derive(Clone, Debug)]
pub(super) struct Relinked {
    pub(super) rev: u32,
    pub(super) added: bool,
    pub(super) kind: LinkKind,
    pub(super) other: u64,
    pub(super) by: PersonKey,
    pub(super) at: Arc<str>,
}

/// A work item.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) project: usize,
    pub(super) rev: u32,
    pub(super) watermark: u64,
    pub(super) fields: Fields,
    /// The fields whose text is Markdown.
    pub(super) markdown: Vec<FieldKey>,
    pub(super) links: Vec<Link>,
    pub(super) resources: Vec<Resource>,
    /// Oldest first.
    pub(super) comments: Vec<Comment>,
    /// Oldest first.
    pub(super) older: Vec<Older>,
    /// Oldest first; what was loaded is not among them.
    pub(super) relinked: Vec<Relinked>,
    /// Of an item in the recycle bin.
    pub(super) removed: Option<Removed>,
}

impl Record {
    pub(super) fn parent(&self) -> Option<u64> {
        self.links.iter().find(|link| link.kind == relation::PARENT).map(|link| link.other)
    }

    pub(super) fn has_link(&self, kind: LinkKind, other: u64) -> bool {
        self.links.iter().any(|link| link.kind == kind && link.other == other)
    }

    pub(super) fn comment_count(&self) -> usize {
        self.comments.iter().filter(|comment| !comment.deleted).count()
    }
}
