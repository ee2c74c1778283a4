use std::time::Duration;

use async_trait::async_trait;
use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::{ItemId, PlanId, RunId, TargetRef, WorkerId};
use migrayt_core::operation::{OperationKey, OperationKind};
use migrayt_core::plan::{LossKind, Stage};
use migrayt_core::port::{
    Closing, Doubt, Intent, Journal, JournalCapabilities, Lease, LedgerRow, Opened, Outcome,
    OutcomeState, PendingLane, PlanStore as _, RunCounts, RunSpec, Settlement,
};
use time::OffsetDateTime;

use super::Mutant;
use super::rule::Rule;

#[async_trait]
impl Journal for Mutant {
    fn capabilities(&self) -> JournalCapabilities {
        self.inner.capabilities()
    }

    async fn open(
        &self,
        spec: &RunSpec,
        worker: &WorkerId,
        now: OffsetDateTime,
        ttl: Duration,
    ) -> Result<Opened> {
        let mut spec = spec.clone();
        if let Some(first) = self.seen(|seen| seen.specs.get(&spec.run).cloned())
            && self.breaks(Rule::TakesOtherMappings)
        {
            spec = first;
        }
        let before = self.seen(|seen| {
            let shared = seen.newest.values().next().map(|lease| lease.run.clone());
            if let Some(run) = shared.filter(|_| self.breaks(Rule::RunsShareOutcomes)) {
                spec.run = run;
            }
            seen.newest.get(&spec.run).cloned()
        });
        if self.breaks(Rule::OpensUnsealedPlans)
            && self.inner.outline_page(&spec.plan, None, 1).await.is_ok()
        {
            self.inner.seal_plan(&spec.plan).await?;
        }
        let holder = before.as_ref().map(|lease| lease.worker.clone());
        let holder = holder.filter(|_| self.breaks(Rule::IgnoresOtherWorkers));
        let mut opened = match self.inner.open(&spec, worker, now, ttl).await {
            Err(error) if error.kind() == ErrorKind::LeaseHeld => {
                if let Some(holder) = holder {
                    self.inner.open(&spec, &holder, now, ttl).await?
                } else if self.breaks(Rule::HidesEndOfLease) {
                    return Err(Error::new(ErrorKind::LeaseHeld, "held"));
                } else {
                    return Err(error);
                }
            }
            other => other?,
        };
        self.seen(|seen| {
            seen.newest.insert(spec.run.clone(), opened.lease.clone());
            seen.specs.entry(spec.run.clone()).or_insert_with(|| spec.clone());
            seen.runs.push(spec.run.clone());
        });
        if let Some(before) = before.filter(|_| self.breaks(Rule::KeepsEpoch)) {
            opened.lease.epoch = before.epoch;
        }
        if self.breaks(Rule::MovesHighWater) {
            opened.high_water = spec.high_water;
        }
        if self.breaks(Rule::NeverResumes) {
            opened.resumed = false;
        }
        if self.breaks(Rule::ForgetsLinkStage) {
            opened.stages.retain(|stage| *stage != Stage::LINKS);
        }
        if self.breaks(Rule::StagesReversed) {
            opened.stages.reverse();
        }
        Ok(opened)
    }

    async fn newest_run(&self, plan: &PlanId) -> Result<Option<(RunId, Option<Closing>)>> {
        let newest = self.inner.newest_run(plan).await?;
        let oldest = self.seen(|seen| seen.runs.first().cloned());
        Ok(newest.map(|(run, closing)| {
            let run = oldest.filter(|_| self.breaks(Rule::NamesOldestRun)).unwrap_or(run);
            (run, closing.filter(|_| !self.breaks(Rule::HidesClosing)))
        }))
    }

    async fn renew(&self, lease: &Lease, now: OffsetDateTime, ttl: Duration) -> Result<Lease> {
        if self.breaks(Rule::RenewsNothing) {
            self.inner.pending(lease, Stage::LINKS, None, 0).await?;
            return Ok(Lease { until: now + ttl, ..lease.clone() });
        }
        self.inner.renew(&self.lease(lease, Rule::RenewsStaleLeases), now, ttl).await
    }

    async fn close(&self, lease: &Lease, closing: Closing) -> Result<()> {
        if self.breaks(Rule::ClosesNothing) {
            return self.inner.pending(lease, Stage::LINKS, None, 0).await.map(|_| ());
        }
        self.inner.close(&self.lease(lease, Rule::ClosesStaleLeases), closing).await
    }

    async fn pending(
        &self,
        lease: &Lease,
        stage: Stage,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<PendingLane>> {
        let lease = self.lease(lease, Rule::PendingForStaleLeases);
        let after = after.filter(|_| !self.breaks(Rule::PendingIgnoresAfter));
        let limit = if self.breaks(Rule::PendingIgnoresLimit) { u32::MAX } else { limit };
        let mut lanes = self.inner.pending(&lease, stage, after, limit).await?;
        if self.breaks(Rule::PendingIgnoresStage) {
            let others = self.inner.pending(&lease, Stage::level(0), after, limit).await?;
            lanes = if lanes.is_empty() { others } else { lanes };
        }
        if self.breaks(Rule::PendingReversed) {
            lanes.reverse();
        }
        if self.breaks(Rule::PendingShowsDoubts) {
            let doubts = self.inner.doubts(&lease, None, 100).await?;
            for lane in &mut lanes {
                let own = doubts.iter().filter(|doubt| doubt.lane == lane.item);
                lane.operations.extend(own.map(|doubt| doubt.intent.key.clone()));
            }
        }
        if self.breaks(Rule::PendingHidesHalfDoneLanes) {
            lanes.retain(|lane| {
                let head = lane.operations.first().map(|key| key.kind);
                stage == Stage::LINKS || head == Some(OperationKind::Create)
            });
        }
        if self.breaks(Rule::PendingHidesOrphans) {
            let page = self.inner.plan_page(&lease.plan, None, 100).await?;
            let operations = page.iter().flat_map(|(_, row)| &row.operations);
            let orphans: Vec<_> = operations
                .filter(|one| one.losses.iter().any(|loss| loss.kind == LossKind::ParentOutside))
                .map(|one| &one.key)
                .collect();
            for lane in &mut lanes {
                lane.operations.retain(|key| !orphans.contains(&key));
            }
            lanes.retain(|lane| !lane.operations.is_empty());
        }
        if self.breaks(Rule::FailureLeavesLaneDue) {
            let items: Vec<ItemId> = ["0", "1", "2"].map(ItemId::new).to_vec();
            let rows = self.inner.ledger_of(&lease.run, &items).await?;
            let skipped = rows.into_iter().filter(|row| {
                row.state == Some(OutcomeState::Skipped) && row.key.kind == OperationKind::Comment
            });
            lanes.extend(skipped.map(|row| PendingLane {
                place: 99,
                item: row.key.item.clone(),
                revision: 3,
                operations: vec![row.key],
            }));
        }
        for lane in &mut lanes {
            if self.breaks(Rule::PendingInOrderOfKeys) {
                lane.operations.sort();
            }
            if self.breaks(Rule::PendingWithoutRevision) {
                lane.revision = 0;
            }
        }
        Ok(lanes)
    }

    async fn intend(&self, lease: &Lease, intents: &[Intent]) -> Result<()> {
        let lease = self.lease(lease, Rule::IntendsForStaleLeases);
        if self.breaks(Rule::IntendsNothing) {
            return self.inner.intend(&lease, &[]).await;
        }
        if self.breaks(Rule::IntendsOneByOne) && !intents.is_empty() {
            for intent in intents {
                self.inner.intend(&lease, std::slice::from_ref(intent)).await?;
            }
            return Ok(());
        }
        match self.inner.intend(&lease, intents).await {
            Err(error)
                if error.kind() == ErrorKind::Conflict && self.breaks(Rule::IntendsTwice) =>
            {
                Ok(())
            }
            other => other,
        }
    }

    async fn settle(&self, lease: &Lease, settlement: &Settlement) -> Result<()> {
        let lease = self.lease(lease, Rule::SettlesForStaleLeases);
        let mut outcomes = settlement.outcomes.clone();
        self.spoil(&mut outcomes);
        if self.breaks(Rule::SettlesNothing) {
            outcomes.clear();
        }
        let items: Vec<ItemId> = outcomes.iter().map(|outcome| outcome.key.item.clone()).collect();
        let standing = self.inner.ledger_of(&lease.run, &items).await?;
        let stands = |outcome: &Outcome| standing.iter().find(|row| row.key == outcome.key);
        if self.breaks(Rule::RefusesSecondSettling)
            && outcomes.iter().filter_map(stands).any(|row| row.state.is_some())
        {
            return Err(Error::new(ErrorKind::Conflict, "settled"));
        }
        if self.breaks(Rule::RefusesOutcomesWithoutIntent)
            && outcomes.iter().filter_map(stands).any(|row| row.attempts == 0)
        {
            return Err(Error::new(ErrorKind::Conflict, "not intended"));
        }
        let doubtful = |outcome: &Outcome| stands(outcome).is_some_and(|row| row.in_doubt);
        if self.breaks(Rule::ParkedIsDueAgain) {
            for outcome in outcomes.iter_mut().filter(|one| doubtful(one)) {
                if outcome.state == OutcomeState::Parked {
                    outcome.state = OutcomeState::Again;
                }
            }
        }
        if self.breaks(Rule::SettlesOneByOne) && !outcomes.is_empty() {
            for outcome in outcomes {
                self.inner.settle(&lease, &Settlement { outcomes: vec![outcome] }).await?;
            }
            return Ok(());
        }
        match self.inner.settle(&lease, &Settlement { outcomes }).await {
            Err(error)
                if error.kind() == ErrorKind::Conflict
                    && self.breaks(Rule::AcceptsOtherOutcomes) =>
            {
                Ok(())
            }
            other => other,
        }
    }

    async fn doubts(
        &self,
        lease: &Lease,
        after: Option<&OperationKey>,
        limit: u32,
    ) -> Result<Vec<Doubt>> {
        let lease = self.lease(lease, Rule::DoubtsForStaleLeases);
        let after = after.filter(|_| !self.breaks(Rule::DoubtsIgnoreAfter));
        let limit = if self.breaks(Rule::DoubtsIgnoreLimit) { u32::MAX } else { limit };
        let mut doubts = self.inner.doubts(&lease, after, limit).await?;
        if self.breaks(Rule::DoubtsReversed) {
            doubts.reverse();
        }
        for doubt in &mut doubts {
            if self.breaks(Rule::DoubtsNameKeysItem) {
                doubt.lane = doubt.intent.key.item.clone();
            }
            if self.breaks(Rule::DoubtsOfNewestEpoch) {
                doubt.epoch = lease.epoch;
            }
            if self.breaks(Rule::DoubtsWithoutHighWater) {
                doubt.intent.high_water = None;
            }
            if self.breaks(Rule::DoubtsInWholeSeconds) {
                let sent_at = doubt.intent.sent_at.replace_nanosecond(0);
                doubt.intent.sent_at = sent_at.unwrap_or(doubt.intent.sent_at);
            }
        }
        Ok(doubts)
    }

    async fn resolve(&self, run: &RunId, items: &[ItemId]) -> Result<Vec<Option<TargetRef>>> {
        let mut items = items.to_vec();
        if self.breaks(Rule::ResolvesSorted) {
            items.sort();
        }
        let mut found = self.inner.resolve(run, &items).await?;
        if self.breaks(Rule::ResolvesMadeOnly) {
            found.retain(Option::is_some);
        }
        if self.breaks(Rule::ResolvesWithoutAdopted) {
            let rows = self.inner.ledger_of(run, &items).await?;
            for row in rows.iter().filter(|row| row.state == Some(OutcomeState::Adopted)) {
                for went in found.iter_mut().filter(|went| **went == row.target) {
                    *went = None;
                }
            }
        }
        Ok(found)
    }

    async fn ledger(
        &self,
        run: &RunId,
        after: Option<&OperationKey>,
        limit: u32,
    ) -> Result<Vec<LedgerRow>> {
        let after = after.filter(|_| !self.breaks(Rule::LedgerIgnoresAfter));
        let limit = if self.breaks(Rule::LedgerIgnoresLimit) { u32::MAX } else { limit };
        let mut rows = self.inner.ledger(run, after, limit).await?;
        if self.breaks(Rule::LedgerReversed) {
            rows.reverse();
        }
        if self.breaks(Rule::LedgerOfPlannedOnly) {
            rows.retain(|row| row.state != Some(OutcomeState::Skipped));
        }
        for row in &mut rows {
            if self.breaks(Rule::LedgerWithoutPlansLosses) {
                row.losses.retain(|loss| loss.kind == LossKind::ParentOutside);
            }
            if self.breaks(Rule::LedgerWithoutRunsLosses) {
                row.losses.retain(|loss| loss.kind != LossKind::ParentOutside);
            }
            if self.breaks(Rule::LedgerWithoutDoubts) {
                row.in_doubt = false;
            }
        }
        Ok(rows)
    }

    async fn ledger_of(&self, run: &RunId, items: &[ItemId]) -> Result<Vec<LedgerRow>> {
        if self.breaks(Rule::LedgerOfEveryItem) {
            return self.inner.ledger(run, None, 100).await;
        }
        let one = self.breaks(Rule::LedgerOfOneItemOnly);
        let items = if one { items.get(..1).unwrap_or_default() } else { items };
        let mut rows = self.inner.ledger_of(run, items).await?;
        for row in &mut rows {
            if self.breaks(Rule::LedgerCountsOneAttempt) {
                row.attempts = row.attempts.min(1);
            }
            if self.breaks(Rule::LedgerWithoutParts) {
                row.part = None;
            }
        }
        Ok(rows)
    }

    async fn counts(&self, run: &RunId) -> Result<RunCounts> {
        let mut counts = self.inner.counts(run).await?;
        for (_, kind) in &mut counts.kinds {
            if self.breaks(Rule::CountsRefused) {
                kind.planned += 1;
            }
            if self.breaks(Rule::CountsAdoptedApart) {
                kind.done -= kind.adopted;
            }
            if self.breaks(Rule::CountsNoDoubts) {
                kind.doubts = 0;
            }
            if self.breaks(Rule::CountsSkippedAsSettledOnly) {
                kind.skipped = kind.skipped.min(1);
            }
        }
        Ok(counts)
    }
}

impl Mutant {
    fn spoil(&self, outcomes: &mut Vec<Outcome>) {
        if self.breaks(Rule::AgainIsForgotten) {
            outcomes.retain(|outcome| outcome.state != OutcomeState::Again);
        }
        for outcome in outcomes {
            let fails = (outcome.state == OutcomeState::Again && self.breaks(Rule::AgainFails))
                || (outcome.state == OutcomeState::Parked && self.breaks(Rule::ParkedFails));
            if fails {
                outcome.state = OutcomeState::Failed(ErrorKind::Unexpected);
            }
        }
    }
}
