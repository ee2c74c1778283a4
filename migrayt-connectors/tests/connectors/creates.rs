//! Issues made in bulk.

use futures_util::TryStreamExt as _;
use http::Method;
use migrayt_core::Effect;
use migrayt_core::ErrorKind;
use migrayt_core::id::{FieldId, ItemId, PersonId};
use migrayt_core::marker::{MARKER_NAME, Marker};
use migrayt_core::person::Person;
use migrayt_core::plan::LossKind;
use migrayt_core::port::{HighWater, Target as _};
use migrayt_core::value::Value;

use crate::site::{Site, origin};

#[tokio::test]
async fn fifty_issues_are_one_request_and_each_carries_its_marker() {
    let mut site = Site::new().await;
    let commands: Vec<_> = (1..=120).map(|number| site.story(&number.to_string())).collect();
    let made = site.make(commands).await;
    assert_eq!(site.simulator.counts().of(&Method::POST, "issue/bulk"), 3);
    assert_eq!(site.target.requests().write, 3);
    for (number, target) in (1..).zip(&made) {
        let issue = site.simulated().issue(target.key.as_str()).unwrap();
        assert_eq!(issue.id.to_string(), target.id.as_str());
        assert_eq!(issue.fields["summary"], format!("Item {number}"));
        let marker: Marker = serde_json::from_value(issue.properties[MARKER_NAME].clone()).unwrap();
        assert_eq!(marker.origin(), origin(&number.to_string()));
    }
    let swept: Vec<_> = site.target.sweep(HighWater::start()).try_collect().await.unwrap();
    let targets: Vec<_> = swept.iter().map(|(target, _)| target.clone()).collect();
    assert_eq!(targets, made);
    let later: Vec<_> = site.target.sweep(HighWater("100".into())).try_collect().await.unwrap();
    assert_eq!(later.len(), 20);
}

fn nobody(field: &str) -> (FieldId, Value) {
    let person = Person {
        id: PersonId::new("no-such-account"),
        name: "Nobody".into(),
        email: None,
        active: true,
    };
    (FieldId::new(field), Value::Person(person))
}

fn nowhere() -> (FieldId, Value) {
    let version = Value::Node("no-such-version".into());
    (FieldId::new("fixVersions"), Value::Many(vec![version]))
}

#[tokio::test]
async fn an_unknown_version_spoils_only_its_own_issue() {
    let site = Site::new().await;
    let drafted: Vec<_> = (0..60)
        .map(|number| {
            let more = if number % 7 == 0 { vec![nowhere()] } else { vec![] };
            site.draft(site.create(&number.to_string(), "Story", more, None))
        })
        .collect();
    let results = site.apply(&drafted).await;
    assert_eq!(results.len(), 60);
    for (number, result) in results.iter().enumerate() {
        if number % 7 == 0 {
            let error = result.as_ref().unwrap_err();
            assert_eq!((error.kind(), error.effect()), (ErrorKind::InputInvalid, Effect::None));
            assert!(error.to_string().contains("field: fixVersions"), "{error}");
            assert!(!error.to_string().contains("no-such-version"), "{error}");
        } else {
            let target = result.as_ref().unwrap().target.as_ref().unwrap();
            let issue = site.simulated().issue(target.key.as_str()).unwrap();
            assert_eq!(issue.fields["summary"], format!("Item {number}"));
        }
    }
    assert_eq!(site.simulated().issue_count(), 60 - 9);
    assert_eq!(site.simulator.counts().of(&Method::POST, "issue/bulk"), 2);
}

/// People whom the site refuses are left out, of assignee and reporter alike; what else it refuses
/// is refused.
#[tokio::test]
async fn an_unknown_user_spoils_nothing() {
    let site = Site::new().await;
    let assignee = || nobody("assignee");
    let cases = [
        (vec![], Some(vec![])),
        (vec![assignee()], Some(vec!["assignee"])),
        (vec![nobody("reporter"), assignee()], Some(vec!["assignee", "reporter"])),
        (vec![assignee(), nowhere()], None),
        (vec![nobody("reporter")], Some(vec!["reporter"])),
    ];
    let (fields, expected): (Vec<_>, Vec<_>) = cases.into_iter().unzip();
    let drafted: Vec<_> = (1..)
        .zip(fields)
        .map(|(number, more)| site.draft(site.create(&number.to_string(), "Story", more, None)))
        .collect();
    let results = site.apply(&drafted).await;
    for ((number, result), expected) in (1..).zip(results).zip(expected) {
        let Some(left_out) = expected else {
            assert_eq!(result.unwrap_err().kind(), ErrorKind::InputInvalid, "{number}");
            continue;
        };
        let applied = result.unwrap();
        let issue = site.simulated().issue(applied.target.unwrap().key.as_str()).unwrap();
        assert_eq!(issue.fields["summary"], format!("Item {number}"));
        let mut lost: Vec<_> = applied.losses.into_iter().map(|it| it.field.unwrap()).collect();
        lost.sort();
        assert_eq!(lost, left_out.into_iter().map(FieldId::new).collect::<Vec<_>>(), "{number}");
    }
    assert_eq!(site.simulated().issue_count(), 4);
    assert!(site.simulator.counts().of(&Method::POST, "issue/bulk") <= 3);
}

#[tokio::test]
async fn every_pattern_of_partial_failure_is_mapped_exactly() {
    let site = Site::new().await;
    let mut made = 0;
    for pattern in 0_u32..256 {
        let refused = |place: u32| pattern >> place & 1 == 1;
        let item = |place: u32| format!("{pattern}-{place}");
        let drafted: Vec<_> = (0..8)
            .map(|place| {
                let more = if refused(place) { vec![nowhere()] } else { vec![] };
                site.draft(site.create(&item(place), "Story", more, None))
            })
            .collect();
        let results = site.apply(&drafted).await;
        assert_eq!(results.len(), 8, "{pattern:b}");
        for (place, result) in (0..).zip(results) {
            if refused(place) {
                let error = result.unwrap_err();
                let told = (error.kind(), error.effect());
                assert_eq!(told, (ErrorKind::InputInvalid, Effect::None), "{pattern:b} {place}");
            } else {
                let target = result.unwrap().target.unwrap();
                let issue = site.simulated().issue(target.key.as_str()).unwrap();
                assert_eq!(issue.id.to_string(), target.id.as_str(), "{pattern:b} {place}");
                let marker = issue.properties[MARKER_NAME].clone();
                let marker: Marker = serde_json::from_value(marker).unwrap();
                assert_eq!(marker.origin(), origin(&item(place)), "{pattern:b} {place}");
                made += 1;
            }
        }
        assert_eq!(site.simulated().issue_count(), made, "{pattern:b}");
    }
    assert_eq!(made, 256 * 4);
    assert_eq!(site.simulator.counts().of(&Method::POST, "issue/bulk"), 256);
}

#[tokio::test]
async fn a_bulk_in_which_all_are_refused_makes_nothing() {
    let site = Site::new().await;
    let create = |item| site.draft(site.create(item, "Story", vec![nowhere()], None));
    for result in site.apply(&[create("1"), create("2")]).await {
        let error = result.unwrap_err();
        assert_eq!((error.kind(), error.effect()), (ErrorKind::InputInvalid, Effect::None));
    }
    assert_eq!(site.simulated().issue_count(), 0);
}

#[tokio::test]
async fn a_parent_is_set_in_the_same_request_and_its_lack_is_a_loss() {
    let mut site = Site::new().await;
    let epic = site.create("1", "Epic", vec![], None);
    site.make(vec![epic]).await;
    let story = site.draft(site.create("2", "Story", vec![], Some("1")));
    assert_eq!(story.optional, [ItemId::new("1")]);
    let made = site.apply(&[story]).await.pop().unwrap().unwrap().target.unwrap();
    let issue = site.simulated().issue(made.key.as_str()).unwrap();
    assert_eq!(issue.parent.as_deref(), Some("MIG-1"));

    let orphan = site.draft(site.create("3", "Story", vec![], Some("99")));
    let applied = site.apply(&[orphan]).await.pop().unwrap().unwrap();
    assert_eq!(applied.losses[0].kind, LossKind::ParentOutside);

    let child = site.draft(site.create("4", "Sub-task", vec![], Some("99")));
    assert_eq!(child.needs, [ItemId::new("99")]);
    let error = site.apply(&[child]).await.pop().unwrap().unwrap_err();
    assert_eq!((error.kind(), error.effect()), (ErrorKind::Misuse, Effect::None));
}

#[tokio::test]
async fn no_orders_are_no_requests() {
    let site = Site::new().await;
    let before = site.simulator.counts().total();
    assert!(site.apply(&[]).await.is_empty());
    assert!(site.locate(&[], None).await.is_empty());
    assert!(site.target.prepare(&[]).await.is_empty());
    assert!(site.standing(&[]).await.is_empty());
    assert_eq!(site.simulator.counts().total(), before);
}
