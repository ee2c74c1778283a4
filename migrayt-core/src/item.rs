//! One work item in the neutral model.

mod attachment;
mod comment;
mod relation;

use std::collections::BTreeMap;

use time::OffsetDateTime;

pub use self::attachment::AttachmentRef;
pub use self::comment::Comment;
pub use self::relation::{ExternalLink, Relation};

use crate::content::Content;
use crate::id::{FieldId, ItemId, StateId, TypeId};
use crate::richtext::{Document, Inline, Piece};
use crate::value::Value;

/// A work item with what belongs to it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Item {
    /// Its id in the source.
    pub id: ItemId,
    /// Its revision when it was read.
    pub revision: u64,
    /// Its type.
    pub type_id: TypeId,
    /// Its workflow state.
    pub state: StateId,
    /// Its title.
    pub title: Content<String>,
    /// Every other field that has a value. Rich texts are parsed.
    pub fields: BTreeMap<FieldId, Value>,
    /// Its parent in the hierarchy, in the same endpoint.
    pub parent: Option<ItemId>,
    /// Links to other items, without the hierarchy.
    pub relations: Vec<Relation>,
    /// Links to things that are not items: pages, commits, builds.
    pub external_links: Vec<ExternalLink>,
    /// Its comments, oldest first; empty if they were not asked for.
    pub comments: Vec<Comment>,
    /// Its attachments without their bytes.
    pub attachments: Vec<AttachmentRef>,
    /// When it was made.
    pub created: Option<OffsetDateTime>,
    /// When it was last changed.
    pub changed: Option<OffsetDateTime>,
    /// Its place in the backlog as a number that sorts, the first item lowest; what the number says
    /// besides is the source's own. `None` where it has no place.
    pub rank: Option<i64>,
    /// Codes of what the reader could not carry into the model.
    pub losses: Vec<crate::plan::Loss>,
}

impl Item {
    /// The items that its texts and comments refer to, each as often as it is named.
    pub fn references(&self) -> Vec<&ItemId> {
        let mut found = Vec::new();
        for value in self.fields.values() {
            rich_texts(value, &mut |document| references(document, &mut found));
        }
        for comment in &self.comments {
            references(comment.body.expose(), &mut found);
        }
        found
    }

    /// An item of which only the identity is known.
    pub fn new(id: ItemId, revision: u64, type_id: TypeId, state: StateId) -> Self {
        Self {
            id,
            revision,
            type_id,
            state,
            title: Content::default(),
            fields: BTreeMap::new(),
            parent: None,
            relations: Vec::new(),
            external_links: Vec::new(),
            comments: Vec::new(),
            attachments: Vec::new(),
            created: None,
            changed: None,
            rank: None,
            losses: Vec::new(),
        }
    }
}

fn rich_texts<'a>(value: &'a Value, with: &mut dyn FnMut(&'a Document)) {
    match value {
        Value::RichText(document) => with(document.expose()),
        Value::Many(values) => values.iter().for_each(|value| rich_texts(value, with)),
        _ => {}
    }
}

fn references<'a>(document: &'a Document, found: &mut Vec<&'a ItemId>) {
    document.visit(&mut |piece| {
        if let Piece::Inline(Inline::Item(reference)) = piece {
            found.push(&reference.item);
        }
    });
}
