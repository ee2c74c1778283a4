//! What stands is what was drafted, in canonical form.

use migrayt_core::catalog::NodeKind;
use migrayt_core::id::{FieldId, ItemId, PersonId};
use migrayt_core::operation::Command;
use migrayt_core::person::Person;
use migrayt_core::plan::LossKind;
use migrayt_core::port::{Preparation, Standing, Target as _};
use migrayt_core::richtext::{Block, Document, Inline, ListItem, Mark, Marks};
use migrayt_core::value::Value;
use time::macros::date;

use crate::site::{Site, comment, document, link, origin, remote_link, transition};

fn rich() -> Document {
    let bold = Inline::marked("bold", Marks::of(Mark::Strong));
    let line = |words: &str| ListItem::from(vec![Block::plain(words)]);
    Document::from(vec![
        Block::Paragraph(vec![Inline::plain("Plain and "), bold]),
        Block::BulletList(vec![line("one"), line("two")]),
    ])
}

/// A story with a value in every field that the default site has.
fn full(site: &Site) -> Command {
    let emma = Person {
        id: PersonId::new("5b10ac8d82e05b22cc7d4ef5"),
        name: "Emma".into(),
        email: None,
        active: true,
    };
    let fields = vec![
        (FieldId::new("description"), Value::rich(rich())),
        (FieldId::new("environment"), Value::text("one line\nand another")),
        (FieldId::new("priority"), Value::Choice("LOW".into())),
        (
            FieldId::new("labels"),
            Value::Many(["zeta", "alpha", "two words"].map(Value::text).to_vec()),
        ),
        (FieldId::new("assignee"), Value::Person(emma)),
        (FieldId::new("components"), Value::Node("frontend".into())),
        (FieldId::new("fixVersions"), Value::Many(vec![Value::Node("1.0".into())])),
        (FieldId::new("duedate"), Value::Date(date!(2026 - 03 - 31))),
        (FieldId::new("timeoriginalestimate"), Value::Decimal(2.5)),
        (FieldId::new("timeestimate"), Value::Duration(5400)),
        (site.field("Story Points"), Value::Decimal(2.5)),
        (site.field("Sprint"), Value::Node("Sprint 9".into())),
        (site.field("Acceptance Criteria"), Value::rich(rich())),
        (site.field("Severity"), Value::Choice("2 - high".into())),
        (site.field("Source Id"), Value::text("AB#17")),
        (site.field("Start date"), Value::Date(date!(2026 - 03 - 01))),
    ];
    site.create("2", "Story", fields, Some("1"))
}

async fn one(site: &Site, item: &str) -> Standing {
    let id = site.known.items[&ItemId::new(item)].id.clone();
    let mut found = site.standing(&[id]).await;
    assert_eq!(found.len(), 1);
    found.remove(0)
}

#[tokio::test]
async fn every_field_is_read_back_as_it_was_drafted() {
    let mut site = Site::new().await;
    let sprint = Preparation::new(NodeKind::Sprint, "Sprint 9");
    site.target.prepare(&[sprint]).await.pop().unwrap().unwrap();
    let epic = site.create("1", "Epic", vec![], None);
    site.make(vec![epic]).await;
    let command = full(&site);
    let drafted = site.draft(command.clone());
    assert_eq!(drafted.refusals, []);
    let losses: Vec<_> = drafted.losses.iter().map(|loss| loss.kind).collect();
    assert_eq!(losses, [LossKind::LabelChanged]);
    assert_eq!(drafted.digests.len(), 18, "every field, the summary and the type");
    site.make(vec![command]).await;
    let standing = one(&site, "2").await;
    for digest in &drafted.digests {
        assert!(standing.digests.contains(digest), "{}", digest.field);
    }
    assert_eq!(standing.origin, Some(origin("2")));
    assert_eq!(standing.parent.as_ref(), Some(&site.known.items[&ItemId::new("1")].id));
    assert_eq!(standing.type_id, site.type_id("Story"));
}

#[tokio::test]
async fn parts_are_read_back_as_they_were_drafted() {
    let mut site = Site::new().await;
    let commands = vec![site.story("1"), site.story("2")];
    let made = site.make(commands).await;
    // More comments than one answer of many issues holds.
    let comments: Vec<_> = (0..130)
        .map(|number| site.draft(comment("1", &format!("c{number}"), &format!("Words {number}"))))
        .collect();
    for result in site.apply(&comments).await {
        result.unwrap();
    }
    let to = site.draft(transition("1", "Done"));
    site.apply(std::slice::from_ref(&to)).await.pop().unwrap().unwrap();
    site.apply_one(link("1", "Blocks", "2")).await.unwrap();
    site.apply_one(remote_link("1", "migrayt:page")).await.unwrap();

    let standing = one(&site, "1").await;
    let expected: Vec<_> = comments.iter().map(|it| it.digests[0].digest).collect();
    let found: Vec<_> = standing.comments.iter().map(|it| it.digest).collect();
    assert_eq!(found, expected);
    assert!(standing.digests.contains(&to.digests[0]));
    assert_eq!(standing.remote_links, ["migrayt:page"]);
    let shown = |standing: &Standing| {
        let link = &standing.links[0];
        (link.link_type.as_str().to_owned(), link.other.clone(), link.outward)
    };
    assert_eq!(shown(&standing), ("Blocks".to_owned(), made[1].id.clone(), true));
    assert_eq!(shown(&one(&site, "2").await), ("Blocks".to_owned(), made[0].id.clone(), false));
}

#[tokio::test]
async fn a_change_in_the_target_changes_the_digest() {
    let mut site = Site::new().await;
    let field = || FieldId::new("description");
    let description = |words| vec![(field(), Value::rich(document(words)))];
    let one_item = site.create("1", "Story", description("words"), None);
    let other = site.create("2", "Story", description("Words"), None);
    site.make(vec![one_item, other]).await;
    let digest = |standing: &Standing| {
        standing.digests.iter().find(|it| it.field == field()).map(|it| it.digest).unwrap()
    };
    let [first, second] = [one(&site, "1").await, one(&site, "2").await];
    assert_ne!(digest(&first), digest(&second));
}

#[tokio::test]
async fn issues_that_do_not_exist_are_left_out_and_many_are_read_in_hundreds() {
    let mut site = Site::new().await;
    let commands = (1..=150).map(|number| site.story(&number.to_string())).collect();
    let made = site.make(commands).await;
    let mut ids: Vec<_> = made.iter().map(|it| it.id.clone()).collect();
    ids.push("99999".into());
    let before = site.simulator.counts().of(&http::Method::POST, "issue/bulkfetch");
    assert_eq!(site.standing(&ids).await.len(), 150);
    let after = site.simulator.counts().of(&http::Method::POST, "issue/bulkfetch");
    assert_eq!(after - before, 2);
}
