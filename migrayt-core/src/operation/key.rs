use std::fmt;

use serde::{Deserialize, Serialize};

use super::OperationKind;
use crate::error::Fact;
use crate::id::ItemId;

/// Names one operation of a run for ever: which item, what is done, and which part of the item it
/// is about. Two drafts of the same operation have the same key, whenever they are made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OperationKey {
    /// The item in the source. For a link it is the end from which the link reads outward, so that
    /// both ends name the same operation.
    pub item: ItemId,
    /// What is done.
    pub kind: OperationKind,
    /// Which part: the source's id of a comment, attachment or work log entry, `{link type}:{other
    /// item}` for a link, the target's field, person or property's name for a text written again,
    /// a watcher or a property; empty where an item has only one operation of the kind.
    pub part: String,
}

impl OperationKey {
    /// The only operation of its kind on an item.
    pub fn sole(item: ItemId, kind: OperationKind) -> Self {
        Self { item, kind, part: String::new() }
    }

    /// One of several operations of a kind on an item.
    pub fn part(item: ItemId, kind: OperationKind, part: impl Into<String>) -> Self {
        Self { item, kind, part: part.into() }
    }
}

impl fmt::Display for OperationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.item, self.kind.name())?;
        if !self.part.is_empty() {
            write!(f, "/{}", self.part)?;
        }
        Ok(())
    }
}

impl From<&OperationKey> for Fact {
    fn from(key: &OperationKey) -> Self {
        Self::name(key.to_string())
    }
}
