//! A source that the host implements keeps the port's contract.

use std::sync::Arc;

use migrayt_core::port::{ReadPlan, ReadView, Source as _};
use migrayt_ffi::face::host::HostSource;
use migrayt_testkit::conformance::source::{Breach, Changed, Known, suite};
use serde_json::json;

use crate::host::Host;
use crate::{items, mishaps};

async fn judge(host: Host) -> Result<(), Breach> {
    let host = Arc::new(host);
    let source = HostSource::open(host.clone()).await.unwrap();
    let (asked, broken) = (host.clone(), host.clone());
    let (troubled, changed) = (host.clone(), host);
    let known = Known::default()
        .items(items::ids())
        .file("f-2", items::file(2))
        .title("5", &items::title(5))
        .requests(move || asked.asked().len() as u64)
        .writing(|| 0)
        .troubling(move |trouble| {
            troubled.trouble(trouble.map(mishaps::told));
            true
        })
        .changing(move || {
            changed.source().change();
            Changed { made: "34".into(), changed: "2".into(), gone: "3".into() }
        })
        .breaking(move |on| broken.trouble(on.then(|| json!({ "kind": "Unavailable" }))));
    suite(&source, &known).await
}

#[tokio::test]
async fn a_source_of_a_host_passes() {
    judge(Host::new()).await.unwrap();
}

#[tokio::test]
async fn a_host_that_does_wrong_is_found() {
    for (mishap, case) in mishaps::OF_SOURCE {
        let breach = judge(Host::spoilt(mishap)).await.unwrap_err();
        assert_eq!(breach.case, case, "{breach}");
    }
}

#[tokio::test]
async fn items_are_asked_for_in_chunks_and_nothing_is_asked_early() {
    let host = Arc::new(Host::new());
    let source = HostSource::open(host.clone()).await.unwrap();
    let wanted = items::ids().chain(items::ids()).map(|id| id.as_str().into()).collect();
    let stream = source.read(ReadPlan::items(wanted, ReadView::Full));
    assert_eq!(host.asked(), ["source.describe"]);
    let pages: Vec<_> = futures_util::TryStreamExt::try_collect(stream).await.unwrap();
    assert_eq!(host.asked()[1..], ["source.read"; 3]);
    let pages: Vec<migrayt_core::port::Page> = pages;
    assert_eq!(pages.iter().map(|page| page.items.len()).sum::<usize>(), 8);
}
