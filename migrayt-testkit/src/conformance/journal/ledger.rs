use migrayt_core::ErrorKind;
use migrayt_core::id::ItemId;
use migrayt_core::operation::OperationKind;
use migrayt_core::plan::{Loss, LossKind, RefusalKind};
use migrayt_core::port::{
    Journal, KindCounts, LedgerRow, Outcome, OutcomeState, PlanStore, RunCounts,
};

use super::sample::{
    Planned, TTL, at, carry_out, comment, create, done, family, intent, link, opened, settle, spec,
    went, worker,
};
use crate::conformance::breach::{Verdict, same};

pub(super) async fn the_account_of_a_run<J: Journal + PlanStore>(journal: &J) -> Verdict {
    let items = [
        Planned::new("1", 0)
            .losing(Loss::of(LossKind::FieldUnmapped))
            .with(OperationKind::Comment, "c")
            .with(OperationKind::Comment, "d")
            .linked("3"),
        Planned::new("2", 0).with(OperationKind::Comment, "c"),
        Planned::new("3", 0).refused(RefusalKind::TitleEmpty),
    ];
    let lease = opened(journal, &items).await?;
    let made = Outcome { losses: vec![Loss::of(LossKind::ParentOutside)], ..done(&create("1")) };
    journal.intend(&lease, &[intent(&create("1"), 1), intent(&comment("1", "c"), 2)]).await?;
    settle(journal, &lease, vec![made]).await?;
    let failed = Outcome::of(create("2"), OutcomeState::Failed(ErrorKind::InputInvalid));
    settle(journal, &lease, vec![failed]).await?;

    let row = |key, state| LedgerRow {
        key,
        state,
        in_doubt: false,
        target: None,
        part: None,
        losses: Vec::new(),
        revision: None,
        attempts: 0,
    };
    let skipped = Some(OutcomeState::Skipped);
    let expected = vec![
        LedgerRow {
            target: Some(went("1")),
            revision: Some(3),
            attempts: 1,
            // The losses of plan and run.
            losses: vec![Loss::of(LossKind::FieldUnmapped), Loss::of(LossKind::ParentOutside)],
            ..row(create("1"), Some(OutcomeState::Done))
        },
        LedgerRow { in_doubt: true, attempts: 1, ..row(comment("1", "c"), None) },
        row(comment("1", "d"), None),
        // What the plan dropped or refused, and what needs an item that was not made, was skipped.
        LedgerRow {
            losses: vec![Loss::of(LossKind::LinkEndOutside)],
            ..row(link("1", "3"), skipped)
        },
        row(create("2"), Some(OutcomeState::Failed(ErrorKind::InputInvalid))),
        row(comment("2", "c"), skipped),
        row(create("3"), skipped),
    ];
    let found = journal.ledger(&lease.run, None, 100).await?;
    same(&found, &expected, "the account of a run's operations, ascending by key")
}

pub(super) async fn the_account_comes_in_pages<J: Journal + PlanStore>(journal: &J) -> Verdict {
    let lease = opened(journal, &family()).await?;
    let whole = journal.ledger(&lease.run, None, 100).await?;
    let keys: Vec<_> = whole.iter().map(|row| row.key.clone()).collect();
    let expected = vec![
        create("1"),
        comment("1", "c1"),
        comment("1", "c2"),
        create("21"),
        link("21", "22"),
        create("22"),
        create("3"),
    ];
    same(&keys, &expected, "ascending by key")?;
    let mut pages: Vec<LedgerRow> = Vec::new();
    loop {
        let after = pages.last().map(|row| row.key.clone());
        let page = journal.ledger(&lease.run, after.as_ref(), 3).await?;
        same(&(page.len() <= 3), &true, "at most `limit`")?;
        let Some(first) = page.first() else { break };
        same(&(after.as_ref() < Some(&first.key)), &true, "the account after a key")?;
        pages.extend(page);
    }
    same(&pages, &whole, "the account after a key")
}

pub(super) async fn the_account_of_items<J: Journal + PlanStore>(journal: &J) -> Verdict {
    let lease = opened(journal, &family()).await?;
    carry_out(journal, &lease, &[create("1"), comment("1", "c2")]).await?;
    let whole = journal.ledger(&lease.run, None, 100).await?;
    let sentence = "the account of the operations in the items' lanes, ascending by key";
    for lanes in [&["1"][..], &["22", "77", "21", "22"], &[]] {
        let items: Vec<_> = lanes.iter().copied().map(ItemId::new).collect();
        let found = journal.ledger_of(&lease.run, &items).await?;
        let expected: Vec<_> =
            whole.iter().filter(|row| items.contains(&row.key.item)).cloned().collect();
        same(&found, &expected, sentence)?;
    }
    Ok(())
}

pub(super) async fn items_are_resolved_in_order<J: Journal + PlanStore>(journal: &J) -> Verdict {
    let lease = opened(journal, &family()).await?;
    carry_out(journal, &lease, &[create("1")]).await?;
    let adopted = Outcome { state: OutcomeState::Adopted, ..done(&create("22")) };
    let failed = Outcome::of(create("21"), OutcomeState::Failed(ErrorKind::InputInvalid));
    settle(journal, &lease, vec![adopted, failed]).await?;
    journal.intend(&lease, &[intent(&create("3"), 1)]).await?;
    let asked = ["3", "22", "77", "1", "21", "22"].map(ItemId::new);
    let expected = vec![None, Some(went("22")), None, Some(went("1")), None, Some(went("22"))];
    let found = journal.resolve(&lease.run, &asked).await?;
    same(&found, &expected, "one answer each, in order; `None` for items that were not made")?;
    same(&journal.resolve(&lease.run, &[]).await?, &Vec::new(), "one answer each")
}

pub(super) async fn counts_say_how_operations_stand<J: Journal + PlanStore>(
    journal: &J,
) -> Verdict {
    let mut items = family();
    items.push(Planned::new("4", 0).with(OperationKind::Comment, "x").linked("5"));
    items.push(Planned::new("5", 0).refused(RefusalKind::ValueInvalid));
    items.push(Planned::new("6", 0));
    items.push(Planned::new("7", 0).with(OperationKind::Comment, "y"));
    let lease = opened(journal, &items).await?;
    carry_out(journal, &lease, &[create("1"), comment("1", "c1")]).await?;
    journal.intend(&lease, &[intent(&comment("1", "c2"), 1), intent(&create("6"), 1)]).await?;
    let parked = Outcome::of(create("6"), OutcomeState::Parked);
    let adopted = Outcome { state: OutcomeState::Adopted, ..done(&create("3")) };
    let failed = Outcome::of(create("4"), OutcomeState::Failed(ErrorKind::Unsupported));
    let gone = Outcome::of(create("7"), OutcomeState::Gone);
    let skipped = Outcome::of(link("21", "22"), OutcomeState::Skipped);
    settle(journal, &lease, vec![parked, adopted, failed, gone, skipped]).await?;
    let none = KindCounts::default();
    let expected = RunCounts {
        kinds: vec![
            (
                OperationKind::Create,
                // 1 and 3 are made, 4 failed, 6 is in doubt, 7 gone, 21 and 22 due, 5 refused.
                KindCounts { planned: 7, done: 2, adopted: 1, failed: 1, skipped: 1, doubts: 1 },
            ),
            // The comments of 4 and 7 need items that were not made.
            (
                OperationKind::Comment,
                KindCounts { planned: 4, done: 1, skipped: 2, doubts: 1, ..none },
            ),
            (OperationKind::Link, KindCounts { planned: 1, skipped: 1, ..none }),
        ],
    };
    same(&journal.counts(&lease.run).await?, &expected, "how many operations stand how")
}

pub(super) async fn runs_are_kept_apart<J: Journal + PlanStore>(journal: &J) -> Verdict {
    let first = opened(journal, &family()).await?;
    carry_out(journal, &first, &[create("1")]).await?;
    journal.intend(&first, &[intent(&create("3"), 1)]).await?;
    let second = journal.open(&spec(2, &first.plan), &worker(2), at(1), TTL).await?;
    let sentence = "a run has its own outcomes";
    same(&second.resumed, &false, sentence)?;
    let lease = second.lease;
    same(&journal.doubts(&lease, None, 9).await?, &Vec::new(), sentence)?;
    same(&journal.resolve(&lease.run, &[ItemId::new("1")]).await?, &vec![None], sentence)?;
    carry_out(journal, &lease, &[create("3")]).await?;
    let rows = journal.ledger(&first.run, None, 100).await?;
    let settled = rows.iter().filter(|row| row.state.is_some()).count();
    same(&settled, &1, sentence)
}
