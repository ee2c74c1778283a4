use migrayt_core::ErrorKind;
use migrayt_core::operation::OperationKind;
use migrayt_core::plan::{LossKind, Refusal, RefusalKind, Stage};
use migrayt_core::port::{Journal, Outcome, OutcomeState, PendingLane, PlanStore};

use super::sample::{
    Planned, carry_out, comment, create, due, family, intent, key, link, opened, settle,
};
use crate::conformance::breach::{Verdict, fails, same};

pub(super) async fn lanes_come_in_order_and_pages<J: Journal + PlanStore>(journal: &J) -> Verdict {
    let mut items: Vec<_> =
        (0..7).map(|number| Planned::new(&format!("i{}", 7 - number), 0)).collect();
    // What is due keeps the order of the lane, which is not the order of the keys.
    items.push(
        Planned::new("last", 0)
            .with(OperationKind::Transition, "")
            .with(OperationKind::Comment, "b")
            .with(OperationKind::Comment, "a"),
    );
    let lease = opened(journal, &items).await?;
    let whole = journal.pending(&lease, Stage::level(0), None, 100).await?;
    let lanes: Vec<_> = whole.iter().map(|lane| lane.item.as_str().to_owned()).collect();
    let expected = ["i7", "i6", "i5", "i4", "i3", "i2", "i1", "last"].map(str::to_owned).to_vec();
    same(&lanes, &expected, "lanes are ascending by place")?;
    let ascending = whole.is_sorted_by(|one, other| one.place < other.place);
    same(&ascending, &true, "lanes are ascending by place")?;
    same(&whole.iter().all(|lane| lane.revision == 3), &true, "a lane has its revision")?;
    let keys = vec![
        create("last"),
        key("last", OperationKind::Transition, ""),
        comment("last", "b"),
        comment("last", "a"),
    ];
    let last = whole.last().map(|lane| lane.operations.clone());
    same(&last, &Some(keys), "the operations that are due, in order")?;

    let mut pages: Vec<PendingLane> = Vec::new();
    loop {
        let after = pages.last().map(|lane| lane.place);
        let page = journal.pending(&lease, Stage::level(0), after, 3).await?;
        same(&(page.len() <= 3), &true, "at most `limit`")?;
        let Some(first) = page.first() else { break };
        same(&(after < Some(first.place)), &true, "the lanes after a place")?;
        pages.extend(page);
    }
    same(&pages, &whole, "the lanes after a place")?;
    let none = journal.pending(&lease, Stage::level(0), None, 0).await?;
    same(&none, &Vec::new(), "at most `limit`")?;
    let elsewhere = journal.pending(&lease, Stage::level(1), None, 9).await?;
    same(&elsewhere, &Vec::new(), "the lanes that have operations due in a stage")
}

pub(super) async fn only_what_is_due_is_pending<J: Journal + PlanStore>(journal: &J) -> Verdict {
    let lease = opened(journal, &family()).await?;
    let sentence = "operations that are settled or in doubt are not due";
    carry_out(journal, &lease, &[create("1"), create("3")]).await?;
    let left = vec![comment("1", "c1"), comment("1", "c2")];
    same(&due(journal, &lease, Stage::level(0)).await?, &left, sentence)?;
    journal.intend(&lease, &[intent(&comment("1", "c1"), 7)]).await?;
    let left = vec![comment("1", "c2")];
    same(&due(journal, &lease, Stage::level(0)).await?, &left, sentence)?;
    carry_out(journal, &lease, &[comment("1", "c2")]).await?;
    same(&due(journal, &lease, Stage::level(0)).await?, &Vec::new(), sentence)?;
    let level = due(journal, &lease, Stage::level(1)).await?;
    same(&level, &vec![create("21"), create("22")], "the lanes of a stage")
}

pub(super) async fn an_item_that_was_not_made_has_nothing_due<J: Journal + PlanStore>(
    journal: &J,
) -> Verdict {
    let failures =
        [OutcomeState::Failed(ErrorKind::InputInvalid), OutcomeState::Gone, OutcomeState::Skipped];
    let mut items: Vec<_> = ["0", "1", "2"]
        .map(|item| Planned::new(item, 0).with(OperationKind::Comment, "c").linked("whole"))
        .to_vec();
    items.push(Planned::new("whole", 0).with(OperationKind::Comment, "c").linked("0"));
    let lease = opened(journal, &items).await?;
    let outcomes: Vec<_> = ["0", "1", "2"]
        .into_iter()
        .zip(failures)
        .map(|(item, state)| Outcome::of(create(item), state))
        .collect();
    settle(journal, &lease, outcomes).await?;
    let sentence = "a lane whose item could not be made has nothing due";
    let left = vec![create("whole"), comment("whole", "c")];
    same(&due(journal, &lease, Stage::level(0)).await?, &left, sentence)?;
    same(&due(journal, &lease, Stage::LINKS).await?, &vec![link("whole", "0")], sentence)?;
    let intents = [intent(&comment("0", "c"), 1)];
    fails(journal.intend(&lease, &intents).await, ErrorKind::Conflict, sentence)?;

    // A failed part of an item leaves the rest of its lane due.
    let gone = Outcome::of(comment("whole", "c"), OutcomeState::Gone);
    settle(journal, &lease, vec![gone]).await?;
    let left = due(journal, &lease, Stage::level(0)).await?;
    same(&left, &vec![create("whole")], "only the creation decides over the lane")?;
    // So does the creation while it is in doubt.
    journal.intend(&lease, &[intent(&create("whole"), 1)]).await?;
    let left = due(journal, &lease, Stage::LINKS).await?;
    same(&left, &vec![link("whole", "0")], "an item in doubt may have been made")
}

pub(super) async fn refused_and_dropped_are_never_due<J: Journal + PlanStore>(
    journal: &J,
) -> Verdict {
    let mut part = Planned::new("3", 0).with(OperationKind::Comment, "long");
    if let Some(comment) = part.row.operations.last_mut() {
        comment.refusals.push(Refusal::of(RefusalKind::TextTooLong));
    }
    let items = [
        Planned::new("1", 0)
            .with(OperationKind::Comment, "c")
            .linked("2")
            .refused(RefusalKind::TypeUnmapped),
        Planned::new("2", 0).linked_as("1", "2", "1").linked("1").linked("9"),
        part,
    ];
    let lease = opened(journal, &items).await?;
    let sentence = "operations that are refused or dropped are not due";
    let left = due(journal, &lease, Stage::level(0)).await?;
    same(&left, &vec![create("2"), create("3")], sentence)?;
    same(&due(journal, &lease, Stage::LINKS).await?, &Vec::new(), sentence)?;
    for key in
        [create("1"), comment("1", "c"), link("1", "2"), link("2", "9"), comment("3", "long")]
    {
        let intended = journal.intend(&lease, &[intent(&key, 1)]).await;
        fails(intended, ErrorKind::NotFound, sentence)?;
    }
    Ok(())
}

pub(super) async fn an_item_without_its_parent_stays_due<J: Journal + PlanStore>(
    journal: &J,
) -> Verdict {
    let items = [
        Planned::new("1", 0).refused(RefusalKind::TypeUnmapped),
        // What the mapping made the parent, refused and outside, whatever the outline says.
        Planned::new("2", 0).made_under("1").with(OperationKind::Comment, "c"),
        Planned::new("3", 0).made_under("99"),
        // The source's parent, refused and outside.
        Planned::new("4", 1).below("1"),
        Planned::new("5", 0).below("99"),
        Planned::new("6", 0).made_under("5"),
    ];
    let lease = opened(journal, &items).await?;
    let sentence = "creations whose parent is refused or outside stay due";
    let roots = vec![create("2"), comment("2", "c"), create("3"), create("5"), create("6")];
    same(&due(journal, &lease, Stage::level(0)).await?, &roots, sentence)?;
    same(&due(journal, &lease, Stage::level(1)).await?, &vec![create("4")], sentence)?;
    let outside = "and get the loss `ParentOutside`";
    let page = journal.plan_page(&lease.plan, None, 100).await?;
    let operations = page.iter().flat_map(|(_, row)| &row.operations);
    let orphans: Vec<_> = operations
        .filter(|one| one.losses.iter().any(|loss| loss.kind == LossKind::ParentOutside))
        .map(|one| one.key.clone())
        .collect();
    let expected = vec![create("2"), create("3"), create("5"), create("4")];
    same(&orphans, &expected, outside)?;
    carry_out(journal, &lease, &[create("2"), create("3"), create("4"), create("5")]).await?;
    let rows = journal.ledger_of(&lease.run, &["4".into(), "5".into()]).await?;
    let lost: Vec<_> = rows
        .iter()
        .map(|row| (row.state, row.losses.iter().map(|loss| loss.kind).collect::<Vec<_>>()))
        .collect();
    let made = (Some(OutcomeState::Done), vec![LossKind::ParentOutside]);
    same(&lost, &vec![made.clone(), made], outside)
}

pub(super) async fn links_come_after_all_levels<J: Journal + PlanStore>(journal: &J) -> Verdict {
    let items = [
        Planned::new("2", 1).below("1").linked("1"),
        Planned::new("1", 0).linked("3"),
        Planned::new("3", 2).below("2").linked("2"),
    ];
    let lease = opened(journal, &items).await?;
    let sentence = "a stage has only its own operations";
    for (level, item) in ["1", "2", "3"].into_iter().enumerate() {
        let stage = Stage::level(u32::try_from(level).unwrap_or(0));
        same(&due(journal, &lease, stage).await?, &vec![create(item)], sentence)?;
    }
    let links = vec![link("1", "3"), link("2", "1"), link("3", "2")];
    same(&due(journal, &lease, Stage::LINKS).await?, &links, "links are ascending by place")
}
