//! An honest source passes the suite, and each way of breaking it fails.

mod flaw;
mod shelf;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use self::flaw::Flaw;
use self::shelf::Shelf;
use super::{Breach, Known, suite};

async fn judge(flaw: Option<Flaw>) -> Result<(), Breach> {
    let shelf = Arc::new(Shelf::new(flaw));
    let (asked, written, broken) = (shelf.clone(), shelf.clone(), shelf.clone());
    let (troubled, changed) = (shelf.clone(), shelf.clone());
    let known = Known::default()
        .items(shelf::IDS.map(|id| id.to_string()))
        .file("f-2", shelf::file(2))
        .title("5", shelf::title(5).as_str())
        .secret(shelf::SECRET)
        .troubling(move |trouble| troubled.bring(trouble))
        .changing(move || changed.change())
        .requests(move || asked.requests.load(Ordering::Relaxed))
        .writing(move || written.writes.load(Ordering::Relaxed))
        .breaking(move |on| broken.broken.store(on, Ordering::Relaxed));
    suite(&*shelf, &known).await
}

#[tokio::test]
async fn an_honest_source_passes() {
    judge(None).await.unwrap();
    // Also where nothing is known besides what the source tells.
    suite(&Shelf::new(None), &Known::default()).await.unwrap();
}

#[tokio::test]
async fn every_flaw_is_found() {
    for (flaw, case) in Flaw::ALL {
        match judge(Some(*flaw)).await {
            Ok(()) => panic!("{flaw:?} was not found"),
            Err(breach) => assert_eq!(breach.case, *case, "{flaw:?}: {breach}"),
        }
    }
}

#[tokio::test]
async fn a_bare_shelf_proves_nothing() {
    let breach = suite(&Shelf::bare(), &Known::default()).await.unwrap_err();
    assert_eq!(breach.case, "there_are_at_least_two_items");
}
