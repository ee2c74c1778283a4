use std::collections::BTreeMap;

use migrayt_core::id::FieldId;
use migrayt_core::plan::{Loss, LossKind};

/// What the model does not hold of one item, counted by kind and field.
#[derive(Debug, Default)]
pub(super) struct Losses(BTreeMap<(Option<FieldId>, LossKind), u32>);

impl Losses {
    pub(super) fn note(&mut self, kind: LossKind, field: Option<&FieldId>, count: u32) {
        let known = self.0.entry((field.cloned(), kind)).or_default();
        *known = known.saturating_add(count);
    }

    /// Notes what a text's reader could not carry.
    pub(super) fn note_text(&mut self, losses: &[migrayt_markup::Loss], field: Option<&FieldId>) {
        for loss in losses {
            self.note(loss.kind.in_plan(), field, loss.count);
        }
    }

    pub(super) fn into_rows(self) -> Vec<Loss> {
        self.0.into_iter().map(|((field, kind), count)| Loss { kind, field, count }).collect()
    }
}
