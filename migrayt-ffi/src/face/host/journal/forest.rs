use std::collections::HashMap;

use migrayt_core::id::ItemId;
use migrayt_core::plan::{Outline, OutlineSummary};

/// What is remembered of each outline while levels, places and the order of the backlog are worked
/// out.
#[derive(Default)]
pub(super) struct Forest {
    trees: Vec<Tree>,
    index: HashMap<ItemId, usize>,
}

struct Tree {
    item: ItemId,
    parent: Option<ItemId>,
    put: u64,
    rank: Option<i64>,
    seat: Seat,
}

/// What sealing an outline sets of one item.
#[derive(Clone, Debug, Default)]
pub(super) struct Seat {
    /// `None` for a circular item.
    pub(super) level: Option<u32>,
    pub(super) place: u64,
    pub(super) position: Option<u32>,
    pub(super) after: Option<ItemId>,
}

impl Forest {
    pub(super) fn plant(&mut self, outline: Outline, put: u64) {
        self.index.insert(outline.item.clone(), self.trees.len());
        self.trees.push(Tree {
            item: outline.item,
            parent: outline.parent,
            put,
            rank: outline.backlog.rank,
            seat: Seat::default(),
        });
    }

    /// Works out what sealing sets.
    pub(super) fn grow(&mut self) -> OutlineSummary {
        self.set_levels();
        self.set_places();
        self.order_backlog();
        let levels = self.trees.iter().map(|tree| tree.seat.level.unwrap_or(0)).max();
        let circular = self.trees.iter().filter(|tree| tree.seat.level.is_none()).count();
        OutlineSummary {
            items: self.trees.len() as u64,
            levels: levels.map_or(0, |deepest| deepest.saturating_add(1)),
            circular: circular as u64,
        }
    }

    pub(super) fn seat(&self, item: &ItemId) -> Option<&Seat> {
        Some(&self.trees.get(*self.index.get(item)?)?.seat)
    }

    /// From the items without a parent in scope down. What they do not lead to is circular.
    fn set_levels(&mut self) {
        let mut children: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut front = Vec::new();
        for (at, tree) in self.trees.iter().enumerate() {
            match tree.parent.as_ref().and_then(|parent| self.index.get(parent)) {
                Some(parent) => children.entry(*parent).or_default().push(at),
                None => front.push(at),
            }
        }
        let mut level = 0;
        while !front.is_empty() {
            let mut below = Vec::new();
            for at in front {
                if let Some(tree) = self.trees.get_mut(at) {
                    tree.seat.level = Some(level);
                }
                below.extend(children.remove(&at).unwrap_or_default());
            }
            front = below;
            level += 1;
        }
    }

    fn set_places(&mut self) {
        let mut order: Vec<_> = self.trees.iter_mut().collect();
        order.sort_unstable_by_key(|tree| (tree.seat.level.unwrap_or(0), tree.put));
        for (place, tree) in (0..).zip(order) {
            tree.seat.place = place;
        }
    }

    /// Of the same rank, the one that was put first comes first.
    fn order_backlog(&mut self) {
        let ranked = self.trees.iter_mut().filter_map(|tree| Some((tree.rank?, tree.put, tree)));
        let mut order: Vec<_> = ranked.collect();
        order.sort_unstable_by_key(|(rank, put, _)| (*rank, *put));
        let mut after = None;
        for (position, (_, _, tree)) in (0..).zip(order) {
            tree.seat.position = Some(position);
            tree.seat.after = after.replace(tree.item.clone());
        }
    }
}
