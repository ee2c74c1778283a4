use migrayt_core::error::Result;
use migrayt_core::plan::Stage;
use migrayt_core::port::{Lease, PendingLane};

use super::operations::created;
use super::row::{DueRow, RunRow, StandingRow};
use super::run::check;
use super::table::{Found, Row, keys};
use super::walk::Walk;
use super::{HostJournal, key};

/// The fewest lanes that are looked at together, so that a run that goes on soon finds what is left.
const FEWEST: u32 = 200;

impl HostJournal {
    pub(super) async fn pending_after(
        &self,
        lease: &Lease,
        stage: Stage,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<PendingLane>> {
        let run = self.run(&lease.run).await?;
        if limit == 0 {
            let found = self.table.get(keys([key::lease(run.number)])).await?;
            check(&found, &run, lease)?;
            return Ok(Vec::new());
        }
        let mut lanes = Vec::new();
        let mut range = Walk::along(&self.table, key::lanes_due(run.plan, stage, after))
            .by(limit.clamp(FEWEST, 2 * FEWEST));
        loop {
            let page = range.next().await?.unwrap_or_default();
            let rows = page.iter().map(Row::read).collect::<Result<Vec<DueRow>>>()?;
            let asked = rows.iter().flat_map(|row| {
                let own = row.keys.iter().map(|key| key::standing(run.number, key));
                own.chain([created(&run, &row.item)])
            });
            let found = self.table.get(keys(asked.chain([key::lease(run.number)]))).await?;
            check(&found, &run, lease)?;
            for (row, due) in page.iter().zip(rows) {
                lanes.extend(lane(&found, &run, &row.key, due)?);
            }
            if lanes.len() >= limit as usize || page.is_empty() {
                break;
            }
        }
        lanes.truncate(limit as usize);
        Ok(lanes)
    }
}

/// A lane with what is due of it, if anything is.
fn lane(found: &Found, run: &RunRow, key: &str, row: DueRow) -> Result<Option<PendingLane>> {
    let creation: StandingRow = found.read(&created(run, &row.item))?.unwrap_or_default();
    if creation.is_unmade() {
        return Ok(None);
    }
    let mut operations = Vec::with_capacity(row.keys.len());
    for key in row.keys {
        let standing: Option<StandingRow> = found.read(&key::standing(run.number, &key))?;
        if standing.is_none_or(|standing| standing.is_due()) {
            operations.push(key);
        }
    }
    let Some(place) = key::to_place(key) else { return Ok(None) };
    let lane = PendingLane { place, item: row.item, revision: row.revision, operations };
    Ok(Some(lane).filter(|lane| !lane.operations.is_empty()))
}
