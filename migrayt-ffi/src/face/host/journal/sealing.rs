use std::collections::{BTreeMap, HashSet};

use migrayt_core::id::ItemId;
use migrayt_core::operation::OperationKind;
use migrayt_core::plan::LossKind;

use super::row::{LaneOperation, LaneRow, MendedRow, PlaceRow, Sealing};

/// What sealing a plan needs to know of all items at once.
#[derive(Default)]
pub(super) struct Sealer {
    /// The items that are in scope and not refused.
    made: HashSet<ItemId>,
    /// The items of the backlog by their positions.
    backlog: BTreeMap<u32, ItemId>,
    /// Whom an item of the backlog comes after.
    after: BTreeMap<ItemId, ItemId>,
    pub(super) refused: u64,
}

impl Sealer {
    pub(super) fn note(&mut self, place: PlaceRow) {
        if let Some(position) = place.position {
            self.backlog.insert(position, place.item.clone());
        }
        match place.made {
            Some(true) => {
                self.made.insert(place.item);
            }
            Some(false) => self.refused += 1,
            None => {}
        }
    }

    /// Takes the items out of the backlog that will not be made: what would come after one comes
    /// after the nearest one before it that is made. Tells those that come after another item now.
    pub(super) fn close_gaps(&mut self) -> Vec<(ItemId, MendedRow)> {
        let mut mended = Vec::new();
        let (mut before, mut nearest): (Option<&ItemId>, Option<&ItemId>) = (None, None);
        for item in self.backlog.values() {
            if before != nearest {
                mended.push((item.clone(), MendedRow { after: nearest.cloned() }));
            }
            if let Some(nearest) = nearest {
                self.after.insert(item.clone(), nearest.clone());
            }
            before = Some(item);
            if self.made.contains(item) {
                nearest = before;
            }
        }
        mended
    }

    /// What becomes of an operation.
    pub(super) fn sealing(&self, lane: &LaneRow, operation: &LaneOperation) -> Sealing {
        let planned = &operation.planned;
        let unbooked =
            |kind| Some(kind).filter(|kind| planned.losses.iter().all(|loss| loss.kind != *kind));
        let outside = |other: &ItemId| !self.made.contains(other);
        match planned.key.kind {
            OperationKind::Rank => {
                let other = self.after.get(&planned.key.item).cloned();
                Sealing { dropped: other.is_none(), other, loss: None }
            }
            OperationKind::Create => {
                let carried = !lane.refused && planned.refusals.is_empty();
                let mut parents = lane.parent.iter().chain(&planned.other);
                let orphan = carried && parents.any(outside);
                let loss = orphan.then_some(LossKind::ParentOutside).and_then(unbooked);
                Sealing { loss, ..Sealing::default() }
            }
            // A link is dropped if either end will not be made, whichever lane it is in.
            _ => {
                let dropped =
                    planned.other.as_ref().is_some_and(|other| lane.refused || outside(other));
                let loss = dropped.then_some(LossKind::LinkEndOutside).and_then(unbooked);
                Sealing { dropped, other: None, loss }
            }
        }
    }
}
