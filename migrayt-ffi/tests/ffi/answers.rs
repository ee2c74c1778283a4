//! Answers of another shape than was asked for.

use std::sync::Arc;

use futures_util::TryStreamExt as _;
use migrayt_core::catalog::Catalog;
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{AttemptId, ItemId};
use migrayt_core::marker::Origin;
use migrayt_core::operation::{Action, Command, NewItem};
use migrayt_core::port::{Applied, Bindings, Order, ReadPlan, ReadView, Source as _, Target as _};
use migrayt_core::value::Value;
use migrayt_core::{Effect, Error, ErrorKind, Result};
use migrayt_ffi::face::host::{HostSource, HostTarget};
use serde_json::{Value as Json, json};

use crate::host::{Host, Said};
use crate::mishaps::is;

/// What reading comes to if the first page is changed.
async fn reading(change: fn(&mut Json)) -> Error {
    let host = Host::spoilt(move |method: &str, said: &mut Said| {
        if let (true, Ok((value, _))) = (method == "source.read", said) {
            change(value);
        }
    });
    let source = HostSource::open(Arc::new(host)).await.unwrap();
    let pages = source.read(ReadPlan::all(ReadView::Full));
    pages.try_collect::<Vec<_>>().await.unwrap_err()
}

#[tokio::test]
async fn an_item_of_another_shape_is_named_and_nothing_of_it_is_told() {
    type Case = (fn(&mut Json), &'static [&'static str]);
    let cases: [Case; 8] = [
        (
            |page| page["items"][1]["colour"] = json!("secret"),
            &["item: 2", "unknown field `colour`"],
        ),
        (|page| page["items"][1]["revision"] = json!("secret"), &["item: 2", "of another type"]),
        (|page| page["items"][1]["id"] = json!(7), &["place: 1", "of another type"]),
        (|page| page["items"][1]["fields"]["due"] = json!({ "date": "secret" }), &["field: due"]),
        (
            |page| page["items"][1]["fields"]["due"] = json!({ "day": "secret" }),
            &["field: due", "`text`"],
        ),
        (
            |page| page["items"][1]["fields"]["x"] = json!({ "cascade": [] }),
            &["item: 2", "field: x"],
        ),
        (
            |page| page["items"][1]["comments"][0]["body"] = json!({ "bool": true }),
            &["comment: 2-1"],
        ),
        (|page| page["items"][1] = page["items"][0].clone(), &["item: 1", "twice"]),
    ];
    for (change, facts) in cases {
        let error = reading(change).await;
        is(&error, ErrorKind::InputInvalid, Effect::None, facts);
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    }
}

#[tokio::test]
async fn a_place_that_does_not_move_on_is_not_read_for_ever() {
    let error = reading(|page| page["cursor"] = json!("1")).await;
    is(&error, ErrorKind::InputInvalid, Effect::None, &["cursor"]);
    let error = reading(|page| page["cursor"] = json!(null)).await;
    is(&error, ErrorKind::InputInvalid, Effect::None, &["cursor"]);
}

/// What two creations come to if the host's answer is changed.
async fn creating(change: fn(&mut Said)) -> Vec<Result<Applied>> {
    let host = Arc::new(Host::spoilt(move |method: &str, said: &mut Said| {
        if method == "target.apply" {
            change(said);
        }
    }));
    let target = HostTarget::open(host).await.unwrap();
    let key = DigestKey::new([7; 32]);
    let catalog: Catalog = target.catalog(&key).await.unwrap();
    let commands = ["1", "2"].map(create);
    let drafts = target.draft(&catalog, &commands, &key);
    let (attempt, known) = (AttemptId::from_bits(1), Bindings::new());
    let order = |drafted| Order { drafted, attempt: &attempt, known: &known };
    target.apply(&drafts.iter().map(order).collect::<Vec<_>>()).await
}

fn create(item: &str) -> Command {
    Command::on(ItemId::new(item), Action::Create(Box::new(new_item(item))))
}

pub(crate) fn new_item(item: &str) -> NewItem {
    NewItem {
        type_id: "Story".into(),
        fields: vec![("title".into(), Value::text("secret"))],
        parent: None,
        origin: Origin {
            organization: "fabrikam".to_owned(),
            project: "Shop".to_owned(),
            item: ItemId::new(item),
            revision: 1,
        },
        history: None,
        provisional: Vec::new(),
    }
}

fn results(said: &mut Said) -> &mut Vec<Json> {
    said.as_mut().unwrap().0["results"].as_array_mut().unwrap()
}

#[tokio::test]
async fn what_does_not_account_for_every_order_leaves_all_in_doubt() {
    let changes: [fn(&mut Said); 3] = [
        |said| drop(results(said).pop()),
        |said| results(said).push(json!({ "ok": {} })),
        |said| said.as_mut().unwrap().0 = json!({ "results": "secret" }),
    ];
    for change in changes {
        for result in creating(change).await {
            assert_eq!(result.unwrap_err().effect(), Effect::Unknown);
        }
    }
}

#[tokio::test]
async fn an_order_fails_by_itself_and_may_have_happened_unless_the_host_says_no() {
    type Case = (fn(&mut Said), ErrorKind, Effect);
    let cases: [Case; 4] = [
        (|said| results(said)[1] = json!({ "ok": {} }), ErrorKind::DataCorrupt, Effect::Unknown),
        (|said| results(said)[1] = json!({ "okay": {} }), ErrorKind::InputInvalid, Effect::Unknown),
        (
            |said| results(said)[1] = json!({ "error": { "kind": "Timeout" } }),
            ErrorKind::Timeout,
            Effect::Unknown,
        ),
        (
            |said| results(said)[1] = json!({ "error": { "kind": "Conflict", "effect": "none" } }),
            ErrorKind::Conflict,
            Effect::None,
        ),
    ];
    for (change, kind, effect) in cases {
        let [first, second] = creating(change).await.try_into().unwrap();
        assert!(first.is_ok());
        is(&second.unwrap_err(), kind, effect, &["operation: 2/create"]);
    }
}

#[tokio::test]
async fn what_a_host_is_must_be_told() {
    for port in ["source", "target"] {
        let host = Host::spoilt(move |method: &str, said: &mut Said| {
            if method.ends_with("describe") {
                said.as_mut().unwrap().0["endpoint"] = json!("");
            }
        });
        let host = Arc::new(host);
        let error = match port {
            "source" => HostSource::open(host).await.unwrap_err(),
            _ => HostTarget::open(host).await.unwrap_err(),
        };
        is(&error, ErrorKind::InputInvalid, Effect::None, &["method: describe", port]);
    }
}
