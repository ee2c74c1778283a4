use std::collections::BTreeSet;

use futures_util::{StreamExt as _, TryStreamExt as _};
use migrayt_core::error::Result;
use migrayt_core::id::{ItemId, PlanId};
use migrayt_core::port::{HighWater, ReadPlan, ReadView};

use super::Planner;

/// How many items are asked for at once.
const PAGE: usize = 200;

impl Planner {
    /// Puts the outlines of items that stand in the target and that the plan is not of, and says
    /// which they are. What is gone from the source is left out: nothing of it can be read.
    pub(super) async fn list_standing(&self, plan: &PlanId) -> Result<BTreeSet<ItemId>> {
        let (organization, project) = self.source.origin();
        let mut marked = BTreeSet::new();
        let mut swept = self.target.sweep(HighWater::start());
        while let Some((_, origin)) = swept.try_next().await? {
            if origin.organization == organization && origin.project == project {
                marked.insert(origin.item);
            }
        }
        let marked: Vec<ItemId> = marked.into_iter().collect();
        let mut standing = BTreeSet::new();
        for page in marked.chunks(PAGE) {
            let planned = self.plans.outlines(plan, page).await?;
            let is_planned = |item: &ItemId| planned.iter().any(|outline| outline.item == *item);
            let others: Vec<_> = page.iter().filter(|item| !is_planned(item)).cloned().collect();
            if others.is_empty() {
                continue;
            }
            let mut pages = self.source.read(ReadPlan::items(others, ReadView::Outline));
            while let Some(page) = pages.next().await {
                let outlines: Vec<_> = page?.items.iter().map(|item| self.outline(item)).collect();
                self.plans.put_outlines(plan, &outlines).await?;
                standing.extend(outlines.into_iter().map(|outline| outline.item));
            }
        }
        Ok(standing)
    }
}
