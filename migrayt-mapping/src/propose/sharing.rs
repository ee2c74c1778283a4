use std::collections::BTreeMap;

use super::Proposer;
use crate::document::{Confidence, Entry, FieldRule};

impl Proposer<'_> {
    /// Where several fields go to one that holds one value, the surest goes first: the others fill
    /// what it leaves empty, or are kept as text where only one conversion fits.
    pub(super) fn share_fields(&mut self) {
        for place in self.behind_others() {
            let Some(suggested) = self.document.review.suggestions.get_mut(place) else { continue };
            let Entry::Field { rule, .. } = &mut suggested.entry else { continue };
            *rule = match rule.clone() {
                FieldRule::Copy(to) | FieldRule::Day(to) => FieldRule::CopyIfEmpty(to),
                FieldRule::Hours(_) => FieldRule::Note,
                other => other,
            };
            suggested.entry.clone().accept(&mut self.document);
        }
    }

    /// The places of accepted suggestions whose field a surer one goes to as well.
    fn behind_others(&self) -> Vec<usize> {
        let mut surest: BTreeMap<&str, (usize, Sureness)> = BTreeMap::new();
        let mut behind = Vec::new();
        for (place, suggested) in self.document.review.suggestions.iter().enumerate() {
            let Entry::Field { rule, .. } = &suggested.entry else { continue };
            let Some(to) = rule.target() else { continue };
            let several =
                self.target.fields.iter().any(|field| field.id.as_str() == to && field.many);
            if several || !suggested.entry.accepted(&self.document) {
                continue;
            }
            let sure = (suggested.confidence, !matches!(rule, FieldRule::CopyIfEmpty(_)));
            match surest.get(to) {
                Some((_, first)) if sure <= *first => behind.push(place),
                stands => {
                    behind.extend(stands.map(|(before, _)| *before));
                    surest.insert(to, (place, sure));
                }
            }
        }
        behind
    }
}

/// How sure a rule is, and whether it is meant to come first.
type Sureness = (Confidence, bool);
