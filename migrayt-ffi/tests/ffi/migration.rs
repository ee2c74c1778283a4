//! A whole migration between two ports of a host.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use migrayt::system::SystemIds;
use migrayt::verify::{Files, VerifyOptions};
use migrayt::{Migration, Parts, RunOptions};
use migrayt_core::digest::DigestKey;
use migrayt_core::memory_journal::MemoryJournal;
use migrayt_core::port::Closing;
use migrayt_ffi::face::host::{HostSource, HostTarget};
use migrayt_testkit::clock::VirtualClock;
use serde_json::{Value as Json, json};
use tokio_util::sync::CancellationToken;

use crate::host::{Host, Said};
use crate::items;

#[tokio::test]
async fn everything_is_carried_and_stands_in_every_format() {
    for format in ["html", "markdown", "adf", "wiki"] {
        let host = Arc::new(Host::writing(format));
        migrate(&host).await;
        let target = host.target();
        assert_eq!(target.items.len(), items::ids().count());
        let of = |id: &str| target.items.values().find(|item| item["marker"]["id"] == id).unwrap();
        let (two, three) = (of("2"), of("3"));
        // The text names what stands now.
        let text = two["fields"]["words"][format].to_string();
        let key = three["target"]["key"].as_str().unwrap();
        assert!(text.contains(&format!("https://depot.example/items/{key}")), "{format}: {text}");
        let file = two["attachments"][0]["id"].as_str().unwrap();
        assert!(text.contains(&format!("https://depot.example/files/{file}")), "{format}: {text}");
        assert_eq!(two["parent"]["id"], of("1")["target"]["id"]);
        assert_eq!(two["links"][0]["other"], three["target"]);
        assert_eq!(two["comments"].as_array().map(Vec::len), Some(2));
        assert_eq!(of("22")["state"], "Shut");
        assert!(!target.items.values().any(|item| item["history"] == Json::Null));
        assert_eq!(
            (target.uploads(), target.streams.count(), host.source().streams.count()),
            (0, 0, 0)
        );
    }
}

#[tokio::test]
async fn lost_answers_make_nothing_twice() {
    let count = AtomicU64::new(0);
    let host = Arc::new(Host::spoilt(move |method: &str, said: &mut Said| {
        let writes = matches!(method, "target.apply" | "target.attach_end");
        // What was asked was done, and nobody hears of it.
        if writes && count.fetch_add(1, Ordering::Relaxed) % 3 == 1 {
            *said = Err(json!({ "kind": "Timeout" }));
        }
    }));
    migrate(&host).await;
    let target = host.target();
    assert_eq!(target.items.len(), items::ids().count());
    for item in target.items.values() {
        let parts = |name: &str| item[name].as_array().unwrap().len();
        assert_eq!((parts("comments"), parts("attachments")), (2, 1));
    }
}

async fn migrate(host: &Arc<Host>) {
    let source = HostSource::open(host.clone()).await.unwrap();
    let target = HostTarget::open(host.clone()).await.unwrap();
    let journal = Arc::new(MemoryJournal::default());
    let migration = Migration::new(Parts {
        source: Arc::new(source),
        target: Arc::new(target),
        fence: None,
        journal: journal.clone(),
        plans: journal,
        key: DigestKey::new([7; 32]),
        clock: Arc::new(VirtualClock::default()),
        ids: Arc::new(SystemIds),
    });
    let scan = migration.scan().await.unwrap();
    let mapping = migrayt::mapping::propose(&scan.source, &scan.target).await.unwrap();
    let mapper = migration.compile(mapping, &scan).unwrap();
    let stop = CancellationToken::new();
    let (_, planned) = migration.plan(mapper.clone(), &scan, &stop, &|_| {}).await.unwrap();
    assert_eq!((planned.items, planned.creates, planned.refusals), (8, 8, 0));
    let outcome = migration.run(mapper.clone(), &scan, RunOptions::default()).await.unwrap();
    assert_eq!(outcome.closing, Some(Closing::Completed), "{:?}", outcome.cause);
    let options = VerifyOptions { files: Files::Digest, ..VerifyOptions::default() };
    let found = migration.verify(&scan, options, &|_| {}).await.unwrap();
    assert!(found.is_clean(), "{:?}", found.differences);
}
