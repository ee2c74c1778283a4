//! Changelogs, of one issue and of many.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::bulk::strings;
use super::call::Call;
use super::error::Refusal;
use super::history::Change;
use super::page::Page;
use super::reply::Reply;
use super::router::{Access, Route};
use super::state::Issue;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/rest/api/3/issue/{issueIdOrKey}/changelog", Access::NoIssue, list),
    Route::post("/rest/api/3/changelog/bulkfetch", Access::EmptyUnder("issueChangeLogs"), fetch),
];

/// Most changes of one issue on one page.
const MAX_PAGE: usize = 100;
/// Most issues in one bulk fetch.
const MAX_ISSUES: usize = 1000;
/// Most fields that a bulk fetch may be narrowed to.
const MAX_FIELDS: usize = 10;
/// Changes on one page of a bulk fetch, unless asked for otherwise, and at most.
const BULK_PAGE: (usize, usize) = (1000, 10_000);

/// Oldest first.
fn list(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let issue = call.issue(call.issue_id()?)?;
    let view = call.view();
    let shown = issue.history.iter().map(|change| view.change(change)).collect();
    Ok(Reply::ok(&Page::of(call, MAX_PAGE, MAX_PAGE).bean(shown)))
}

/// The changes of an issue as an answer about the issue brings them: the newest first.
pub(super) fn whole(call: &Call<'_>, issue: &Issue) -> Value {
    let view = call.view();
    let histories = issue.history.iter().rev().take(MAX_PAGE).map(|change| view.change(change));
    let histories: Vec<Value> = histories.collect();
    json!({
        "startAt": 0,
        "maxResults": histories.len(),
        "total": issue.history.len(),
        "histories": histories,
    })
}

fn fetch(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = call.json()?;
    let (names, fields) = (strings(body.get("issueIdsOrKeys")), strings(body.get("fieldIds")));
    if names.is_empty() || names.len() > MAX_ISSUES {
        return Err(Refusal::bad(format!("Between 1 and {MAX_ISSUES} issues must be given.")));
    }
    if fields.len() > MAX_FIELDS {
        return Err(Refusal::bad(format!("At most {MAX_FIELDS} field ids may be given.")));
    }
    let number =
        |name| body.get(name).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
    let size = number("maxResults").unwrap_or(BULK_PAGE.0).clamp(1, BULK_PAGE.1);
    let start = match body.get("nextPageToken").filter(|token| !token.is_null()) {
        None => 0,
        Some(token) => token
            .as_str()
            .and_then(|token| token.parse::<usize>().ok())
            .ok_or_else(|| Refusal::bad("The nextPageToken is not valid."))?,
    };
    let ids: BTreeSet<u64> =
        names.iter().filter_map(|name| call.site.find(call.state, name)).collect();
    let wanted = |change: &&Change| {
        let asked = |id: &Option<String>| id.as_ref().is_some_and(|id| fields.contains(id));
        fields.is_empty() || change.items.iter().any(|item| asked(&item.field_id))
    };
    let view = call.view();
    let mut shown: Vec<(u64, Vec<Value>)> = Vec::new();
    let mut all = ids
        .iter()
        .filter_map(|id| call.state.issues.get(id))
        .flat_map(|issue| issue.history.iter().filter(&wanted).map(|change| (issue.id, change)))
        .skip(start);
    for (issue, change) in all.by_ref().take(size) {
        // A bulk fetch tells moments as milliseconds.
        let mut change_shown = view.change(change);
        if let Some(shown) = change_shown.as_object_mut() {
            let millis = change.created.unix_timestamp_nanos() / 1_000_000;
            shown.insert("created".to_owned(), Value::from(i64::try_from(millis).unwrap_or(0)));
        }
        match shown.last_mut().filter(|(id, _)| *id == issue) {
            Some((_, changes)) => changes.push(change_shown),
            None => shown.push((issue, vec![change_shown])),
        }
    }
    let more = all.next().is_some();
    let shown: Vec<Value> = shown
        .into_iter()
        .map(|(id, changes)| json!({ "issueId": id.to_string(), "changeHistories": changes }))
        .collect();
    let mut page = json!({ "issueChangeLogs": shown });
    if let Some(page) = page.as_object_mut().filter(|_| more) {
        page.insert("nextPageToken".to_owned(), Value::from((start + size).to_string()));
    }
    Ok(Reply::ok(&page))
}
