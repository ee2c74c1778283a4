use std::collections::{BTreeMap, BTreeSet};

use migrayt_core::error::Result;
use migrayt_core::id::{ItemId, PlanId, RunId, TargetKey, TypeId};
use migrayt_core::operation::{OperationKey, OperationKind};
use migrayt_core::plan::{PlanOperation, PlanRow};
use migrayt_core::port::{Journal, LedgerRow, OutcomeState, PlanStore};

use super::cause::{Cause, Why};
use super::outcome::Outcome;

/// How many items are read at once.
const PAGE: u32 = 500;

/// One item of the account, a line of the spreadsheet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ItemRow {
    /// The item in the source.
    pub item: ItemId,
    /// Its type in the source.
    pub type_id: TypeId,
    /// Its type in the target, as the plan has it.
    pub target_type: Option<TypeId>,
    /// The item in the target.
    pub target: Option<TargetKey>,
    /// How its creation stands: `refused`, `due`, `doubtful`, or how it ended.
    pub state: &'static str,
    /// What became of it.
    pub outcome: Outcome,
    /// Comments, files and links: done of planned.
    pub parts: [(u64, u64); 3],
    /// The codes of what was lost, each once.
    pub losses: Vec<&'static str>,
    /// The codes of why it was refused.
    pub refusals: Vec<&'static str>,
    /// Why it is not whole, each cause once.
    pub causes: Vec<Cause>,
    /// Its operations in doubt.
    pub doubts: Vec<OperationKey>,
}

/// Reads the account of every item, a page at a time.
#[derive(Debug)]
pub struct ItemRows<'a> {
    plans: &'a dyn PlanStore,
    journal: &'a dyn Journal,
    plan: &'a PlanId,
    run: Option<&'a RunId>,
    after: Option<u64>,
}

impl ItemRow {
    /// The names of the columns of [`ItemRow::cells`].
    pub const COLUMNS: [&'static str; 14] = [
        "source_item",
        "source_type",
        "target_item",
        "state",
        "comments_done",
        "comments_planned",
        "attachments_done",
        "attachments_planned",
        "links_done",
        "links_planned",
        "losses",
        "refusals",
        "outcome",
        "causes",
    ];

    /// The row as text, codes separated by spaces.
    pub fn cells(&self) -> [String; 14] {
        let [comments, attachments, links] = self.parts;
        let causes: Vec<String> = self.causes.iter().map(ToString::to_string).collect();
        [
            self.item.to_string(),
            self.type_id.to_string(),
            self.target.as_ref().map(ToString::to_string).unwrap_or_default(),
            self.state.to_owned(),
            comments.0.to_string(),
            comments.1.to_string(),
            attachments.0.to_string(),
            attachments.1.to_string(),
            links.0.to_string(),
            links.1.to_string(),
            self.losses.join(" "),
            self.refusals.join(" "),
            self.outcome.name().to_owned(),
            causes.join(" "),
        ]
    }
}

impl<'a> ItemRows<'a> {
    /// Begins at the first item of a plan.
    pub fn new(
        plans: &'a dyn PlanStore,
        journal: &'a dyn Journal,
        plan: &'a PlanId,
        run: Option<&'a RunId>,
    ) -> Self {
        Self { plans, journal, plan, run, after: None }
    }

    /// The next items; empty at the end.
    pub async fn next_page(&mut self) -> Result<Vec<ItemRow>> {
        let page = self.plans.plan_page(self.plan, self.after, PAGE).await?;
        let Some((last, _)) = page.last() else { return Ok(Vec::new()) };
        self.after = Some(*last);
        // A link may be in the account of its other end.
        let operations = page.iter().flat_map(|(_, row)| &row.operations);
        let items: BTreeSet<ItemId> = page
            .iter()
            .map(|(_, row)| row.item.clone())
            .chain(operations.map(|operation| operation.key.item.clone()))
            .collect();
        let mut accounts = BTreeMap::new();
        if let Some(run) = self.run {
            let items: Vec<ItemId> = items.into_iter().collect();
            for row in self.journal.ledger_of(run, &items).await? {
                accounts.insert(row.key.clone(), row);
            }
        }
        Ok(page.iter().map(|(_, row)| item_row(row, &accounts)).collect())
    }
}

fn item_row(row: &PlanRow, accounts: &BTreeMap<OperationKey, LedgerRow>) -> ItemRow {
    let pairs: Vec<(&PlanOperation, Option<&LedgerRow>)> =
        row.operations.iter().map(|it| (it, accounts.get(&it.key))).collect();
    let create = pairs.first().and_then(|(_, account)| *account);
    let losses: BTreeSet<_> = pairs
        .iter()
        .flat_map(|(planned, account)| {
            planned.losses.iter().chain(account.iter().flat_map(|account| &account.losses))
        })
        .map(|loss| loss.kind.code())
        .collect();
    let refusals: BTreeSet<_> = row
        .operations
        .iter()
        .flat_map(|operation| &operation.refusals)
        .map(|refusal| refusal.kind.code())
        .collect();
    let why = |(planned, account): &(&PlanOperation, Option<&LedgerRow>)| {
        Why::of(planned, *account).map(|why| Cause { operation: planned.key.kind, why })
    };
    // What hangs on an item that was not made needs no cause of its own.
    let made = Why::is_done(create);
    let causes: BTreeSet<Cause> = if made {
        pairs.iter().filter_map(why).collect()
    } else {
        pairs.first().and_then(why).into_iter().collect()
    };
    let doubts = pairs.iter().filter(|(_, account)| account.is_some_and(|row| row.in_doubt));
    ItemRow {
        item: row.item.clone(),
        type_id: row.type_id.clone(),
        target_type: row.target_type.clone(),
        target: create.and_then(|line| line.target.as_ref()).map(|target| target.key.clone()),
        state: if row.refused() { "refused" } else { create.map_or("due", state) },
        outcome: outcome(row, create, causes.is_empty()),
        parts: [OperationKind::Comment, OperationKind::Attach, OperationKind::Link].map(|kind| {
            let of_kind = || pairs.iter().filter(|(planned, _)| planned.key.kind == kind);
            (count(of_kind().filter(|(_, account)| Why::is_done(*account))), count(of_kind()))
        }),
        losses: losses.into_iter().collect(),
        refusals: refusals.into_iter().collect(),
        causes: causes.into_iter().collect(),
        doubts: doubts.map(|(planned, _)| planned.key.clone()).collect(),
    }
}

fn count<T>(all: impl Iterator<Item = T>) -> u64 {
    u64::try_from(all.count()).unwrap_or(u64::MAX)
}

fn outcome(row: &PlanRow, create: Option<&LedgerRow>, whole: bool) -> Outcome {
    if row.refused() {
        return Outcome::Skipped;
    }
    match create.and_then(|create| create.state) {
        Some(OutcomeState::Done | OutcomeState::Adopted) if whole => Outcome::Migrated,
        Some(OutcomeState::Done | OutcomeState::Adopted) => Outcome::Partial,
        Some(OutcomeState::Failed(_)) => Outcome::Failed,
        Some(OutcomeState::Gone | OutcomeState::Skipped) => Outcome::Skipped,
        _ => Outcome::Open,
    }
}

fn state(line: &LedgerRow) -> &'static str {
    if line.in_doubt {
        return "doubtful";
    }
    match line.state {
        None | Some(OutcomeState::Again) => "due",
        Some(OutcomeState::Done) => "created",
        Some(OutcomeState::Adopted) => "adopted",
        Some(OutcomeState::Failed(_)) => "failed",
        Some(OutcomeState::Gone) => "gone",
        Some(OutcomeState::Skipped) => "skipped",
        Some(_) => "doubtful",
    }
}
