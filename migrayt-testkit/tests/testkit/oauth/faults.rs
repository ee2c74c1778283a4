use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, StatusCode};
use migrayt_core::port::Clock as _;
use migrayt_testkit::clock::VirtualClock;
use migrayt_testkit::fault::{Fault, Faulty, Occurrence, Rule};
use migrayt_testkit::sim::oauth::{Authority, Platform};
use serde_json::{Value, json};

use super::{authority, begin, minutes};
use crate::client::Client;

const TOKEN: &str = "/oauth/token";

async fn faulty(fault: Fault) -> (Arc<Faulty<Authority>>, Client, Value) {
    let authority = authority(Platform::Atlassian);
    let tokens = begin(&authority, minutes(0));
    let rule = Rule::new(fault).method(Method::POST).prefix(TOKEN).on(Occurrence::Nth(1));
    let authority = Arc::new(Faulty::new(authority).with(rule));
    let client = Client::of(authority.clone()).await;
    let ask = json!({
        "grant_type": "refresh_token", "client_id": "app", "client_secret": "app-secret",
        "refresh_token": tokens.refresh_token,
    });
    (authority, client, ask)
}

#[tokio::test]
async fn an_answer_that_is_lost_after_the_effect_is_made_good_by_a_retry() {
    for fault in [
        Fault::CloseAfterEffect,
        Fault::Truncate(20),
        Fault::GatewayAfterEffect(StatusCode::BAD_GATEWAY),
    ] {
        let (authority, client, ask) = faulty(fault.clone()).await;
        let kind = [("content-type", "application/json")];
        let lost = client.ask(Method::POST, TOKEN, &kind, ask.to_string().into()).await;
        match fault {
            Fault::GatewayAfterEffect(status) => assert_eq!(lost.unwrap().status, status),
            _ => assert!(lost.is_err(), "{lost:?}"),
        }
        assert_eq!(authority.inner().tally().refreshes, 1, "it happened");
        client.clock.advance_to(minutes(9));
        client.post(TOKEN, &ask).await.with(200);
        client.clock.advance_to(minutes(10));
        client.post(TOKEN, &ask).await.with(403);
        let tally = authority.inner().tally();
        assert_eq!((tally.retries, tally.reuses, tally.grants_lost), (1, 1, 1));
    }
}

#[tokio::test]
async fn what_fails_before_the_effect_changes_nothing() {
    let page = Bytes::from_static(b"<html><body>Service Unavailable</body></html>");
    for (fault, status, kind) in [
        (Fault::Status(StatusCode::SERVICE_UNAVAILABLE, page), Some(503), "text/html"),
        (Fault::Throttle { retry_after: Some(30) }, Some(429), "application/json; charset=utf-8"),
        (Fault::CloseBeforeEffect, None, ""),
    ] {
        let (authority, client, ask) = faulty(fault).await;
        let header = [("content-type", "application/json")];
        let answer = client.ask(Method::POST, TOKEN, &header, ask.to_string().into()).await.ok();
        assert_eq!(answer.as_ref().map(|it| it.status.as_u16()), status);
        assert_eq!(answer.as_ref().map_or("", |it| it.header("content-type")), kind);
        if status == Some(429) {
            assert_eq!(answer.unwrap().header("retry-after"), "30");
        }
        assert_eq!(authority.inner().tally().token_calls, 0);
        client.post(TOKEN, &ask).await.with(200);
        let tally = authority.inner().tally();
        assert_eq!((tally.refreshes, tally.retries), (1, 0));
    }
}

#[tokio::test]
async fn a_slow_answer_takes_its_time() {
    let (_, client, ask) = faulty(Fault::Delay(Duration::from_mins(3))).await;
    client.post(TOKEN, &ask).await.with(200);
    assert_eq!(client.clock.now(), VirtualClock::START + Duration::from_mins(3));
}
