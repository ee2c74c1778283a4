use serde::{Deserialize, Serialize};

use super::{Loss, Refusal, Stage};
use crate::digest::FieldDigest;
use crate::id::{ItemId, TypeId};
use crate::operation::OperationKey;

/// The plan of one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRow {
    /// The item.
    pub item: ItemId,
    /// Its revision when the plan was made.
    pub revision: u64,
    /// Its type in the source.
    pub type_id: TypeId,
    /// Its type in the target; `None` if it has no counterpart.
    pub target_type: Option<TypeId>,
    /// The operations of its lane, in order.
    pub operations: Vec<PlanOperation>,
}

impl PlanRow {
    /// Whether the item's creation is refused, so that nothing of it is written.
    pub fn refused(&self) -> bool {
        self.operations.first().is_none_or(|create| !create.refusals.is_empty())
    }

    /// The same row for an item that stands already and that nothing is to be written of: it is
    /// recognised, so that others can refer to it, and nothing of it is compared.
    #[must_use]
    pub fn recognised_only(mut self) -> Self {
        self.operations.truncate(1);
        for create in &mut self.operations {
            create.other = Some(self.item.clone());
            create.digests.clear();
            create.losses.clear();
        }
        self
    }

    /// Whether there is nothing about the item to compare but that it stands.
    pub fn is_recognised_only(&self) -> bool {
        matches!(&self.operations[..], [create] if create.other.as_ref() == Some(&self.item))
    }
}

/// The plan of one operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanOperation {
    /// Its name.
    pub key: OperationKey,
    /// When it is due.
    pub stage: Stage,
    /// The other item that it refers to: the far end of a link, which cannot be made without it, or
    /// the parent of a creation, which can. A creation of what stands already refers to itself.
    pub other: Option<ItemId>,
    /// The digests of what would be written, by target field.
    pub digests: Vec<FieldDigest>,
    /// What cannot be carried.
    pub losses: Vec<Loss>,
    /// Why the target would reject it.
    pub refusals: Vec<Refusal>,
}

/// What sealing a plan counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanSummary {
    /// Items in scope.
    pub items: u64,
    /// Items that would be made.
    pub creates: u64,
    /// Comments that would be added.
    pub comments: u64,
    /// Files that would be added.
    pub attachments: u64,
    /// Links that would be made.
    pub links: u64,
    /// Items that would be placed in the backlog.
    #[serde(default)]
    pub places: u64,
    /// Operations of any kind.
    pub operations: u64,
    /// Losses, counted as often as they occur.
    pub losses: u64,
    /// Refused items.
    pub refusals: u64,
}
