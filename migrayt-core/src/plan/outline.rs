use serde::{Deserialize, Serialize};

use crate::id::{ItemId, TypeId};

/// The outline of an item: enough to know the shape of the whole before anything is mapped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// The item.
    pub item: ItemId,
    /// Its revision.
    pub revision: u64,
    /// Its type in the source.
    pub type_id: TypeId,
    /// Its parent, whether or not that is in scope.
    pub parent: Option<ItemId>,
    /// How many ancestors in scope it has, 0 for a circular item; set when the outline is sealed.
    pub level: u32,
    /// Whether it is its own ancestor or below such an item; set when the outline is sealed.
    pub circular: bool,
}

/// What sealing an outline found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlineSummary {
    /// How many items are in scope.
    pub items: u64,
    /// How many levels there are.
    pub levels: u32,
    /// How many items are their own ancestors, or below such items.
    pub circular: u64,
}
