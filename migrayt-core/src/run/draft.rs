use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::StreamExt as _;

use super::event::LoadedLane;
use super::mutant::{self, Mutant};
use super::{KnownOutlines, LaneDraft, Ports, draft_lane};
use crate::catalog::Catalog;
use crate::content::Content;
use crate::digest::DigestKey;
use crate::error::{ErrorKind, Result};
use crate::id::{ItemId, PlanId};
use crate::item::{AttachmentRef, Item};
use crate::operation::{Action, OperationKey, OperationKind};
use crate::plan::Outline;
use crate::port::{Drafted, Outcome, OutcomeState, PendingLane, ReadPlan, ReadView};

/// A draft in memory, ready to be sent.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) drafted: Drafted,
    pub(super) revision: u64,
    /// The file, for attachments.
    pub(super) file: Option<AttachmentRef>,
    /// The file's bytes, if a draft has made it.
    pub(super) made: Option<Content<Vec<u8>>>,
}

/// The drafts of the lanes in the window: the only place where a run holds content.
#[derive(Debug, Default)]
pub(super) struct Drafts(Mutex<BTreeMap<OperationKey, Arc<Held>>>);

impl Drafts {
    pub(super) fn find(&self, key: &OperationKey) -> Option<Arc<Held>> {
        let held = self.lock();
        if mutant::is(Mutant::PartWithoutKey) {
            let mut all = held.iter();
            let first = all.find(|(of, _)| of.item == key.item && of.kind == key.kind);
            return first.map(|(_, held)| Arc::clone(held));
        }
        held.get(key).cloned()
    }

    pub(super) fn forget<'a>(&self, keys: impl IntoIterator<Item = &'a OperationKey>) {
        let mut held = self.lock();
        for key in keys {
            held.remove(key);
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<OperationKey, Arc<Held>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads, maps and drafts the due operations of lanes; what cannot be sent is returned with
    /// its reason. Returns how many items were read, too.
    pub(super) async fn load(
        &self,
        ports: &Ports,
        catalog: &Catalog,
        key: &DigestKey,
        plan: &PlanId,
        lanes: &[PendingLane],
    ) -> Result<(Vec<LoadedLane>, u64)> {
        let (places, lanes): (Vec<_>, Vec<_>) = lanes.iter().partition(|lane| only_places(lane));
        let mut loaded = self.load_places(ports, catalog, key, plan, &places).await?;
        if lanes.is_empty() {
            return Ok((loaded, 0));
        }
        let ids = lanes.iter().map(|lane| lane.item.clone()).collect();
        let mut pages = ports.source.read(ReadPlan::items(ids, ReadView::Full));
        let mut due: BTreeMap<&ItemId, &[OperationKey]> =
            lanes.iter().map(|lane| (&lane.item, lane.operations.as_slice())).collect();
        let mut read = 0;
        while let Some(page) = pages.next().await {
            let items = page?.items;
            let reader = (ports.source.as_ref(), ports.mapper.as_ref());
            let known = KnownOutlines::of(ports.plans.as_ref(), plan, reader, &items).await?;
            for item in items {
                if let Some((_, keys)) = due.remove_entry(&item.id) {
                    read += 1;
                    loaded.push(self.draft_lane(ports, catalog, key, &known, &item, keys)?);
                }
            }
        }
        loaded.extend(due.into_iter().map(|(item, keys)| LoadedLane {
            item: item.clone(),
            unsendable:
                keys.iter().map(|key| Outcome::of(key.clone(), OutcomeState::Gone)).collect(),
        }));
        Ok((loaded, read))
    }

    /// Drafts places in the backlog. The plan has all of them, so that no item is read again.
    async fn load_places(
        &self,
        ports: &Ports,
        catalog: &Catalog,
        key: &DigestKey,
        plan: &PlanId,
        lanes: &[&PendingLane],
    ) -> Result<Vec<LoadedLane>> {
        if lanes.is_empty() {
            return Ok(Vec::new());
        }
        let items: Vec<ItemId> = lanes.iter().map(|lane| lane.item.clone()).collect();
        let outlines = ports.plans.outlines(plan, &items).await?;
        let lane = |outline: Outline| {
            let commands: Vec<_> = outline.placing().into_iter().collect();
            let drafts = draft_lane(ports.target.as_ref(), catalog, commands, key);
            for LaneDraft { command, drafted, .. } in drafts {
                let held = Held { drafted, revision: outline.revision, file: None, made: None };
                self.lock().insert(command.key, Arc::new(held));
            }
            LoadedLane { item: outline.item, unsendable: Vec::new() }
        };
        Ok(outlines.into_iter().map(lane).collect())
    }

    fn draft_lane(
        &self,
        ports: &Ports,
        catalog: &Catalog,
        key: &DigestKey,
        known: &KnownOutlines,
        item: &Item,
        due: &[OperationKey],
    ) -> Result<LoadedLane> {
        let mut commands = ports.mapper.map(item, known)?.commands;
        let wanted: BTreeSet<_> = due.iter().collect();
        // A file that is made of a text is found behind the text's own draft.
        let mapped: BTreeSet<_> = commands.iter().map(|command| &command.key).collect();
        if wanted.is_subset(&mapped) {
            commands.retain(|command| wanted.contains(&command.key));
        }
        let mut unsendable = Vec::new();
        let mut missing = wanted;
        for draft in draft_lane(ports.target.as_ref(), catalog, commands, key) {
            let LaneDraft { command, drafted, made } = draft;
            if !missing.remove(&command.key) {
                continue;
            }
            if drafted.refusals.is_empty() {
                let file = match command.action {
                    Action::Attach(file) => Some(file),
                    _ => None,
                };
                let held = Held { drafted, revision: item.revision, file, made };
                self.lock().insert(command.key, Arc::new(held));
            } else {
                // It was acceptable when the plan was made; the item has changed since.
                let state = OutcomeState::Failed(ErrorKind::InputInvalid);
                unsendable.push(Outcome::of(command.key, state));
            }
        }
        // What the plan has and the item has not any more.
        unsendable
            .extend(missing.into_iter().map(|key| Outcome::of(key.clone(), OutcomeState::Gone)));
        Ok(LoadedLane { item: item.id.clone(), unsendable })
    }
}

fn only_places(lane: &PendingLane) -> bool {
    lane.operations.iter().all(|key| key.kind == OperationKind::Rank)
}
