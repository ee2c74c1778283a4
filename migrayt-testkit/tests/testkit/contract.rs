//! The contract with the trackers' own documents finds what is wrong, where the documents are at
//! hand. That nothing is wrong is shown by the crate `proving`, which knows the connectors too.

use bytes::Bytes;
use http::{Request, Response};
use migrayt_testkit::contract::{Asked, Contract, Rule, Tracker};
use serde_json::{Value, json};

/// The rules and places of what does not hold.
fn held(
    tracker: Tracker,
    (method, target, body): (&str, &str, Value),
    (status, answer): (u16, Value),
) -> Option<Vec<(Rule, String)>> {
    let contract = Contract::find(tracker).unwrap()?;
    let text = |value: Value| match value {
        Value::Null => Bytes::new(),
        value => Bytes::from(value.to_string()),
    };
    let kind = "application/json; charset=utf-8";
    let request = Request::builder().method(method).uri(target).header("content-type", kind);
    let response = Response::builder().status(status).header("content-type", kind);
    let (request, response) =
        (request.body(text(body)).unwrap(), response.body(text(answer)).unwrap());
    contract.hold(&request, &response, Asked::Rightly);
    let account = contract.account();
    assert_eq!(account.requests, 1);
    assert!(!account.is_kept(), "the gaps that are not met here are told");
    Some(account.violations.into_keys().map(|it| (it.rule, it.at)).collect())
}

#[test]
fn what_is_wrong_with_jira_is_told() {
    let issue = "/rest/api/3/issue/MIG-1";
    let asks = |method, target, body| (method, target, body);
    let nothing = || Value::Null;
    let read = || asks("GET", issue, nothing());
    for (asked, answered, rule, at) in [
        (asks("GET", "/rest/api/3/wishes", nothing()), (200, json!({})), Rule::Operation, ""),
        (
            asks("GET", "/rest/api/3/issue/MIG-1?wish=1", nothing()),
            (200, json!({})),
            Rule::Query,
            "wish",
        ),
        (
            asks("GET", "/rest/api/3/search/jql?maxResults=many", nothing()),
            (200, json!({})),
            Rule::Query,
            "maxResults",
        ),
        (
            asks("GET", "/rest/api/3/mypermissions", nothing()),
            (418, nothing()),
            Rule::Status,
            "418",
        ),
        (read(), (200, json!({ "id": 1 })), Rule::Answer, "/id"),
        (read(), (200, json!({ "wish": 1 })), Rule::Answer, "/wish"),
        (read(), (404, json!({ "errors": "none" })), Rule::Answer, "/errors"),
        (read(), (200, nothing()), Rule::Answer, ""),
        (
            asks("POST", "/rest/api/3/issue", json!({ "fields": 1 })),
            (201, json!({ "id": "1", "key": "MIG-1", "self": "https://example.org/1" })),
            Rule::Request,
            "/fields",
        ),
        (asks("POST", "/rest/api/3/issue", nothing()), (400, json!({})), Rule::Request, ""),
        (
            asks("POST", "/rest/api/3/issue/MIG-1/comment", json!({ "created": "now" })),
            (400, json!({})),
            Rule::Request,
            "/created",
        ),
    ] {
        let about = format!("{asked:?} {answered:?}");
        let Some(found) = held(Tracker::Jira, asked, answered) else { return };
        assert_eq!(found, [(rule, at.to_owned())], "{about}");
    }
}

#[test]
fn what_is_wrong_with_azure_devops_is_told() {
    let wit = "/fabrikam/Shop/_apis/wit";
    let item = json!({ "id": 1, "rev": 1, "fields": {}, "url": "https://example.org/1" });
    let read = |rest: &str| ("GET", format!("{wit}/{rest}"), Value::Null);
    for ((method, target, body), answered, rule, at) in [
        (read("workitems/1"), (200, item.clone()), Rule::Query, "api-version"),
        (read("workitems/1?api-version=6.0"), (200, item.clone()), Rule::Version, "6.0"),
        (read("workitems/one?api-version=7.1"), (200, item), Rule::Path, "id"),
        (read("fields?api-version=7.1"), (200, json!([])), Rule::Answer, ""),
        (
            read("fields?api-version=7.1"),
            (200, json!({ "count": 1, "value": [{ "wish": 1 }] })),
            Rule::Answer,
            "/value/*/wish",
        ),
        (read("fields?api-version=7.1"), (404, json!({ "message": "no" })), Rule::Answer, ""),
        (
            ("POST", format!("{wit}/wiql?api-version=7.1"), json!({ "query": 1 })),
            (200, json!({ "queryType": "flat" })),
            Rule::Request,
            "/query",
        ),
    ] {
        let about = format!("{target} {answered:?}");
        let Some(found) = held(Tracker::AzureDevops, (method, &target, body), answered) else {
            return;
        };
        assert_eq!(found, [(rule, at.to_owned())], "{about}");
    }
}
