//! One issue: create, read, edit, delete.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::call::Call;
use super::changelog;
use super::create::{Plan, find_type, parent};
use super::createmeta;
use super::error::Refusal;
use super::field::Kind;
use super::history;
use super::property;
use super::reply::Reply;
use super::router::{Access, Route};
use super::sprint;
use super::state::Issue;
use super::transition;
use super::update;
use super::value::cannot_be_set;
use super::view::Choice;

pub(super) const ROUTES: &[Route] = &[
    Route::post("/rest/api/3/issue", Access::Members, create),
    Route::get("/rest/api/3/issue/{issueIdOrKey}", Access::NoIssue, read),
    Route::put("/rest/api/3/issue/{issueIdOrKey}", Access::NoIssue, edit),
    Route::delete("/rest/api/3/issue/{issueIdOrKey}", Access::NoIssue, delete),
    Route::put("/rest/api/3/issue/{issueIdOrKey}/assignee", Access::NoIssue, assign),
    Route::get("/rest/api/3/issue/{issueIdOrKey}/editmeta", Access::NoIssue, edit_meta),
];

fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = call.json()?;
    let made = Plan::of(call, &body)?.commit(call);
    Ok(Reply::created(&made))
}

fn read(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let issue = call.issue(call.issue_id()?)?;
    let fields = Choice::of(&call.query_list("fields"), Choice::All);
    let mut shown = call.view().issue(issue, &fields, &call.query_list("properties"));
    for part in call.query_list("expand") {
        let value = match part.as_str() {
            "transitions" => transition::shown(call, issue),
            "changelog" => changelog::whole(call, issue),
            "editmeta" => editable(call, issue),
            "names" => {
                call.site.fields.iter().map(|it| (it.id.to_string(), json!(it.name))).collect()
            }
            "schema" => {
                let schema = |it: &super::field::Field| (it.id.to_string(), it.schema().clone());
                call.site.fields.iter().map(schema).collect()
            }
            _ => continue,
        };
        if let Some(shown) = shown.as_object_mut() {
            shown.insert(part, value);
        }
    }
    Ok(Reply::ok(&shown))
}

fn edit(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let id = call.issue_id()?;
    if call.query("notifyUsers") == Some("false") && !call.is_admin() {
        return Err(Refusal::bad(
            "To discard the user notification either admin or project admin permissions are \
             required.",
        ));
    }
    let body = call.json()?;
    change(call, id, &body)?;
    if call.query("returnIssue") == Some("true") {
        return Ok(Reply::ok(&call.view().issue(call.issue(id)?, &Choice::All, &[])));
    }
    Ok(Reply::no_content())
}

/// Gives the issue to the account that the body names, or to nobody.
fn assign(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let id = call.issue_id()?;
    let body = call.json()?;
    let account = body.get("accountId").filter(|account| account.is_string());
    let account = account.map(|account| json!({ "accountId": account }));
    change(call, id, &json!({ "fields": { "assignee": account } }))?;
    Ok(Reply::no_content())
}

/// What an edit may change.
fn edit_meta(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let issue = call.issue(call.issue_id()?)?;
    Ok(Reply::ok(&editable(call, issue)))
}

fn editable(call: &Call<'_>, issue: &Issue) -> Value {
    let Some(kind) = call.site.options.issue_types.get(issue.kind) else { return json!({}) };
    let fields = call.site.fields.iter();
    let fields = fields.filter(|it| it.is_written() && call.site.on_screen(kind, &it.id));
    let shown: Map<String, Value> = fields
        .map(|field| {
            let mut meta = createmeta::meta(call, kind, field);
            if let Some(meta) = meta.as_object_mut() {
                // Only the metadata of creates says it.
                meta.remove("fieldId");
            }
            (field.id.to_string(), meta)
        })
        .collect();
    json!({ "fields": shown })
}

/// Changes what a body of an edit names.
fn change(call: &mut Call<'_>, id: u64, body: &Value) -> Result<(), Refusal> {
    if !["fields", "update", "properties"].iter().any(|part| body.get(part).is_some()) {
        return Err(Refusal::bad("one of 'fields' or 'update' required"));
    }
    let properties = property::read_all(body)?;
    let issue = call.issue(id)?;
    let (mut kind, mut new_parent) = (issue.kind, issue.parent);
    let mut kept = issue.fields.clone();
    let mut faults = BTreeMap::new();
    for (name, value) in body.get("fields").and_then(Value::as_object).into_iter().flatten() {
        let fault = match (name.as_str(), call.site.field(name)) {
            ("issuetype", _) => match find_type(call, value) {
                Some(at) if call.site.level(at) == call.site.level(kind) => {
                    kind = at;
                    None
                }
                _ => Some("The issue type selected is invalid.".to_owned()),
            },
            ("parent", _) => match parent(call, kind, Some(value)) {
                Ok(found) => {
                    new_parent = found;
                    None
                }
                Err((_, fault)) => Some(fault.to_owned()),
            },
            (_, Some(field)) if field.is_written() => match call.check().value(field, value) {
                Ok(Some(mut stored)) => {
                    if field.kind == Kind::Sprint {
                        let new = stored.plain().and_then(|ids| ids.get(0)?.as_u64());
                        let old = kept.find(&field.id);
                        stored = sprint::joined(call.state, old, new).unwrap_or(stored);
                    }
                    kept.insert(Arc::clone(&field.id), stored);
                    None
                }
                Ok(None) => {
                    let old = kept.remove(&field.id).filter(|_| field.kind == Kind::Sprint);
                    let left = sprint::joined(call.state, old.as_ref(), None);
                    kept.extend(left.map(|left| (Arc::clone(&field.id), left)));
                    None
                }
                Err(fault) => Some(fault),
            },
            _ => Some(cannot_be_set(name)),
        };
        faults.extend(fault.map(|fault| (name.clone(), fault)));
    }
    let mut comments = Vec::new();
    update::apply(call, body, None, &mut kept, &mut comments, &mut faults);
    if !faults.is_empty() {
        return Err(Refusal::fields(faults));
    }
    let old = call.issue(id)?;
    let old_parent = old.parent;
    let mut items = history::differences(&call.view(), &old.fields, &kept);
    items.extend(history::kinds(call.site, old.kind, kind));
    items.extend(history::parents(&call.view(), old_parent, new_parent));
    let now = call.now;
    call.state.change(id, |issue| {
        issue.updated = now;
        issue.parent = new_parent;
        issue.kind = kind;
        issue.fields = kept;
        issue.properties.extend(properties);
    });
    call.state.adopt(id, old_parent, new_parent);
    history::record(call, id, items);
    for comment in comments {
        comment.add(call, id);
    }
    Ok(())
}

fn delete(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let id = call.issue_id()?;
    let level = |id: &u64| call.state.issues.get(id).map_or(0, |it| call.site.level(it.kind));
    let children = call.state.children.get(&id).into_iter().flatten();
    let subtasks: Vec<u64> = children.filter(|id| level(id) < 0).copied().collect();
    if !subtasks.is_empty() && call.query("deleteSubtasks") != Some("true") {
        let key = call.view().key(id).unwrap_or_default();
        return Err(Refusal::bad(format!(
            "The issue '{key}' has subtasks.  You must specify the 'deleteSubtasks' parameter to \
             delete this issue and all its subtasks."
        )));
    }
    for id in subtasks.into_iter().chain([id]) {
        call.state.remove(id);
    }
    Ok(Reply::no_content())
}
