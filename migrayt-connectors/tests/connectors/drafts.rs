//! Drafts: pure, measured, refused before anything is sent.

use migrayt_core::Content;
use migrayt_core::id::{FieldId, ItemId, PartId};
use migrayt_core::item::AttachmentRef;
use migrayt_core::operation::{Action, Command, OperationKey, OperationKind};
use migrayt_core::plan::{LossKind, RefusalKind};
use migrayt_core::port::Drafted;
use migrayt_core::value::Value;
use migrayt_testkit::sim::jira::JiraOptions;

use crate::site::{Site, comment, document, link, transition};

fn refused(drafted: &Drafted) -> Vec<(RefusalKind, Option<&str>)> {
    drafted.refusals.iter().map(|it| (it.kind, it.field.as_ref().map(FieldId::as_str))).collect()
}

fn described(site: &Site, words: &str) -> Drafted {
    let description = (FieldId::new("description"), Value::rich(document(words)));
    site.draft(site.create("1", "Story", vec![description], None))
}

#[tokio::test]
async fn a_text_of_forty_thousand_characters_is_moved_before_anything_is_sent() {
    let site = Site::new().await;
    let before = site.simulator.counts().total();
    let long = "x".repeat(40_000);
    let environment = vec![(FieldId::new("environment"), Value::text(long.as_str()))];
    for (drafted, field, file) in [
        (described(&site, &long), "description", "description.html"),
        (site.draft(comment("1", "c1", &long)), "comment", "comment-c1.html"),
        (
            site.draft(site.create("1", "Story", environment, None)),
            "environment",
            "environment.html",
        ),
    ] {
        assert!(drafted.refusals.is_empty(), "{field}");
        let lost: Vec<_> = drafted.losses.iter().map(|loss| (loss.kind, &loss.field)).collect();
        assert_eq!(lost, [(LossKind::TextMoved, &Some(FieldId::new(field)))]);
        let [made] = drafted.made.as_slice() else { panic!("one file of {field}") };
        assert_eq!(made.file.name.as_str(), file);
        let page = String::from_utf8_lossy(made.bytes.expose());
        assert!(page.contains(&long), "{field}");
    }
    assert_eq!(site.simulator.counts().total(), before, "a draft asks nothing");
}

#[tokio::test]
async fn what_is_measured_is_what_the_site_takes() {
    let site = Site::new().await;
    for (letter, count, fits) in
        [("x", 32_767, true), ("x", 32_768, false), ("🙂", 16_383, true), ("🙂", 16_384, false)]
    {
        let drafted = described(&site, &letter.repeat(count));
        assert_eq!(drafted.made.is_empty(), fits, "{count}");
        assert!(site.apply(&[drafted]).await.pop().unwrap().is_ok(), "{count}");
    }
}

#[tokio::test]
async fn the_same_command_gives_the_same_draft() {
    let site = Site::new().await;
    let command = || {
        let fields = vec![
            (FieldId::new("labels"), Value::Many(vec![Value::text("a b"), Value::text("c")])),
            (FieldId::new("priority"), Value::Choice("high".into())),
            (site.field("Story Points"), Value::Integer(5)),
        ];
        site.create("1", "Story", fields, Some("9"))
    };
    let (one, two) = (site.draft(command()), site.draft(command()));
    assert!(one.payload == two.payload);
    assert_eq!(one.digests, two.digests);
    assert_eq!(one.losses, two.losses);
    assert_eq!(one.losses[0].kind, LossKind::LabelChanged);
    assert_eq!(one.digests.len(), 5, "the type, summary, labels, priority, points");
}

#[tokio::test]
async fn what_the_site_would_refuse_is_refused() {
    let site = Site::new().await;
    let of = |fields| site.draft(site.create("1", "Story", fields, None));
    let strange = vec![(FieldId::new("priority"), Value::Choice("Whatever".into()))];
    assert_eq!(refused(&of(strange)), [(RefusalKind::ValueInvalid, Some("priority"))]);
    let child = site.draft(site.create("1", "Sub-task", vec![], None));
    assert_eq!(refused(&child), [(RefusalKind::ParentRequired, None)]);
    let drafted = site.draft(transition("1", "Nowhere"));
    assert_eq!(refused(&drafted), [(RefusalKind::ValueInvalid, Some("status"))]);
    let drafted = site.draft(link("1", "Nothing", "2"));
    assert_eq!(refused(&drafted), [(RefusalKind::ValueInvalid, Some("issuelinks"))]);
    let drafted = site.draft(link("1", "Blocks", "1"));
    assert_eq!(refused(&drafted), [(RefusalKind::ValueInvalid, Some("issuelinks"))]);
    let drafted = site.draft(comment("1", "c1", " "));
    assert_eq!(refused(&drafted), [(RefusalKind::ValueInvalid, Some("comment"))]);
}

#[tokio::test]
async fn a_required_field_without_a_value_is_refused() {
    let mut options = JiraOptions::default();
    let required = vec!["customfield_10651".to_owned()];
    options.required.insert("Story".to_owned(), required);
    let site = Site::with(options).await;
    let severity = site.field("Severity");
    let drafted = site.draft(site.story("1"));
    assert_eq!(refused(&drafted), [(RefusalKind::RequiredMissing, Some(severity.as_str()))]);
    let fields = vec![(severity, Value::Choice("2 - high".into()))];
    let drafted = site.draft(site.create("1", "Story", fields, None));
    assert!(drafted.refusals.is_empty());
    assert!(site.apply(&[drafted]).await.pop().unwrap().is_ok());
}

#[tokio::test]
async fn a_field_that_is_on_no_create_screen_is_a_loss() {
    let mut options = JiraOptions::default();
    options.screen.retain(|field| field != "customfield_10412");
    let site = Site::with(options).await;
    let fields = vec![(site.field("Story Points"), Value::Integer(5))];
    let drafted = site.draft(site.create("1", "Story", fields, None));
    assert_eq!(drafted.losses[0].kind, LossKind::FieldNotOnScreen);
    assert!(site.apply(&[drafted]).await.pop().unwrap().is_ok());
}

#[tokio::test]
async fn a_file_beyond_the_sites_limit_is_refused() {
    let mut options = JiraOptions::default();
    options.upload_limit = 100;
    let site = Site::with(options).await;
    assert_eq!(site.catalog.max_attachment, Some(100));
    let file = |size| AttachmentRef {
        item: ItemId::new("1"),
        id: PartId::new("f1"),
        name: Content::text("a.txt"),
        size: Some(size),
        media_type: None,
        created: None,
        note: None,
    };
    let draft = |size| {
        let key = OperationKey::part(ItemId::new("1"), OperationKind::Attach, "f1");
        site.draft(Command::new(key, Action::Attach(file(size))))
    };
    assert!(draft(100).refusals.is_empty());
    let drafted = draft(101);
    assert_eq!(refused(&drafted), [(RefusalKind::ValueInvalid, Some("attachment"))]);
    assert_eq!((drafted.refusals[0].measured, drafted.refusals[0].limit), (Some(101), Some(100)));
}
