use std::collections::BTreeMap;

use migrayt_core::error::Result;
use migrayt_core::id::{ItemId, PlanId, RunId, TargetKey, TypeId};
use migrayt_core::operation::OperationKind;
use migrayt_core::plan::PlanRow;
use migrayt_core::port::{Journal, LedgerRow, OutcomeState, PlanStore};

/// How many items are read at once.
const PAGE: u32 = 500;

/// One item of the account, a line of the spreadsheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemRow {
    /// The item in the source.
    pub item: ItemId,
    /// Its type in the source.
    pub type_id: TypeId,
    /// The item in the target.
    pub target: Option<TargetKey>,
    /// How its creation stands: `refused`, `due`, `doubtful`, or how it ended.
    pub state: &'static str,
    /// Comments, files and links: done of planned.
    pub parts: [(u64, u64); 3],
    /// The codes of what was lost, each once.
    pub losses: Vec<&'static str>,
    /// The codes of why it was refused.
    pub refusals: Vec<&'static str>,
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
    pub const COLUMNS: [&'static str; 12] = [
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
    ];

    /// The row as text, codes separated by spaces.
    pub fn cells(&self) -> [String; 12] {
        let [comments, attachments, links] = self.parts;
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
        let items: Vec<_> = page.iter().map(|(_, row)| row.item.clone()).collect();
        let mut ledger: BTreeMap<ItemId, Vec<LedgerRow>> = BTreeMap::new();
        if let Some(run) = self.run {
            for row in self.journal.ledger_of(run, &items).await? {
                ledger.entry(row.key.item.clone()).or_default().push(row);
            }
        }
        Ok(page
            .iter()
            .map(|(_, row)| {
                item_row(row, ledger.get(&row.item).map(Vec::as_slice).unwrap_or_default())
            })
            .collect())
    }
}

fn item_row(row: &PlanRow, ledger: &[LedgerRow]) -> ItemRow {
    let create = ledger.iter().find(|line| line.key.kind == OperationKind::Create);
    let mut losses: Vec<_> = row
        .operations
        .iter()
        .flat_map(|operation| &operation.losses)
        .chain(ledger.iter().flat_map(|line| &line.losses))
        .map(|loss| loss.kind.code())
        .collect();
    let mut refusals: Vec<_> = row
        .operations
        .iter()
        .flat_map(|operation| &operation.refusals)
        .map(|refusal| refusal.kind.code())
        .collect();
    for codes in [&mut losses, &mut refusals] {
        codes.sort_unstable();
        codes.dedup();
    }
    let parts = [OperationKind::Comment, OperationKind::Attach, OperationKind::Link]
        .map(|kind| (done(ledger, kind), planned(row, kind)));
    ItemRow {
        item: row.item.clone(),
        type_id: row.type_id.clone(),
        target: create.and_then(|line| line.target.as_ref()).map(|target| target.key.clone()),
        state: if row.refused() { "refused" } else { create.map_or("due", state) },
        parts,
        losses,
        refusals,
    }
}

fn planned(row: &PlanRow, kind: OperationKind) -> u64 {
    let of_kind = row.operations.iter().filter(|operation| operation.key.kind == kind);
    u64::try_from(of_kind.count()).unwrap_or(u64::MAX)
}

fn done(ledger: &[LedgerRow], kind: OperationKind) -> u64 {
    let done = ledger.iter().filter(|line| {
        line.key.kind == kind
            && matches!(line.state, Some(OutcomeState::Done | OutcomeState::Adopted))
    });
    u64::try_from(done.count()).unwrap_or(u64::MAX)
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
