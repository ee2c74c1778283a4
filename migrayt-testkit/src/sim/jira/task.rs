//! Bulk operations that are asked for now and carried out later.

use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use http::{HeaderMap, Method, Request, StatusCode};
use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use super::Jira;
use super::bulk::strings;
use super::call::Call;
use super::error::Refusal;
use super::reply::Reply;
use super::router::{Access, Route};
use super::stamp;
use super::state::State;

pub(super) const ROUTES: &[Route] = &[
    Route::post("/rest/api/3/bulk/issues/transition", Access::Members, transition),
    Route::post("/rest/api/3/bulk/issues/delete", Access::Members, delete),
    Route::post("/rest/api/3/bulk/issues/watch", Access::Members, watch),
    Route::get("/rest/api/3/bulk/queue/{taskId}", Access::Members, |call| Ok(progress(call))),
];

/// Most issues of one task.
const MAX_ISSUES: usize = 1_000;
/// How long a task takes; the site does not say.
const TAKES: Duration = Duration::from_secs(4);

/// A bulk operation: one request for each issue, sent by whoever asked for it.
#[derive(Clone, Debug)]
pub(super) struct Task {
    id: u64,
    account: String,
    created: OffsetDateTime,
    /// What is to be done to each issue.
    steps: Vec<(u64, Request<Bytes>)>,
    total: usize,
    unknown: usize,
    /// What became of each issue: the refusal, if it was refused.
    outcomes: Vec<(u64, Option<String>)>,
    done: bool,
}

impl Jira {
    /// Carries out the tasks whose time has come.
    pub(super) fn work_off(&self, state: &mut State, now: OffsetDateTime) {
        for at in 0..state.tasks.len() {
            let due = state.tasks.get_mut(at).filter(|it| !it.done && it.created + TAKES <= now);
            let Some(task) = due else { continue };
            task.done = true;
            let (steps, moment) = (std::mem::take(&mut task.steps), task.created + TAKES);
            for (issue, request) in steps {
                let reply = self.respond(state, &request, moment, moment, true);
                let refused = (!reply.status().is_success()).then(|| reason(&reply));
                if let Some(task) = state.tasks.get_mut(at) {
                    task.outcomes.push((issue, refused));
                }
            }
        }
    }
}

fn reason(reply: &Reply) -> String {
    let body = reply.value().unwrap_or_default();
    let general = body.pointer("/errorMessages/0").and_then(Value::as_str);
    let fields = body.get("errors").and_then(Value::as_object);
    let field = fields.and_then(|errors| errors.values().next()?.as_str());
    general.or(field).unwrap_or("The issue could not be changed.").to_owned()
}

fn transition(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = call.json()?;
    let mut wanted = Vec::new();
    for input in body.get("bulkTransitionInputs").and_then(Value::as_array).into_iter().flatten() {
        let id = input.get("transitionId").and_then(Value::as_str).unwrap_or_default();
        let step = json!({ "transition": { "id": id } });
        for name in strings(input.get("selectedIssueIdsOrKeys")) {
            wanted.push((name, Method::POST, "/transitions", step.clone()));
        }
    }
    Ok(submit(call, wanted))
}

fn delete(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let names = strings(call.json()?.get("selectedIssueIdsOrKeys"));
    let each = |name| (name, Method::DELETE, "?deleteSubtasks=true", Value::Null);
    Ok(submit(call, names.into_iter().map(each).collect()))
}

fn watch(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let names = strings(call.json()?.get("selectedIssueIdsOrKeys"));
    let own = Value::from(call.author());
    let each = |name| (name, Method::POST, "/watchers", own.clone());
    Ok(submit(call, names.into_iter().map(each).collect()))
}

fn submit(call: &mut Call<'_>, wanted: Vec<(String, Method, &'static str, Value)>) -> Reply {
    if wanted.is_empty() || wanted.len() > MAX_ISSUES {
        return refused(&format!("Between 1 and {MAX_ISSUES} issues must be selected."));
    }
    let total = wanted.len();
    let (mut steps, mut unknown) = (Vec::new(), 0);
    for (name, method, rest, body) in wanted {
        let Ok(issue) = call.find(&name) else {
            unknown += 1;
            continue;
        };
        let target = format!("/rest/api/3/issue/{issue}{rest}");
        let body = if body.is_null() { Bytes::new() } else { Bytes::from(body.to_string()) };
        let Ok(mut request) = Request::builder().method(method).uri(target).body(body) else {
            continue;
        };
        *request.headers_mut() = signed(call.headers);
        steps.push((issue, request));
    }
    let id = call.state.tasks.len() as u64 + 1;
    call.state.tasks.push(Task {
        id,
        account: call.author().to_owned(),
        created: call.now,
        steps,
        total,
        unknown,
        outcomes: Vec::new(),
        done: false,
    });
    Reply::created(&json!({ "taskId": id.to_string() }))
}

/// What makes a later request one of the same caller.
fn signed(headers: &HeaderMap) -> HeaderMap {
    let mut kept = HeaderMap::new();
    if let Some(authorization) = headers.get(AUTHORIZATION) {
        kept.insert(AUTHORIZATION, authorization.clone());
    }
    kept.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    kept
}

fn progress(call: &Call<'_>) -> Reply {
    let id: Option<u64> = call.param(0).parse().ok();
    let Some(task) = call.state.tasks.iter().find(|task| Some(task.id) == id) else {
        return refused("The task does not exist.");
    };
    let (status, percent) = match call.now - task.created {
        _ if task.done => ("COMPLETE", 100),
        waited if waited < TAKES / 2 => ("ENQUEUED", 0),
        _ => ("RUNNING", 50),
    };
    let mut failed = Map::new();
    for (issue, reason) in &task.outcomes {
        if let Some(reason) = reason {
            failed.insert(issue.to_string(), json!([reason]));
        }
    }
    let good = task.outcomes.iter().filter(|(_, reason)| reason.is_none());
    let processed: Vec<u64> = good.map(|(issue, _)| *issue).collect();
    let moment = stamp::platform(task.created);
    Reply::ok(&json!({
        "taskId": task.id.to_string(),
        "status": status,
        "progressPercent": percent,
        "totalIssueCount": task.total,
        "invalidOrInaccessibleIssueCount": task.unknown,
        "processedAccessibleIssues": processed,
        "failedAccessibleIssues": failed,
        "submittedBy": { "accountId": task.account },
        "created": moment,
        "started": moment,
        "updated": stamp::platform(call.now),
    }))
}

/// Bulk operations say no in a shape of their own.
fn refused(message: &str) -> Reply {
    Reply::json(StatusCode::BAD_REQUEST, &json!({ "errors": [{ "message": message }] }))
}
