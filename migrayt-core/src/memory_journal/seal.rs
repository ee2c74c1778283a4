use std::collections::BTreeMap;

use super::plan::{Plan, Planned, Sealed, out_of_order};
use crate::error::Result;
use crate::id::ItemId;
use crate::operation::OperationKind;
use crate::plan::{Loss, LossKind, OutlineSummary, PlanSummary, Stage};

impl Plan {
    /// Works out levels, circles and places. An outline that is sealed stays as it is.
    pub(super) fn seal_outline(&mut self) -> OutlineSummary {
        if let Some(summary) = self.outline {
            return summary;
        }
        let levels = self.levels();
        for outline in &mut self.outlines {
            let level = levels.get(&outline.item);
            outline.level = level.copied().unwrap_or(0);
            outline.circular = level.is_none();
        }
        let mut order: Vec<(u32, usize)> =
            self.outlines.iter().enumerate().map(|(at, one)| (one.level, at)).collect();
        order.sort_unstable();
        self.place_of = (0..)
            .zip(&order)
            .filter_map(|(place, (_, at))| Some((self.outlines.get(*at)?.item.clone(), place)))
            .collect();
        let summary = OutlineSummary {
            items: self.outlines.len() as u64,
            levels: order.last().map_or(0, |(deepest, _)| deepest + 1),
            circular: self.outlines.iter().filter(|outline| outline.circular).count() as u64,
        };
        self.places = order.into_iter().map(|(_, at)| at).collect();
        self.order_backlog();
        self.outline = Some(summary);
        summary
    }

    /// Works out who comes after whom in the backlog; of the same rank, the one put first does.
    fn order_backlog(&mut self) {
        let mut order: Vec<(i64, usize)> = (0..)
            .zip(&self.outlines)
            .filter_map(|(at, outline)| Some((outline.backlog.rank?, at)))
            .collect();
        order.sort_unstable();
        let mut after = None;
        for (position, (_, at)) in (0..).zip(order) {
            if let Some(outline) = self.outlines.get_mut(at) {
                outline.backlog.position = Some(position);
                outline.backlog.after = after.replace(outline.item.clone());
            }
        }
    }

    /// Takes the items out of the backlog that will not be made: what would come after one comes
    /// after the nearest one before it that is made.
    fn close_gaps(&mut self) {
        let mut order: Vec<(u32, usize)> = (0..)
            .zip(&self.outlines)
            .filter_map(|(at, outline)| Some((outline.backlog.position?, at)))
            .collect();
        order.sort_unstable();
        let mut before: Option<ItemId> = None;
        for (_, at) in order {
            let Some(outline) = self.outlines.get_mut(at) else { continue };
            outline.backlog.after.clone_from(&before);
            let item = outline.item.clone();
            if self.is_made(&item) {
                before = Some(item);
            }
        }
        let (outlines, index) = (&self.outlines, &self.index);
        for (key, planned) in &mut self.operations {
            if key.kind == OperationKind::Rank {
                let outline = index.get(&key.item).and_then(|at| outlines.get(*at));
                let after = outline.and_then(|outline| outline.backlog.after.clone());
                planned.dropped = after.is_none();
                planned.operation.other = after;
            }
        }
    }

    /// The level of each item that some topmost item leads to; those left out are circular.
    fn levels(&self) -> BTreeMap<ItemId, u32> {
        let mut children: BTreeMap<&ItemId, Vec<&ItemId>> = BTreeMap::new();
        let mut front = Vec::new();
        for outline in &self.outlines {
            match outline.parent.as_ref().filter(|parent| self.index.contains_key(*parent)) {
                Some(parent) => children.entry(parent).or_default().push(&outline.item),
                None => front.push(&outline.item),
            }
        }
        let mut levels = BTreeMap::new();
        let mut level = 0;
        while !front.is_empty() {
            let below = front.iter().filter_map(|item| children.get(item)).flatten().copied();
            let below: Vec<&ItemId> = below.collect();
            levels.extend(front.into_iter().map(|item| (item.clone(), level)));
            front = below;
            level += 1;
        }
        levels
    }

    /// Drops what cannot be carried, counts, and seals. A plan that is sealed stays as it is.
    pub(super) fn seal(&mut self, moment: u64) -> Result<PlanSummary> {
        if let Some(sealed) = &self.sealed {
            return Ok(sealed.summary);
        }
        let Some(outline) = self.outline else {
            return Err(out_of_order("a plan is sealed after its outline"));
        };
        self.close_gaps();
        self.drop_links();
        self.note_parents();
        let mut summary = PlanSummary {
            items: outline.items,
            refusals: self.rows.values().filter(|row| row.refused).count() as u64,
            ..PlanSummary::default()
        };
        for planned in self.operations.values() {
            count(&mut summary, planned);
        }
        let mut stages: BTreeMap<(Stage, u64), Vec<_>> = BTreeMap::new();
        for (place, row) in &self.rows {
            for key in &row.keys {
                if let Some(planned) = self.operations.get(key).filter(|one| one.carried()) {
                    stages.entry((planned.operation.stage, *place)).or_default().push(key.clone());
                }
            }
        }
        self.stages = stages;
        self.sealed = Some(Sealed { moment, summary });
        Ok(summary)
    }

    /// A link is dropped if either end will not be made, whichever row it is in. A creation needs no
    /// parent, and places have been mended.
    fn drop_links(&mut self) {
        let dropped: Vec<_> = self
            .operations
            .iter()
            .filter(|(key, _)| !matches!(key.kind, OperationKind::Create | OperationKind::Rank))
            .filter(|(_, planned)| {
                planned
                    .operation
                    .other
                    .as_ref()
                    .is_some_and(|other| planned.lane_refused || !self.is_made(other))
            })
            .map(|(key, _)| key.clone())
            .collect();
        for key in dropped {
            if let Some(planned) = self.operations.get_mut(&key) {
                planned.dropped = true;
                note(planned, LossKind::LinkEndOutside);
            }
        }
    }

    fn note_parents(&mut self) {
        let orphans: Vec<_> = self
            .operations
            .iter()
            .filter(|(key, planned)| key.kind == OperationKind::Create && planned.carried())
            .filter(|(_, planned)| {
                let parent = self.find(&planned.lane).and_then(|outline| outline.parent.as_ref());
                let mut parents = parent.into_iter().chain(&planned.operation.other);
                parents.any(|parent| !self.is_made(parent))
            })
            .map(|(key, _)| key.clone())
            .collect();
        for key in orphans {
            if let Some(planned) = self.operations.get_mut(&key) {
                note(planned, LossKind::ParentOutside);
            }
        }
    }

    /// Whether an item is in scope and not refused.
    fn is_made(&self, item: &ItemId) -> bool {
        self.row(item).is_some_and(|row| !row.refused)
    }
}

/// Books a loss unless the mapping booked it already.
fn note(planned: &mut Planned, kind: LossKind) {
    if planned.operation.losses.iter().all(|loss| loss.kind != kind) {
        planned.operation.losses.push(Loss::of(kind));
    }
}

fn count(summary: &mut PlanSummary, planned: &Planned) {
    let losses = planned.operation.losses.iter().map(|loss| u64::from(loss.count));
    summary.losses += losses.sum::<u64>();
    if !planned.carried() {
        return;
    }
    summary.operations += 1;
    match planned.operation.key.kind {
        OperationKind::Create => summary.creates += 1,
        OperationKind::Comment => summary.comments += 1,
        OperationKind::Attach => summary.attachments += 1,
        OperationKind::Link => summary.links += 1,
        OperationKind::Rank => summary.places += 1,
        _ => {}
    }
}
