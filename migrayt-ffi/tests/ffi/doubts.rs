//! What became of a text whose answer was lost, and that people may have changed meanwhile.

use std::sync::Arc;

use migrayt_core::Content;
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{AttemptId, ItemId, TargetId, TargetKey, TargetRef};
use migrayt_core::operation::{Action, Command};
use migrayt_core::port::{Applied, Bindings, Doubtful, Located, Order, Target as _};
use migrayt_core::richtext::{Block, Document, Inline, ItemReference};
use migrayt_ffi::face::host::HostTarget;
use serde_json::{Value as Json, json};
use time::OffsetDateTime;

use crate::host::Host;

/// What is said of a text that refers to its own item, if this stands there.
async fn located(stands: Json) -> Located {
    let host = Arc::new(Host::new());
    let item = json!({
        "target": { "id": "D-1", "key": "DEPOT-1" }, "type": "Story", "state": "Open",
        "fields": { "words": stands },
    });
    host.target().stand(1, item);
    let target = HostTarget::open(host).await.unwrap();
    let key = DigestKey::new([7; 32]);
    let catalog = target.catalog(&key).await.unwrap();
    let reference =
        ItemReference { item: ItemId::new("1"), text: Content::text("this"), href: None };
    let body = Document::from(vec![Block::Paragraph(vec![Inline::Item(reference)])]);
    let before = Some(Content::new(Document::from(vec![Block::plain("this")])));
    let action = Action::RewriteBody { field: "words".into(), body: Content::new(body), before };
    let drafts = target.draft(&catalog, &[Command::on(ItemId::new("1"), action)], &key);
    let went = TargetRef { id: TargetId::new("D-1"), key: TargetKey::new("DEPOT-1") };
    let known: Bindings = [(ItemId::new("1"), went)].into_iter().collect();
    let attempt = AttemptId::from_bits(1);
    let order = Order { drafted: &drafts[0], attempt: &attempt, known: &known };
    let sent_at = OffsetDateTime::UNIX_EPOCH;
    let doubt = Doubtful { order, high_water: None, sent_at, taken: &[] };
    target.locate(&[doubt]).await.remove(0).unwrap()
}

#[tokio::test]
async fn a_text_that_people_changed_is_theirs() {
    let html = |text: &str| json!({ "html": text });
    let there = || Located::Found(Applied::default());
    assert_eq!(located(html("<p>this</p>")).await, Located::Absent);
    let written = r#"<p><a href="https://depot.example/items/DEPOT-1">this</a></p>"#;
    assert_eq!(located(html(written)).await, there());
    assert_eq!(located(html("<p>of somebody else</p>")).await, there());
}
