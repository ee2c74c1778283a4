use std::collections::{BTreeMap, VecDeque};

use crate::id::ItemId;
use crate::operation::{OperationKey, OperationKind};
use crate::port::PendingLane;

/// The lanes in memory, and which operations may be sent next.
///
/// Within a lane operations are sent one after the other; a batch holds one kind of operation from
/// the heads of many lanes.
#[derive(Debug, Default)]
pub(super) struct Window {
    lanes: BTreeMap<ItemId, Lane>,
}

#[derive(Debug)]
struct Lane {
    queue: VecDeque<OperationKey>,
    state: LaneState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LaneState {
    Loading,
    Ready,
    Busy,
}

impl Window {
    pub(super) fn len(&self) -> usize {
        self.lanes.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lanes.is_empty()
    }

    pub(super) fn loading(&self) -> bool {
        self.lanes.values().any(|lane| lane.state == LaneState::Loading)
    }

    pub(super) fn insert(&mut self, pending: &PendingLane) {
        self.lanes.insert(
            pending.item.clone(),
            Lane { queue: pending.operations.iter().cloned().collect(), state: LaneState::Loading },
        );
    }

    pub(super) fn loaded(&mut self, item: &ItemId) {
        if let Some(lane) = self.lanes.get_mut(item) {
            lane.state = LaneState::Ready;
        }
    }

    /// Takes an operation off its lane, and the lane out of the window once it is empty. An
    /// operation is in the lane of the item it is planned for, which for a link may be either end.
    pub(super) fn finish(&mut self, lane: &ItemId, key: &OperationKey) {
        if let Some(found) = self.lanes.get_mut(lane) {
            found.queue.retain(|queued| queued != key);
            if found.state == LaneState::Busy {
                found.state = LaneState::Ready;
            }
            if found.queue.is_empty() {
                self.lanes.remove(lane);
            }
        }
    }

    /// Takes a lane out of the window with what is left of it.
    pub(super) fn drop_lane(&mut self, lane: &ItemId) -> Vec<OperationKey> {
        self.lanes.remove(lane).map(|lane| lane.queue.into()).unwrap_or_default()
    }

    /// Takes everything out of the window.
    pub(super) fn clear(&mut self) -> Vec<OperationKey> {
        std::mem::take(&mut self.lanes).into_values().flat_map(|lane| lane.queue).collect()
    }

    /// Chooses the next batch: of the kind that most lanes wait for. While more lanes are `coming`,
    /// creations and places wait for a full batch; other kinds are spread over the free `slots`,
    /// since trackers take them one by one. A `suspect` goes alone, so that it cannot take others
    /// with it; a place does not, since it means nothing without those before it.
    pub(super) fn choose(
        &mut self,
        max_batch: usize,
        slots: usize,
        coming: bool,
        suspect: impl Fn(&OperationKey) -> bool,
    ) -> Option<(OperationKind, Vec<(ItemId, OperationKey)>)> {
        let mut by_kind: BTreeMap<OperationKind, Vec<(&ItemId, &OperationKey)>> = BTreeMap::new();
        for (item, lane) in &self.lanes {
            if lane.state != LaneState::Ready {
                continue;
            }
            let Some(head) = lane.queue.front() else { continue };
            if suspect(head) && !head.kind.is_repeatable() {
                let chosen = vec![(item.clone(), head.clone())];
                let kind = head.kind;
                return Some((kind, self.take(chosen)));
            }
            by_kind.entry(head.kind).or_default().push((item, head));
        }
        let (kind, heads) = by_kind
            .into_iter()
            .filter(|(kind, heads)| !goes_full(*kind) || !coming || heads.len() >= max_batch)
            .max_by_key(|(_, heads)| heads.len())?;
        let size = if goes_full(kind) {
            max_batch
        } else {
            heads.len().div_ceil(slots.max(1)).min(max_batch)
        };
        let chosen = heads
            .into_iter()
            .take(size.max(1))
            .map(|(item, key)| (item.clone(), key.clone()))
            .collect();
        Some((kind, self.take(chosen)))
    }

    fn take(&mut self, chosen: Vec<(ItemId, OperationKey)>) -> Vec<(ItemId, OperationKey)> {
        for (item, _) in &chosen {
            if let Some(lane) = self.lanes.get_mut(item) {
                lane.state = LaneState::Busy;
            }
        }
        chosen
    }
}

/// Whether a kind is sent in batches as full as they can be.
fn goes_full(kind: OperationKind) -> bool {
    matches!(kind, OperationKind::Create | OperationKind::Rank)
}
