//! Links as the service keeps them: both ends know them, an item has one parent, and no item is
//! its own ancestor.

use super::record::Link;
use super::relation::{self, LinkKind};
use super::state::State;

/// What became of the links of the items that came in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Woven {
    /// Ends that were added because only the other item named the link.
    pub(super) added: usize,
    /// Links that were dropped: to items that do not exist, to a second parent, or in a circle.
    pub(super) dropped: usize,
}

impl State {
    /// Weaves the links of those items, which must be in ascending order. The child's own word for
    /// its parent comes first; of several parents that name one child the lowest id wins.
    pub(super) fn weave(&mut self, ids: &[u64]) -> Woven {
        let mut woven = Woven::default();
        let (mut upward, mut others) = (Vec::new(), Vec::new());
        // All are taken before the first is woven, which adds to other items.
        for &id in ids {
            let links = self.items.get_mut(&id).map(|record| std::mem::take(&mut record.links));
            for link in links.into_iter().flatten() {
                let list = if link.kind == relation::PARENT { &mut upward } else { &mut others };
                list.push((id, link));
            }
        }
        for (id, link) in upward.into_iter().chain(others) {
            self.count(id, link, &mut woven);
        }
        woven
    }

    fn count(&mut self, id: u64, link: Link, woven: &mut Woven) {
        let (kind, other) = (link.kind, link.other);
        match self.link(id, link) {
            // Each end came with the other's word: one of the two is the mirror of the other.
            Linked::New => {
                woven.added += 1;
                self.note_loaded(id, kind, other);
            }
            Linked::Known => woven.added = woven.added.saturating_sub(1),
            Linked::Refused => woven.dropped += 1,
        }
    }

    /// Links two items at both ends.
    pub(super) fn link(&mut self, id: u64, link: Link) -> Linked {
        let Link { kind, other, comment } = link;
        if id == other || !self.items.contains_key(&id) || !self.items.contains_key(&other) {
            return Linked::Refused;
        }
        if self.items.get(&id).is_some_and(|record| record.has_link(kind, other)) {
            return Linked::Known;
        }
        let pair = match kind {
            relation::PARENT => Some((id, other)),
            relation::CHILD => Some((other, id)),
            _ => None,
        };
        if let Some((child, parent)) = pair
            && (self.items.get(&child).is_some_and(|record| record.parent().is_some())
                || self.is_below(parent, child))
        {
            return Linked::Refused;
        }
        self.push(other, kind.opposite(), id, comment.clone());
        self.push(id, kind, other, comment);
        Linked::New
    }

    /// Links a child to a parent at both ends, whatever stands against it.
    pub(super) fn force_parent(&mut self, child: u64, parent: u64) {
        self.push(parent, relation::CHILD, child, None);
        self.push(child, relation::PARENT, parent, None);
    }

    /// Whether `item` is `ancestor` or lies below it.
    fn is_below(&self, item: u64, ancestor: u64) -> bool {
        let mut place = Some(item);
        while let Some(id) = place {
            if id == ancestor {
                return true;
            }
            place = self.items.get(&id).and_then(super::record::Record::parent);
        }
        false
    }

    fn push(&mut self, id: u64, kind: LinkKind, other: u64, comment: Option<Box<str>>) {
        if let Some(record) = self.items.get_mut(&id) {
            record.links.push(Link { kind, other, comment });
        }
    }
}

/// What became of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Linked {
    /// It is new at both ends.
    New,
    /// It was there.
    Known,
    /// It cannot be.
    Refused,
}
