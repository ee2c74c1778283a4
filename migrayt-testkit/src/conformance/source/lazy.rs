use futures_util::StreamExt as _;
use migrayt_core::port::{ReadPlan, ReadView, Source};

use super::known::Known;
use crate::conformance::breach::{Verdict, same};

pub(super) async fn nothing_is_fetched_before_it_is_asked_for(
    source: &dyn Source,
    known: &Known,
) -> Verdict {
    let before = known.requested();
    let stream = source.read(ReadPlan::all(ReadView::Full));
    tokio::task::yield_now().await;
    drop(stream);
    same(&known.requested(), &before, "nothing is fetched until the stream is polled")
}

pub(super) async fn only_the_page_asked_for_is_fetched(
    source: &dyn Source,
    known: &Known,
) -> Verdict {
    let mut stream = source.read(ReadPlan::all(ReadView::Full));
    stream.next().await.transpose()?;
    let after = known.requested();
    for _ in 0..8 {
        tokio::task::yield_now().await;
    }
    same(&known.requested(), &after, "no page is fetched before it is polled for")
}
