//! Files between the engine and a host.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use migrayt_core::catalog::Catalog;
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{AttemptId, ItemId, PartId, TargetId, TargetKey, TargetRef};
use migrayt_core::item::AttachmentRef;
use migrayt_core::operation::{Action, Command};
use migrayt_core::port::{Bindings, Order, ReadPlan, ReadView, Source as _, Target as _};
use migrayt_core::{Content, Effect, Error, ErrorKind, Result};
use migrayt_ffi::face::host::{HostSource, HostTarget};
use serde_json::json;

use crate::host::Host;
use crate::mishaps::{self, is};

async fn first_file(source: &HostSource) -> AttachmentRef {
    let mut pages = source.read(ReadPlan::all(ReadView::Full));
    let page = pages.try_next().await.unwrap().unwrap();
    page.items[0].attachments[0].clone()
}

#[tokio::test]
async fn a_file_that_ends_early_is_corrupt() {
    let source = HostSource::open(Arc::new(Host::spoilt(mishaps::ends_files_early))).await.unwrap();
    let file = first_file(&source).await;
    let bytes = source.open(&file).await.unwrap().try_collect::<Vec<_>>().await;
    is(&bytes.unwrap_err(), ErrorKind::DataCorrupt, Effect::None, &["bytes: 9", "size: "]);
}

#[tokio::test]
async fn a_file_that_nobody_reads_on_is_closed() {
    let host = Arc::new(Host::new());
    let source = HostSource::open(host.clone()).await.unwrap();
    let mut bytes = source.open(&first_file(&source).await).await.unwrap();
    bytes.try_next().await.unwrap();
    assert_eq!(host.source().streams.count(), 1);
    drop(bytes);
    tokio::task::yield_now().await;
    assert_eq!(host.source().streams.count(), 0);
}

#[tokio::test]
async fn a_piece_of_a_file_has_at_most_256_kib() {
    let host = Arc::new(Host::new());
    let target = HostTarget::open(host.clone()).await.unwrap();
    let pieces = [300_000, 1, 0, 300_000].map(|size| Ok(Bytes::from(vec![7; size])));
    attach(&host, &target, pieces.into()).await.unwrap();
    let asked = host.asked();
    assert_eq!(asked.iter().filter(|asked| *asked == "target.attach_piece").count(), 3);
    let size = &host.target().items[&1]["attachments"][0]["size"];
    assert_eq!(*size, json!(600_001));
}

#[tokio::test]
async fn a_file_that_breaks_off_is_given_up() {
    let host = Arc::new(Host::new());
    let target = HostTarget::open(host.clone()).await.unwrap();
    let broken = Error::new(ErrorKind::DataCorrupt, "the file broke off");
    let pieces = vec![Ok(Bytes::from(vec![7; 300_000])), Err(broken)];
    let error = attach(&host, &target, pieces).await.unwrap_err();
    is(&error, ErrorKind::DataCorrupt, Effect::None, &["operation: 1/attach/f1"]);
    assert_eq!(host.asked().last().map(String::as_str), Some("target.attach_abort"));
    assert_eq!(host.target().uploads(), 0);
}

/// Sends a file to the only item of a target.
async fn attach(host: &Host, target: &HostTarget, pieces: Vec<Result<Bytes>>) -> Result<()> {
    host.target().stand(1, json!({ "attachments": [] }));
    let file = AttachmentRef {
        item: ItemId::new("1"),
        id: PartId::new("f1"),
        name: Content::text("one.bin"),
        size: Some(600_001),
        media_type: None,
        created: None,
        note: None,
    };
    let command = Command::on(ItemId::new("1"), Action::Attach(file.clone()));
    let catalog = Catalog::new(target.endpoint().clone());
    let drafts = target.draft(&catalog, &[command], &DigestKey::new([7; 32]));
    let went = TargetRef { id: TargetId::new("D-1"), key: TargetKey::new("DEPOT-1") };
    let known: Bindings = [(ItemId::new("1"), went)].into_iter().collect();
    let attempt = AttemptId::from_bits(1);
    let order = Order { drafted: &drafts[0], attempt: &attempt, known: &known };
    target.attach(&order, &file, stream::iter(pieces).boxed()).await.map(drop)
}
