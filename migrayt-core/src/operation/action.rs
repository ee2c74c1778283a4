use time::OffsetDateTime;

use super::OperationKey;
use crate::content::Content;
use crate::id::{FieldId, ItemId, LinkTypeId, PartId, StateId, TypeId};
use crate::item::AttachmentRef;
use crate::marker::Origin;
use crate::plan::Loss;
use crate::richtext::Document;
use crate::value::Value;

/// One operation of an item's lane as the mapping wants it, before the target renders it.
#[derive(Clone, Debug)]
pub struct Command {
    /// Its name.
    pub key: OperationKey,
    /// What to do.
    pub action: Action,
    /// What the mapping could not carry.
    pub losses: Vec<Loss>,
}

impl Command {
    /// A command that carries everything.
    pub fn new(key: OperationKey, action: Action) -> Self {
        Self { key, action, losses: Vec::new() }
    }
}

/// What a command does. Types, fields, states and link types are the target's.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Action {
    /// Makes the item.
    Create(Box<NewItem>),
    /// Adds a comment. The body already begins with its attribution.
    Comment {
        /// The comment's id in the source.
        source: PartId,
        /// What it says.
        body: Content<Document>,
        /// When it was written.
        created: Option<OffsetDateTime>,
    },
    /// Adds a file, streamed from the source.
    Attach(AttachmentRef),
    /// Moves the item to a status.
    Transition {
        /// The status.
        to: StateId,
    },
    /// Links the key's item (reading outward) to another item.
    Link {
        /// The link type.
        link_type: LinkTypeId,
        /// The other item, in the source.
        other: ItemId,
    },
    /// Links the item to an address.
    RemoteLink {
        /// Names the link for ever, so that writing it twice changes nothing.
        global_id: String,
        /// The address.
        url: Content<String>,
        /// The words to show.
        title: Content<String>,
    },
}

/// An item to be made.
#[derive(Clone, Debug)]
pub struct NewItem {
    /// Its type.
    pub type_id: TypeId,
    /// Its fields in the order of the target's catalog; each field at most once.
    pub fields: Vec<(FieldId, Value)>,
    /// Its parent, in the source, where the target can hold the relation as a parent.
    pub parent: Option<ItemId>,
    /// Where it comes from.
    pub origin: Origin,
}
