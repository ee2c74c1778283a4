use std::collections::BTreeMap;

use crate::error::{Error, ErrorKind, Result};
use crate::id::{ItemId, TypeId};
use crate::operation::OperationKey;
use crate::plan::{Backlog, Outline, OutlineSummary, PlanOperation, PlanRow, PlanSummary, Stage};

/// A plan while it is made and afterwards.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) fingerprint: String,
    /// In the order in which they were put.
    pub(super) outlines: Vec<Outline>,
    /// Where an item's outline stands in `outlines`.
    pub(super) index: BTreeMap<ItemId, usize>,
    /// Set when the outline is sealed.
    pub(super) outline: Option<OutlineSummary>,
    /// Where the outline at each place stands in `outlines`.
    pub(super) places: Vec<usize>,
    /// The place of each item.
    pub(super) place_of: BTreeMap<ItemId, u64>,
    pub(super) rows: BTreeMap<u64, Row>,
    pub(super) operations: BTreeMap<OperationKey, Planned>,
    /// The operations that a run carries out, by stage and place, in the order of their lanes.
    pub(super) stages: BTreeMap<(Stage, u64), Vec<OperationKey>>,
    pub(super) sealed: Option<Sealed>,
}

#[derive(Debug)]
pub(super) struct Sealed {
    pub(super) moment: u64,
    pub(super) summary: PlanSummary,
}

/// A row without its operations.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) item: ItemId,
    pub(super) revision: u64,
    pub(super) type_id: TypeId,
    pub(super) target_type: Option<TypeId>,
    pub(super) refused: bool,
    pub(super) keys: Vec<OperationKey>,
}

/// An operation in the lane whose row brought it first.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) lane: ItemId,
    pub(super) operation: PlanOperation,
    /// Whether the lane's item is refused.
    pub(super) lane_refused: bool,
    pub(super) dropped: bool,
}

impl Planned {
    /// Whether a run carries it out.
    pub(super) fn carried(&self) -> bool {
        !self.dropped && !self.lane_refused && self.operation.refusals.is_empty()
    }
}

impl Plan {
    pub(super) fn begin(fingerprint: &str) -> Self {
        Self { fingerprint: fingerprint.into(), ..Self::default() }
    }

    pub(super) fn put_outlines(&mut self, outlines: &[Outline]) -> Result<()> {
        self.unsealed()?;
        if self.outline.is_some() {
            return Err(out_of_order("outlines come before the outline is sealed"));
        }
        for outline in outlines {
            let backlog = Backlog::ranked(outline.backlog.rank);
            let fresh = Outline { level: 0, circular: false, backlog, ..outline.clone() };
            let standing = self.index.get(&outline.item).and_then(|at| self.outlines.get_mut(*at));
            if let Some(standing) = standing {
                *standing = fresh;
            } else {
                self.index.insert(outline.item.clone(), self.outlines.len());
                self.outlines.push(fresh);
            }
        }
        Ok(())
    }

    pub(super) fn find(&self, item: &ItemId) -> Option<&Outline> {
        self.index.get(item).and_then(|at| self.outlines.get(*at))
    }

    /// The places after one, if the outline is sealed.
    pub(super) fn outline_page(
        &self,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, Outline)>> {
        if self.outline.is_none() {
            return Err(out_of_order("the outline has no places before it is sealed"));
        }
        Ok((0_u64..)
            .zip(&self.places)
            .filter(|(place, _)| after.is_none_or(|after| *place > after))
            .take(limit as usize)
            .filter_map(|(place, at)| Some((place, self.outlines.get(*at)?.clone())))
            .collect())
    }

    pub(super) fn put_rows(&mut self, rows: &[PlanRow]) -> Result<()> {
        self.unsealed()?;
        if self.outline.is_none() {
            return Err(out_of_order("rows come after the outline is sealed"));
        }
        let mut placed = Vec::with_capacity(rows.len());
        for row in rows {
            let place = self.place_of.get(&row.item).ok_or_else(|| {
                Error::new(ErrorKind::Misuse, "a row of an item without an outline")
                    .with("item", &row.item)
            })?;
            placed.push((*place, row));
        }
        for (place, row) in placed {
            self.put_row(place, row);
        }
        Ok(())
    }

    /// A row that is there already keeps its type and revision.
    fn put_row(&mut self, place: u64, row: &PlanRow) {
        let standing = self.rows.entry(place).or_insert_with(|| Row {
            item: row.item.clone(),
            revision: row.revision,
            type_id: row.type_id.clone(),
            target_type: row.target_type.clone(),
            refused: row.refused(),
            keys: Vec::new(),
        });
        for operation in &row.operations {
            if self.operations.contains_key(&operation.key) {
                continue;
            }
            standing.keys.push(operation.key.clone());
            self.operations.insert(
                operation.key.clone(),
                Planned {
                    lane: row.item.clone(),
                    operation: operation.clone(),
                    lane_refused: standing.refused,
                    dropped: false,
                },
            );
        }
    }

    pub(super) fn plan_page(&self, after: Option<u64>, limit: u32) -> Vec<(u64, PlanRow)> {
        let from = after.map_or(0, |after| after.saturating_add(1));
        self.rows
            .range(from..)
            .take(limit as usize)
            .map(|(place, row)| (*place, self.whole(row)))
            .collect()
    }

    fn whole(&self, row: &Row) -> PlanRow {
        PlanRow {
            item: row.item.clone(),
            revision: row.revision,
            type_id: row.type_id.clone(),
            target_type: row.target_type.clone(),
            operations: row
                .keys
                .iter()
                .filter_map(|key| self.operations.get(key))
                .filter(|planned| !planned.dropped)
                .map(|planned| planned.operation.clone())
                .collect(),
        }
    }

    /// The row of an item.
    pub(super) fn row(&self, item: &ItemId) -> Option<&Row> {
        self.place_of.get(item).and_then(|place| self.rows.get(place))
    }

    pub(super) fn unsealed(&self) -> Result<()> {
        if self.sealed.is_some() {
            return Err(Error::new(ErrorKind::Conflict, "the plan is sealed and never changes"));
        }
        Ok(())
    }
}

pub(super) fn out_of_order(message: &'static str) -> Error {
    Error::new(ErrorKind::Misuse, message)
}
