use migrayt_core::plan::OutlineSummary;
use migrayt_core::port::PlanStore;

use super::sample::{FINGERPRINT, Planned, plan_id};
use crate::conformance::breach::{Breach, Verdict, same};

/// Seals an outline of items with their parents, and reads back item, level and circular.
async fn sealed<J: PlanStore>(
    journal: &J,
    items: &[(&str, Option<&str>)],
) -> Result<(OutlineSummary, Vec<(String, u32, bool)>), Breach> {
    let plan = plan_id(1);
    journal.begin_plan(&plan, FINGERPRINT).await?;
    for page in items.chunks(97) {
        let outlines: Vec<_> = page
            .iter()
            .map(|(item, parent)| {
                let item = Planned::new(item, 0);
                parent.map_or_else(|| item.clone(), |parent| item.clone().below(parent)).outline
            })
            .collect();
        journal.put_outlines(&plan, &outlines).await?;
    }
    let summary = journal.seal_outline(&plan).await?;
    let page = journal.outline_page(&plan, None, u32::MAX).await?;
    let found = page
        .into_iter()
        .map(|(_, one)| (one.item.as_str().to_owned(), one.level, one.circular))
        .collect();
    Ok((summary, found))
}

pub(super) async fn levels_count_ancestors_in_scope<J: PlanStore>(journal: &J) -> Verdict {
    // Children before parents, a parent outside the scope, more than one root.
    let items = [
        ("grandchild", Some("child")),
        ("child", Some("root")),
        ("orphan", Some("elsewhere")),
        ("root", None),
        ("other", None),
        ("below", Some("orphan")),
    ];
    let (summary, found) = sealed(journal, &items).await?;
    let expected: Vec<_> =
        [("orphan", 0), ("root", 0), ("other", 0), ("child", 1), ("below", 1), ("grandchild", 2)]
            .map(|(item, level)| (item.to_owned(), level, false))
            .to_vec();
    same(&found, &expected, "a level is how many ancestors in scope an item has")?;
    let expected = OutlineSummary { items: 6, levels: 3, circular: 0 };
    same(&summary, &expected, "sealing says items, levels and circles")
}

pub(super) async fn circles_and_what_is_below_them<J: PlanStore>(journal: &J) -> Verdict {
    let items = [
        ("a", Some("c")),
        ("b", Some("a")),
        ("c", Some("b")),
        ("below", Some("b")),
        ("further", Some("below")),
        ("itself", Some("itself")),
        ("root", None),
        ("child", Some("root")),
    ];
    let (summary, found) = sealed(journal, &items).await?;
    let circular: Vec<_> =
        found.iter().filter(|(_, _, circular)| *circular).map(|(item, ..)| item.clone()).collect();
    let mut sorted = circular;
    sorted.sort();
    let expected = ["a", "b", "below", "c", "further", "itself"].map(str::to_owned).to_vec();
    same(&sorted, &expected, "circular is its own ancestor or below such an item")?;
    let straight: Vec<_> =
        found.into_iter().filter(|(_, _, circular)| !circular).map(|(_, level, _)| level).collect();
    same(&straight, &vec![0, 1], "circles leave the levels of others alone")?;
    same(&summary.circular, &6, "sealing says how many items are circular")?;
    same(&summary.items, &8, "circular items are in scope")
}

pub(super) async fn a_deep_and_wide_outline<J: PlanStore>(journal: &J) -> Verdict {
    let names: Vec<String> = (0..300).map(|number| number.to_string()).collect();
    let empty = sealed(journal, &[]).await?;
    same(&empty.0, &OutlineSummary::default(), "an empty outline has no levels")?;
    // A chain of 200, and 100 items below its end.
    let items: Vec<(&str, Option<&str>)> = names
        .iter()
        .enumerate()
        .map(|(number, name)| {
            let parent = number.checked_sub(1).map(|above| above.min(199));
            (name.as_str(), parent.and_then(|at| names.get(at)).map(String::as_str))
        })
        .collect();
    let (summary, found) = sealed(journal, &items).await?;
    let expected = OutlineSummary { items: 300, levels: 201, circular: 0 };
    same(&summary, &expected, "a level is how many ancestors in scope an item has")?;
    let order: Vec<_> = found.into_iter().map(|(item, ..)| item).collect();
    same(&order, &names, "within a level in the order in which they were put")
}
