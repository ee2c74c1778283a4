use std::collections::BTreeMap;

use migrayt_core::id::FieldId;
use migrayt_core::plan::{Loss, LossKind};

/// What is lost of one item or operation, counted by kind and field.
#[derive(Clone, Default)]
pub(in crate::face::host) struct Losses(BTreeMap<(Option<FieldId>, LossKind), u32>);

impl Losses {
    pub(in crate::face::host) fn note(
        &mut self,
        kind: LossKind,
        field: Option<&FieldId>,
        count: u32,
    ) {
        let known = self.0.entry((field.cloned(), kind)).or_default();
        *known = known.saturating_add(count);
    }

    /// Notes what a text's codec could not carry.
    pub(in crate::face::host) fn note_text(
        &mut self,
        losses: &[migrayt_markup::Loss],
        field: Option<&FieldId>,
    ) {
        for loss in losses {
            self.note(loss.kind.in_plan(), field, loss.count);
        }
    }

    /// The losses that were known before, then these.
    pub(in crate::face::host) fn after(self, mut before: Vec<Loss>) -> Vec<Loss> {
        let rows = self.0.into_iter();
        before.extend(rows.map(|((field, kind), count)| Loss { kind, field, count }));
        before
    }
}
