use std::collections::{BTreeMap, BTreeSet};

use migrayt_core::error::Result;
use migrayt_core::id::PlanId;
use migrayt_core::operation::{OperationKey, OperationKind};
use migrayt_core::plan::{PlanSummary, Stage};

use super::batch::Batch;
use super::lanes::{Lanes, PAGE};
use super::plan::{Standing, out_of_order};
use super::row::{DueRow, LaneOperation, LaneRow, NewestRow, PlaceRow, Sealed};
use super::sealing::Sealer;
use super::walk::Walk;
use super::{HostJournal, key};

/// What sealing counts.
#[derive(Default)]
struct Count {
    summary: PlanSummary,
    carried: BTreeMap<OperationKind, u64>,
    stages: BTreeSet<Stage>,
}

impl HostJournal {
    /// Drops what cannot be carried, counts, and seals. A plan that is sealed stays as it is. What is
    /// written page by page counts once the plan's row says so.
    pub(super) async fn try_seal_plan(&self, id: &PlanId) -> Result<Option<PlanSummary>> {
        let mut plan = self.plan(id).await?;
        if let Some(sealed) = &plan.row.sealed {
            return Ok(Some(sealed.summary));
        }
        let Some(outline) = plan.row.outline else {
            return Err(out_of_order("a plan is sealed after its outline"));
        };
        let number = plan.row.number;
        // What is left by whoever was interrupted while sealing.
        self.sweep(key::all_mended(number)).await?;
        self.sweep(key::all_due(number)).await?;
        let mut sealer = Sealer::default();
        let mut walk = Walk::along(&self.table, key::places(number, None));
        while let Some(page) = walk.next().await? {
            for row in page {
                sealer.note(row.read::<PlaceRow>()?);
            }
        }
        let mut count = Count::default();
        if !self.mend(&plan, &mut sealer).await? || !self.drop(&plan, &sealer, &mut count).await? {
            return Ok(None);
        }
        count.summary.items = outline.items;
        count.summary.refusals = sealer.refused;
        let summary = count.summary;
        plan.row.sealed = Some(Sealed { summary, carried: count.carried.into_iter().collect() });
        let fingerprint = plan.row.fingerprint.clone();
        let mut batch = plan.batch();
        plan.put(&mut batch)?;
        batch.put(key::stages(number), &count.stages)?;
        let newest = NewestRow { plan: id.clone(), fingerprint, summary };
        batch.put(key::NEWEST.to_owned(), &newest)?;
        Ok(self.table.commit(batch).await?.then_some(summary))
    }

    /// Writes whom items of the backlog come after now; whether nobody wrote to the plan meanwhile.
    async fn mend(&self, plan: &Standing, sealer: &mut Sealer) -> Result<bool> {
        for page in sealer.close_gaps().chunks(PAGE as usize) {
            let mut batch = plan.batch();
            for (item, mended) in page {
                batch.put(key::mended(plan.row.number, item), mended)?;
            }
            if !self.table.commit(batch).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Writes what becomes of operations, and which are due when; whether nobody wrote to the plan
    /// meanwhile.
    async fn drop(&self, plan: &Standing, sealer: &Sealer, count: &mut Count) -> Result<bool> {
        let mut lanes = Lanes::of(self, plan, None, PAGE);
        while let Some(page) = lanes.next().await? {
            let mut batch = plan.batch();
            for lane in page {
                put_sealed(&mut batch, plan.row.number, lane, sealer, count)?;
            }
            if !batch.is_empty() && !self.table.commit(batch).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn put_sealed(
    batch: &mut Batch,
    plan: u64,
    mut lane: LaneRow,
    sealer: &Sealer,
    count: &mut Count,
) -> Result<()> {
    let sealings: Vec<_> =
        lane.operations.iter().map(|operation| sealer.sealing(&lane, operation)).collect();
    let mut changed = false;
    for (operation, sealing) in lane.operations.iter_mut().zip(sealings) {
        if operation.sealing != sealing {
            operation.sealing = sealing;
            let key = key::operation(plan, &operation.planned.key);
            batch.put(key, &operation.entry(&lane.item, lane.refused))?;
            changed = true;
        }
    }
    let mut due: BTreeMap<Stage, Vec<OperationKey>> = BTreeMap::new();
    for operation in &lane.operations {
        if count.add(operation, lane.refused) {
            let keys = due.entry(operation.planned.stage).or_default();
            keys.push(operation.planned.key.clone());
        }
    }
    for (stage, keys) in due {
        count.stages.insert(stage);
        let row = DueRow { item: lane.item.clone(), revision: lane.revision, keys };
        batch.put(key::due(plan, stage, lane.place), &row)?;
    }
    if changed {
        batch.put(key::lane(plan, &lane.item), &lane)?;
    }
    Ok(())
}

impl Count {
    /// Counts an operation; whether a run carries it out.
    fn add(&mut self, operation: &LaneOperation, lane_refused: bool) -> bool {
        let losses = operation.whole().losses;
        let losses: u64 = losses.iter().map(|loss| u64::from(loss.count)).sum();
        self.summary.losses = self.summary.losses.saturating_add(losses);
        if !operation.is_carried(lane_refused) {
            return false;
        }
        let kind = operation.planned.key.kind;
        *self.carried.entry(kind).or_default() += 1;
        self.summary.operations += 1;
        match kind {
            OperationKind::Create => self.summary.creates += 1,
            OperationKind::Comment => self.summary.comments += 1,
            OperationKind::Attach => self.summary.attachments += 1,
            OperationKind::Link => self.summary.links += 1,
            OperationKind::Rank => self.summary.places += 1,
            _ => {}
        }
        true
    }
}
