//! Watchers.

use serde_json::{Value, json};

use super::call::Call;
use super::error::Refusal;
use super::reply::Reply;
use super::router::{Access, Route};

pub(super) const ROUTES: &[Route] = &[
    Route::get("/rest/api/3/issue/{issueIdOrKey}/watchers", Access::NoIssue, list),
    Route::post("/rest/api/3/issue/{issueIdOrKey}/watchers", Access::NoIssue, add),
    Route::delete("/rest/api/3/issue/{issueIdOrKey}/watchers", Access::NoIssue, remove),
];

fn list(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let issue = call.issue(call.issue_id()?)?;
    let view = call.view();
    let watchers: Vec<Value> = issue.watchers.iter().map(|id| view.user(id)).collect();
    Ok(Reply::ok(&json!({
        "self": view.url(&format!("issue/{}/watchers", issue.id)),
        "isWatching": call.account.is_some_and(|own| issue.watchers.iter().any(|id| **id == *own)),
        "watchCount": watchers.len(),
        "watchers": watchers,
    })))
}

/// Adds the account named in the body, a bare JSON text, or the caller if there is no body.
fn add(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let id = call.issue_id()?;
    let account = if call.body.is_empty() {
        call.author().to_owned()
    } else {
        match call.json()? {
            Value::String(account) => account,
            _ => return Err(Refusal::bad_json()),
        }
    };
    if call.site.user(&account).is_none() {
        return Err(no_user());
    }
    let issue = call.state.issues.get_mut(&id).ok_or_else(Refusal::no_issue)?;
    if !issue.watchers.iter().any(|id| **id == *account) {
        issue.watchers.push(call.site.account_id(&account));
    }
    Ok(Reply::no_content())
}

fn remove(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let id = call.issue_id()?;
    let account = call.query("accountId").map(str::to_owned);
    let account =
        account.ok_or_else(|| Refusal::bad("The 'accountId' query parameter is required."))?;
    if call.site.user(&account).is_none() {
        return Err(no_user());
    }
    let issue = call.state.issues.get_mut(&id).ok_or_else(Refusal::no_issue)?;
    issue.watchers.retain(|id| **id != *account);
    Ok(Reply::no_content())
}

fn no_user() -> Refusal {
    Refusal::missing("The user was not found.")
}
