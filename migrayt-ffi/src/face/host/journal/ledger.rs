use std::collections::{BTreeMap, BTreeSet};

use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::{ItemId, RunId, TargetRef};
use migrayt_core::operation::{OperationKey, OperationKind};
use migrayt_core::port::{KindCounts, LedgerRow, OutcomeState, RunCounts};

use super::operations::created;
use super::row::{EntryRow, RunRow, StandingRow};
use super::table::{Found, Row, Table, keys};
use super::walk::Walk;
use super::{HostJournal, key};

impl HostJournal {
    pub(super) async fn went(
        &self,
        run: &RunId,
        items: &[ItemId],
    ) -> Result<Vec<Option<TargetRef>>> {
        let run = self.run(run).await?;
        let asked: Vec<_> = items.iter().map(|item| created(&run, item)).collect();
        let found = self.table.get(keys(asked.iter().cloned())).await?;
        let went = asked.iter().map(|key| {
            let standing: Option<StandingRow> = found.read(key)?;
            Ok(standing.and_then(|standing| standing.outcome).and_then(|outcome| outcome.target))
        });
        went.collect()
    }

    pub(super) async fn ledger_after(
        &self,
        run: &RunId,
        after: Option<&OperationKey>,
        limit: u32,
    ) -> Result<Vec<LedgerRow>> {
        let run = self.run(run).await?;
        let mut rows = Vec::new();
        let mut walk = Walk::along(&self.table, key::operations(run.plan, after)).by(limit);
        while rows.len() < limit as usize {
            let Some(page) = walk.next().await? else { break };
            let mut entries = Vec::with_capacity(page.len());
            for row in page {
                entries.push((operation(&row.key)?, row.read()?));
            }
            rows.extend(self.accounts(&run, entries).await?);
        }
        rows.truncate(limit as usize);
        Ok(rows)
    }

    pub(super) async fn ledger_of_items(
        &self,
        run: &RunId,
        items: &[ItemId],
    ) -> Result<Vec<LedgerRow>> {
        let run = self.run(run).await?;
        let lanes = self.lanes_of(run.plan, items.iter().collect::<BTreeSet<_>>()).await?;
        let mut entries = BTreeMap::new();
        for lane in lanes {
            for operation in &lane.operations {
                let entry = operation.entry(&lane.item, lane.refused);
                entries.insert(operation.planned.key.clone(), entry);
            }
        }
        self.accounts(&run, entries.into_iter().collect()).await
    }

    /// The accounts of operations, in their order.
    async fn accounts(
        &self,
        run: &RunRow,
        entries: Vec<(OperationKey, EntryRow)>,
    ) -> Result<Vec<LedgerRow>> {
        let asked = entries
            .iter()
            .flat_map(|(key, entry)| [key::standing(run.number, key), created(run, &entry.lane)]);
        let found = self.table.get(keys(asked)).await?;
        entries.into_iter().map(|(key, entry)| account(&found, run, key, entry)).collect()
    }

    /// How many operations stand how. A run that goes on meanwhile is counted as it was at one moment
    /// or another.
    pub(super) async fn count(&self, run: &RunId) -> Result<RunCounts> {
        let run = self.run(run).await?;
        let plan = self.plan(&run.spec.plan).await?;
        let carried = plan.row.sealed.into_iter().flat_map(|sealed| sealed.carried);
        let planned = |planned| KindCounts { planned, ..KindCounts::default() };
        let mut kinds: BTreeMap<OperationKind, KindCounts> =
            carried.map(|(kind, number)| (kind, planned(number))).collect();
        let mut standings = Walk::along(&self.table, key::standings(run.number));
        while let Some(page) = standings.next().await? {
            for row in page {
                let counts = kinds.entry(operation(&row.key)?.kind).or_default();
                book(counts, &row.read()?);
            }
        }
        self.count_unmade(&run, &mut kinds).await?;
        Ok(RunCounts { kinds: kinds.into_iter().collect() })
    }

    /// Counts what is due no more because its item was not made.
    async fn count_unmade(
        &self,
        run: &RunRow,
        kinds: &mut BTreeMap<OperationKind, KindCounts>,
    ) -> Result<()> {
        let mut unmade = Walk::along(&self.table, key::all_unmade(run.number)).by(Table::PAGE / 5);
        while let Some(page) = unmade.next().await? {
            let items = page.iter().map(Row::read::<ItemId>).collect::<Result<Vec<_>>>()?;
            let mut left = Vec::new();
            for lane in self.lanes_of(run.plan, &items).await? {
                let carried = lane.operations.iter().filter(|one| one.is_carried(lane.refused));
                left.extend(carried.map(|one| one.planned.key.clone()));
            }
            let asked = left.iter().map(|key| key::standing(run.number, key));
            let found = self.table.get(keys(asked)).await?;
            for key in &left {
                let standing = found.read::<StandingRow>(&key::standing(run.number, key))?;
                if standing.is_none_or(|standing| standing.is_due()) {
                    kinds.entry(key.kind).or_default().skipped += 1;
                }
            }
        }
        Ok(())
    }
}

/// The account of one operation. What the run will never carry out counts as skipped.
fn account(found: &Found, run: &RunRow, key: OperationKey, entry: EntryRow) -> Result<LedgerRow> {
    let standing: Option<StandingRow> = found.read(&key::standing(run.number, &key))?;
    let standing = standing.unwrap_or_default();
    let creation: StandingRow = found.read(&created(run, &entry.lane))?.unwrap_or_default();
    let never = !entry.carried || (standing.is_due() && creation.is_unmade());
    let state = standing.state().or(never.then_some(OutcomeState::Skipped));
    let mut row = LedgerRow {
        key,
        state,
        in_doubt: standing.doubt,
        target: None,
        part: None,
        losses: entry.losses,
        revision: None,
        attempts: standing.attempts,
    };
    if let Some(outcome) = standing.outcome {
        row.target = outcome.target;
        row.part = outcome.part;
        row.losses.extend(outcome.losses);
        row.revision = outcome.revision;
    }
    Ok(row)
}

fn book(counts: &mut KindCounts, standing: &StandingRow) {
    match standing.state() {
        Some(OutcomeState::Done) => counts.done += 1,
        Some(OutcomeState::Adopted) => {
            counts.done += 1;
            counts.adopted += 1;
        }
        Some(OutcomeState::Failed(_)) => counts.failed += 1,
        Some(_) => counts.skipped += 1,
        None if standing.doubt => counts.doubts += 1,
        None => {}
    }
}

fn operation(key: &str) -> Result<OperationKey> {
    key::to_operation(key).ok_or_else(|| {
        Error::new(ErrorKind::DataCorrupt, "a key of the journal names no operation")
            .with("row", key::word(key))
    })
}
