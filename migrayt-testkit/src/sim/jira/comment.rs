//! Comments.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value, json};

use super::adf_check;
use super::bulk::strings;
use super::call::Call;
use super::error::Refusal;
use super::few::Properties;
use super::page::Page;
use super::property;
use super::reply::Reply;
use super::router::{Access, Route};
use super::state::{Comment, Stored, next};

pub(super) const ROUTES: &[Route] = &[
    Route::get("/rest/api/3/issue/{issueIdOrKey}/comment", Access::NoIssue, list),
    Route::post("/rest/api/3/issue/{issueIdOrKey}/comment", Access::NoIssue, create),
    Route::get("/rest/api/3/issue/{issueIdOrKey}/comment/{id}", Access::NoIssue, read),
    Route::put("/rest/api/3/issue/{issueIdOrKey}/comment/{id}", Access::NoIssue, edit),
    Route::delete("/rest/api/3/issue/{issueIdOrKey}/comment/{id}", Access::NoIssue, delete),
    Route::post("/rest/api/3/comment/list", Access::EmptyPage, by_ids),
];

/// Most comments on one page.
const MAX_PAGE: usize = 100;
/// Most comments in one read by id.
const MAX_LISTED: usize = 1000;

/// A comment that may be made.
pub(super) struct Draft {
    body: Stored,
    visibility: Option<Value>,
    properties: Properties,
}

impl Draft {
    pub(super) fn of(call: &Call<'_>, comment: &Value) -> Result<Self, Refusal> {
        let body = comment.get("body").cloned().unwrap_or_default();
        let body = adf_check::check(call.site, call.state, &body)
            .map_err(|fault| Refusal::field("comment", fault.of_comment()))?;
        let visibility = comment.get("visibility").filter(|it| !it.is_null()).cloned();
        Ok(Self { body, visibility, properties: property::read_all(comment)? })
    }

    /// Adds the comment to an issue and gives its id.
    pub(super) fn add(self, call: &mut Call<'_>, issue: u64) -> u64 {
        let id = next(&mut call.state.last.comment);
        let comment = Comment {
            id,
            author: call.account_id(),
            body: self.body,
            visibility: self.visibility,
            created: call.now,
            updated: call.now,
            properties: self.properties,
        };
        if let Ok(issue) = call.issue_mut(issue) {
            issue.comments.push(comment);
        }
        call.state.comments.insert(id, issue);
        id
    }
}

fn list(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let issue = call.issue(call.issue_id()?)?;
    let page = Page::of(call, MAX_PAGE, MAX_PAGE);
    let properties = call.query_list("expand").iter().any(|part| part == "properties");
    let show = |comment| call.view().comment(issue.id, comment, properties);
    let shown = match call.query("orderBy") {
        Some("-created") => page.cut(issue.comments.iter().rev().map(show)),
        _ => page.cut(issue.comments.iter().map(show)),
    };
    Ok(Reply::ok(&page.named("comments", issue.comments.len(), shown)))
}

fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let issue = call.issue_id()?;
    let limit = call.site.options.issue_limits.comments;
    if call.issue(issue)?.comments.len() >= limit {
        return Err(Refusal::limit("comments", limit));
    }
    let body = call.json()?;
    let id = Draft::of(call, &body)?.add(call, issue);
    let shown = call.view().comment(issue, find(call, issue, id)?, false);
    Ok(Reply::created(&shown))
}

fn read(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let (issue, id) = ids(call)?;
    let properties = call.query_list("expand").iter().any(|part| part == "properties");
    Ok(Reply::ok(&call.view().comment(issue, find(call, issue, id)?, properties)))
}

fn edit(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let (issue, id) = ids(call)?;
    find(call, issue, id)?;
    let body = call.json()?;
    let draft = Draft::of(call, &body)?;
    let now = call.now;
    let comments = &mut call.issue_mut(issue)?.comments;
    if let Some(comment) = comments.iter_mut().find(|comment| comment.id == id) {
        comment.body = draft.body;
        comment.updated = now;
        comment.properties.extend(draft.properties);
    }
    Ok(Reply::ok(&call.view().comment(issue, find(call, issue, id)?, false)))
}

fn delete(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let (issue, id) = ids(call)?;
    let author = Arc::clone(&find(call, issue, id)?.author);
    if *author != *call.author() && !call.is_admin() {
        return Err(Refusal::bad("You do not have the permission to delete this comment."));
    }
    call.issue_mut(issue)?.comments.retain(|comment| comment.id != id);
    call.state.comments.remove(&id);
    Ok(Reply::no_content())
}

/// Comments of any issues, in the order of their ids; those that are not there are left out.
fn by_ids(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = call.json()?;
    let ids: BTreeSet<u64> = strings(body.get("ids")).iter().flat_map(|id| id.parse()).collect();
    if ids.is_empty() || ids.len() > MAX_LISTED {
        return Err(Refusal::bad(format!("Between 1 and {MAX_LISTED} ids must be given.")));
    }
    let properties = call.query_list("expand").iter().any(|part| part == "properties");
    let view = call.view();
    let shown: Vec<Value> = ids
        .iter()
        .filter_map(|id| {
            let issue = *call.state.comments.get(id)?;
            Some(view.comment(issue, find(call, issue, *id).ok()?, properties))
        })
        .collect();
    Ok(Reply::ok(&json!({
        "startAt": 0, "maxResults": 1_048_576, "total": shown.len(), "isLast": true,
        "values": shown,
    })))
}

fn ids(call: &Call<'_>) -> Result<(u64, u64), Refusal> {
    let issue = call.issue_id()?;
    let id = call.param(1);
    id.parse().map(|id| (issue, id)).map_err(|_| absent(id))
}

fn find<'c>(call: &'c Call<'_>, issue: u64, id: u64) -> Result<&'c Comment, Refusal> {
    let comments = &call.issue(issue)?.comments;
    comments
        .binary_search_by_key(&id, |comment| comment.id)
        .ok()
        .and_then(|at| comments.get(at))
        .ok_or_else(|| absent(&id.to_string()))
}

fn absent(id: &str) -> Refusal {
    Refusal::missing(format!("Can not find a comment for the id: {id}."))
}
