use std::sync::Arc;

use bytes::Bytes;
use futures_util::TryStreamExt as _;
use http::{Method, Request};
use migrayt_core::port::{Body, Wire as _};
use migrayt_core::{Effect, ErrorKind};
use migrayt_testkit::clock::VirtualClock;
use migrayt_testkit::sim::azure_devops::AzureDevOps;
use migrayt_testkit::sim::jira::{CLOUD_ID, Jira, JiraOptions};
use migrayt_testkit::sim::oauth::{AZURE_DEVOPS, Authority, Front, Platform, Tokens};
use migrayt_testkit::wire::{ByHost, InProcess};
use serde_json::{Value, json};

use super::{ACCOUNT, authority, begin, minutes, refresh};
use crate::client::{Answer, Client};

/// A site at Atlassian's gateway, and the authority whose tokens it takes.
fn site() -> (Arc<Authority>, Arc<Front<Jira>>) {
    let authority = Arc::new(authority(Platform::Atlassian));
    let mut options = JiraOptions::default();
    options.authority = Some(authority.clone());
    let front = Front::new(authority.clone(), Jira::with_options(options));
    (authority, Arc::new(front))
}

async fn get(client: &Client, target: &str, tokens: &Tokens) -> Answer {
    with(client, Method::GET, target, tokens, Value::Null).await
}

async fn with(
    client: &Client,
    method: Method,
    target: &str,
    tokens: &Tokens,
    body: Value,
) -> Answer {
    let bearer = format!("Bearer {}", tokens.access_token);
    let kind = match target.contains("_apis/wit/workitems/") {
        true => "application/json-patch+json",
        false => "application/json",
    };
    let headers = [("authorization", bearer.as_str()), ("content-type", kind)];
    let body = if body.is_null() { Bytes::new() } else { body.to_string().into() };
    client.ask(method, target, &headers, body).await.unwrap()
}

#[tokio::test]
async fn a_token_opens_the_site_at_the_gateway_until_it_is_superseded_or_old() {
    let (authority, front) = site();
    let client = Client::of(front.clone()).await;
    let tokens = begin(&authority, minutes(0));
    let sites = get(&client, "/oauth/token/accessible-resources", &tokens).await.with(200);
    assert_eq!(sites.as_array().map(Vec::len), Some(1));
    assert_eq!((&sites[0]["id"], &sites[0]["name"]), (&json!(CLOUD_ID), &json!("migrayt-sim")));
    let scopes: Vec<_> = sites[0]["scopes"].as_array().unwrap().iter().collect();
    assert_eq!(scopes, ["read:jira-user", "read:jira-work", "write:jira-work"]);
    let me = get(&client, "/me", &tokens).await.with(200);
    assert_eq!((&me["account_id"], &me["name"]), (&json!(ACCOUNT), &json!("Ada")));

    let myself = format!("/ex/jira/{CLOUD_ID}/rest/api/3/myself");
    assert_eq!(get(&client, &myself, &tokens).await.with(200)["accountId"], ACCOUNT);
    let issue = format!("/ex/jira/{CLOUD_ID}/rest/api/3/issue");
    let draft = crate::jira::new("by an app");
    with(&client, Method::POST, &issue, &tokens, draft).await.with(201);
    assert_eq!(front.tracker().issue_count(), 1);
    get(&client, "/rest/api/3/myself", &tokens).await.is(401);

    let newer = refresh(&authority, &tokens, minutes(1)).unwrap();
    client.clock.advance_to(minutes(11) - time::Duration::SECOND);
    get(&client, &myself, &tokens).await.is(200);
    client.clock.advance_to(minutes(11));
    let refused = get(&client, &myself, &tokens).await.with(401);
    assert_eq!(refused, json!({"code": 401, "message": "Unauthorized"}));
    get(&client, "/oauth/token/accessible-resources", &tokens).await.is(401);
    get(&client, &myself, &newer).await.is(200);
    client.clock.advance_to(minutes(61));
    get(&client, &myself, &newer).await.is(401);
}

#[tokio::test]
async fn a_token_opens_no_more_of_a_site_than_its_scopes_and_its_person_may() {
    let (authority, front) = site();
    let client = Client::of(front).await;
    let reader = authority.grant("app", ACCOUNT, "read:jira-user", minutes(0)).unwrap();
    get(&client, &format!("/ex/jira/{CLOUD_ID}/rest/api/3/myself"), &reader).await.is(200);
    let field = format!("/ex/jira/{CLOUD_ID}/rest/api/3/field");
    let refused = get(&client, &field, &reader).await.with(401);
    assert_eq!(refused["message"], "Unauthorized; scope does not match");
    get(&client, "/me", &reader).await.is(401);
    get(&client, "/ex/jira/another/rest/api/3/myself", &reader).await.is(404);
}

#[tokio::test]
async fn a_token_of_entra_opens_what_its_scopes_cover_in_azure_devops() {
    let authority = Arc::new(authority(Platform::Entra));
    let devops = AzureDevOps::new("fabrikam", "Shop", "a-token").with_authority(authority.clone());
    let client = Client::of(Arc::new(Front::new(authority.clone(), devops))).await;
    let all = begin(&authority, minutes(0));
    let scope = format!("{AZURE_DEVOPS}/vso.project");
    let little = authority.grant("app", ACCOUNT, &scope, minutes(0)).unwrap();

    let projects = "/fabrikam/_apis/projects?api-version=7.1";
    let fields = "/fabrikam/_apis/wit/fields?api-version=7.1";
    let task = "/fabrikam/Shop/_apis/wit/workitems/$Task?api-version=7.1";
    let patch = json!([{"op": "add", "path": "/fields/System.Title", "value": "by an app"}]);
    for tokens in [&all, &little] {
        get(&client, projects, tokens).await.is(200);
        get(&client, "/fabrikam/_apis/connectionData?api-version=7.1-preview", tokens)
            .await
            .is(200);
    }
    get(&client, fields, &all).await.is(200);
    with(&client, Method::POST, task, &all, patch.clone()).await.is(200);
    for answer in [
        get(&client, fields, &little).await,
        with(&client, Method::POST, task, &little, patch).await,
        // Neither has a scope for it.
        get(&client, "/fabrikam/_apis/graph/users?api-version=7.1-preview.1", &all).await,
    ] {
        let refused = answer.with(401);
        assert_eq!(refused["typeKey"], "UnauthorizedRequestException");
        assert!(refused["message"].as_str().unwrap().contains(ACCOUNT), "{refused}");
    }

    client.clock.advance_to(minutes(60));
    get(&client, projects, &all).await.is(203);
    let bearer = format!("Bearer {}", all.access_token);
    let headers = [("authorization", bearer.as_str()), ("x-tfs-fedauthredirect", "Suppress")];
    client.ask(Method::GET, projects, &headers, Bytes::new()).await.unwrap().is(401);
    let client = client.basic("", &begin(&authority, minutes(60)).access_token);
    client.get(projects).await.is(203);
    client.basic("", "a-token").get(projects).await.is(200);
}

#[tokio::test]
async fn clients_find_everything_under_its_own_host_without_sockets() {
    let (authority, front) = site();
    let clock = Arc::new(VirtualClock::default());
    let wire = ByHost::default()
        .with("auth.atlassian.com", InProcess::new(authority.clone(), clock.clone()))
        .with("api.atlassian.com", InProcess::new(front, clock));
    let tokens = begin(&authority, minutes(0));
    let ask = json!({
        "grant_type": "refresh_token", "client_id": "app", "client_secret": "app-secret",
        "refresh_token": tokens.refresh_token,
    });
    let request = Request::post("https://auth.atlassian.com/oauth/token")
        .header("content-type", "application/json")
        .body(Body::Bytes(ask.to_string().into()))
        .unwrap();
    let told = read(wire.send(request).await.unwrap().into_body()).await;
    let request = |host: &str| {
        Request::get(format!("https://{host}/ex/jira/{CLOUD_ID}/rest/api/3/myself"))
            .header("authorization", format!("Bearer {}", told["access_token"].as_str().unwrap()))
            .body(Body::Empty)
            .unwrap()
    };
    let myself = wire.send(request("api.atlassian.com")).await.unwrap();
    assert_eq!(read(myself.into_body()).await["accountId"], ACCOUNT);
    let error = wire.send(request("elsewhere.example")).await.unwrap_err();
    assert_eq!((error.kind(), error.effect()), (ErrorKind::Unavailable, Effect::None));
}

async fn read(body: Body) -> Value {
    let Body::Stream { pieces, .. } = body else { panic!("answers come in pieces") };
    let whole: Vec<Bytes> = pieces.try_collect().await.unwrap();
    serde_json::from_slice(&whole.concat()).unwrap()
}
