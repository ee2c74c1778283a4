use migrayt_core::ErrorKind;
use migrayt_core::id::{ItemId, TypeId};
use migrayt_core::plan::Outline;
use migrayt_core::port::PlanStore;

use super::sample::{FINGERPRINT, Planned, family, plan_id, put};
use crate::conformance::breach::{Verdict, fails, same};

pub(super) async fn outlines_are_replaced_and_found<J: PlanStore>(journal: &J) -> Verdict {
    let plan = plan_id(1);
    journal.begin_plan(&plan, FINGERPRINT).await?;
    let [first, second] = [Planned::new("1", 0).outline, Planned::new("2", 0).outline];
    let changed = Outline {
        revision: 8,
        type_id: TypeId::new("Bug"),
        parent: Some(first.item.clone()),
        ..second.clone()
    };
    journal.put_outlines(&plan, &[second, first.clone()]).await?;
    journal.put_outlines(&plan, std::slice::from_ref(&changed)).await?;
    let sealed = journal.seal_outline(&plan).await?;
    same(&(sealed.items, sealed.levels, sealed.circular), &(2, 2, 0), "an item is replaced")?;

    let asked = [ItemId::new("2"), ItemId::new("7"), ItemId::new("1")];
    let mut found = journal.outlines(&plan, &asked).await?;
    found.sort_by(|one, other| one.item.cmp(&other.item));
    let expected = vec![
        Outline { level: 0, circular: false, ..first },
        Outline { level: 1, circular: false, ..changed },
    ];
    same(&found, &expected, "the outlines of those items that are in scope")?;
    same(&journal.outlines(&plan, &[]).await?, &Vec::new(), "no items have no outlines")
}

pub(super) async fn outlines_come_in_pages<J: PlanStore>(journal: &J) -> Verdict {
    let plan = plan_id(1);
    put(journal, &plan, &family()).await?;
    let whole = journal.outline_page(&plan, None, 100).await?;
    let items: Vec<_> = whole.iter().map(|(_, one)| one.item.as_str().to_owned()).collect();
    let order = "ascending by level and then in the order in which they were put";
    same(&items, &["1", "3", "21", "22"].map(str::to_owned).to_vec(), order)?;
    let ascending = whole.is_sorted_by(|(one, _), (other, _)| one < other);
    same(&ascending, &true, "each with its place")?;

    let mut pages = Vec::new();
    let mut after = None;
    loop {
        let page = journal.outline_page(&plan, after, 3).await?;
        same(&(page.len() <= 3), &true, "at most `limit`")?;
        let Some((last, _)) = page.last() else { break };
        same(&(after < Some(*last)), &true, "the outlines after a place")?;
        after = Some(*last);
        pages.extend(page);
    }
    same(&pages, &whole, "the outlines after a place")?;
    same(&journal.outline_page(&plan, None, 0).await?, &Vec::new(), "at most `limit`")
}

pub(super) async fn puts_are_atomic<J: PlanStore>(journal: &J) -> Verdict {
    let plan = plan_id(1);
    journal.begin_plan(&plan, FINGERPRINT).await?;
    let item = Planned::new("1", 0);
    journal.put_outlines(&plan, std::slice::from_ref(&item.outline)).await?;
    journal.seal_outline(&plan).await?;
    let rows = [item.row, Planned::new("2", 0).row];
    let refused = journal.put_plan_rows(&plan, &rows).await;
    fails(refused, ErrorKind::Misuse, "rows are of items that have an outline")?;
    let left = journal.plan_page(&plan, None, 9).await?;
    same(&left, &Vec::new(), "all of a call happens or nothing")
}
