use std::collections::{BTreeMap, BTreeSet};

use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::{ItemId, PlanId};
use migrayt_core::operation::OperationKey;
use migrayt_core::plan::PlanRow as Lane;

use super::plan::{Standing, out_of_order};
use super::row::{LaneOperation, LaneRow, OutlineRow, PlaceRow, Sealing};
use super::table::{Found, Row, keys};
use super::walk::Walk;
use super::{HostJournal, key};

/// The most lanes that are read at once: they hold the digests of all their fields.
pub(super) const PAGE: u32 = 200;

impl HostJournal {
    /// Adds rows. A row that is there already keeps its type and revision, an operation that is
    /// there already all it has.
    pub(super) async fn try_put_lanes(&self, id: &PlanId, rows: &[Lane]) -> Result<Option<()>> {
        let mut plan = self.plan(id).await?;
        plan.row.unsealed()?;
        if plan.row.outline.is_none() {
            return Err(out_of_order("rows come after the outline is sealed"));
        }
        if rows.is_empty() {
            return Ok(Some(()));
        }
        let number = plan.row.number;
        let found = self.table.get(keys(rows.iter().flat_map(|row| needed(number, row)))).await?;
        let mut batch = plan.batch();
        let mut lanes: BTreeMap<&ItemId, LaneRow> = BTreeMap::new();
        let mut taken: BTreeSet<&OperationKey> = BTreeSet::new();
        for row in rows {
            if !lanes.contains_key(&row.item) {
                let (lane, place) = lane(&found, number, row)?;
                batch.put(key::place(number, lane.place), &place)?;
                lanes.insert(&row.item, lane);
            }
            let Some(lane) = lanes.get_mut(&row.item) else { continue };
            for planned in &row.operations {
                let key = key::operation(number, &planned.key);
                if !taken.insert(&planned.key) || found.text(&key).is_some() {
                    continue;
                }
                let operation =
                    LaneOperation { planned: planned.clone(), sealing: Sealing::default() };
                batch.put(key, &operation.entry(&lane.item, lane.refused))?;
                lane.operations.push(operation);
            }
        }
        for (item, lane) in lanes {
            batch.put(key::lane(number, item), &lane)?;
        }
        plan.row.rows = plan.row.rows.saturating_add(rows.len() as u64);
        plan.put(&mut batch)?;
        Ok(self.table.commit(batch).await?.then_some(()))
    }

    pub(super) async fn plan_rows_after(
        &self,
        id: &PlanId,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, Lane)>> {
        let plan = self.plan(id).await?;
        let mut walk = Lanes::of(self, &plan, after, limit);
        let mut rows = Vec::new();
        while rows.len() < limit as usize {
            let Some(page) = walk.next().await? else { break };
            rows.extend(page.into_iter().map(|lane| (lane.place, lane.row(&plan.row))));
        }
        rows.truncate(limit as usize);
        Ok(rows)
    }

    /// The lanes of items, in the order of the items; those that have none are left out.
    pub(super) async fn lanes_of(
        &self,
        plan: u64,
        items: impl IntoIterator<Item = &ItemId>,
    ) -> Result<Vec<LaneRow>> {
        let asked: Vec<_> = items.into_iter().map(|item| key::lane(plan, item)).collect();
        let found = self.table.get(keys(asked.iter().cloned())).await?;
        asked.iter().filter_map(|key| found.read(key).transpose()).collect()
    }
}

/// Goes through lanes in the order of places.
pub(super) struct Lanes<'j> {
    journal: &'j HostJournal,
    plan: u64,
    places: Walk<'j>,
}

impl<'j> Lanes<'j> {
    pub(super) fn of(
        journal: &'j HostJournal,
        plan: &Standing,
        after: Option<u64>,
        limit: u32,
    ) -> Self {
        let plan = plan.row.number;
        let places = Walk::along(&journal.table, key::places(plan, after)).by(limit.min(PAGE));
        Self { journal, plan, places }
    }

    pub(super) async fn next(&mut self) -> Result<Option<Vec<LaneRow>>> {
        let Some(page) = self.places.next().await? else { return Ok(None) };
        let places = page.iter().map(Row::read::<PlaceRow>);
        let places = places.collect::<Result<Vec<_>>>()?;
        let items = places.iter().filter(|row| row.made.is_some()).map(|row| &row.item);
        Ok(Some(self.journal.lanes_of(self.plan, items).await?))
    }
}

/// The keys that say what is there of a row already.
fn needed(plan: u64, row: &Lane) -> impl Iterator<Item = String> {
    [key::outline(plan, &row.item), key::lane(plan, &row.item)]
        .into_iter()
        .chain(row.operations.iter().map(move |one| key::operation(plan, &one.key)))
}

/// The lane that a row is added to, with the row of its place.
fn lane(found: &Found, plan: u64, row: &Lane) -> Result<(LaneRow, PlaceRow)> {
    let standing = found.read::<OutlineRow>(&key::outline(plan, &row.item))?;
    let outlined = standing.and_then(|standing| Some((standing.place?, standing.outline)));
    let (place, outline) = outlined.ok_or_else(|| {
        Error::new(ErrorKind::Misuse, "a row of an item without an outline").with("item", &row.item)
    })?;
    let lane = match found.read(&key::lane(plan, &row.item))? {
        Some(lane) => lane,
        None => LaneRow::begin(row, place, outline.parent),
    };
    let made = Some(!lane.refused);
    let place = PlaceRow { item: lane.item.clone(), position: outline.backlog.position, made };
    Ok((lane, place))
}
