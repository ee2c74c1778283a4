use migrayt_core::id::ItemId;
use migrayt_core::operation::OperationKind;
use migrayt_core::plan::{Backlog, RefusalKind, Stage};
use migrayt_core::port::PlanStore;

use super::sample::{FINGERPRINT, Planned, create, due, key, opened, plan_id, put};
use crate::conformance::breach::{Breach, Verdict, same};

/// Each item's position and the item before it, by item.
async fn backlog<J: PlanStore>(
    journal: &J,
    items: &[&str],
) -> Result<Vec<(Option<u32>, Option<String>)>, Breach> {
    let asked: Vec<_> = items.iter().map(|item| ItemId::new(*item)).collect();
    let found = journal.outlines(&plan_id(1), &asked).await?;
    let of = |item: &ItemId| {
        let backlog = found.iter().find(|one| one.item == *item).map(|one| one.backlog.clone());
        let backlog = backlog.unwrap_or_default();
        (backlog.position, backlog.after.map(|item| item.as_str().to_owned()))
    };
    Ok(asked.iter().map(of).collect())
}

fn place(position: u32, after: Option<&str>) -> (Option<u32>, Option<String>) {
    (Some(position), after.map(str::to_owned))
}

pub(super) async fn the_backlog_is_ordered<J: PlanStore>(journal: &J) -> Verdict {
    let sentence = "ascending by rank, and of the same rank in the order in which they were put";
    journal.begin_plan(&plan_id(1), FINGERPRINT).await?;
    let mut outlines = Vec::new();
    for (item, rank) in
        [("1", Some(i64::MAX)), ("2", None), ("3", Some(-7)), ("4", Some(5)), ("5", Some(-7))]
    {
        let mut outline = Planned::new(item, 0).outline;
        // What sealing sets must be ignored.
        outline.backlog = Backlog::ranked(rank);
        outline.backlog.position = Some(77);
        outline.backlog.after = Some(ItemId::new("4"));
        outlines.push(outline);
    }
    journal.put_outlines(&plan_id(1), &outlines).await?;
    // One is put again with another place.
    if let Some(first) = outlines.first_mut() {
        first.backlog.rank = Some(0);
        journal.put_outlines(&plan_id(1), std::slice::from_ref(first)).await?;
    }
    journal.seal_outline(&plan_id(1)).await?;
    let found = backlog(journal, &["3", "5", "1", "4", "2"]).await?;
    let expected = vec![
        place(0, None),
        place(1, Some("3")),
        place(2, Some("5")),
        place(3, Some("1")),
        (None, None),
    ];
    same(&found, &expected, sentence)?;
    let ranks: Vec<_> = journal.outline_page(&plan_id(1), None, 9).await?;
    let ranks: Vec<_> = ranks.into_iter().map(|(_, one)| one.backlog.rank).collect();
    let expected = vec![Some(0), None, Some(-7), Some(5), Some(-7)];
    same(&ranks, &expected, "the place as the source has it")
}

pub(super) async fn refused_items_leave_the_backlog<J: migrayt_core::port::Journal + PlanStore>(
    journal: &J,
) -> Verdict {
    let sentence = "what would be placed after a refused item is placed after the one before it";
    let refused = |item| Planned::new(item, 0).refused(RefusalKind::TitleEmpty);
    let mut without = Planned::new("6", 0).placed(6, "5");
    without.row.operations.clear();
    let items = [
        refused("1").ranked(1),
        Planned::new("2", 0).placed(2, "1"),
        Planned::new("3", 0).placed(3, "2"),
        refused("4").placed(4, "3"),
        refused("5").placed(5, "4"),
        without,
        Planned::new("7", 0).placed(7, "6"),
        Planned::new("8", 0).placed(8, "7"),
    ];
    let lease = opened(journal, &items).await?;
    let found = backlog(journal, &["2", "3", "7", "8"]).await?;
    let expected =
        vec![place(1, None), place(2, Some("2")), place(6, Some("3")), place(7, Some("7"))];
    same(&found, &expected, sentence)?;
    let mut placed = Vec::new();
    for (_, row) in journal.plan_page(&plan_id(1), None, 100).await? {
        if row.refused() {
            continue;
        }
        let ranks = row.operations.into_iter().filter(|one| one.key.kind == OperationKind::Rank);
        placed.extend(ranks.map(|one| (row.item.clone(), one.other, one.losses.len())));
    }
    let after = |item: &str, other: &str| (ItemId::new(item), Some(ItemId::new(other)), 0);
    let expected = vec![after("3", "2"), after("7", "3"), after("8", "7")];
    same(&placed, &expected, sentence)?;
    let rank = |item| key(item, OperationKind::Rank, "");
    let first = due(journal, &lease, Stage::rank(0, 5)).await?;
    let second = due(journal, &lease, Stage::rank(5, 5)).await?;
    same(&first, &vec![rank("3")], "places are due in their groups")?;
    same(&second, &vec![rank("7"), rank("8")], "places are due in their groups")?;
    let made = due(journal, &lease, Stage::level(0)).await?;
    same(&made, &["2", "3", "7", "8"].map(create).to_vec(), "places come after creations")
}

pub(super) async fn a_plan_counts_places<J: PlanStore>(journal: &J) -> Verdict {
    let items = [
        Planned::new("1", 0).ranked(1),
        Planned::new("2", 0).placed(2, "1"),
        Planned::new("3", 0).placed(3, "2").refused(RefusalKind::TitleEmpty),
        Planned::new("4", 0),
    ];
    let summary = put(journal, &plan_id(1), &items).await?;
    same(&(summary.places, summary.operations), &(1, 4), "sealing counts places")
}
