use std::collections::BTreeMap;

use migrayt_core::error::Result;
use migrayt_core::id::{ItemId, PlanId};
use migrayt_core::plan::{Outline, OutlineSummary};

use super::forest::Forest;
use super::plan::{Standing, out_of_order};
use super::row::{OutlineRow, PlaceRow};
use super::table::{Found, Row, keys};
use super::walk::Walk;
use super::{HostJournal, key};

impl HostJournal {
    pub(super) async fn try_put_outlines(
        &self,
        id: &PlanId,
        outlines: &[Outline],
    ) -> Result<Option<()>> {
        let mut plan = self.plan(id).await?;
        plan.row.unsealed()?;
        if plan.row.outline.is_some() {
            return Err(out_of_order("outlines come before the outline is sealed"));
        }
        let number = plan.row.number;
        let asked = outlines.iter().map(|outline| key::outline(number, &outline.item));
        let found = self.table.get(keys(asked)).await?;
        let mut fresh: BTreeMap<String, OutlineRow> = BTreeMap::new();
        for (outline, put) in outlines.iter().zip(plan.row.outlines..) {
            let key = key::outline(number, &outline.item);
            // An outline that is replaced keeps its place in the order.
            let put = match fresh.get(&key) {
                Some(standing) => standing.put,
                None => found.read::<OutlineRow>(&key)?.map_or(put, |standing| standing.put),
            };
            fresh.insert(key, OutlineRow::fresh(put, outline));
        }
        plan.row.outlines = plan.row.outlines.saturating_add(outlines.len() as u64);
        let mut batch = plan.batch();
        for (key, row) in fresh {
            batch.put(key, &row)?;
        }
        plan.put(&mut batch)?;
        Ok(self.table.commit(batch).await?.then_some(()))
    }

    /// Works out levels, circles, places and the order of the backlog. An outline that is sealed
    /// stays as it is. What is written page by page counts once the plan's row says so.
    pub(super) async fn try_seal_outline(&self, id: &PlanId) -> Result<Option<OutlineSummary>> {
        let mut plan = self.plan(id).await?;
        if let Some(summary) = plan.row.outline {
            return Ok(Some(summary));
        }
        let mut forest = Forest::default();
        let mut walk = Walk::along(&self.table, key::outlines(plan.row.number));
        while let Some(page) = walk.next().await? {
            for row in page {
                let row: OutlineRow = row.read()?;
                forest.plant(row.outline, row.put);
            }
        }
        let summary = forest.grow();
        if !self.seat(&plan, &forest).await? {
            return Ok(None);
        }
        plan.row.outline = Some(summary);
        let mut batch = plan.batch();
        plan.put(&mut batch)?;
        Ok(self.table.commit(batch).await?.then_some(summary))
    }

    /// Writes what sealing sets; whether nobody wrote to the plan meanwhile.
    async fn seat(&self, plan: &Standing, forest: &Forest) -> Result<bool> {
        let number = plan.row.number;
        let mut walk = Walk::along(&self.table, key::outlines(number));
        while let Some(page) = walk.next().await? {
            let mut batch = plan.batch();
            for row in page {
                let mut standing: OutlineRow = row.read()?;
                let Some(seat) = forest.seat(&standing.outline.item).cloned() else {
                    return Ok(false);
                };
                let outline = &mut standing.outline;
                outline.level = seat.level.unwrap_or(0);
                outline.circular = seat.level.is_none();
                outline.backlog.position = seat.position;
                outline.backlog.after = seat.after;
                let item = outline.item.clone();
                let place = PlaceRow { item, position: seat.position, made: None };
                batch.put(key::place(number, seat.place), &place)?;
                standing.place = Some(seat.place);
                batch.put(row.key, &standing)?;
            }
            if !self.table.commit(batch).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub(super) async fn outlines_of(&self, id: &PlanId, items: &[ItemId]) -> Result<Vec<Outline>> {
        let plan = self.plan(id).await?;
        let found = self.outline_rows(&plan, items).await?;
        let outlines = items.iter().filter_map(|item| outline(&plan, &found, item).transpose());
        outlines.map(|found| found.map(|(_, outline)| outline)).collect()
    }

    pub(super) async fn outlines_after(
        &self,
        id: &PlanId,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, Outline)>> {
        let plan = self.plan(id).await?;
        if plan.row.outline.is_none() {
            return Err(out_of_order("the outline has no places before it is sealed"));
        }
        let mut whole = Vec::new();
        let places = key::places(plan.row.number, after);
        let mut walk = Walk::along(&self.table, places).by(limit);
        while whole.len() < limit as usize {
            let Some(page) = walk.next().await? else { break };
            let places = page.iter().map(Row::read::<PlaceRow>);
            let items = places.map(|row| Ok(row?.item)).collect::<Result<Vec<_>>>()?;
            let found = self.outline_rows(&plan, &items).await?;
            for item in &items {
                whole.extend(outline(&plan, &found, item)?);
            }
        }
        whole.truncate(limit as usize);
        Ok(whole)
    }

    async fn outline_rows(&self, plan: &Standing, items: &[ItemId]) -> Result<Found> {
        let number = plan.row.number;
        let outlines = items.iter().map(|item| key::outline(number, item));
        let mended = items.iter().filter(|_| plan.row.sealed.is_some());
        let mended = mended.map(|item| key::mended(number, item));
        self.table.get(keys(outlines.chain(mended))).await
    }
}

/// An outline as far as the plan is sealed, behind its place.
fn outline(plan: &Standing, found: &Found, item: &ItemId) -> Result<Option<(u64, Outline)>> {
    let number = plan.row.number;
    let Some(row) = found.read::<OutlineRow>(&key::outline(number, item))? else {
        return Ok(None);
    };
    let mended = found.read(&key::mended(number, item))?;
    Ok(Some((row.place.unwrap_or(0), row.outline(&plan.row, mended))))
}
