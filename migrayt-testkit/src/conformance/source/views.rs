use std::collections::BTreeSet;

use migrayt_core::port::{ReadPlan, ReadView, Source};

use super::known::Known;
use super::{read, read_all};
use crate::conformance::breach::{Verdict, holds, same};

pub(super) async fn an_outline_is_the_item_in_short(source: &dyn Source, _: &Known) -> Verdict {
    let whole = read_all(source).await?;
    let short = read(source, ReadPlan::all(ReadView::Outline)).await?;
    for (short, whole) in short.iter().zip(&whole) {
        let so = short.id == whole.id
            && short.revision == whole.revision
            && short.type_id == whole.type_id
            && short.state == whole.state
            && short.title.expose() == whole.title.expose()
            && short.parent == whole.parent
            && short.rank == whole.rank;
        holds(so, "an outline has id, revision, type, state, title, parent and place", || {
            format!("item {} as {} of item {}", short.id, short.type_id, whole.id)
        })?;
    }
    Ok(())
}

pub(super) async fn both_views_have_the_same_items(source: &dyn Source, _: &Known) -> Verdict {
    let whole: BTreeSet<_> = read_all(source).await?.into_iter().map(|item| item.id).collect();
    let short = read(source, ReadPlan::all(ReadView::Outline)).await?;
    let short: BTreeSet<_> = short.into_iter().map(|item| item.id).collect();
    same(&short, &whole, "both views have the same items")
}
