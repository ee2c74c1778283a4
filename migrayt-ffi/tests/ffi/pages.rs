//! The examples of the pages about hosts are what the engine takes.

use std::sync::Arc;
use std::time::Duration;

use futures_util::TryStreamExt as _;
use migrayt_core::catalog::Catalog;
use migrayt_core::digest::DigestKey;
use migrayt_core::id::TargetId;
use migrayt_core::port::{HighWater, ReadPlan, ReadView, Source as _, Target as _};
use migrayt_core::{Effect, ErrorKind, Retry};
use migrayt_ffi::face::host::{HostSource, HostTarget, fault};
use serde_json::{Value as Json, json};

use crate::host::{Host, Said};

const SOURCE: &str = include_str!("../../../docs/embedding/host-source.md");
const TARGET: &str = include_str!("../../../docs/embedding/host-target.md");

/// The examples below a heading, in order.
fn examples(page: &str, heading: &str) -> Vec<Json> {
    let (_, section) = page.split_once(&format!("\n{heading}\n")).unwrap();
    let depth = heading.split(' ').next().unwrap();
    let section = section.split(&format!("\n{depth} ")).next().unwrap();
    let blocks = section.split("```json\n").skip(1);
    blocks.map(|block| serde_json::from_str(block.split("```").next().unwrap()).unwrap()).collect()
}

/// A host that gives an example as the value of an answer.
fn giving(method: &'static str, example: Json) -> Arc<Host> {
    Arc::new(Host::spoilt(move |asked: &str, said: &mut Said| {
        if asked == method {
            *said = Ok((example.clone(), bytes::Bytes::new()));
        }
    }))
}

#[test]
fn every_example_is_json() {
    for page in [SOURCE, TARGET] {
        for block in page.split("```json\n").skip(1) {
            let text = block.split("```").next().unwrap();
            assert!(serde_json::from_str::<Json>(text).is_ok(), "{text}");
        }
    }
}

#[test]
fn an_error_is_read_as_it_is_told() {
    let error = fault::error(&examples(SOURCE, "## Errors")[0], "target", "apply");
    assert_eq!((error.kind(), error.effect()), (ErrorKind::RateLimited, Effect::None));
    assert_eq!(error.retry(), Retry::After(Duration::from_secs(2)));
    for kind in ErrorKind::ALL {
        // The lease is a journal's.
        let lease = matches!(kind, ErrorKind::LeaseLost | ErrorKind::LeaseHeld);
        assert!(lease || SOURCE.contains(&format!("`{kind}`")), "{kind}");
    }
}

#[tokio::test]
async fn a_source_is_read_as_it_is_told() {
    let described = examples(SOURCE, "## describe").remove(0);
    let source = HostSource::open(giving("source.describe", described)).await.unwrap();
    assert_eq!(source.origin(), ("fabrikam", "Shop"));
    assert_eq!(source.capabilities(), migrayt_core::port::SourceCapabilities::default());

    let told = examples(SOURCE, "## catalog").remove(0);
    let source = HostSource::open(giving("source.catalog", told)).await.unwrap();
    let catalog = source.catalog(&DigestKey::new([7; 32])).await.unwrap();
    assert_eq!((catalog.types.len(), catalog.fields.len(), catalog.items), (1, 4, 12));

    let page = examples(SOURCE, "### All items, a page at a time").remove(1);
    let whole = examples(SOURCE, "### An item").remove(0);
    for mut page in [page, json!({ "items": [whole], "cursor": "17" })] {
        page["last"] = json!(true);
        let source = HostSource::open(giving("source.read", page)).await.unwrap();
        let pages = source.read(ReadPlan::all(ReadView::Full)).try_collect::<Vec<_>>();
        let item = pages.await.unwrap().remove(0).items.remove(0);
        assert_eq!(item.title.as_str(), "Login fails");
        assert_eq!(item.references().len(), usize::from(!item.fields.is_empty()));
    }
}

#[tokio::test]
async fn a_target_is_read_as_it_is_told() {
    let described = examples(TARGET, "## describe").remove(0);
    let target = HostTarget::open(giving("target.describe", described)).await.unwrap();
    assert_eq!(target.capabilities().max_read_back, 100);

    let (key, items) = (DigestKey::new([7; 32]), [TargetId::new("1017")]);
    let stands = examples(TARGET, "## read_back").remove(0);
    let target = HostTarget::open(giving("target.read_back", stands)).await.unwrap();
    let catalog = Catalog::new(target.endpoint().clone());
    let standing = target.read_back(&items, &catalog, &key).try_collect::<Vec<_>>().await.unwrap();
    let item = &standing[0];
    assert_eq!(item.origin.as_ref().unwrap().item.as_str(), "17");
    assert_eq!((item.comments.len(), item.worklogs.len(), item.sizes[0]), (1, 1, 48_211));

    let mut page = examples(TARGET, "## high_water and sweep").remove(1);
    page["last"] = json!(true);
    let target = HostTarget::open(giving("target.sweep", page)).await.unwrap();
    let swept = target.sweep(HighWater::start()).try_collect::<Vec<_>>().await.unwrap();
    assert_eq!(swept[0].1.revision, 3);

    let told = examples(TARGET, "## properties").remove(0);
    let target = HostTarget::open(giving("target.properties", told)).await.unwrap();
    let found = target.properties(&items, &["origin".to_owned()], &key).await.unwrap();
    assert_eq!(found[0].1[0].field.as_str(), "property:origin");
}
