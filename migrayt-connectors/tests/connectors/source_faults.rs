//! What goes wrong while reading.

use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _};
use http::{Method, StatusCode};
use migrayt_connectors::azure_devops::{AzureDevOps, Settings};
use migrayt_core::digest::DigestKey;
use migrayt_core::port::{ReadPlan, ReadView, Source as _};
use migrayt_core::{Effect, Error, ErrorKind};
use migrayt_testkit::fault::{Fault, Occurrence, Rule};
use migrayt_testkit::sim::azure_devops::{AzureDevOps as Simulated, SignIn};
use serde_json::json;

use crate::organisation::{
    Organisation, PROJECT, TOKEN, URL, item, items, read, small_pages, varied,
};

async fn scan(source: &AzureDevOps) -> Error {
    source.catalog(&DigestKey::new([1; 32])).await.unwrap_err()
}

#[tokio::test]
async fn a_wrong_token_is_named_as_such_however_the_service_answers() {
    for sign_in in [SignIn::Page, SignIn::Redirect, SignIn::Refuse] {
        let simulated = Simulated::new("fabrikam", PROJECT, TOKEN).with_sign_in(sign_in);
        let organisation = Organisation::of(simulated, varied());
        let source = organisation.source_with(&Settings::new(URL, PROJECT), "wrong");
        for error in [scan(&source).await, read(&source).await.unwrap_err()] {
            assert_eq!(error.kind(), ErrorKind::Unauthenticated, "{sign_in:?} {error:?}");
            assert!(error.help().is_some(), "{error:?}");
        }
        assert_eq!(source.requests().total(), 2, "a wrong token is not tried again");
    }
}

#[tokio::test]
async fn a_sign_in_page_in_the_middle_is_an_end_of_the_credential() {
    let organisation = Organisation::new(varied());
    let source = organisation.source();
    let rule = Rule::new(Fault::SignInPage).contains("workitemsbatch");
    organisation.simulator.inject(rule);
    assert_eq!(read(&source).await.unwrap_err().kind(), ErrorKind::Unauthenticated);
}

#[tokio::test]
async fn a_missing_project_is_named() {
    let organisation = Organisation::new(varied());
    let source = organisation.source_with(&Settings::new(URL, "Shopp"), TOKEN);
    for error in [scan(&source).await, read(&source).await.unwrap_err()] {
        assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
        assert!(error.to_string().contains("endpoint: azure-devops:fabrikam/Shopp"), "{error}");
        assert!(error.help().is_some(), "{error:?}");
    }
    let source = organisation.source_with(&Settings::new(URL, "shop"), TOKEN);
    let error = scan(&source).await;
    assert_eq!(error.kind(), ErrorKind::ConfigInvalid);
    assert!(error.to_string().contains("spelt: Shop"), "{error}");
}

#[tokio::test]
async fn a_truncated_answer_is_asked_for_again_and_then_named() {
    let organisation = Organisation::new(varied());
    let source = organisation.source();
    let rule = || Rule::new(Fault::Truncate(700)).contains("workitemsbatch");
    organisation.simulator.inject(rule().on(Occurrence::First(2)));
    assert_eq!(read(&source).await.unwrap().len(), 7);

    organisation.simulator.heal();
    organisation.simulator.inject(rule());
    let mut stream = source.read(ReadPlan::all(ReadView::Full));
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::DataCorrupt | ErrorKind::Unavailable), "{error:?}");
    assert_eq!(error.effect(), Effect::None, "a question changes nothing");
    assert!(stream.next().await.is_none(), "after an error the stream ends");
}

#[tokio::test]
async fn an_answer_that_is_not_json_is_told_by_its_place() {
    let organisation = Organisation::new(varied());
    let source = organisation.source();
    let body = "{\n\"value\": [{\"id\": \"a secret\"}]}";
    let fault = Fault::Status(StatusCode::OK, body.into());
    organisation.simulator.inject(Rule::new(fault).contains("workitemsbatch"));
    let error = read(&source).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::DataCorrupt);
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("line: 2") && !shown.contains("secret"), "{shown}");
}

#[tokio::test]
async fn a_service_that_is_down_for_a_while_is_waited_for() {
    let organisation = Organisation::new(varied());
    let source = organisation.source();
    for fault in [
        Fault::Status(StatusCode::SERVICE_UNAVAILABLE, "down".into()),
        Fault::CloseBeforeEffect,
        Fault::CloseAfterEffect,
        Fault::GatewayAfterEffect(StatusCode::BAD_GATEWAY),
        Fault::Delay(Duration::from_secs(101)),
    ] {
        organisation.simulator.heal();
        organisation.simulator.inject(Rule::new(fault.clone()).on(Occurrence::First(2)));
        assert_eq!(read(&source).await.unwrap().len(), 7, "{fault:?}");
    }
}

#[tokio::test]
async fn a_service_that_stays_down_is_given_up_after_four_tries() {
    let organisation = Organisation::new(varied());
    let source = organisation.source();
    let fault = Fault::Status(StatusCode::SERVICE_UNAVAILABLE, "down".into());
    organisation.simulator.inject(Rule::new(fault));
    let error = scan(&source).await;
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert!(error.to_string().contains("tries: 4"), "{error}");
    assert_eq!(organisation.simulator.counts().total(), 4);
}

#[tokio::test]
async fn a_file_that_breaks_off_is_never_a_whole_one() {
    let organisation = Organisation::new(varied());
    let source = organisation.source();
    let found = read(&source).await.unwrap();
    for file in &found[1].attachments {
        let fault = Fault::Truncate(2);
        organisation.simulator.inject(Rule::new(fault).contains("/attachments/"));
        let bytes = source.open(file).await.unwrap();
        assert!(bytes.try_collect::<Vec<_>>().await.is_err());
        organisation.simulator.heal();
    }
    // A file that is shorter than its item says.
    let mut shorter = found[1].attachments[1].clone();
    shorter.size = Some(6);
    let bytes = source.open(&shorter).await.unwrap();
    let error = bytes.try_collect::<Vec<_>>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::DataCorrupt);
}

#[tokio::test]
async fn an_answer_beyond_the_limit_is_asked_for_in_halves() {
    let long = "x".repeat(60_000);
    let fields = json!({ "System.Description": format!("<p>{long}</p>") });
    let organisation = Organisation::new((1..=8).map(|id| item(id, &fields)).collect());
    let source = |max_answer| {
        let mut parts = organisation.parts(organisation.wire(), TOKEN);
        parts.max_answer = max_answer;
        AzureDevOps::new(&Settings::new(URL, PROJECT), parts).unwrap()
    };
    assert_eq!(read(&source(300_000)).await.unwrap().len(), 8);
    assert_eq!(organisation.simulator.counts().of(&Method::POST, "workitemsbatch"), 1 + 2);
    // One item alone is too large.
    let error = read(&source(50_000)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::DataCorrupt);
    assert!(error.to_string().contains("limit_bytes: 50000"), "{error}");
}

#[tokio::test]
async fn items_that_vanish_while_they_are_read_are_left_out() {
    let organisation = Organisation::new(varied());
    let source = organisation.source();
    let fault = Fault::Status(StatusCode::NOT_FOUND, "TF401232: gone".into());
    organisation.simulator.inject(Rule::new(fault).contains("/3/comments"));
    let ids: Vec<_> =
        read(&source).await.unwrap().iter().map(|it| it.id.as_str().to_owned()).collect();
    assert_eq!(ids, ["1", "2", "5", "8", "13", "21"]);
}

#[tokio::test]
async fn one_right_less_is_named_with_the_project() {
    let organisation = Organisation::new(items([1, 2]));
    let source = organisation.source_with(&small_pages(URL), TOKEN);
    organisation.simulator.inject(Rule::new(Fault::Status(StatusCode::FORBIDDEN, "no".into())));
    let error = read(&source).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PermissionDenied);
    assert!(error.to_string().contains("endpoint: azure-devops:fabrikam/Shop"), "{error}");
    assert!(error.help().is_some());
}
