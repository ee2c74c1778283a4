//! The dry run over every item: what would be written, what is lost, what would be refused.

mod extent;
mod preview;
mod rows;
mod standing;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use futures_util::StreamExt as _;
use migrayt_core::catalog::Catalog;
use migrayt_core::digest::DigestKey;
use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::{ItemId, PlanId};
use migrayt_core::item::Item;
use migrayt_core::plan::{Backlog, Outline, PlanSummary};
use migrayt_core::port::{Mapper, PlanStore, ReadPlan, ReadView, Source, Target};
use migrayt_core::run::{KnownOutlines, draft_lane};
use tokio_util::sync::CancellationToken;

pub use self::extent::Extent;
pub use self::preview::Preview;
use self::rows::row;

/// How many items are read and drafted at once: what Azure DevOps reads in one request.
const PAGE: u32 = 200;

/// Makes plans. Nothing is written to the target.
#[derive(Clone, Debug)]
pub struct Planner {
    /// Where items are read.
    pub source: Arc<dyn Source>,
    /// The target whose rules the drafts obey.
    pub target: Arc<dyn Target>,
    /// The target's catalog.
    pub catalog: Arc<Catalog>,
    /// How items become commands.
    pub mapper: Arc<dyn Mapper>,
    /// Where the plan is kept.
    pub plans: Arc<dyn PlanStore>,
    /// The key of the digests in the plan.
    pub key: DigestKey,
    /// Which items the plan is of.
    pub extent: Extent,
}

/// How far a plan has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanStep {
    /// So many items were listed.
    Listed(u64),
    /// So many of all items were drafted.
    Drafted(u64, u64),
}

impl Planner {
    /// Makes a plan of every item in scope and seals it.
    ///
    /// The first pass lists the items and works out who is whose parent; the second reads each of
    /// them whole, maps it and drafts it. Memory holds one page at a time.
    ///
    /// # Errors
    /// `Cancelled` if `stop` is cancelled. The plan then stays unsealed: it is never the newest, no
    /// run can be opened on it, and the next plan has an id of its own.
    pub async fn plan(
        &self,
        plan: &PlanId,
        stop: &CancellationToken,
        progress: &(dyn Fn(PlanStep) + Send + Sync),
    ) -> Result<PlanSummary> {
        self.plans.begin_plan(plan, self.mapper.fingerprint()).await?;
        let mut listed = 0;
        let mut taken = BTreeMap::new();
        let wanted = match &self.extent.only {
            Some(items) => ReadPlan::items(items.clone(), ReadView::Outline),
            None => ReadPlan::all(ReadView::Outline),
        };
        let mut pages = self.source.read(wanted);
        while let Some(page) = pages.next().await {
            unless_stopped(stop)?;
            let mut outlines: Vec<_> = page?.items.iter().map(|item| self.outline(item)).collect();
            if let Some(sample) = self.extent.sample {
                outlines.retain(|outline| {
                    let of_type: &mut u32 = taken.entry(outline.type_id.clone()).or_default();
                    *of_type = of_type.saturating_add(1);
                    *of_type <= sample
                });
            }
            self.plans.put_outlines(plan, &outlines).await?;
            listed += count(outlines.len());
            progress(PlanStep::Listed(listed));
        }
        drop(pages);
        let standing =
            if self.extent.standing { self.list_standing(plan).await? } else { BTreeSet::new() };
        let summary = self.plans.seal_outline(plan).await?;

        let mut after = None;
        let mut drafted = 0;
        loop {
            unless_stopped(stop)?;
            let page = self.plans.outline_page(plan, after, PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            after = Some(*last);
            let outlines: Vec<_> = page.into_iter().map(|(_, outline)| outline).collect();
            self.draft_page(plan, &outlines, &standing).await?;
            drafted += count(outlines.len());
            progress(PlanStep::Drafted(drafted, summary.items));
        }
        self.plans.seal_plan(plan).await
    }

    /// The outline of an item. What the mapping leaves out has no place in the backlog, so that
    /// nothing is placed after it.
    fn outline(&self, item: &Item) -> Outline {
        let carried = self.mapper.target_type(&item.type_id).is_some();
        Outline {
            item: item.id.clone(),
            revision: item.revision,
            type_id: item.type_id.clone(),
            parent: item.parent.clone(),
            level: 0,
            circular: false,
            backlog: Backlog::ranked(item.rank.filter(|_| carried)),
        }
    }

    async fn draft_page(
        &self,
        plan: &PlanId,
        outlines: &[Outline],
        standing: &BTreeSet<ItemId>,
    ) -> Result<()> {
        let ids: Vec<ItemId> = outlines.iter().map(|outline| outline.item.clone()).collect();
        let mut pages = self.source.read(ReadPlan::items(ids, ReadView::Full));
        while let Some(page) = pages.next().await {
            let items = page?.items;
            let reader = (self.source.as_ref(), self.mapper.as_ref());
            let known = KnownOutlines::of(self.plans.as_ref(), plan, reader, &items).await?;
            let mut rows = Vec::with_capacity(items.len());
            for item in &items {
                let Some(outline) = outlines.iter().find(|outline| outline.item == item.id) else {
                    continue;
                };
                let mut mapped = self.mapper.map(item, &known)?;
                let commands = std::mem::take(&mut mapped.commands);
                let target = self.target.as_ref();
                let lane = draft_lane(target, &self.catalog, commands, &self.key);
                let target_type = self.mapper.target_type(&item.type_id).map(|(id, _)| id);
                let together = target.capabilities().max_batch;
                let row = row(item, outline, target_type, mapped, (lane, together));
                rows.push(if standing.contains(&item.id) { row.recognised_only() } else { row });
            }
            self.plans.put_plan_rows(plan, &rows).await?;
        }
        Ok(())
    }
}

fn unless_stopped(stop: &CancellationToken) -> Result<()> {
    if stop.is_cancelled() {
        return Err(Error::new(ErrorKind::Cancelled, "the plan was interrupted")
            .with_help("run `migrayt plan` again; nothing was written to the target"));
    }
    Ok(())
}

fn count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}
