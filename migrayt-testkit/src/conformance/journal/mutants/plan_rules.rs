use async_trait::async_trait;
use migrayt_core::error::{ErrorKind, Result};
use migrayt_core::id::{ItemId, PlanId};
use migrayt_core::operation::OperationKind;
use migrayt_core::plan::{Backlog, LossKind, Outline, OutlineSummary, PlanRow, PlanSummary};
use migrayt_core::port::{PlanAccount, PlanStore};

use super::Mutant;
use super::rule::Rule;

#[async_trait]
impl PlanStore for Mutant {
    async fn begin_plan(&self, plan: &PlanId, fingerprint: &str) -> Result<()> {
        if self.breaks(Rule::ForgetsNothingOnBegin) && self.inner.outlines(plan, &[]).await.is_ok()
        {
            return Ok(());
        }
        if self.breaks(Rule::ForgetsOtherPlansOnBegin) {
            let others = self.seen(|seen| std::mem::take(&mut seen.begun));
            for (other, fingerprint) in others {
                // One that was sealed meanwhile refuses.
                drop(self.inner.begin_plan(&other, &fingerprint).await);
            }
            self.seen(|seen| seen.begun.push((plan.clone(), fingerprint.to_owned())));
        }
        match self.inner.begin_plan(plan, fingerprint).await {
            Err(_) if self.breaks(Rule::BeginsSealedPlansAgain) => Ok(()),
            other => other,
        }
    }

    async fn put_outlines(&self, plan: &PlanId, outlines: &[Outline]) -> Result<()> {
        let mut outlines = outlines.to_vec();
        if self.breaks(Rule::KeepsFirstOutline) {
            let items: Vec<_> = outlines.iter().map(|one| one.item.clone()).collect();
            let there = self.inner.outlines(plan, &items).await?;
            outlines.retain(|one| there.iter().all(|known| known.item != one.item));
        }
        match self.inner.put_outlines(plan, &outlines).await {
            Err(error)
                if error.kind() == ErrorKind::Misuse
                    && self.breaks(Rule::TakesOutlinesOnceSealed) =>
            {
                Ok(())
            }
            other => other,
        }
    }

    async fn seal_outline(&self, plan: &PlanId) -> Result<OutlineSummary> {
        let mut summary = self.inner.seal_outline(plan).await?;
        if self.breaks(Rule::CountsLevelsFromZero) {
            summary.levels = summary.levels.saturating_sub(1);
        }
        if self.breaks(Rule::CountsNoCircles) {
            summary.circular = 0;
        }
        Ok(summary)
    }

    async fn outlines(&self, plan: &PlanId, items: &[ItemId]) -> Result<Vec<Outline>> {
        if self.breaks(Rule::FindsOutlinesOfAll) {
            let page = self.inner.outline_page(plan, None, 100).await?;
            return Ok(page.into_iter().map(|(_, outline)| outline).collect());
        }
        let mut found = self.inner.outlines(plan, items).await?;
        if self.breaks(Rule::OrdersNoBacklog) {
            for one in &mut found {
                one.backlog = Backlog::ranked(one.backlog.rank);
            }
        }
        Ok(found)
    }

    async fn outline_page(
        &self,
        plan: &PlanId,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, Outline)>> {
        let after = after.filter(|_| !self.breaks(Rule::OutlinePageIgnoresAfter));
        let limit = if self.breaks(Rule::OutlinePageIgnoresLimit) { u32::MAX } else { limit };
        let mut page = self.inner.outline_page(plan, after, limit).await?;
        for (_, outline) in &mut page {
            if self.breaks(Rule::SealsOutlineAtLevelZero) {
                outline.level = 0;
            }
            if self.breaks(Rule::SealsOutlineWithoutCircles) {
                outline.circular = false;
            }
        }
        if self.breaks(Rule::OutlinePageInOrderOfItems) {
            page.sort_by(|(_, one), (_, other)| one.item.cmp(&other.item));
        }
        Ok(page)
    }

    async fn put_plan_rows(&self, plan: &PlanId, rows: &[PlanRow]) -> Result<()> {
        let mut rows = rows.to_vec();
        for row in &mut rows {
            for operation in &mut row.operations {
                if self.breaks(Rule::PutsLinksTwice) && operation.key.kind == OperationKind::Link {
                    let times = self.seen(|seen| {
                        let times = seen.links.entry(operation.key.to_string()).or_default();
                        *times += 1;
                        *times
                    });
                    if times > 1 {
                        operation.key.part.push('+');
                    }
                }
                if operation.key.kind == OperationKind::Rank {
                    let put = (operation.key.clone(), operation.other.clone());
                    self.seen(|seen| seen.places.push(put));
                }
                if self.breaks(Rule::KeepsLinksToMissingItems) {
                    operation.other = None;
                }
                if self.breaks(Rule::ForgetsDigests) {
                    operation.digests.clear();
                }
                if self.breaks(Rule::ForgetsRefusals) {
                    operation.refusals.clear();
                }
            }
            if self.breaks(Rule::ForgetsTargetTypes) {
                row.target_type = None;
            }
        }
        if self.breaks(Rule::PutsRowsOneByOne) {
            for row in &rows {
                self.inner.put_plan_rows(plan, std::slice::from_ref(row)).await?;
            }
            return Ok(());
        }
        match self.inner.put_plan_rows(plan, &rows).await {
            Err(error)
                if self.breaks(Rule::PutsStrangersRows)
                    && error.context().iter().any(|(name, _)| *name == "item") =>
            {
                Ok(())
            }
            other => other,
        }
    }

    async fn seal_plan(&self, plan: &PlanId) -> Result<PlanSummary> {
        let mut summary = self.inner.seal_plan(plan).await?;
        if self.breaks(Rule::SealsWithoutLosses) {
            summary.losses = 0;
        }
        if self.breaks(Rule::CountsNoPlaces) {
            summary.places = 0;
        }
        if self.breaks(Rule::SealsWithRefusedCreations) {
            summary.creates += summary.refusals;
        }
        self.seen(|seen| seen.plans.push((plan.clone(), summary)));
        Ok(summary)
    }

    async fn newest_plan(&self) -> Result<Option<(PlanId, String, PlanSummary)>> {
        let newest = self.inner.newest_plan().await?;
        let oldest = self.seen(|seen| seen.plans.first().cloned());
        Ok(newest.map(|(plan, fingerprint, summary)| {
            if self.breaks(Rule::NamesNoFingerprint) {
                return (plan, String::new(), summary);
            }
            match oldest {
                Some((plan, _)) if self.breaks(Rule::NamesOldestPlan) => {
                    (plan, fingerprint, summary)
                }
                _ => (plan, fingerprint, summary),
            }
        }))
    }

    async fn plan_page(
        &self,
        plan: &PlanId,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<(u64, PlanRow)>> {
        let after = after.filter(|_| !self.breaks(Rule::PlanPageIgnoresAfter));
        let limit = if self.breaks(Rule::PlanPageIgnoresLimit) { u32::MAX } else { limit };
        let mut page = self.inner.plan_page(plan, after, limit).await?;
        if self.breaks(Rule::PlanPageReversed) {
            page.reverse();
        }
        if self.breaks(Rule::KeepsRefusedItemsInBacklog) {
            for operation in page.iter_mut().flat_map(|(_, row)| &mut row.operations) {
                let put = self.seen(|seen| {
                    let mut places = seen.places.iter();
                    places.find(|(key, _)| *key == operation.key).map(|(_, other)| other.clone())
                });
                operation.other = put.unwrap_or_else(|| operation.other.take());
            }
        }
        if self.breaks(Rule::KeepsMissingParentsSilent) {
            let operations = page.iter_mut().flat_map(|(_, row)| &mut row.operations);
            for operation in operations {
                operation.losses.retain(|loss| loss.kind != LossKind::ParentOutside);
            }
        }
        if self.breaks(Rule::SilentOnParentsBesideOutline) {
            for (_, row) in &mut page {
                let outlines = self.inner.outlines(plan, std::slice::from_ref(&row.item)).await?;
                if outlines.iter().all(|outline| outline.parent.is_none()) {
                    let losses = row.operations.iter_mut().map(|operation| &mut operation.losses);
                    losses.for_each(|losses| {
                        losses.retain(|loss| loss.kind != LossKind::ParentOutside);
                    });
                }
            }
        }
        Ok(page)
    }

    async fn plan_account(&self, plan: &PlanId) -> Result<PlanAccount> {
        let mut account = self.inner.plan_account(plan).await?;
        if self.breaks(Rule::DropsLinksInSilence) {
            account.losses.retain(|line| line.code != LossKind::LinkEndOutside.code());
        }
        if self.breaks(Rule::AccountsUnsorted) {
            account.losses.reverse();
        }
        if self.breaks(Rule::AccountsWithoutRefusals) {
            account.refusals.clear();
        }
        if self.breaks(Rule::AccountsByOperation) {
            account.losses.iter_mut().for_each(|line| line.count = line.operations);
        }
        if self.breaks(Rule::NamesAllRefusedItems) {
            account.refused.extend(account.refused.last().cloned());
        }
        Ok(account)
    }
}
