//! Links from issues to other places.

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::call::Call;
use super::error::Refusal;
use super::few::Json;
use super::reply::Reply;
use super::router::{Access, Route};
use super::state::{RemoteLink, next};
use super::value::length;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/rest/api/3/issue/{issueIdOrKey}/remotelink", Access::NoIssue, list),
    Route::post("/rest/api/3/issue/{issueIdOrKey}/remotelink", Access::NoIssue, put),
    Route::delete("/rest/api/3/issue/{issueIdOrKey}/remotelink", Access::NoIssue, delete_global),
    Route::get("/rest/api/3/issue/{issueIdOrKey}/remotelink/{linkId}", Access::NoIssue, read),
    Route::put("/rest/api/3/issue/{issueIdOrKey}/remotelink/{linkId}", Access::NoIssue, edit),
    Route::delete("/rest/api/3/issue/{issueIdOrKey}/remotelink/{linkId}", Access::NoIssue, delete),
];

/// Longest global id, in UTF-16 units.
const MAX_GLOBAL_ID: usize = 255;

fn list(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let issue = call.issue(call.issue_id()?)?;
    let view = call.view();
    let mut links = issue.remote_links.iter();
    let Some(wanted) = call.query("globalId") else {
        return Ok(Reply::ok(&links.map(|link| view.remote_link(issue.id, link)).collect()));
    };
    let link = links.find(|link| link.global_id.as_deref() == Some(wanted)).ok_or_else(absent)?;
    Ok(Reply::ok(&view.remote_link(issue.id, link)))
}

/// Makes a link, or replaces all of the one with the same global id.
fn put(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let issue = call.issue_id()?;
    let (global_id, body) = draft(call)?;
    let links = &mut call.state.issues.get_mut(&issue).ok_or_else(Refusal::no_issue)?.remote_links;
    let known = global_id
        .as_ref()
        .and_then(|id| links.iter_mut().find(|link| link.global_id.as_ref() == Some(id)));
    let (status, id) = if let Some(link) = known {
        link.body = body;
        (StatusCode::OK, link.id)
    } else {
        let limit = call.site.options.issue_limits.remote_links;
        if links.len() >= limit {
            return Err(Refusal::limit("remote issue links", limit));
        }
        let id = next(&mut call.state.last.remote_link);
        links.push(RemoteLink { id, global_id, body });
        (StatusCode::CREATED, id)
    };
    let path = call.view().url(&format!("issue/{issue}/remotelink/{id}"));
    Ok(Reply::json(status, &json!({ "id": id, "self": path })))
}

fn read(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let (issue, id) = ids(call)?;
    let links = &call.issue(issue)?.remote_links;
    let link = links.iter().find(|link| link.id == id).ok_or_else(absent)?;
    Ok(Reply::ok(&call.view().remote_link(issue, link)))
}

fn edit(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let (issue, id) = ids(call)?;
    let (global_id, body) = draft(call)?;
    let issue = call.state.issues.get_mut(&issue).ok_or_else(Refusal::no_issue)?;
    let link = issue.remote_links.iter_mut().find(|link| link.id == id).ok_or_else(absent)?;
    link.global_id = global_id;
    link.body = body;
    Ok(Reply::no_content())
}

fn delete(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let (issue, id) = ids(call)?;
    remove(call, issue, |link| link.id == id)
}

fn delete_global(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let issue = call.issue_id()?;
    let wanted = call.query("globalId").map(str::to_owned);
    let wanted = wanted.ok_or_else(|| Refusal::bad("The 'globalId' parameter is required."))?;
    remove(call, issue, |link| link.global_id.as_deref() == Some(wanted.as_str()))
}

fn remove(
    call: &mut Call<'_>,
    issue: u64,
    wanted: impl Fn(&RemoteLink) -> bool,
) -> Result<Reply, Refusal> {
    let links = &mut call.state.issues.get_mut(&issue).ok_or_else(Refusal::no_issue)?.remote_links;
    let before = links.len();
    links.retain(|link| !wanted(link));
    if links.len() == before { Err(absent()) } else { Ok(Reply::no_content()) }
}

fn ids(call: &Call<'_>) -> Result<(u64, u64), Refusal> {
    Ok((call.issue_id()?, call.param(1).parse().map_err(|_| absent())?))
}

/// The global id and the parts that are kept.
fn draft(call: &Call<'_>) -> Result<(Option<String>, Json), Refusal> {
    let body = call.json()?;
    let mut faults = std::collections::BTreeMap::new();
    for name in ["title", "url"] {
        let text = body.pointer(&format!("/object/{name}")).and_then(Value::as_str);
        if text.is_none_or(str::is_empty) {
            faults.insert(name.to_owned(), format!("'{name}' is required."));
        }
    }
    let global_id = body.get("globalId").and_then(Value::as_str).filter(|id| !id.is_empty());
    if global_id.is_some_and(|id| length(id) > MAX_GLOBAL_ID) {
        let fault = format!("'globalId' must not exceed {MAX_GLOBAL_ID} characters.");
        faults.insert("globalId".to_owned(), fault);
    }
    if !faults.is_empty() {
        return Err(Refusal::fields(faults));
    }
    let mut kept = Map::new();
    for name in ["globalId", "application", "relationship", "object"] {
        if let Some(value) = body.get(name).filter(|value| !value.is_null()) {
            kept.insert(name.to_owned(), value.clone());
        }
    }
    Ok((global_id.map(str::to_owned), Json::of(&Value::Object(kept))))
}

fn absent() -> Refusal {
    Refusal::missing("The remote issue link does not exist.")
}
