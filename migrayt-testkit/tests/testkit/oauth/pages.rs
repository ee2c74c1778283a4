use std::sync::Arc;

use bytes::Bytes;
use http::Method;
use migrayt_testkit::sim::oauth::{Authority, Consent, Platform};
use serde_json::{Value, json};

use super::{ACCOUNT, CALLBACK, TENANT, asked, authority};
use crate::client::{Answer, Client};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

async fn shown(platform: Platform) -> (Arc<Authority>, Client) {
    let authority = Arc::new(authority(platform));
    authority.answer_with(Consent::Ask);
    let client = Client::of(authority.clone()).await;
    (authority, client)
}

fn form(fields: &[(&str, &str)]) -> Bytes {
    let mut body = url::form_urlencoded::Serializer::new(String::new());
    Bytes::from(body.extend_pairs(fields).finish())
}

async fn post(client: &Client, target: &str, fields: &[(&str, &str)]) -> Answer {
    client.ask(Method::POST, target, &[FORM], form(fields)).await.unwrap()
}

fn parameter(answer: &Answer, name: &str) -> Option<String> {
    assert_eq!(answer.status, 302, "{answer:?}");
    let to = url::Url::parse(answer.header("location")).unwrap();
    let found = to.query_pairs().find(|(key, _)| key == name);
    found.map(|(_, value)| value.into_owned())
}

#[tokio::test]
async fn a_browser_shows_who_asks_and_takes_the_answer() {
    let (authority, client) = shown(Platform::Atlassian).await;
    let target = format!("/authorize?{}", asked(Platform::Atlassian, &[]));
    let page = client.get(&target).await;
    page.is(200);
    assert!(page.header("content-type").starts_with("text/html"));
    let text = String::from_utf8(page.body.to_vec()).unwrap();
    for part in ["app asks for access", "write:jira-work", "Accept as Ada", "Decline"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // The form goes where the page came from, with the query.
    let declined = post(&client, &target, &[("decision", "decline")]).await;
    assert_eq!(parameter(&declined, "error").as_deref(), Some("access_denied"));
    let accepted = post(&client, &target, &[("account", ACCOUNT), ("decision", "accept")]).await;
    let code = parameter(&accepted, "code").unwrap();
    assert_eq!(parameter(&accepted, "state").as_deref(), Some("a state & more"));

    let ask = json!({
        "grant_type": "authorization_code", "client_id": "app", "client_secret": "app-secret",
        "code": code, "redirect_uri": CALLBACK,
    });
    let tokens = client.post("/oauth/token", &ask).await;
    assert_eq!(tokens.header("cache-control"), "no-store");
    let tokens = tokens.with(200);
    assert_eq!((&tokens["expires_in"], &tokens["token_type"]), (&json!(3_600), &json!("Bearer")));
    assert!(tokens["scope"].as_str().unwrap().contains("offline_access"));
    let refused = client.post("/oauth/token", &ask).await.with(403);
    assert_eq!(
        refused,
        json!({"error": "invalid_grant", "error_description": "Invalid authorization code"})
    );
    assert_eq!(authority.tally().token_calls, 2);
}

#[tokio::test]
async fn a_browser_that_is_sent_nowhere_shows_why() {
    let (_, client) = shown(Platform::Entra).await;
    let query = asked(Platform::Entra, &[("redirect_uri", "https://elsewhere.example/")]);
    let page = client.get(&format!("/{TENANT}/oauth2/v2.0/authorize?{query}")).await;
    page.is(400);
    assert!(String::from_utf8_lossy(&page.body).contains("AADSTS50011"));
}

#[tokio::test]
async fn entra_takes_forms_and_tells_of_refusals_in_its_shape() {
    let (authority, client) = shown(Platform::Entra).await;
    authority.answer_with(Consent::Accept(ACCOUNT.to_owned()));
    let query = asked(Platform::Entra, &[]);
    let sent = client.get(&format!("/{TENANT}/oauth2/v2.0/authorize?{query}")).await;
    let code = parameter(&sent, "code").unwrap();
    let token = format!("/{TENANT}/oauth2/v2.0/token");
    let exchange = [
        ("grant_type", "authorization_code"),
        ("client_id", "app"),
        ("client_secret", "app-secret"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
    ];
    let tokens = post(&client, &token, &exchange).await.with(200);
    assert_eq!((&tokens["expires_in"], &tokens["ext_expires_in"]), (&json!(3_599), &json!(3_599)));
    assert!(!tokens["scope"].as_str().unwrap().contains("offline_access"));

    let refused = post(&client, &token, &exchange).await.with(400);
    assert_eq!(
        (&refused["error"], &refused["error_codes"], &refused["timestamp"]),
        (&json!("invalid_grant"), &json!([54_005]), &json!("2026-09-01 08:00:00Z"))
    );
    let words = refused["error_description"].as_str().unwrap();
    let lines: Vec<_> = words.split("\r\n").collect();
    let [first, trace, correlation, stamp] = lines[..] else { panic!("{lines:?}") };
    assert!(first.starts_with("AADSTS54005: OAuth2 Authorization code was already redeemed"));
    assert_eq!(trace, format!("Trace ID: {}", refused["trace_id"].as_str().unwrap()));
    let correlated = refused["correlation_id"].as_str().unwrap();
    assert_eq!(correlation, format!("Correlation ID: {correlated}"));
    assert_eq!(stamp, "Timestamp: 2026-09-01 08:00:00Z");
    assert_eq!(refused["error_uri"], "https://login.microsoftonline.com/error?code=54005");
    assert_eq!(refused["suberror"], Value::Null);

    let refresh = [
        ("grant_type", "refresh_token"),
        ("client_id", "app"),
        ("client_secret", "app-secret"),
        ("refresh_token", tokens["refresh_token"].as_str().unwrap()),
    ];
    let lost = post(&client, &token, &refresh).await.with(400);
    assert_eq!((&lost["error_codes"], &lost["suberror"]), (&json!([50_173]), &json!("bad_token")));
}

#[tokio::test]
async fn other_addresses_methods_and_bodies_are_refused() {
    let (_, entra) = shown(Platform::Entra).await;
    let other = post(&entra, "/another-tenant/oauth2/v2.0/token", &[]).await.with(400);
    assert_eq!(other["error_codes"], json!([90_002]));
    let token = format!("/{TENANT}/oauth2/v2.0/token");
    entra.get(&token).await.is(405);
    entra.get("/authorize").await.is(404);
    // Entra reads forms only.
    let unread = entra.post(&token, &json!({"client_id": "app"})).await.with(400);
    assert_eq!(unread["error_codes"], json!([900_144]));
    entra.get("/organizations/oauth2/v2.0/authorize").await.is(400);

    let (_, atlassian) = shown(Platform::Atlassian).await;
    atlassian.get("/oauth/token").await.is(405);
    atlassian.get("/elsewhere").await.is(404);
    atlassian.post("/oauth/token", &json!(["no object"])).await.is(400);
    atlassian.get("/oauth/token/accessible-resources").await.is(401);
    atlassian.get("/me").await.is(401);
}
