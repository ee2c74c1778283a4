//! Properties of issues and comments.

use http::StatusCode;
use serde_json::{Value, json};

use super::call::Call;
use super::error::Refusal;
use super::few::{Json, Properties};
use super::reply::Reply;
use super::router::{Access, Route};
use super::value::length;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/rest/api/3/issue/{issueIdOrKey}/properties", Access::NoIssue, list_issue),
    Route::get(
        "/rest/api/3/issue/{issueIdOrKey}/properties/{propertyKey}",
        Access::NoIssue,
        |call| read(call, issue),
    ),
    Route::put(
        "/rest/api/3/issue/{issueIdOrKey}/properties/{propertyKey}",
        Access::NoIssue,
        |call| indexed(call, write),
    ),
    Route::delete(
        "/rest/api/3/issue/{issueIdOrKey}/properties/{propertyKey}",
        Access::NoIssue,
        |call| indexed(call, delete),
    ),
    Route::get("/rest/api/3/comment/{commentId}/properties", Access::NoIssue, list_comment),
    Route::get(
        "/rest/api/3/comment/{commentId}/properties/{propertyKey}",
        Access::NoIssue,
        |call| read(call, comment),
    ),
    Route::put(
        "/rest/api/3/comment/{commentId}/properties/{propertyKey}",
        Access::NoIssue,
        |call| write(call, comment),
    ),
    Route::delete(
        "/rest/api/3/comment/{commentId}/properties/{propertyKey}",
        Access::NoIssue,
        |call| delete(call, comment),
    ),
];

/// Longest value, in UTF-16 units of its JSON text.
const MAX_VALUE: usize = 32_768;
/// Longest key, in UTF-16 units.
const MAX_KEY: usize = 255;

type Owner = for<'c> fn(&'c mut Call<'_>) -> Result<&'c mut Properties, Refusal>;

/// The `properties` of a body: a list of keys and values.
pub(super) fn read_all(body: &Value) -> Result<Properties, Refusal> {
    let mut properties = Properties::default();
    for pair in body.get("properties").and_then(Value::as_array).into_iter().flatten() {
        let key = pair.get("key").and_then(Value::as_str).unwrap_or_default();
        let value = pair.get("value").unwrap_or(&Value::Null);
        check(key, &value.to_string())?;
        drop(properties.insert(Box::from(key), Json::of(value)));
    }
    Ok(properties)
}

fn check(key: &str, value: &str) -> Result<(), Refusal> {
    if key.is_empty() || length(key) > MAX_KEY {
        return Err(Refusal::bad(format!(
            "The property key must not be empty and must not exceed {MAX_KEY} characters."
        )));
    }
    if length(value) > MAX_VALUE {
        return Err(Refusal::bad(format!(
            "The property value must not exceed {MAX_VALUE} characters."
        )));
    }
    Ok(())
}

/// Changes the properties of an issue and what search knows of them.
fn indexed(
    call: &mut Call<'_>,
    act: fn(&mut Call<'_>, Owner) -> Result<Reply, Refusal>,
) -> Result<Reply, Refusal> {
    let id = call.issue_id()?;
    if let Some(issue) = call.state.issues.get(&id) {
        call.state.terms.remove(issue);
    }
    let reply = act(call, issue);
    if let Some(issue) = call.state.issues.get(&id) {
        call.state.terms.add(issue);
    }
    reply
}

fn issue<'c>(call: &'c mut Call<'_>) -> Result<&'c mut Properties, Refusal> {
    let id = call.issue_id()?;
    let issue = call.state.issues.get_mut(&id).ok_or_else(Refusal::no_issue)?;
    Ok(&mut issue.properties)
}

fn comment<'c>(call: &'c mut Call<'_>) -> Result<&'c mut Properties, Refusal> {
    let name = call.param(0).to_owned();
    let absent = || Refusal::missing(format!("Can not find a comment for the id: {name}."));
    let id: u64 = name.parse().map_err(|_| absent())?;
    let issue = call.state.comments.get(&id).copied().ok_or_else(absent)?;
    let comments = call.state.issues.get_mut(&issue).map(|issue| &mut issue.comments);
    let mut comments = comments.into_iter().flatten();
    let comment = comments.find(|comment| comment.id == id).ok_or_else(absent)?;
    Ok(&mut comment.properties)
}

fn list_issue(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    list(call, &format!("issue/{}", call.issue_id()?), issue)
}

fn list_comment(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    list(call, &format!("comment/{}", call.param(0)), comment)
}

fn list(call: &mut Call<'_>, path: &str, owner: Owner) -> Result<Reply, Refusal> {
    let names: Vec<String> = owner(call)?.iter().map(|(key, _)| key.to_string()).collect();
    let view = call.view();
    let keys: Vec<Value> = names
        .iter()
        .map(|key| json!({ "key": key, "self": view.url(&format!("{path}/properties/{key}")) }))
        .collect();
    Ok(Reply::ok(&json!({ "keys": keys })))
}

fn read(call: &mut Call<'_>, owner: Owner) -> Result<Reply, Refusal> {
    let key = call.param(1).to_owned();
    let value = owner(call)?.find(key.as_str()).map(Json::value).ok_or_else(|| absent(&key))?;
    Ok(Reply::ok(&json!({ "key": key, "value": value })))
}

fn write(call: &mut Call<'_>, owner: Owner) -> Result<Reply, Refusal> {
    let key = call.param(1).to_owned();
    let text = String::from_utf8_lossy(call.body).into_owned();
    let value: Value = serde_json::from_str(&text)
        .map_err(|_| Refusal::bad("The property value must be a valid, non-empty JSON value."))?;
    let held = owner(call)?;
    check(&key, &text)?;
    let status = if held.insert(key.into_boxed_str(), Json::of(&value)).is_some() {
        StatusCode::OK
    } else {
        StatusCode::CREATED
    };
    Ok(Reply::empty(status))
}

fn delete(call: &mut Call<'_>, owner: Owner) -> Result<Reply, Refusal> {
    let key = call.param(1).to_owned();
    owner(call)?.remove(key.as_str()).ok_or_else(|| absent(&key))?;
    Ok(Reply::no_content())
}

fn absent(key: &str) -> Refusal {
    Refusal::missing(format!("The property {key} does not exist."))
}
