use std::collections::BTreeMap;

use super::plan::Plan;
use crate::id::FieldId;
use crate::plan::{Refusal, RefusalKind};
use crate::port::{AccountLine, PlanAccount};

/// How many refused items an account names.
const NAMED: usize = 100;

type Lines = BTreeMap<(String, String), (u64, u64)>;

impl Plan {
    /// Counts losses and refusals. An item without any operation counts as one whose type has no
    /// counterpart.
    pub(super) fn account(&self) -> PlanAccount {
        let mut losses = Lines::new();
        let mut refusals = Lines::new();
        for planned in self.operations.values() {
            let operation = &planned.operation;
            let lost = operation.losses.iter();
            book(
                &mut losses,
                lost.map(|loss| (loss.kind.code(), loss.field.as_ref(), u64::from(loss.count))),
            );
            let refused = operation.refusals.iter();
            book(
                &mut refusals,
                refused.map(|refusal| (refusal.kind.code(), refusal.field.as_ref(), 1)),
            );
        }
        let mut named = Vec::new();
        for row in self.rows.values().filter(|row| row.refused) {
            if row.keys.is_empty() {
                book(&mut refusals, [(RefusalKind::TypeUnmapped.code(), None, 1)].into_iter());
            }
            let first = row.keys.first().and_then(|key| self.operations.get(key));
            let first = first.and_then(|planned| planned.operation.refusals.first().cloned());
            if named.len() < NAMED {
                let refusal = first.unwrap_or_else(|| Refusal::of(RefusalKind::TypeUnmapped));
                named.push((row.item.clone(), refusal));
            }
        }
        PlanAccount { losses: lines(losses), refusals: lines(refusals), refused: named }
    }
}

/// Books what one operation has.
fn book<'a>(
    lines: &mut Lines,
    found: impl Iterator<Item = (&'static str, Option<&'a FieldId>, u64)>,
) {
    let mut own: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for (code, field, count) in found {
        *own.entry((code, field.map_or("", FieldId::as_str))).or_default() += count;
    }
    for ((code, field), count) in own {
        let line = lines.entry((code.into(), field.into())).or_default();
        line.0 += 1;
        line.1 += count;
    }
}

fn lines(lines: Lines) -> Vec<AccountLine> {
    lines
        .into_iter()
        .map(|((code, field), (operations, count))| AccountLine { code, field, operations, count })
        .collect()
}
