use std::collections::BTreeSet;

use migrayt_core::id::ItemId;
use migrayt_core::item::Item;
use migrayt_core::port::{ReadPlan, ReadView, Source};

use super::known::Known;
use super::{pages, read_all};
use crate::conformance::breach::{Verdict, holds, same};

fn ids(items: &[Item]) -> Vec<ItemId> {
    items.iter().map(|item| item.id.clone()).collect()
}

pub(super) async fn there_are_at_least_two_items(source: &dyn Source, _: &Known) -> Verdict {
    let items = read_all(source).await?;
    holds(items.len() >= 2, "a source under test has at least two items", || {
        format!("{} items", items.len())
    })
}

pub(super) async fn every_item_comes_once(source: &dyn Source, _: &Known) -> Verdict {
    let mut seen = BTreeSet::new();
    for view in [ReadView::Full, ReadView::Outline] {
        seen.clear();
        let (pages, error) = pages(source, ReadPlan::all(view)).await;
        if let Some(error) = error {
            return Err(error.into());
        }
        for item in pages.iter().flat_map(|page| &page.items) {
            holds(seen.insert(item.id.clone()), "an item is never seen again", || {
                format!("{} in {view:?}", item.id)
            })?;
        }
        let empty = pages.iter().position(|page| page.items.is_empty());
        same(&empty, &None, "a page has items")?;
    }
    Ok(())
}

pub(super) async fn the_order_is_stable(source: &dyn Source, _: &Known) -> Verdict {
    let first = ids(&read_all(source).await?);
    let second = ids(&read_all(source).await?);
    same(&second, &first, "items come in a stable order")
}

pub(super) async fn numbers_ascend(source: &dyn Source, _: &Known) -> Verdict {
    let items = ids(&read_all(source).await?);
    let numbers: Option<Vec<u64>> = items.iter().map(|id| id.as_str().parse().ok()).collect();
    let ascending = numbers.is_none_or(|numbers| numbers.is_sorted());
    holds(ascending, "items ascend by number where ids are numbers", || format!("{items:?}"))
}

pub(super) async fn the_known_items_come(source: &dyn Source, known: &Known) -> Verdict {
    let Some(expected) = &known.items else { return Ok(()) };
    let expected: BTreeSet<_> = expected.iter().cloned().collect();
    let found: BTreeSet<_> = ids(&read_all(source).await?).into_iter().collect();
    same(&found, &expected, "every item in scope comes, and no other")
}
