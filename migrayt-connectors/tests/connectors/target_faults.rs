//! What goes wrong while writing.

use http::{Method, StatusCode};
use migrayt_connectors::jira::{Jira, Settings};
use migrayt_core::port::Target as _;
use migrayt_core::{Effect, Error, ErrorKind};
use migrayt_testkit::fault::{Fault, Occurrence, Rule};
use migrayt_testkit::sim::jira::{JiraOptions, Login, Rights};

use crate::site::{EMAIL, KEY, Site, TOKEN, URL, comment, transition};

async fn scan(site: &Site, target: &Jira) -> Error {
    target.catalog(&site.digests).await.unwrap_err()
}

#[tokio::test]
async fn a_wrong_token_is_named_as_such() {
    let site = Site::new().await;
    let target = site.another(&Settings::new(URL, KEY), "wrong");
    for error in [scan(&site, &target).await, target.high_water().await.unwrap_err()] {
        assert_eq!(error.kind(), ErrorKind::Unauthenticated);
        assert!(error.to_string().contains("endpoint: jira:example/MIG"), "{error}");
        assert!(error.help().is_some());
    }
    assert_eq!(target.requests().total(), 2, "a wrong token is not tried again");
}

#[tokio::test]
async fn a_missing_project_is_named() {
    let site = Site::new().await;
    let target = site.another(&Settings::new(URL, "GONE"), TOKEN);
    let error = scan(&site, &target).await;
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(error.to_string().contains("endpoint: jira:example/GONE"), "{error}");
    assert!(error.help().is_some());
}

#[tokio::test]
async fn a_missing_right_is_a_definite_refusal() {
    let mut options = JiraOptions::default();
    let mut reader = options.logins[0].clone();
    reader.token = "reader".to_owned();
    reader.rights = Rights::Read;
    let mut nobody: Login = reader.clone();
    nobody.token = "nobody".to_owned();
    nobody.rights = Rights::ShutOut;
    assert_eq!(reader.email, EMAIL);
    options.logins.extend([reader, nobody]);
    let site = Site::with(options).await;
    let shut_out = site.another(&Settings::new(URL, KEY), "nobody");
    assert_eq!(scan(&site, &shut_out).await.kind(), ErrorKind::PermissionDenied);
    let reader = site.another(&Settings::new(URL, KEY), "reader");
    let drafted = [site.draft(site.story("1")), site.draft(site.story("2"))];
    let attempt = "att_1".into();
    let orders: Vec<_> = drafted
        .iter()
        .map(|drafted| migrayt_core::port::Order { drafted, attempt: &attempt, known: &site.known })
        .collect();
    for result in reader.apply(&orders).await {
        let error = result.unwrap_err();
        assert_eq!(error.effect(), Effect::None, "{error:?}");
        assert!(
            matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::InputInvalid),
            "{error:?}"
        );
    }
    assert_eq!(site.simulated().issue_count(), 0);
}

#[tokio::test]
async fn answers_that_are_not_the_sites_leave_a_doubt() {
    for (status, body) in [
        (StatusCode::BAD_REQUEST, "<html>400 Bad Request</html>"),
        (StatusCode::OK, "<html>maintenance</html>"),
        (StatusCode::CREATED, "{\"issues\":[],\"errors\":[]}"),
        (StatusCode::CREATED, "{\"issues\":[{\"id\":\"1\",\"key\":\"MIG-1\"}],\"errors\":[]}"),
        (StatusCode::CREATED, "{\"issues\":"),
        (StatusCode::INTERNAL_SERVER_ERROR, "{\"errorMessages\":[\"x\"],\"errors\":{}}"),
        (StatusCode::FOUND, ""),
    ] {
        let site = Site::new().await;
        let fault = Fault::Status(status, body.into());
        site.simulator.inject(Rule::new(fault).contains("issue/bulk").on(Occurrence::Nth(1)));
        let drafted = [site.draft(site.story("1")), site.draft(site.story("2"))];
        for result in site.apply(&drafted).await {
            assert_eq!(result.unwrap_err().effect(), Effect::Unknown, "{status} {body}");
        }
        assert_eq!(site.simulator.counts().of(&Method::POST, "issue/bulk"), 1, "{status} {body}");
    }
}

#[tokio::test]
async fn questions_before_a_write_leave_no_doubt() {
    let mut site = Site::new().await;
    let story = site.story("1");
    site.make(vec![story]).await;
    site.simulator.inject(Rule::new(Fault::CloseAfterEffect).contains("bulkfetch"));
    let error = site.apply_one(transition("1", "Done")).await.unwrap_err();
    assert_eq!((error.kind(), error.effect()), (ErrorKind::Unavailable, Effect::None));
}

#[tokio::test]
async fn a_comment_is_never_sent_twice() {
    let mut site = Site::new().await;
    let story = site.story("1");
    site.make(vec![story]).await;
    site.simulator.inject(Rule::new(Fault::CloseAfterEffect).contains("/comment"));
    let error = site.apply_one(comment("1", "c1", "Words")).await.unwrap_err();
    assert_eq!(error.effect(), Effect::Unknown);
    assert_eq!(site.simulated().issue("MIG-1").unwrap().comments.len(), 1);
    assert_eq!(site.simulator.counts().of(&Method::POST, "/comment"), 1);
}

#[tokio::test]
async fn a_bulk_that_is_too_large_for_the_site_is_sent_in_halves() {
    let mut options = JiraOptions::default();
    options.bulk_limit = 20;
    let mut site = Site::with(options).await;
    let commands = (1..=50).map(|number| site.story(&number.to_string())).collect();
    assert_eq!(site.make(commands).await.len(), 50);
    assert_eq!(site.simulated().issue_count(), 50);
}
