//! Issues that stand, changed: fields, texts, work logs, watchers, properties, sprints, places.

use std::time::Duration;

use http::{Method, StatusCode};
use migrayt_connectors::jira::Settings;
use migrayt_core::id::{FieldId, ItemId, NodeId, PartId, PersonId};
use migrayt_core::operation::{Action, Command, OperationKind};
use migrayt_core::payload::Payload;
use migrayt_core::plan::{LossKind, RefusalKind};
use migrayt_core::port::{Drafted, Located};
use migrayt_core::value::Value;
use migrayt_core::{Content, Effect, ErrorKind};
use migrayt_testkit::fault::{Fault, Occurrence, Rule};
use migrayt_testkit::sim::jira::{JiraOptions, Rights};
use serde_json::json;
use time::macros::datetime;

use crate::site::{KEY, Site, TOKEN, URL, document, locate};

/// Somebody of the default site who does not write to it.
const EMMA: &str = "5b10ac8d82e05b22cc7d4ef5";

async fn with_issues(count: u32) -> Site {
    let mut site = Site::new().await;
    let commands = (1..=count).map(|number| site.story(&number.to_string())).collect();
    site.make(commands).await;
    site
}

fn on(item: &str, action: Action) -> Command {
    Command::on(ItemId::new(item), action)
}

fn update(item: &str, fields: Vec<(&str, Value)>) -> Command {
    let fields = fields.into_iter().map(|(id, value)| (FieldId::new(id), value)).collect();
    on(item, Action::Update { fields })
}

fn rewrite(item: &str, words: &str) -> Command {
    let body = Content::new(document(words));
    on(item, Action::RewriteBody { field: FieldId::new("description"), body, before: None })
}

fn worklog(item: &str, part: &str, seconds: u64) -> Command {
    let action = Action::Worklog {
        source: PartId::new(part),
        started: datetime!(2026-03-01 12:00:30 +1),
        seconds,
        body: Some(Content::new(document("Work"))),
    };
    on(item, action)
}

fn watch(item: &str, person: &str) -> Command {
    on(item, Action::Watch { person: PersonId::new(person) })
}

fn enter(item: &str, sprint: &str) -> Command {
    on(item, Action::Sprint { sprint: NodeId::new(sprint) })
}

fn rank(item: &str, after: &str) -> Command {
    on(item, Action::Rank { after: ItemId::new(after) })
}

fn property(item: &str, value: u32) -> Command {
    let value = Payload::new(json!({ "b": value, "a": [1, 2] }));
    on(item, Action::Property { name: "source".to_owned(), value })
}

/// One command of each kind, another of the kind that is not sent, and where its request goes.
fn each() -> Vec<(Command, Command, Method, &'static str)> {
    let title = |words| update("1", vec![("summary", Value::text(words))]);
    vec![
        (title("New"), title("Newer"), Method::PUT, "/rest/api/3/issue/"),
        (rewrite("1", "Again"), rewrite("1", "Never"), Method::PUT, "/rest/api/3/issue/"),
        (worklog("1", "w1", 3600), worklog("1", "w2", 3600), Method::POST, "/worklog"),
        (watch("1", EMMA), watch("2", EMMA), Method::POST, "/watchers"),
        (property("1", 1), property("1", 2), Method::PUT, "/properties/source"),
        (enter("1", "Sprint 2"), enter("2", "Sprint 2"), Method::POST, "/sprint/"),
        (rank("1", "2"), rank("2", "1"), Method::PUT, "/issue/rank"),
    ]
}

async fn found(site: &Site, drafted: &[Drafted]) -> Vec<Located> {
    // Another process looks.
    let other = site.another(&Settings::new(URL, KEY), TOKEN);
    let located = locate(&other, drafted, &site.known, None, site.clock.as_ref()).await;
    located.into_iter().map(Result::unwrap).collect()
}

#[tokio::test]
async fn every_kind_is_found_after_its_answer_was_lost_and_others_are_not() {
    for (command, other, method, path) in each() {
        let site = with_issues(2).await;
        let kind = command.key.kind;
        let drafts = [site.draft(command), site.draft(other)];
        assert!(drafts.iter().all(|drafted| drafted.refusals.is_empty()), "{kind:?}");
        let lost = Rule::new(Fault::CloseAfterEffect).method(method.clone()).contains(path);
        site.simulator.inject(lost);
        let error = site.apply(&drafts[..1]).await.pop().unwrap().unwrap_err();
        assert_eq!(error.effect(), Effect::Unknown, "{kind:?}");
        site.simulator.heal();
        let located = found(&site, &drafts).await;
        assert!(matches!(located[0], Located::Found(_)), "{kind:?}");
        assert_eq!(located[1], Located::Absent, "{kind:?}");
        if kind == OperationKind::Worklog {
            // What would stand twice is never sent twice.
            assert_eq!(site.simulator.counts().of(&Method::POST, "/worklog"), 1);
        }
    }
}

#[tokio::test]
async fn every_kind_is_absent_if_it_never_arrived() {
    for (command, _, method, path) in each() {
        let site = with_issues(2).await;
        let kind = command.key.kind;
        let drafts = [site.draft(command)];
        let lost = Rule::new(Fault::CloseBeforeEffect).method(method).contains(path);
        site.simulator.inject(lost);
        let error = site.apply(&drafts).await.pop().unwrap().unwrap_err();
        assert_eq!(error.effect(), Effect::Unknown, "{kind:?}");
        site.simulator.heal();
        assert_eq!(found(&site, &drafts).await, [Located::Absent], "{kind:?}");
        site.apply(&drafts).await.pop().unwrap().unwrap();
        assert!(matches!(found(&site, &drafts).await[..], [Located::Found(_)]), "{kind:?}");
    }
}

#[tokio::test]
async fn definite_answers_are_told_from_indefinite_ones() {
    let json = "{\"errorMessages\":[],\"errors\":{}}";
    let html = "<html>An edge</html>";
    for (status, body, effect) in [
        (StatusCode::BAD_REQUEST, json, Effect::None),
        (StatusCode::FORBIDDEN, json, Effect::None),
        (StatusCode::NOT_FOUND, json, Effect::None),
        (StatusCode::PAYLOAD_TOO_LARGE, json, Effect::None),
        (StatusCode::TOO_MANY_REQUESTS, "", Effect::None),
        (StatusCode::BAD_REQUEST, html, Effect::Unknown),
        (StatusCode::INTERNAL_SERVER_ERROR, json, Effect::Unknown),
        (StatusCode::BAD_GATEWAY, html, Effect::Unknown),
    ] {
        for (command, _, method, path) in each() {
            let site = with_issues(2).await;
            let kind = command.key.kind;
            let fault = Fault::Status(status, body.into());
            site.simulator.inject(Rule::new(fault).method(method).contains(path));
            let error = site.apply_one(command).await.unwrap_err();
            assert_eq!(error.effect(), effect, "{kind:?} {status} {body}");
        }
    }
}

#[tokio::test]
async fn an_update_is_silent_where_it_may_be() {
    for (rights, silent) in [(Rights::Admin, 2), (Rights::Write, 0)] {
        let mut options = JiraOptions::default();
        options.logins[0].rights = rights;
        let mut site = Site::with(options).await;
        let story = site.story("1");
        site.make(vec![story]).await;
        let marked = Rule::new(Fault::Delay(Duration::ZERO)).contains("notifyusers=false");
        site.simulator.inject(marked);
        site.apply_one(update("1", vec![("summary", Value::text("New"))])).await.unwrap();
        site.apply_one(rewrite("1", "Again")).await.unwrap();
        assert_eq!(site.simulator.struck(), silent, "{rights:?}");
        assert_eq!(site.simulator.counts().of(&Method::GET, "/mypermissions"), 1);
        assert_eq!(site.simulated().issue("MIG-1").unwrap().fields["summary"], "New");
    }
}

#[tokio::test]
async fn a_text_that_people_changed_is_not_written_again() {
    let site = with_issues(1).await;
    let stands = |words| update("1", vec![("description", Value::rich(document(words)))]);
    let again = |before| {
        let (field, body) = (FieldId::new("description"), Content::new(document("Again")));
        on("1", Action::RewriteBody { field, body, before })
    };
    let first = Content::new(document("First"));
    let drafted = [site.draft(again(Some(first)))];
    let unknown = [site.draft(again(None))];
    for (words, is_done) in [("First", false), ("Changed", true), ("Again", true)] {
        site.apply_one(stands(words)).await.unwrap();
        let located = found(&site, &drafted).await;
        assert_eq!(matches!(located[..], [Located::Found(_)]), is_done, "{words}");
    }
    site.apply_one(stands("Changed")).await.unwrap();
    assert_eq!(found(&site, &unknown).await, [Located::Absent]);
}

#[tokio::test]
async fn an_update_changes_what_it_names_and_says_what_it_cannot() {
    let site = with_issues(1).await;
    let points = site.field("Story Points");
    let changes = || {
        vec![
            ("priority", Value::Choice("low".into())),
            ("labels", Value::Many(vec![Value::text("b"), Value::text("a")])),
            (points.as_str(), Value::Decimal(3.0)),
            ("timeoriginalestimate", Value::Duration(7_200)),
            ("duedate", Value::Date(time::macros::date!(2026 - 03 - 31))),
        ]
    };
    let drafted = [site.draft(update("1", changes()))];
    assert_eq!(found(&site, &drafted).await, [Located::Absent]);
    site.apply(&drafted).await.pop().unwrap().unwrap();
    assert!(matches!(found(&site, &drafted).await[..], [Located::Found(_)]));
    let issue = site.simulated().issue("MIG-1").unwrap();
    assert_eq!(issue.fields["summary"], "Item 1");
    assert_eq!(issue.fields["labels"], json!(["a", "b"]));

    let emptied = [site.draft(update(
        "1",
        vec![
            ("labels", Value::Many(vec![])),
            ("duedate", Value::Null),
            ("timeoriginalestimate", Value::Null),
            ("customfield_99999", Value::text("x")),
        ],
    ))];
    assert_eq!(emptied[0].digests, []);
    let losses: Vec<_> = emptied[0].losses.iter().map(|loss| loss.kind).collect();
    assert!(losses.contains(&LossKind::ValueUnmapped), "{losses:?}");
    assert!(losses.contains(&LossKind::FieldNotOnScreen), "{losses:?}");
    assert_eq!(found(&site, &emptied).await, [Located::Absent]);
    site.apply(&emptied).await.pop().unwrap().unwrap();
    assert!(matches!(found(&site, &emptied).await[..], [Located::Found(_)]));

    let untitled = site.draft(update("1", vec![("summary", Value::text(" "))]));
    assert_eq!(untitled.refusals[0].kind, RefusalKind::TitleEmpty);
    // Of which nothing can be carried, nothing is sent.
    let before = site.simulator.counts().of(&Method::PUT, "");
    let nothing = vec![("customfield_99999", Value::text("x"))];
    site.apply_one(update("1", nothing)).await.unwrap();
    assert_eq!(site.simulator.counts().of(&Method::PUT, ""), before);
}

#[tokio::test]
async fn a_work_log_carries_its_marker_and_leaves_the_estimate() {
    let mut site = Site::new().await;
    let estimate = vec![(FieldId::new("timeestimate"), Value::Duration(7_200))];
    let story = site.create("1", "Story", estimate, None);
    site.make(vec![story]).await;
    let drafted = site.draft(worklog("1", "w1", 3_601));
    assert_eq!(drafted.losses[0].kind, LossKind::Shortened);
    let applied = site.apply(&[drafted]).await.pop().unwrap().unwrap();
    let issue = site.simulated().issue("MIG-1").unwrap();
    assert_eq!(applied.part.unwrap().as_str(), issue.worklogs[0].id.to_string());
    assert_eq!(issue.worklogs[0].seconds, 3_600);
    assert_eq!(issue.worklogs[0].started, datetime!(2026-03-01 11:00:30 UTC));
    assert_eq!(issue.worklogs[0].properties["migrayt"]["part"], "w1");
    assert_eq!(issue.fields["timetracking"]["remainingEstimateSeconds"], 7_200);
    let none = site.draft(worklog("1", "w2", 0));
    assert_eq!(none.refusals[0].kind, RefusalKind::ValueInvalid);
}

#[tokio::test]
async fn what_stands_besides_fields_is_read_back_and_asked_for_only_if_needed() {
    let site = with_issues(1).await;
    let id = [site.known.items[&ItemId::new("1")].id.clone()];
    let watchers = || site.simulator.counts().of(&Method::GET, "/watchers");
    let alone = site.standing(&id).await.pop().unwrap();
    assert_eq!(watchers(), 0, "we alone watch what we made");
    let drafts: Vec<_> =
        (0..25).map(|number| site.draft(worklog("1", &format!("w{number}"), 3_600))).collect();
    for result in site.apply(&drafts).await {
        result.unwrap();
    }
    let watching = site.draft(watch("1", EMMA));
    site.apply(std::slice::from_ref(&watching)).await.pop().unwrap().unwrap();
    let standing = site.standing(&id).await.pop().unwrap();
    assert_eq!(standing.worklogs.len(), 25, "more than one answer of many issues holds");
    assert!(standing.worklogs.iter().all(|it| it.digest == drafts[0].digests[0].digest));
    assert!(!alone.digests.contains(&watching.digests[0]));
    assert!(standing.digests.contains(&watching.digests[0]));
    assert_eq!(standing.digests.len(), alone.digests.len() + 1);
    assert_eq!(watchers(), 1);
}

#[tokio::test]
async fn fifty_issues_enter_a_sprint_in_one_request_and_one_fails_alone() {
    let mut site = with_issues(60).await;
    let drafts: Vec<_> =
        (1..=60).map(|number| site.draft(enter(&number.to_string(), "Sprint 2"))).collect();
    for result in site.apply(&drafts).await {
        result.unwrap();
    }
    assert_eq!(site.simulator.counts().of(&Method::POST, "/sprint/{id}/issue"), 2);
    assert_eq!(found(&site, &drafts).await.len(), 60);
    for located in found(&site, &drafts).await {
        assert!(matches!(located, Located::Found(_)));
    }
    site.known.items.get_mut(&ItemId::new("7")).unwrap().id = "99999".into();
    let results = site.apply(&drafts).await;
    for (number, result) in (1..).zip(results) {
        match result {
            Ok(_) => assert_ne!(number, 7),
            Err(error) => {
                assert_eq!(number, 7, "{error}");
                assert_eq!(error.effect(), Effect::None);
            }
        }
    }
    let error = site.apply_one(enter("1", "No such sprint")).await.unwrap_err();
    assert_eq!((error.kind(), error.effect()), (ErrorKind::InputInvalid, Effect::None));
}

#[tokio::test]
async fn ranks_that_build_on_each_other_are_one_request_in_whatever_order() {
    let mut site = with_issues(5).await;
    // 5, 4, 3, 2 after 1, told from the end.
    let orders = [rank("2", "3"), rank("3", "4"), rank("4", "5"), rank("5", "1")];
    let drafts = orders.map(|command| site.draft(command));
    for result in site.apply(&drafts).await {
        result.unwrap();
    }
    assert_eq!(site.simulated().ranking(), ["MIG-1", "MIG-5", "MIG-4", "MIG-3", "MIG-2"]);
    assert_eq!(site.simulator.counts().of(&Method::PUT, "/issue/rank"), 1);
    for located in found(&site, &drafts).await {
        assert!(matches!(located, Located::Found(_)));
    }
    // One issue that is gone spoils only its own place.
    site.known.items.get_mut(&ItemId::new("2")).unwrap().id = "99999".into();
    let results = site.apply(&drafts).await;
    let failed: Vec<_> = results.iter().map(std::result::Result::is_err).collect();
    assert_eq!(failed, [true, false, false, false]);
}

#[tokio::test]
async fn a_place_that_cannot_be_had_leaves_no_gap_in_the_order() {
    let mut site = with_issues(5).await;
    let orders = [rank("2", "3"), rank("3", "4"), rank("4", "5"), rank("5", "1")];
    let drafts = orders.map(|command| site.draft(command));
    // What the first is placed after is gone, which spoils the request, and so is one of the middle.
    for gone in ["1", "3"] {
        site.known.items.get_mut(&ItemId::new(gone)).unwrap().id = "99999".into();
    }
    let results = site.apply(&drafts).await;
    let failed: Vec<_> = results.iter().map(std::result::Result::is_err).collect();
    assert_eq!(failed, [false, true, false, true]);
    assert_eq!(site.simulated().ranking(), ["MIG-1", "MIG-3", "MIG-5", "MIG-4", "MIG-2"]);
}

#[tokio::test]
async fn a_property_never_takes_the_place_of_the_marker() {
    let site = with_issues(1).await;
    let refused = |name: &str, value| {
        let value = Payload::new(value);
        let drafted = site.draft(on("1", Action::Property { name: name.to_owned(), value }));
        drafted.refusals.first().map(|refusal| refusal.kind)
    };
    assert_eq!(refused("migrayt", json!(1)), Some(RefusalKind::ValueInvalid));
    assert_eq!(refused("", json!(1)), Some(RefusalKind::ValueInvalid));
    assert_eq!(refused("source", json!(null)), Some(RefusalKind::ValueInvalid));
    assert_eq!(refused("source", json!("x".repeat(32_766))), None);
    assert_eq!(refused("source", json!("x".repeat(32_767))), Some(RefusalKind::TextTooLong));
    assert_eq!(refused(&"n".repeat(256), json!(1)), Some(RefusalKind::TextTooLong));
    site.apply_one(property("1", 1)).await.unwrap();
    let issue = site.simulated().issue("MIG-1").unwrap();
    assert_eq!(issue.properties["source"], json!({ "a": [1, 2], "b": 1 }));
    assert_eq!(issue.properties["migrayt"]["id"], "1");
}

#[tokio::test]
async fn a_lost_answer_of_what_can_be_sent_twice_is_no_doubt() {
    for (command, _, method, path) in each() {
        let kind = command.key.kind;
        if kind == OperationKind::Worklog {
            continue;
        }
        let site = with_issues(2).await;
        let lost = Rule::new(Fault::CloseAfterEffect).method(method).contains(path);
        site.simulator.inject(lost.on(Occurrence::Nth(1)));
        site.apply_one(command).await.unwrap();
        assert_eq!(site.simulator.struck(), 1, "{kind:?}");
    }
}
