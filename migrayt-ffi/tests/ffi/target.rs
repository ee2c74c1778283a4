//! A target that the host implements keeps the port's contract.

use std::sync::{Arc, Mutex};

use migrayt_core::catalog::NodeKind;
use migrayt_core::digest::DigestKey;
use migrayt_core::id::ItemId;
use migrayt_core::operation::{Action, Command};
use migrayt_core::port::{Applied, Bindings, Finished, Order, Preparation, Target as _};
use migrayt_core::value::Value;
use migrayt_core::{Effect, ErrorKind};
use migrayt_ffi::face::host::HostTarget;
use migrayt_testkit::conformance::target::{Breach, Known, suite};
use serde_json::{Value as Json, json};

use crate::host::{Host, Said};
use crate::{answers, mishaps};

async fn judge(make: impl Fn() -> Host) -> Result<(), Breach> {
    let newest: Arc<Mutex<Option<Arc<Host>>>> = Arc::default();
    let troubled = newest.clone();
    let known = Known::default()
        .value("place", Value::Cascade("South".into(), Some("Pole".into())))
        .troubling(move |trouble| {
            let host = troubled.lock().unwrap().clone();
            host.unwrap().trouble(trouble.map(mishaps::told));
            true
        });
    let fresh = async || {
        let host = Arc::new(make());
        *newest.lock().unwrap() = Some(host.clone());
        Arc::new(HostTarget::open(host).await.unwrap())
    };
    suite(fresh, &known).await
}

#[tokio::test]
async fn a_target_of_a_host_passes_in_every_format() {
    for format in ["html", "markdown", "adf", "wiki"] {
        if let Err(breach) = judge(|| Host::writing(format)).await {
            panic!("{format}: {breach}");
        }
    }
}

#[tokio::test]
async fn a_modest_target_passes() {
    for locate in ["none", "found", "both"] {
        judge(|| Host::modest(locate)).await.unwrap();
    }
}

#[tokio::test]
async fn files_without_markers_are_told_apart_by_name_and_size() {
    judge(|| Host::spoilt(mishaps::keeps_no_markers_of_files)).await.unwrap();
}

#[tokio::test]
async fn a_host_that_does_wrong_is_found() {
    for (mishap, case) in mishaps::OF_TARGET {
        let breach = judge(|| Host::spoilt(mishap)).await.unwrap_err();
        assert_eq!(breach.case, case, "{breach}");
    }
}

#[tokio::test]
async fn what_stands_is_shown_in_words() {
    let target = HostTarget::open(Arc::new(Host::new())).await.unwrap();
    let key = DigestKey::new([7; 32]);
    let catalog = target.catalog(&key).await.unwrap();
    let labels = Value::Many(vec![Value::text("red"), Value::text("blue")]);
    let mut new = answers::new_item("1");
    new.fields.push(("labels".into(), labels));
    let command = Command::on(ItemId::new("1"), Action::Create(Box::new(new)));
    let drafts = target.draft(&catalog, &[command], &key);
    let order = Order { drafted: &drafts[0], attempt: &"att_1".into(), known: &Bindings::new() };
    let [made] = target.apply(&[order]).await.try_into().unwrap();
    let made: Applied = made.unwrap();
    let shown = target.show(&made.target.unwrap().id, &catalog).await.unwrap().unwrap();
    let words: Vec<_> =
        shown.fields.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    assert_eq!(
        words,
        [("labels", "red, blue"), ("title", "secret"), ("status", "Open"), ("issuetype", "Story")]
    );
    assert!(target.show(&"D-99".into(), &catalog).await.unwrap().is_none());
}

#[tokio::test]
async fn a_host_that_knows_nothing_of_days_leaves_things_as_they_are() {
    let target = HostTarget::open(Arc::new(Host::new())).await.unwrap();
    let sprints = [Preparation::new(NodeKind::Sprint, "One")];
    let results = target.finish(&sprints, time::macros::date!(2026 - 03 - 29)).await;
    assert_eq!(results.into_iter().collect::<Result<Vec<_>, _>>().unwrap(), [Finished::Left]);
}

#[tokio::test]
async fn ids_that_cannot_be_kept_are_refused() {
    type Case = (fn(&mut Json), &'static str);
    let cases: [Case; 2] = [
        (|catalog| catalog["people"][1]["id"] = json!("jamal@fabrikam.example"), "place: 1"),
        (|catalog| catalog["fields"][1]["id"] = json!("status"), "field: status"),
    ];
    for (change, fact) in cases {
        let host = Host::spoilt(move |method: &str, said: &mut Said| {
            if method == "target.catalog" {
                change(&mut said.as_mut().unwrap().0);
            }
        });
        let target = HostTarget::open(Arc::new(host)).await.unwrap();
        let error = target.catalog(&DigestKey::new([7; 32])).await.unwrap_err();
        mishaps::is(&error, ErrorKind::InputInvalid, Effect::None, &[fact]);
        assert!(!error.to_string().contains("jamal"), "{error}");
    }
}
