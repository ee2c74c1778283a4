use std::collections::BTreeMap;

use migrayt_core::id::ItemId;
use migrayt_core::port::{ReadPlan, ReadView, Source};

use super::compare::same_item;
use super::known::Known;
use super::{pages, read, read_all};
use crate::conformance::breach::{Verdict, holds, same};

pub(super) async fn items_are_read_by_id(source: &dyn Source, _: &Known) -> Verdict {
    let all: BTreeMap<_, _> =
        read_all(source).await?.into_iter().map(|item| (item.id.clone(), item)).collect();
    // Every second one, last first, so that neither order nor contiguity helps.
    let some: Vec<ItemId> = all.keys().step_by(2).rev().cloned().collect();
    for view in [ReadView::Full, ReadView::Outline] {
        let found = read(source, ReadPlan::items(some.clone(), view)).await?;
        let mut ids: Vec<_> = found.iter().map(|item| item.id.clone()).collect();
        ids.sort();
        let mut expected = some.clone();
        expected.sort();
        same(&ids, &expected, "exactly the items asked for come, each once")?;
        for item in found.iter().filter(|_| view == ReadView::Full) {
            let Some(expected) = all.get(&item.id) else { continue };
            same_item(item, expected, "an item is the same however it is asked for")?;
        }
    }
    Ok(())
}

pub(super) async fn unknown_items_are_left_out(source: &dyn Source, _: &Known) -> Verdict {
    let Some(first) = read_all(source).await?.into_iter().next() else { return Ok(()) };
    let asked = vec![ItemId::new("987654321"), first.id.clone(), ItemId::new("no such item")];
    let found = read(source, ReadPlan::items(asked, ReadView::Full)).await?;
    let ids: Vec<_> = found.into_iter().map(|item| item.id).collect();
    same(&ids, &vec![first.id], "items that do not exist are left out")
}

pub(super) async fn no_items_are_no_pages(source: &dyn Source, _: &Known) -> Verdict {
    let (pages, error) = pages(source, ReadPlan::items(Vec::new(), ReadView::Full)).await;
    holds(pages.is_empty() && error.is_none(), "nothing asked for is nothing read", || {
        format!("{} pages", pages.len())
    })
}
