//! The workflow.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::call::Call;
use super::error::Refusal;
use super::history;
use super::options::StatusCategory;
use super::reply::Reply;
use super::router::{Access, Route};
use super::state::{Fields, Issue, Stored};
use super::update;
use super::value::cannot_be_set;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/rest/api/3/issue/{issueIdOrKey}/transitions", Access::NoIssue, list),
    Route::post("/rest/api/3/issue/{issueIdOrKey}/transitions", Access::NoIssue, step),
];

fn list(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let issue = call.issue(call.issue_id()?)?;
    let shown = shown(call, issue);
    Ok(Reply::ok(&json!({ "expand": "transitions", "transitions": shown })))
}

/// The steps that the issue can take now.
pub(super) fn shown(call: &Call<'_>, issue: &Issue) -> Value {
    let view = call.view();
    let wanted = call.query("transitionId");
    call.site
        .steps(issue.status)
        .filter(|step| wanted.is_none_or(|id| id == step.id))
        .map(|step| {
            let to = call.site.status_named(&step.to).and_then(|at| call.site.status(at));
            json!({
                "id": step.id,
                "name": step.name,
                "to": to.map(|status| view.status(status)),
                "hasScreen": false,
                "isGlobal": step.from.is_empty(),
                "isInitial": false,
                "isAvailable": true,
                "isConditional": false,
                "isLooped": false,
            })
        })
        .collect()
}

fn step(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let id = call.issue_id()?;
    let body = call.json()?;
    let mut faults = BTreeMap::new();
    let mut kept = Fields::default();
    for (name, value) in body.get("fields").and_then(Value::as_object).into_iter().flatten() {
        let field = call.site.field(name).filter(|_| name == "resolution");
        let checked = match field {
            Some(field) => call
                .check()
                .value(field, value)
                .map(|stored| stored.map(|stored| (Arc::clone(&field.id), stored))),
            None => Err(cannot_be_set(name)),
        };
        match checked {
            Ok(stored) => kept.extend(stored),
            Err(fault) => drop(faults.insert(name.clone(), fault)),
        }
    }
    let mut comments = Vec::new();
    update::apply(call, &body, None, &mut kept, &mut comments, &mut faults);
    if !faults.is_empty() {
        return Err(Refusal::fields(faults));
    }
    let transition = body.get("transition").cloned().unwrap_or_default();
    take(call, id, &transition, kept)?;
    for comment in comments {
        comment.add(call, id);
    }
    Ok(Reply::no_content())
}

/// Takes one step of the workflow. An issue that gets done gets the first resolution, and loses
/// it when it is done no more.
pub(super) fn take(
    call: &mut Call<'_>,
    id: u64,
    transition: &Value,
    kept: Fields,
) -> Result<(), Refusal> {
    let wanted = match transition.get("id") {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => return Err(Refusal::bad("Missing 'transition' identifier")),
    };
    let site = call.site;
    let from = call.issue(id)?.status;
    let to = site.steps(from).find(|step| step.id == wanted);
    let to = to.and_then(|step| site.status_named(&step.to)).ok_or_else(|| {
        Refusal::bad(format!("Transition id '{wanted}' is not valid for this issue."))
    })?;
    let done = site.status(to).is_some_and(|it| it.category == StatusCategory::Done);
    let old = call.issue(id)?;
    let mut fields = old.fields.clone();
    let mut resolved = old.resolved;
    if !done {
        resolved = None;
        fields.remove("resolution");
    } else if resolved.is_none() {
        resolved = Some(call.now);
        let field = site.field("resolution").map(|field| Arc::clone(&field.id));
        let first = site.options.resolutions.first();
        if let (Some(field), Some(first)) = (field, first) {
            fields.insert(field, Stored::Plain(Value::from(first.id.as_str())));
        }
    }
    fields.extend(kept);
    let mut items = history::differences(&call.view(), &old.fields, &fields);
    items.extend(history::statuses(site, from, to));
    let now = call.now;
    call.state.change(id, |issue| {
        issue.updated = now;
        issue.status = to;
        issue.resolved = resolved;
        issue.fields = fields;
    });
    history::record(call, id, items);
    Ok(())
}
