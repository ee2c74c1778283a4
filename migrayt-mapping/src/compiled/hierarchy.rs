use std::collections::BTreeMap;

use migrayt_core::catalog::{Catalog, WorkType};
use migrayt_core::id::{ItemId, TypeId};
use migrayt_core::item::Item;
use migrayt_core::plan::{LossKind, Refusal, RefusalKind};
use migrayt_core::port::Known;

use super::{Compiled, type_named};
use crate::document::{ByParent, MappingDocument, TypeRule};
use crate::tally::Tally;

/// What a source type becomes.
#[derive(Debug)]
pub(super) struct TypePlan {
    /// On its own.
    pub(super) alone: WorkType,
    /// Below a parent that can hold it.
    pub(super) below: Option<WorkType>,
}

/// The plans of the source's types. Rules that name no type of the target give none.
pub(super) fn types(
    document: &MappingDocument,
    source: &Catalog,
    target: &Catalog,
) -> BTreeMap<TypeId, TypePlan> {
    let mut plans = BTreeMap::new();
    for (name, rule) in &document.types {
        let (alone, below) = match rule {
            TypeRule::To(alone) => (alone, None),
            TypeRule::ByParent(ByParent { below, alone }) => (alone, Some(below)),
            TypeRule::Label(_) | TypeRule::Leave => continue,
        };
        let Some(alone) = type_named(target, alone) else { continue };
        let id = type_named(source, name).map_or_else(|| TypeId::new(name), |one| one.id.clone());
        let below = below.and_then(|name| type_named(target, name)).cloned();
        plans.insert(id, TypePlan { alone: alone.clone(), below });
    }
    plans
}

/// What stands before the titles of types that become labels of what is below them.
pub(super) fn labels(document: &MappingDocument, source: &Catalog) -> BTreeMap<TypeId, String> {
    let label = |(name, rule): (&String, &TypeRule)| match rule {
        TypeRule::Label(prefix) => {
            let found = type_named(source, name);
            let id = found.map_or_else(|| TypeId::new(name), |one| one.id.clone());
            Some((id, prefix.clone()))
        }
        _ => None,
    };
    document.types.iter().filter_map(label).collect()
}

/// An item's type and its place in the target's hierarchy.
#[derive(Debug)]
pub(super) struct Placed<'a> {
    pub(super) work_type: &'a WorkType,
    pub(super) parent: Parent,
    circular: bool,
}

/// What becomes of an item's parent.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Parent {
    /// There is none.
    None,
    /// The target holds it as the parent.
    Held(ItemId),
    /// The target's hierarchy cannot hold it; it becomes a link.
    Linked(ItemId),
    /// It is not made; its title becomes a label.
    Labelled(ItemId, TypeId),
    /// It is outside the scope or cannot be made.
    Outside,
}

impl Placed<'_> {
    /// The parent, where the target holds it as one.
    pub(super) fn held(&self) -> Option<ItemId> {
        match &self.parent {
            Parent::Held(parent) => Some(parent.clone()),
            _ => None,
        }
    }

    /// Books what the place loses and why it is refused.
    pub(super) fn book(&self, tally: &mut Tally, refusals: &mut Vec<Refusal>) {
        match self.parent {
            Parent::Outside => tally.of(LossKind::ParentOutside),
            Parent::Linked(_) => tally.of(LossKind::ParentAsLink),
            Parent::Labelled(..) => tally.of(LossKind::ParentAsLabel),
            Parent::None | Parent::Held(_) => {}
        }
        let sub_task = self.work_type.level.is_some_and(|level| level < 0);
        if self.circular {
            refusals.push(Refusal::of(RefusalKind::CircularParent));
        } else if sub_task && self.held().is_none() {
            refusals.push(Refusal::of(RefusalKind::ParentRequired));
        }
    }
}

impl Compiled {
    /// The item's type and parent in the target; `None` if its type has no counterpart.
    pub(super) fn place(&self, item: &Item, known: &dyn Known) -> Option<Placed<'_>> {
        let plan = self.types.get(&item.type_id)?;
        let placed = |work_type, parent| Placed { work_type, parent, circular: false };
        let Some(parent) = &item.parent else { return Some(placed(&plan.alone, Parent::None)) };
        if parent == &item.id || known.outline(&item.id).is_some_and(|own| own.circular) {
            return Some(Placed { circular: true, ..placed(&plan.alone, Parent::None) });
        }
        let Some(outline) = known.outline(parent).filter(|outline| !outline.circular) else {
            return Some(placed(&plan.alone, Parent::Outside));
        };
        let Some(above) = self.types.get(&outline.type_id) else {
            let named = self.labelled.contains_key(&outline.type_id);
            let labelled = || Parent::Labelled(parent.clone(), outline.type_id.clone());
            let parent = if named { labelled() } else { Parent::Outside };
            return Some(placed(&plan.alone, parent));
        };
        // A parent that may itself become a sub-task is certain only if it has no parent.
        let unsure = above.below.as_ref().filter(|_| outline.parent.is_some());
        let holds = |child: &WorkType| {
            fits(child.level, above.alone.level)
                && unsure.is_none_or(|other| fits(child.level, other.level))
        };
        Some(match &plan.below {
            Some(below) if holds(below) => placed(below, Parent::Held(parent.clone())),
            _ if holds(&plan.alone) => placed(&plan.alone, Parent::Held(parent.clone())),
            _ => placed(&plan.alone, Parent::Linked(parent.clone())),
        })
    }
}

/// Whether an item of the one level may lie below an item of the other: exactly one level below,
/// where the tracker has fixed levels.
fn fits(child: Option<i32>, parent: Option<i32>) -> bool {
    match (child, parent) {
        (Some(child), Some(parent)) => child.checked_add(1) == Some(parent),
        _ => true,
    }
}
