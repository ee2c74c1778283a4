use std::collections::BTreeSet;

use migrayt_core::ErrorKind;
use migrayt_core::id::ItemId;
use migrayt_core::port::{Cursor, Page, ReadPlan, ReadView, Source};

use super::known::Known;
use super::{pages, read};
use crate::conformance::breach::{Verdict, holds, same};

fn ids<'a>(pages: impl IntoIterator<Item = &'a Page>) -> Vec<ItemId> {
    pages.into_iter().flat_map(|page| &page.items).map(|item| item.id.clone()).collect()
}

pub(super) async fn reading_goes_on_from_every_cursor(source: &dyn Source, _: &Known) -> Verdict {
    for view in [ReadView::Full, ReadView::Outline] {
        let (all, error) = pages(source, ReadPlan::all(view)).await;
        if let Some(error) = error {
            return Err(error.into());
        }
        let cursors: BTreeSet<&str> = all.iter().map(|page| page.cursor.0.as_str()).collect();
        same(&cursors.len(), &all.len(), "each page has a cursor of its own")?;
        for (place, page) in all.iter().enumerate() {
            let rest = read(source, ReadPlan::after(page.cursor.clone(), view)).await?;
            let rest: Vec<_> = rest.into_iter().map(|item| item.id).collect();
            let expected = ids(all.iter().skip(place + 1));
            same(&rest, &expected, "reading from a cursor goes on exactly there")?;
        }
    }
    Ok(())
}

pub(super) async fn nothing_follows_the_last_cursor(source: &dyn Source, _: &Known) -> Verdict {
    let (all, _) = pages(source, ReadPlan::all(ReadView::Full)).await;
    let Some(last) = all.last() else { return Ok(()) };
    let rest = read(source, ReadPlan::after(last.cursor.clone(), ReadView::Full)).await?;
    same(&rest.len(), &0, "nothing follows the last cursor")
}

pub(super) async fn a_strange_cursor_is_refused(source: &dyn Source, _: &Known) -> Verdict {
    let strange = Cursor("~ no cursor of any source ~".to_owned());
    let (found, error) = pages(source, ReadPlan::after(strange, ReadView::Full)).await;
    let kind = error.map(|error| error.kind());
    let refused = matches!(kind, Some(ErrorKind::InputInvalid | ErrorKind::Misuse));
    holds(refused && found.is_empty(), "a cursor of another source is refused", || {
        format!("{} pages and {kind:?}", found.len())
    })
}
