//! Many issues at once: bulk create and bulk fetch.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::call::Call;
use super::create::Plan;
use super::error::Refusal;
use super::reply::Reply;
use super::router::{Access, Route};
use super::view::Choice;

pub(super) const ROUTES: &[Route] = &[
    Route::post("/rest/api/3/issue/bulk", Access::Members, create),
    Route::post("/rest/api/3/issue/bulkfetch", Access::EmptyUnder("issues"), fetch),
];

/// Most issues in one fetch of any fields.
const MAX_FETCHED: usize = 100;
/// Most issues in one fetch of a few named single-valued fields.
const MAX_FETCHED_NAMED: usize = 1000;
/// Most fields in such a fetch.
const MAX_NAMED: usize = 100;
/// Most properties in one read.
pub(super) const MAX_PROPERTIES: usize = 5;

/// Checks all, then makes those that passed: their order is that of the request.
fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = call.json()?;
    let wanted = body.get("issueUpdates").and_then(Value::as_array);
    let wanted = wanted.filter(|wanted| !wanted.is_empty()).ok_or_else(|| {
        Refusal::bad("Field 'issueUpdates' is required and must hold at least one issue.")
    })?;
    let limit = call.site.options.bulk_limit;
    if wanted.len() > limit {
        return Err(Refusal::bad(format!(
            "The maximum number of issues that can be created in one request is {limit}."
        )));
    }
    let checked: Vec<_> = wanted.iter().map(|issue| Plan::of(call, issue)).collect();
    let (mut issues, mut errors) = (Vec::new(), Vec::new());
    for (index, plan) in checked.into_iter().enumerate() {
        match plan {
            Ok(plan) => issues.push(plan.commit(call)),
            Err(refusal) => errors.push(json!({
                "status": refusal.status.as_u16(),
                "elementErrors": refusal.body(),
                "failedElementNumber": index,
            })),
        }
    }
    let all_failed = issues.is_empty();
    let body = json!({ "issues": issues, "errors": errors });
    let status = if all_failed { http::StatusCode::BAD_REQUEST } else { http::StatusCode::CREATED };
    Ok(Reply::json(status, &body))
}

/// Issues that are not there are left out in silence.
fn fetch(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = call.json()?;
    let list = |name| strings(body.get(name));
    let (names, fields, properties) = (list("issueIdsOrKeys"), list("fields"), list("properties"));
    if names.is_empty() {
        return Err(Refusal::bad("issueIdsOrKeys must not be empty."));
    }
    if properties.len() > MAX_PROPERTIES {
        return Err(Refusal::bad(format!(
            "The maximum number of properties that can be requested is {MAX_PROPERTIES}."
        )));
    }
    let limit = if is_slim(&fields) { MAX_FETCHED_NAMED } else { MAX_FETCHED };
    if names.len() > limit {
        return Err(Refusal::bad(format!(
            "The maximum number of issues that can be fetched at once is {limit}."
        )));
    }
    let ids: BTreeSet<u64> =
        names.iter().filter_map(|name| call.site.find(call.state, name)).collect();
    let fields = Choice::of(&fields, Choice::Navigable);
    let view = call.view();
    let issues: Vec<Value> = ids
        .iter()
        .filter_map(|id| call.state.issues.get(id))
        .map(|issue| view.issue(issue, &fields, &properties))
        .collect();
    Ok(Reply::ok(&json!({ "issues": issues, "issueErrors": [] })))
}

fn is_slim(fields: &[String]) -> bool {
    !fields.is_empty()
        && fields.len() <= MAX_NAMED
        && !fields.iter().any(|field| {
            field.starts_with('*') || matches!(field.as_str(), "comment" | "worklog" | "attachment")
        })
}

/// The texts (and numbers) of a list.
pub(super) fn strings(list: Option<&Value>) -> Vec<String> {
    let items = list.and_then(Value::as_array).into_iter().flatten();
    items
        .filter_map(|item| match item {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
        .collect()
}
