use std::collections::BTreeMap;

use migrayt_core::error::Result;
use migrayt_core::id::ItemId;
use migrayt_core::plan::{Refusal, RefusalKind};
use migrayt_core::port::AccountLine;

use super::{Columns, json};

/// How many refused items an account names.
pub(crate) const NAMED: i64 = 100;

/// How many operations, and how often, by code and field.
#[derive(Debug, Default)]
pub(crate) struct Lines(BTreeMap<(String, String), (u64, u64)>);

impl Lines {
    pub(crate) fn read<R: Columns>(rows: &[R]) -> Result<Self> {
        let line = |columns: &R| {
            let key = (columns.text("code")?, columns.text("field")?);
            Ok((key, (columns.number("operations")?, columns.number("count")?)))
        };
        rows.iter().map(line).collect::<Result<_>>().map(Self)
    }

    /// Adds items without any operation, which count as ones whose type has no counterpart.
    pub(crate) fn add_bare(&mut self, items: u64) {
        if items > 0 {
            let key = (RefusalKind::TypeUnmapped.code().to_owned(), String::new());
            let line = self.0.entry(key).or_default();
            *line = (line.0.saturating_add(items), line.1.saturating_add(items));
        }
    }

    pub(crate) fn account(self) -> Vec<AccountLine> {
        self.0
            .into_iter()
            .map(|((code, field), (operations, count))| AccountLine {
                code,
                field,
                operations,
                count,
            })
            .collect()
    }
}

/// A refused item with the first refusal of its first operation, from `item` and `refusals`.
pub(crate) fn refused(columns: &impl Columns) -> Result<(ItemId, Refusal)> {
    let first = columns.json("refusals", json::to_refusals)?.into_iter().next();
    let refusal = first.unwrap_or_else(|| Refusal::of(RefusalKind::TypeUnmapped));
    Ok((ItemId::new(columns.text("item")?), refusal))
}
