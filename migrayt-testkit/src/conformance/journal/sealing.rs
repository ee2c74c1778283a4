use migrayt_core::operation::{OperationKey, OperationKind};
use migrayt_core::plan::{Loss, LossKind, PlanRow, PlanSummary, RefusalKind};
use migrayt_core::port::PlanStore;

use super::sample::{Planned, create, family, link, plan_id, put};
use crate::conformance::breach::{Breach, Verdict, same};

async fn rows<J: PlanStore>(journal: &J) -> Result<Vec<PlanRow>, Breach> {
    let page = journal.plan_page(&plan_id(1), None, 100).await?;
    Ok(page.into_iter().map(|(_, row)| row).collect())
}

/// The losses of an operation in the plan; `None` if it is not in it.
fn losses(rows: &[PlanRow], key: &OperationKey) -> Option<Vec<LossKind>> {
    let operations = rows.iter().flat_map(|row| &row.operations);
    let found = operations.into_iter().find(|operation| operation.key == *key)?;
    Some(found.losses.iter().map(|loss| loss.kind).collect())
}

pub(super) async fn rows_come_back_in_pages<J: PlanStore>(journal: &J) -> Verdict {
    let plan = plan_id(1);
    let mut items = family();
    let field = migrayt_core::id::FieldId::new("System.Title");
    items.push(
        Planned::new("4", 0)
            .with(OperationKind::Attach, "a\"1\u{e9}\u{1f600}")
            .losing(Loss { kind: LossKind::Shortened, field: Some(field), count: 3 })
            .refused(RefusalKind::TitleEmpty),
    );
    put(journal, &plan, &items).await?;
    let whole = journal.plan_page(&plan, None, 100).await?;
    let outlines = journal.outline_page(&plan, None, 100).await?;
    let order = "the rows in the order of `outline_page`, each with its place";
    let places: Vec<_> = whole.iter().map(|(place, row)| (*place, row.item.clone())).collect();
    let expected: Vec<_> = outlines.into_iter().map(|(place, one)| (place, one.item)).collect();
    same(&places, &expected, order)?;
    let kept = "a row comes back as it was put";
    let put_rows: Vec<_> = items.iter().map(|item| item.row.clone()).collect();
    for (_, row) in &whole {
        let mut expected = put_rows.iter().find(|one| one.item == row.item).cloned();
        if let Some(expected) = expected.as_mut().filter(|row| row.item.as_str() == "22") {
            expected.operations.pop();
        }
        same(&Some(row.clone()), &expected, kept)?;
    }

    let mut pages = Vec::new();
    let mut after = None;
    loop {
        let page = journal.plan_page(&plan, after, 2).await?;
        same(&(page.len() <= 2), &true, "at most `limit`")?;
        let Some((last, _)) = page.last() else { break };
        same(&(after < Some(*last)), &true, "the rows after a place")?;
        after = Some(*last);
        pages.extend(page);
    }
    same(&pages, &whole, "the rows after a place")
}

pub(super) async fn the_other_end_of_a_link_is_left_as_it_is<J: PlanStore>(journal: &J) -> Verdict {
    let sentence = "an operation whose key is there already is left as it is";
    let lossy = Loss::of(LossKind::LinkTypeDefaulted);
    let items = [
        Planned::new("1", 0).linked("2"),
        Planned::new("2", 0).linked_as("1", "2", "1").losing(lossy).linked("3"),
        Planned::new("3", 0),
    ];
    put(journal, &plan_id(1), &items).await?;
    let lanes: Vec<(String, Vec<OperationKey>)> = rows(journal)
        .await?
        .into_iter()
        .map(|row| {
            let keys = row.operations.into_iter().map(|operation| operation.key).collect();
            (row.item.as_str().to_owned(), keys)
        })
        .collect();
    let expected = vec![
        ("1".to_owned(), vec![create("1"), link("1", "2")]),
        ("2".to_owned(), vec![create("2"), link("2", "3")]),
        ("3".to_owned(), vec![create("3")]),
    ];
    same(&lanes, &expected, sentence)?;
    same(&losses(&rows(journal).await?, &link("1", "2")), &Some(Vec::new()), sentence)
}

pub(super) async fn what_needs_a_missing_item_is_dropped<J: PlanStore>(journal: &J) -> Verdict {
    let refused = Planned::new("4", 0).refused(RefusalKind::ValueInvalid);
    let mut without = Planned::new("5", 0);
    without.row.operations.clear();
    let items = [
        // Its other end is refused, and first to bring their link.
        refused.linked_as("1", "4", "1"),
        without,
        Planned::new("1", 0)
            .linked_as("1", "4", "4")
            .linked("5")
            .linked("99")
            .linked("2")
            .linked_as("99", "1", "99"),
        Planned::new("2", 0).linked("4").losing(Loss::of(LossKind::LinkEndOutside)),
    ];
    let summary = put(journal, &plan_id(1), &items).await?;
    let rows = rows(journal).await?;
    let dropped = "operations dropped by `seal_plan` are not in the rows";
    let gone = [link("1", "4"), link("1", "5"), link("1", "99"), link("99", "1"), link("2", "4")];
    for key in &gone {
        same(&losses(&rows, key), &None, dropped)?;
    }
    let kept = "what has both ends is kept";
    same(&losses(&rows, &link("1", "2")), &Some(Vec::new()), kept)?;
    same(&(summary.links, summary.operations), &(1, 3), "what is dropped is not counted")?;
    let account = journal.plan_account(&plan_id(1)).await?;
    let lines: Vec<_> = account
        .losses
        .iter()
        .map(|line| (line.code.as_str(), line.operations, line.count))
        .collect();
    let expected = vec![("link_end_outside", 5, 5)];
    same(&lines, &expected, "operations that need such an item get the loss `LinkEndOutside`")
}

pub(super) async fn a_missing_parent_is_a_loss<J: PlanStore>(journal: &J) -> Verdict {
    let known = Loss::of(LossKind::ParentOutside);
    let items = [
        Planned::new("1", 0).refused(RefusalKind::TypeUnmapped),
        Planned::new("2", 1).below("1").with(OperationKind::Comment, "c"),
        Planned::new("3", 0).below("99"),
        Planned::new("4", 0).below("98").losing(known),
        Planned::new("5", 2).below("2"),
    ];
    let summary = put(journal, &plan_id(1), &items).await?;
    let sentence = "creations below such a parent get the loss `ParentOutside`";
    let rows = rows(journal).await?;
    let outside = Some(vec![LossKind::ParentOutside]);
    for item in ["2", "3", "4"] {
        same(&losses(&rows, &create(item)), &outside, sentence)?;
    }
    for key in [create("1"), create("5"), super::sample::comment("2", "c")] {
        same(&losses(&rows, &key), &Some(Vec::new()), sentence)?;
    }
    same(&(summary.creates, summary.losses), &(4, 3), "such items are made all the same")
}

pub(super) async fn sealing_counts_what_would_be_made<J: PlanStore>(journal: &J) -> Verdict {
    let mut items = family();
    items.push(
        Planned::new("5", 0).with(OperationKind::Attach, "a").with(OperationKind::Transition, ""),
    );
    // Nothing of a refused item is made.
    items.push(
        Planned::new("6", 0).with(OperationKind::Comment, "x").refused(RefusalKind::CircularParent),
    );
    let shortened = Loss { kind: LossKind::Shortened, field: None, count: 4 };
    items.push(Planned::new("7", 0).losing(shortened).losing(Loss::of(LossKind::LabelChanged)));
    let summary = put(journal, &plan_id(1), &items).await?;
    let expected = PlanSummary {
        items: 7,
        creates: 6,
        comments: 2,
        attachments: 1,
        links: 1,
        places: 0,
        operations: 11,
        losses: 5,
        refusals: 1,
    };
    same(&summary, &expected, "sealing counts")
}
