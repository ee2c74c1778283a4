//! A large file whose upload breaks again and again.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};
use http::{Request, Response};
use migrayt_connectors::jira::{Jira, Settings};
use migrayt_core::id::{AttemptId, ItemId, PartId};
use migrayt_core::item::AttachmentRef;
use migrayt_core::operation::{Action, Command};
use migrayt_core::port::{
    Applied, Body, ByteStream, Clock as _, Doubtful, Drafted, Located, Order, Target as _, Wire,
};
use migrayt_core::{Content, Effect, Error, ErrorKind, Result, Retry};
use migrayt_testkit::fault::{Fault, Rule};
use migrayt_testkit::wire::InProcess;

use crate::site::{KEY, Site, TOKEN, URL, target};

const PIECE: usize = 64 << 10;
const PIECES: u64 = 320;

/// A wire on which the connection is reset after so many bytes of an upload.
#[derive(Debug)]
struct Resetting {
    inner: InProcess,
    after: AtomicU64,
}

#[async_trait]
impl Wire for Resetting {
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>> {
        let after = self.after.load(Ordering::Relaxed);
        let upload = request.uri().path().ends_with("/attachments");
        if after == u64::MAX || !upload {
            return self.inner.send(request).await;
        }
        let Body::Stream { mut pieces, .. } = request.into_body() else { panic!("a stream") };
        let mut sent = 0;
        while sent < after {
            let piece = pieces.try_next().await?.expect("the reset comes before the end");
            sent += piece.len() as u64;
        }
        Err(Error::new(ErrorKind::Unavailable, "the connection was reset")
            .with_retry(Retry::Backoff)
            .with_effect(Effect::Unknown))
    }
}

fn file(part: &str) -> AttachmentRef {
    AttachmentRef {
        item: ItemId::new("1"),
        id: PartId::new(part),
        name: Content::text("large.bin"),
        size: Some(PIECES * PIECE as u64),
        media_type: None,
        created: None,
        note: None,
    }
}

fn bytes() -> Bytes {
    let length = u32::try_from(PIECE).unwrap() * u32::try_from(PIECES).unwrap();
    (0..length).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect::<Vec<_>>().into()
}

fn in_pieces(whole: &Bytes) -> ByteStream {
    let whole = whole.clone();
    let pieces = (0..whole.len()).step_by(PIECE).map(move |at| Ok(whole.slice(at..at + PIECE)));
    stream::iter(pieces).boxed()
}

async fn send(site: &Site, target: &Jira, file: &AttachmentRef, bytes: &Bytes) -> Result<Applied> {
    let drafted = site.draft(Command::on(file.item.clone(), Action::Attach(file.clone())));
    let attempt = AttemptId::from_bits(1);
    let order = Order { drafted: &drafted, attempt: &attempt, known: &site.known };
    target.attach(&order, file, in_pieces(bytes)).await
}

async fn look(site: &Site, target: &Jira, file: &AttachmentRef, taken: &[PartId]) -> Located {
    let drafted: Drafted = site.draft(Command::on(file.item.clone(), Action::Attach(file.clone())));
    let attempt = AttemptId::from_bits(1);
    let order = Order { drafted: &drafted, attempt: &attempt, known: &site.known };
    let sent_at = site.clock.now();
    let doubt = Doubtful { order, high_water: None, sent_at, taken };
    target.locate(&[doubt]).await.pop().unwrap().unwrap()
}

async fn with_issue() -> Site {
    let mut site = Site::new().await;
    let story = site.story("1");
    site.make(vec![story]).await;
    site
}

#[tokio::test]
async fn an_upload_that_is_reset_at_each_piece_ends_in_one_file() {
    let site = with_issue().await;
    let wire = Arc::new(Resetting {
        inner: InProcess::new(site.simulator.clone(), site.clock.clone()),
        after: AtomicU64::new(0),
    });
    let target = target(&site.clock, wire.clone(), &Settings::new(URL, KEY), TOKEN);
    let (bytes, file) = (bytes(), file("f1"));
    for pieces in 1..=PIECES {
        wire.after.store(pieces * PIECE as u64, Ordering::Relaxed);
        let error = send(&site, &target, &file, &bytes).await.unwrap_err();
        assert_eq!(error.effect(), Effect::Unknown, "{pieces}");
        assert_eq!(look(&site, &target, &file, &[]).await, Located::Absent, "{pieces}");
    }
    // At last the file arrives, and the answer does not.
    wire.after.store(u64::MAX, Ordering::Relaxed);
    site.simulator.inject(Rule::new(Fault::CloseAfterEffect).contains("/attachments"));
    let error = send(&site, &target, &file, &bytes).await.unwrap_err();
    assert_eq!(error.effect(), Effect::Unknown);
    site.simulator.heal();
    let Located::Found(applied) = look(&site, &target, &file, &[]).await else {
        panic!("it stands")
    };
    let stands = site.simulated().issue("MIG-1").unwrap().attachments;
    assert_eq!(stands.len(), 1);
    assert_eq!(applied.part.unwrap().as_str(), stands[0].id.to_string());
    assert!(site.simulated().attachment_bytes(stands[0].id).unwrap() == bytes);
}

#[tokio::test]
async fn a_file_of_another_operation_is_not_taken_by_a_process_that_did_not_send_it() {
    let site = with_issue().await;
    let bytes = Bytes::from(vec![7; PIECE]);
    let [first, second] = ["f1", "f2"].map(|part| {
        let mut file = file(part);
        file.size = Some(PIECE as u64);
        file
    });
    let made = send(&site, &site.target, &first, &bytes).await.unwrap().part.unwrap();
    let other = site.another(&Settings::new(URL, KEY), TOKEN);
    let taken = [made.clone()];
    assert_eq!(look(&site, &other, &second, &taken).await, Located::Absent);
    site.simulator.inject(Rule::new(Fault::CloseAfterEffect).contains("/attachments"));
    send(&site, &site.target, &second, &bytes).await.unwrap_err();
    site.simulator.heal();
    let Located::Found(applied) = look(&site, &other, &second, &taken).await else {
        panic!("it stands")
    };
    assert_ne!(applied.part, Some(made));
}
