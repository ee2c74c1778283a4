use serde::{Deserialize, Serialize};

use crate::id::{ItemId, TypeId};
use crate::operation::{Action, Command};

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
    /// Its place in the backlog.
    pub backlog: Backlog,
}

/// An item's place in the backlog. Sealing an outline works out the order of all that have one, and
/// sealing the plan takes those out of it that will not be made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Backlog {
    /// The place as a number that sorts, as the source has it.
    pub rank: Option<i64>,
    /// How many items of the plan come before it, whether or not they will be made; `None` without a
    /// rank. Set when the outline is sealed.
    pub position: Option<u32>,
    /// The nearest item before it; `None` for the first. Set when the outline is sealed.
    pub after: Option<ItemId>,
}

impl Backlog {
    /// A place that is not sealed yet.
    pub fn ranked(rank: Option<i64>) -> Self {
        Self { rank, position: None, after: None }
    }
}

impl Outline {
    /// The command that gives the item its place in the backlog; none for the first and for what
    /// has no place.
    pub fn placing(&self) -> Option<Command> {
        let after = self.backlog.after.clone()?;
        Some(Command::on(self.item.clone(), Action::Rank { after }))
    }
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
