use std::collections::BTreeMap;

use migrayt_core::catalog::{Catalog, WorkType};
use migrayt_core::error::Result;
use migrayt_core::id::{ItemId, TargetKey, TypeId};
use migrayt_core::operation::OperationKey;
use serde::{Deserialize, Serialize};

use super::cause::Cause;
use super::outcome::{Outcome, Outcomes};
use super::rows::{ItemRow, ItemRows};
use crate::scan::Scan;

/// How many items and doubts are listed; all are counted.
const LISTED: usize = 1000;

/// What became of the items, counted, and those that are not whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Tally {
    /// All items.
    pub outcomes: Outcomes,
    /// By type of the source, in its catalog's order.
    pub types: Vec<TypeLine>,
    /// Why something is not there, and of how many items, ascending.
    pub causes: Vec<(Cause, u64)>,
    /// The first thousand items that are not migrated whole.
    pub unfinished: Vec<ItemLine>,
    /// How many operations are in doubt.
    pub doubts: u64,
    /// The first thousand of them.
    pub doubtful: Vec<OperationKey>,
}

/// The items of a type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TypeLine {
    /// The type in the source.
    pub type_id: TypeId,
    /// Its name.
    pub name: String,
    /// Its level in the source's hierarchy, where it has levels: 0 is the lowest with children.
    pub level: Option<i32>,
    /// What it became: the name of the target's type; `None` if it has no counterpart.
    pub target: Option<String>,
    /// That type's level.
    pub target_level: Option<i32>,
    /// What became of its items.
    pub outcomes: Outcomes,
}

/// An item that is not whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ItemLine {
    /// The item in the source.
    pub item: ItemId,
    /// Its type in the source.
    pub type_id: TypeId,
    /// The item in the target.
    pub target: Option<TargetKey>,
    /// What became of it.
    pub outcome: Outcome,
    /// Why it is not whole.
    pub causes: Vec<Cause>,
}

impl Tally {
    /// Counts every item of a plan; memory holds a page, and what is listed.
    pub(super) async fn of(mut rows: ItemRows<'_>, scan: Option<&Scan>) -> Result<Self> {
        let mut tally = Self::default();
        let mut types: BTreeMap<TypeId, TypeLine> = BTreeMap::new();
        let mut causes: BTreeMap<Cause, u64> = BTreeMap::new();
        loop {
            let page = rows.next_page().await?;
            if page.is_empty() {
                break;
            }
            for row in page {
                let line =
                    types.entry(row.type_id.clone()).or_insert_with(|| TypeLine::of(&row, scan));
                for outcomes in [&mut tally.outcomes, &mut line.outcomes] {
                    outcomes.count(row.outcome, row.state == "adopted");
                }
                for cause in &row.causes {
                    *causes.entry(*cause).or_default() += 1;
                }
                tally.list(row);
            }
        }
        tally.types = types.into_values().collect();
        let order = |line: &TypeLine| {
            let types = scan.map(|scan| scan.source.types.as_slice()).unwrap_or_default();
            types.iter().position(|known| known.id == line.type_id).unwrap_or(usize::MAX)
        };
        tally.types.sort_by_key(order);
        tally.causes = causes.into_iter().collect();
        Ok(tally)
    }

    fn list(&mut self, row: ItemRow) {
        self.doubts += u64::try_from(row.doubts.len()).unwrap_or(u64::MAX);
        let room = LISTED.saturating_sub(self.doubtful.len());
        self.doubtful.extend(row.doubts.into_iter().take(room));
        if row.outcome != Outcome::Migrated && self.unfinished.len() < LISTED {
            self.unfinished.push(ItemLine {
                item: row.item,
                type_id: row.type_id,
                target: row.target,
                outcome: row.outcome,
                causes: row.causes,
            });
        }
    }
}

impl TypeLine {
    fn of(row: &ItemRow, scan: Option<&Scan>) -> Self {
        let known = |catalog: fn(&Scan) -> &Catalog, id: &TypeId| -> Option<WorkType> {
            catalog(scan?).work_type(id).cloned()
        };
        let source = known(|scan| &scan.source, &row.type_id);
        let target = row.target_type.as_ref();
        let found = target.and_then(|id| known(|scan| &scan.target, id));
        let name = |id: &TypeId, found: Option<&WorkType>| {
            found.map_or_else(|| id.to_string(), |found| found.name.clone())
        };
        Self {
            type_id: row.type_id.clone(),
            name: name(&row.type_id, source.as_ref()),
            level: source.as_ref().and_then(|source| source.level),
            target: target.map(|id| name(id, found.as_ref())),
            target_level: found.as_ref().and_then(|found| found.level),
            outcomes: Outcomes::default(),
        }
    }
}
