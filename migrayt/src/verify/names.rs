use std::collections::BTreeMap;

use migrayt_core::catalog::{Catalog, NodeKind};
use migrayt_core::digest::{Digest, DigestKey, FieldDigest};
use migrayt_core::id::{FieldId, ItemId};
use migrayt_core::operation::{Action, Command};
use migrayt_core::port::Target;

use super::verification::Aspect;

/// The name of what the target no longer lists.
const UNLISTED: &str = "-";

/// The names of statuses and sprints by the digests under which plan and target have them, so that
/// items can be counted by them although only digests rest.
#[derive(Debug, Default)]
pub(super) struct Names {
    fields: BTreeMap<FieldId, Aspect>,
    names: BTreeMap<Digest, String>,
}

impl Names {
    /// Those of a target as it is now: each name is drafted as an item would be moved to it.
    pub(super) fn of(target: &dyn Target, catalog: &Catalog, key: &DigestKey) -> Self {
        let states =
            catalog.types.iter().flat_map(|work_type| &work_type.states).map(|state| {
                (Aspect::State, &state.name, Action::Transition { to: state.id.clone() })
            });
        let sprints = catalog.nodes.iter().filter(|node| node.kind == NodeKind::Sprint);
        let sprints = sprints
            .map(|node| (Aspect::Sprint, &node.name, Action::Sprint { sprint: node.id.clone() }));
        let mut names = Self::default();
        for (aspect, name, action) in states.chain(sprints) {
            let command = Command::on(ItemId::new("0"), action);
            for drafted in target.draft(catalog, &[command], key) {
                for FieldDigest { field, digest } in drafted.digests {
                    names.fields.insert(field, aspect);
                    names.names.entry(digest).or_insert_with(|| name.clone());
                }
            }
        }
        names
    }

    /// What a field is counted as, if items are counted by its values.
    pub(super) fn aspect(&self, field: &FieldId) -> Option<Aspect> {
        self.fields.get(field).copied()
    }

    /// The name of a value.
    pub(super) fn name(&self, digest: Digest) -> &str {
        self.names.get(&digest).map_or(UNLISTED, String::as_str)
    }
}
