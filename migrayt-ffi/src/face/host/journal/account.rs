use std::collections::BTreeMap;

use migrayt_core::error::Result;
use migrayt_core::id::{FieldId, PlanId};
use migrayt_core::plan::{Refusal, RefusalKind};
use migrayt_core::port::{AccountLine, PlanAccount};

use super::HostJournal;
use super::lanes::{Lanes, PAGE};
use super::row::LaneRow;

/// How many refused items an account names.
const NAMED: usize = 100;

/// How many operations, and how often, by code and field.
#[derive(Default)]
struct Lines(BTreeMap<(String, String), (u64, u64)>);

#[derive(Default)]
struct Account {
    losses: Lines,
    refusals: Lines,
    refused: Vec<(migrayt_core::id::ItemId, Refusal)>,
}

impl HostJournal {
    /// Counts losses and refusals. An item without any operation counts as one whose type has no
    /// counterpart.
    pub(super) async fn account(&self, id: &PlanId) -> Result<PlanAccount> {
        let plan = self.plan(id).await?;
        let sealed = plan.row.sealed.is_some();
        let mut account = Account::default();
        let mut lanes = Lanes::of(self, &plan, None, PAGE);
        while let Some(page) = lanes.next().await? {
            for lane in &page {
                account.add(lane, sealed);
            }
        }
        Ok(PlanAccount {
            losses: account.losses.lines(),
            refusals: account.refusals.lines(),
            refused: account.refused,
        })
    }
}

impl Account {
    fn add(&mut self, lane: &LaneRow, sealed: bool) {
        for operation in &lane.operations {
            let losses =
                if sealed { operation.whole().losses } else { operation.planned.losses.clone() };
            let losses = losses.iter();
            self.losses.book(
                losses.map(|loss| (loss.kind.code(), loss.field.as_ref(), u64::from(loss.count))),
            );
            let refusals = operation.planned.refusals.iter();
            self.refusals
                .book(refusals.map(|refusal| (refusal.kind.code(), refusal.field.as_ref(), 1)));
        }
        if !lane.refused {
            return;
        }
        if lane.operations.is_empty() {
            self.refusals.book([(RefusalKind::TypeUnmapped.code(), None, 1)].into_iter());
        }
        if self.refused.len() < NAMED {
            let first = lane.operations.first().and_then(|one| one.planned.refusals.first());
            let first = first.cloned().unwrap_or_else(|| Refusal::of(RefusalKind::TypeUnmapped));
            self.refused.push((lane.item.clone(), first));
        }
    }
}

impl Lines {
    /// Books what one operation has.
    fn book<'a>(&mut self, found: impl Iterator<Item = (&'static str, Option<&'a FieldId>, u64)>) {
        let mut own: BTreeMap<(&str, &str), u64> = BTreeMap::new();
        for (code, field, count) in found {
            *own.entry((code, field.map_or("", FieldId::as_str))).or_default() += count;
        }
        for ((code, field), count) in own {
            let line = self.0.entry((code.into(), field.into())).or_default();
            line.0 += 1;
            line.1 += count;
        }
    }

    fn lines(self) -> Vec<AccountLine> {
        self.0
            .into_iter()
            .map(|((code, field), (operations, count))| AccountLine {
                code,
                field,
                operations,
                count,
            })
            .collect()
    }
}
