use futures_util::StreamExt as _;
use migrayt_core::port::{ReadPlan, ReadView, Source};

use super::known::Known;
use super::{read, read_all};
use crate::conformance::breach::{Breach, Verdict, holds, same};

/// Breaks the remote until it is dropped.
struct Broken<'a>(&'a Known);

impl Drop for Broken<'_> {
    fn drop(&mut self) {
        self.0.switch(false);
    }
}

pub(super) async fn an_error_ends_the_stream(source: &dyn Source, known: &Known) -> Verdict {
    if !known.switch(true) {
        return Ok(());
    }
    let healed = Broken(known);
    let mut stream = source.read(ReadPlan::all(ReadView::Full));
    let mut errors = 0;
    while let Some(page) = stream.next().await {
        errors += usize::from(page.is_err());
        if errors > 1 {
            break;
        }
    }
    drop(stream);
    drop(healed);
    same(&errors, &1, "after an error the stream ends")
}

pub(super) async fn reading_goes_on_after_an_error(source: &dyn Source, known: &Known) -> Verdict {
    let all: Vec<_> = read_all(source).await?.into_iter().map(|item| item.id).collect();
    let mut stream = source.read(ReadPlan::all(ReadView::Full));
    let Some(first) = stream.next().await.transpose()? else { return Ok(()) };
    if !known.switch(true) {
        return Ok(());
    }
    let healed = Broken(known);
    let mut cursor = first.cursor.clone();
    let mut found: Vec<_> = first.items.into_iter().map(|item| item.id).collect();
    let mut failed = false;
    while let Some(page) = stream.next().await {
        match page {
            // A page may have been on its way when the remote broke.
            Ok(page) => {
                cursor = page.cursor;
                found.extend(page.items.into_iter().map(|item| item.id));
            }
            Err(error) => {
                failed = true;
                holds(!error.message().is_empty(), "an error says what is wrong", String::new)?;
            }
        }
    }
    drop(stream);
    drop(healed);
    if !failed && found.len() < all.len() {
        return Err(Breach::of("a broken remote is an error, not an end", format!("{found:?}")));
    }
    let rest = read(source, ReadPlan::after(cursor, ReadView::Full)).await?;
    found.extend(rest.into_iter().map(|item| item.id));
    same(&found, &all, "reading goes on from the last cursor after an error")
}
