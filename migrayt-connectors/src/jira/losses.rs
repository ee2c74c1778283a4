use std::collections::BTreeMap;

use migrayt_core::id::FieldId;
use migrayt_core::plan::{Loss, LossKind};

/// What the target does not hold of one operation, counted by kind and field.
#[derive(Debug, Default)]
pub(super) struct Losses(BTreeMap<(Option<FieldId>, LossKind), u32>);

impl Losses {
    pub(super) fn note(&mut self, kind: LossKind, field: Option<&FieldId>, count: u32) {
        let known = self.0.entry((field.cloned(), kind)).or_default();
        *known = known.saturating_add(count);
    }

    /// Notes what a text's writer could not carry.
    pub(super) fn note_text(&mut self, losses: &[migrayt_markup::Loss], field: Option<&FieldId>) {
        for loss in losses {
            self.note(loss.kind.in_plan(), field, loss.count);
        }
    }

    /// The mapping's losses first, then these.
    pub(super) fn after(self, mut mapped: Vec<Loss>) -> Vec<Loss> {
        let rows = self.0.into_iter();
        mapped.extend(rows.map(|((field, kind), count)| Loss { kind, field, count }));
        mapped
    }
}
