//! Reading the target back, all of it, and comparing it with the plan.

mod compare;
mod difference;

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::{StreamExt as _, TryStreamExt as _};
use migrayt_core::catalog::Catalog;
use migrayt_core::digest::DigestKey;
use migrayt_core::error::Result;
use migrayt_core::id::{ItemId, PlanId, RunId, TargetId, TargetRef};
use migrayt_core::port::{HighWater, Journal, LedgerRow, PlanStore, Source, Standing, Target};

pub use self::difference::{Difference, DifferenceKind, Verification};

/// How many items are compared at once: what Jira reads in one request.
const PAGE: u32 = 100;

/// Compares what stands in the target with the plan and the journal.
#[derive(Clone, Debug)]
pub struct Verifier {
    /// Where the items came from.
    pub source: Arc<dyn Source>,
    /// Where they went.
    pub target: Arc<dyn Target>,
    /// The target's catalog.
    pub catalog: Arc<Catalog>,
    /// What was planned.
    pub plans: Arc<dyn PlanStore>,
    /// What was done.
    pub journal: Arc<dyn Journal>,
    /// The key of the digests in the plan.
    pub key: DigestKey,
}

impl Verifier {
    /// Reads back every item of a run, and looks through the whole project for items that carry a
    /// marker of this source and that the journal does not know.
    ///
    /// Memory holds one page at a time and the first thousand differences.
    pub async fn verify(
        &self,
        plan: &PlanId,
        run: &RunId,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Verification> {
        let mut found = Verification::default();
        let mut after = None;
        loop {
            let page = self.plans.plan_page(plan, after, PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            after = Some(*last);
            let rows: Vec<_> = page.into_iter().map(|(_, row)| row).collect();
            self.compare_page(run, &rows, &mut found).await?;
            progress(found.items);
        }
        self.find_duplicates(run, &mut found).await?;
        Ok(found)
    }

    async fn compare_page(
        &self,
        run: &RunId,
        rows: &[migrayt_core::plan::PlanRow],
        found: &mut Verification,
    ) -> Result<()> {
        let items: Vec<ItemId> = rows.iter().map(|row| row.item.clone()).collect();
        let mut ledger: BTreeMap<ItemId, Vec<LedgerRow>> = BTreeMap::new();
        // A link is in the account of the item from which it reads outward.
        let mut accounts = items.clone();
        let mut ends = items;
        for operation in rows.iter().flat_map(|row| &row.operations) {
            accounts.push(operation.key.item.clone());
            ends.push(operation.key.item.clone());
            ends.extend(operation.other.clone());
        }
        for list in [&mut accounts, &mut ends] {
            list.sort();
            list.dedup();
        }
        for row in self.journal.ledger_of(run, &accounts).await? {
            ledger.entry(row.key.item.clone()).or_default().push(row);
        }
        let went = self.journal.resolve(run, &ends).await?;
        let went: BTreeMap<ItemId, TargetRef> =
            ends.into_iter().zip(went).filter_map(|(item, went)| Some((item, went?))).collect();
        let targets: Vec<TargetId> = rows
            .iter()
            .filter_map(|row| went.get(&row.item))
            .map(|target| target.id.clone())
            .collect();
        let standing: BTreeMap<TargetId, Standing> = self
            .target
            .read_back(&targets, &self.catalog, &self.key)
            .map_ok(|standing| (standing.target.id.clone(), standing))
            .try_collect()
            .await?;
        let view = compare::View { ledger: &ledger, went: &went, standing: &standing };
        for row in rows {
            view.compare(row, found);
        }
        Ok(())
    }

    /// Every marked item of this source must be the one that the journal names.
    async fn find_duplicates(&self, run: &RunId, found: &mut Verification) -> Result<()> {
        let (organization, project) = self.source.origin();
        let mut chunks = self
            .target
            .sweep(HighWater::start())
            .try_filter(|(_, origin)| {
                std::future::ready(origin.organization == organization && origin.project == project)
            })
            .try_chunks(500);
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(|broken| broken.1)?;
            let items: Vec<ItemId> = chunk.iter().map(|(_, origin)| origin.item.clone()).collect();
            let went = self.journal.resolve(run, &items).await?;
            for ((target, origin), went) in chunk.into_iter().zip(went) {
                if went.is_none_or(|went| went.id != target.id) {
                    found.duplicate(origin.item, target.key);
                }
            }
        }
        Ok(())
    }
}
