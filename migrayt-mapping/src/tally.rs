use std::collections::BTreeMap;

use migrayt_core::id::FieldId;
use migrayt_core::plan::{Loss, LossKind};

/// Losses as they are found: each kind and field once, with how often it occurs.
#[derive(Debug, Default)]
pub(crate) struct Tally(BTreeMap<(LossKind, Option<FieldId>), u32>);

impl Tally {
    /// Adds a loss that concerns no single field.
    pub(crate) fn of(&mut self, kind: LossKind) {
        self.count(kind, None, 1);
    }

    /// Adds a loss in a field.
    pub(crate) fn in_field(&mut self, kind: LossKind, field: &FieldId) {
        self.count(kind, Some(field.clone()), 1);
    }

    /// Adds a loss that occurs so often; none adds nothing.
    pub(crate) fn count(&mut self, kind: LossKind, field: Option<FieldId>, count: u32) {
        if count > 0 {
            let sum = self.0.entry((kind, field)).or_default();
            *sum = sum.saturating_add(count);
        }
    }

    /// The losses, ascending.
    pub(crate) fn into_losses(self) -> Vec<Loss> {
        self.0.into_iter().map(|((kind, field), count)| Loss { kind, field, count }).collect()
    }
}
