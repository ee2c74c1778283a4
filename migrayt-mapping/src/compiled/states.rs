use std::collections::BTreeMap;

use migrayt_core::catalog::{Catalog, WorkType};
use migrayt_core::id::{StateId, TypeId};
use migrayt_core::item::Item;
use migrayt_core::operation::{Action, Command, OperationKey, OperationKind};
use migrayt_core::plan::LossKind;

use super::{Compiled, state_named, type_named};
use crate::document::{MappingDocument, StateRule};
use crate::tally::Tally;

/// The key of the rules for every type without an own rule.
pub(crate) const EVERY_TYPE: &str = "*";

/// The rules by source type and state; those for every type stand under the type `*`.
pub(super) fn rules(
    document: &MappingDocument,
    source: &Catalog,
) -> BTreeMap<TypeId, BTreeMap<StateId, StateRule>> {
    let mut by_type: BTreeMap<TypeId, BTreeMap<StateId, StateRule>> = BTreeMap::new();
    for (name, states) in &document.states {
        let work_type = type_named(source, name);
        let id = work_type.map_or_else(|| TypeId::new(name), |one| one.id.clone());
        let all: Vec<&WorkType> = if name == EVERY_TYPE {
            source.types.iter().collect()
        } else {
            work_type.into_iter().collect()
        };
        let rules = by_type.entry(id).or_default();
        for (state, rule) in states {
            // The same name may stand for several ids, one in each type's workflow.
            for found in all.iter().filter_map(|one| state_named(one, state)) {
                rules.insert(found.id.clone(), rule.clone());
            }
            rules.entry(StateId::new(state)).or_insert_with(|| rule.clone());
        }
    }
    by_type
}

impl Compiled {
    /// The move to the item's state. It is left out only where the type has no other state, since
    /// a catalog does not tell in which state the target makes an item.
    pub(super) fn transition(
        &self,
        item: &Item,
        work_type: &WorkType,
        tally: &mut Tally,
    ) -> Option<Command> {
        let every = TypeId::new(EVERY_TYPE);
        let rule = [&item.type_id, &every]
            .into_iter()
            .find_map(|of| self.states.get(of)?.get(&item.state));
        let to = match rule {
            Some(StateRule::To(to)) => state_named(work_type, to),
            Some(StateRule::Leave) | None => None,
        };
        let Some(to) = to else {
            tally.of(LossKind::StateUnmapped);
            return None;
        };
        if work_type.states.len() == 1 {
            return None;
        }
        let key = OperationKey::sole(item.id.clone(), OperationKind::Transition);
        Some(Command::new(key, Action::Transition { to: to.id.clone() }))
    }
}
