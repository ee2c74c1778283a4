use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, StatusCode};
use migrayt_core::port::Clock as _;
use migrayt_testkit::fault::{Fault, Faulty, Occurrence, Rule};
use migrayt_testkit::sim::jira::Jira;
use serde_json::json;

use crate::client::Client;
use crate::jira::new;
use migrayt_testkit::clock::VirtualClock;

const CREATE: &str = "/rest/api/3/issue";
const READ: &str = "/rest/api/3/myself";

/// A site that answers badly, and someone who asks it.
async fn faulty(rules: impl IntoIterator<Item = Rule>) -> (Arc<Faulty<Jira>>, Client) {
    let site = rules.into_iter().fold(Faulty::new(Jira::default()), Faulty::with);
    let site = Arc::new(site);
    let login = site.inner().options().logins[0].clone();
    let client = Client::of(site.clone()).await.basic(&login.email, &login.token);
    (site, client)
}

#[tokio::test]
async fn a_connection_is_closed_before_or_after_the_effect() {
    for (fault, made) in [(Fault::CloseBeforeEffect, 0), (Fault::CloseAfterEffect, 1)] {
        let rule = Rule::new(fault).method(Method::POST).on(Occurrence::First(1));
        let (site, client) = faulty([rule]).await;
        let kind = [("content-type", "application/json")];
        let body = new("a").to_string();
        let lost = client.ask(Method::POST, CREATE, &kind, body.into()).await;
        assert!(lost.is_err(), "{lost:?}");
        assert_eq!(site.inner().issue_count(), made);
        client.post(CREATE, &new("b")).await.with(201);
        assert_eq!(site.struck(), 1);
    }
}

#[tokio::test]
async fn a_gateway_answers_although_it_happened() {
    let rule = Rule::new(Fault::GatewayAfterEffect(StatusCode::BAD_GATEWAY)).prefix(CREATE);
    let (site, client) = faulty([rule]).await;
    let answer = client.post(CREATE, &new("a")).await;
    assert_eq!(answer.status, 502);
    assert!(answer.header("content-type").starts_with("text/html"));
    assert_eq!(site.inner().issue_count(), 1);
}

#[tokio::test]
async fn an_answer_breaks_off() {
    let (_, client) = faulty([Rule::new(Fault::Truncate(7))]).await;
    assert!(client.ask(Method::GET, READ, &[], Bytes::new()).await.is_err());
}

#[tokio::test]
async fn a_pause_is_asked_for_with_a_429_and_with_a_200() {
    let (_, client) = faulty([
        Rule::new(Fault::Throttle { retry_after: Some(12) }).on(Occurrence::Nth(1)),
        Rule::new(Fault::Pause { retry_after: 3 }).on(Occurrence::Nth(2)),
        Rule::new(Fault::Throttle { retry_after: None }).on(Occurrence::Nth(3)),
    ])
    .await;
    let mut seen = Vec::new();
    for _ in 0..4 {
        let answer = client.get(READ).await;
        seen.push((answer.status.as_u16(), answer.header("retry-after").to_owned()));
    }
    let expected = [(429, "12"), (200, "3"), (429, ""), (200, "")];
    assert_eq!(seen, expected.map(|(status, pause)| (status, pause.to_owned())));
}

#[tokio::test]
async fn a_sign_in_page_and_a_status_take_the_place_of_an_answer() {
    let refused = Fault::Status(StatusCode::SERVICE_UNAVAILABLE, Bytes::from_static(b"down"));
    let (site, client) = faulty([
        Rule::new(Fault::SignInPage).contains("myself"),
        Rule::new(refused).method(Method::POST),
    ])
    .await;
    let page = client.get(READ).await;
    assert_eq!(page.status, 203);
    assert!(page.header("content-type").starts_with("text/html"));
    let down = client.post(CREATE, &new("a")).await;
    assert_eq!((down.status.as_u16(), down.body), (503, Bytes::from_static(b"down")));
    assert_eq!(site.inner().issue_count(), 0);
    site.heal();
    client.post(CREATE, &new("a")).await.with(201);
}

#[tokio::test]
async fn a_delay_passes_on_the_clock() {
    let (_, client) = faulty([Rule::new(Fault::Delay(Duration::from_mins(5)))]).await;
    client.get(READ).await.with(200);
    assert_eq!(client.clock.now(), VirtualClock::START + Duration::from_mins(5));
}

#[tokio::test]
async fn random_faults_follow_from_their_seed_and_end() {
    let chance = Occurrence::Randomly { seed: 5, permille: 500, in_a_row: 2 };
    let fault = || Fault::Status(StatusCode::BAD_GATEWAY, Bytes::new());
    let mut runs = Vec::new();
    for _ in 0..2 {
        let (site, client) = faulty([Rule::new(fault()).on(chance)]).await;
        let mut seen = Vec::new();
        for _ in 0..30 {
            seen.push(client.get(READ).await.status.as_u16());
        }
        assert!(!seen.windows(3).any(|three| three == [502; 3]), "{seen:?}");
        assert!(site.struck() > 5);
        assert_eq!(site.counts().of(&Method::GET, "myself"), 30);
        runs.push(seen);
    }
    assert_eq!(runs[0], runs[1]);
}

#[tokio::test]
async fn requests_are_counted_by_route() {
    let (site, client) = faulty([]).await;
    client.post(CREATE, &new("a")).await.with(201);
    client.get("/rest/api/3/issue/MIG-1").await.with(200);
    client.get("/rest/api/3/issue/10001").await.with(200);
    let body = json!({"issueUpdates": [new("b")]});
    client.post("/rest/api/3/issue/bulk", &body).await.with(201);
    let counts = site.counts();
    assert_eq!(counts.total(), 4);
    assert_eq!(counts.of(&Method::GET, "/rest/api/3/issue/{id}"), 2);
    assert_eq!(counts.of(&Method::POST, "bulk"), 1);
}
