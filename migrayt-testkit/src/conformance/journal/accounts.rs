use migrayt_core::id::{FieldId, ItemId};
use migrayt_core::operation::OperationKind;
use migrayt_core::plan::{Loss, LossKind, Refusal, RefusalKind};
use migrayt_core::port::{AccountLine, PlanStore};

use super::sample::{Planned, plan_id, put};
use crate::conformance::breach::{Verdict, same};

fn line(code: &str, field: &str, operations: u64, count: u64) -> AccountLine {
    AccountLine { code: code.into(), field: field.into(), operations, count }
}

pub(super) async fn losses_and_refusals_are_counted<J: PlanStore>(journal: &J) -> Verdict {
    let title = FieldId::new("System.Title");
    let shortened = Loss { kind: LossKind::Shortened, field: Some(title.clone()), count: 2 };
    let mut third = Planned::new("3", 0).with(OperationKind::Comment, "long");
    if let Some(comment) = third.row.operations.last_mut() {
        comment.refusals.push(Refusal::too_long(FieldId::new("body"), 40_000, 32_767));
        comment.refusals.push(Refusal::of(RefusalKind::ValueInvalid));
    }
    let items = [
        Planned::new("1", 0).losing(shortened.clone()).losing(Loss::of(LossKind::TextColor)),
        Planned::new("2", 0)
            .losing(shortened)
            .losing(Loss { kind: LossKind::Shortened, field: Some(title), count: 5 })
            .losing(Loss::of(LossKind::Shortened)),
        third,
        Planned::new("4", 0).refused(RefusalKind::ValueInvalid),
    ];
    let summary = put(journal, &plan_id(1), &items).await?;
    let account = journal.plan_account(&plan_id(1)).await?;
    let losses = vec![
        line("shortened", "", 1, 1),
        line("shortened", "System.Title", 2, 9),
        line("text_color", "", 1, 1),
    ];
    same(&account.losses, &losses, "how often each loss occurs, ascending")?;
    let refusals = vec![line("text_too_long", "body", 1, 1), line("value_invalid", "", 2, 2)];
    same(&account.refusals, &refusals, "how often each refusal occurs, ascending")?;
    let total: u64 = account.losses.iter().map(|line| line.count).sum();
    same(&total, &summary.losses, "account and summary agree")
}

pub(super) async fn refused_items_are_named<J: PlanStore>(journal: &J) -> Verdict {
    let mut items: Vec<_> = (0..104)
        .map(|number| Planned::new(&format!("r{number:03}"), 0).refused(RefusalKind::TitleEmpty))
        .collect();
    if let Some(first) = items.first_mut() {
        *first = first.clone().refused(RefusalKind::ValueInvalid);
    }
    if let Some(second) = items.get_mut(1) {
        second.row.operations.clear();
    }
    // A refused part of an item does not refuse the item.
    let mut part = Planned::new("a", 0).with(OperationKind::Comment, "long");
    if let Some(comment) = part.row.operations.last_mut() {
        comment.refusals.push(Refusal::of(RefusalKind::TextTooLong));
    }
    items.insert(0, part);
    let summary = put(journal, &plan_id(1), &items).await?;
    same(&summary.refusals, &104, "refused items are counted")?;
    let refused = journal.plan_account(&plan_id(1)).await?.refused;
    let expected: Vec<_> = (0..100)
        .map(|number| {
            let kind =
                if number == 1 { RefusalKind::TypeUnmapped } else { RefusalKind::TitleEmpty };
            (ItemId::new(format!("r{number:03}")), Refusal::of(kind))
        })
        .collect();
    same(&refused, &expected, "the first refused items, at most 100, with their first refusal")
}
