//! The project.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::call::Call;
use super::error::Refusal;
use super::page::Page;
use super::reply::Reply;
use super::router::{Access, Route};
use super::setup::Project;
use super::site::PROJECT_ID;
use super::state::Part;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/rest/api/3/project", Access::EmptyList, |call| Ok(list(call))),
    Route::get("/rest/api/3/project/search", Access::EmptyPage, |call| Ok(search(call))),
    Route::get("/rest/api/3/project/{projectIdOrKey}", Access::NoProject, read),
    Route::get("/rest/api/3/project/{projectIdOrKey}/statuses", Access::NoProject, statuses),
    Route::get("/rest/api/3/project/{projectId}/hierarchy", Access::NoProject, hierarchy),
    Route::get("/rest/api/3/project/{projectIdOrKey}/components", Access::NoProject, components),
    Route::get("/rest/api/3/project/{projectIdOrKey}/component", Access::NoProject, |call| {
        paged(call, "component", |call| call.state.components.values().collect())
    }),
    Route::get("/rest/api/3/project/{projectIdOrKey}/versions", Access::NoProject, versions),
    Route::get("/rest/api/3/project/{projectIdOrKey}/version", Access::NoProject, |call| {
        paged(call, "version", |call| call.state.versions.values().collect())
    }),
];

fn brief(call: &Call<'_>) -> Value {
    let mut shown = call.view().project();
    if let (Some(shown), Value::Object(more)) = (
        shown.as_object_mut(),
        json!({ "style": "classic", "isPrivate": false, "archived": false, "properties": {} }),
    ) {
        shown.extend(more);
    }
    shown
}

/// A project that a request made.
fn other(call: &Call<'_>, project: &Project) -> Value {
    json!({
        "self": call.view().url(&format!("project/{}", project.id)),
        "id": project.id.to_string(),
        "key": project.key,
        "name": project.name,
        "projectTypeKey": project.kind,
        "simplified": false,
        "style": "classic",
        "isPrivate": false,
        "archived": false,
        "properties": {},
    })
}

fn list(call: &Call<'_>) -> Reply {
    let others = call.state.setup.projects(call.now).map(|project| other(call, project));
    Reply::ok(&Value::Array([brief(call)].into_iter().chain(others).collect()))
}

fn search(call: &Call<'_>) -> Reply {
    let options = &call.site.options;
    let keys = call.query_list("keys");
    let ids = call.query_list("id");
    let query = call.query("query").unwrap_or_default().to_lowercase();
    let wanted = |is: &dyn Fn(&str) -> bool, name: &str, key: &str| {
        (keys.is_empty() || keys.iter().any(|key| is(key)))
            && (ids.is_empty() || ids.iter().any(|id| is(id)))
            && (name.to_lowercase().contains(&query) || key.to_lowercase().contains(&query))
    };
    let own = |id_or_key: &str| call.site.is_project(id_or_key);
    let own = wanted(&own, &options.project_name, &options.project_key).then(|| brief(call));
    let others = call.state.setup.projects(call.now);
    let others = others.filter(|it| wanted(&|name| it.is(name), &it.name, &it.key));
    let found = own.into_iter().chain(others.map(|project| other(call, project))).collect();
    Reply::ok(&Page::of(call, 50, 100).bean(found))
}

fn read(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let name = call.param(0);
    if let Some(project) = call.state.setup.projects(call.now).find(|it| it.is(name)) {
        return Ok(Reply::ok(&other(call, project)));
    }
    call.project(0)?;
    let view = call.view();
    let lead = call.site.options.users.first().map(|user| view.user(&user.account_id));
    let types: Vec<Value> =
        call.site.options.issue_types.iter().map(|kind| view.issue_type(kind)).collect();
    let mut shown = brief(call);
    if let (Some(shown), Value::Object(more)) = (
        shown.as_object_mut(),
        json!({
            "description": "",
            "lead": lead,
            "issueTypes": types,
            "components": parts(call, "component", call.state.components.values()),
            "versions": parts(call, "version", call.state.versions.values()),
            "assigneeType": "UNASSIGNED",
            "roles": {},
        }),
    ) {
        shown.extend(more);
    }
    Ok(Reply::ok(&shown))
}

/// The statuses of each type; all types share one workflow.
fn statuses(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.project(0)?;
    let view = call.view();
    let options = &call.site.options;
    let statuses: Vec<Value> = options.statuses.iter().map(|status| view.status(status)).collect();
    let shown: Vec<Value> = options
        .issue_types
        .iter()
        .map(|kind| {
            json!({
                "self": view.url(&format!("issuetype/{}", kind.id)),
                "id": kind.id,
                "name": kind.name,
                "subtask": kind.hierarchy_level < 0,
                "statuses": statuses,
            })
        })
        .collect();
    Ok(Reply::ok(&Value::Array(shown)))
}

/// The types by their levels, from the highest down.
fn hierarchy(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.project(0)?;
    let types = &call.site.options.issue_types;
    let levels: BTreeSet<i32> = types.iter().map(|kind| kind.hierarchy_level).collect();
    let shown: Vec<Value> = levels
        .into_iter()
        .rev()
        .map(|level| {
            let here: Vec<Value> = types
                .iter()
                .filter(|kind| kind.hierarchy_level == level)
                .map(|kind| {
                    let id = kind.id.parse::<u64>().unwrap_or_default();
                    json!({ "id": id, "name": kind.name })
                })
                .collect();
            let name = match level {
                ..0 => "Subtask",
                0 => "Base",
                1 => "Epic",
                _ => "Above",
            };
            json!({ "level": level, "name": name, "issueTypes": here })
        })
        .collect();
    let id = PROJECT_ID.parse::<u64>().unwrap_or_default();
    Ok(Reply::ok(&json!({ "projectId": id, "hierarchy": shown })))
}

fn components(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.project(0)?;
    Ok(Reply::ok(&parts(call, "component", call.state.components.values())))
}

fn versions(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.project(0)?;
    Ok(Reply::ok(&parts(call, "version", call.state.versions.values())))
}

fn parts<'a>(call: &Call<'_>, noun: &str, parts: impl Iterator<Item = &'a Part>) -> Value {
    parts.map(|part| call.view().part(noun, part)).collect()
}

fn paged(
    call: &Call<'_>,
    noun: &str,
    all: impl for<'c> Fn(&'c Call<'_>) -> Vec<&'c Part>,
) -> Result<Reply, Refusal> {
    call.project(0)?;
    let query = call.query("query").unwrap_or_default().to_lowercase();
    let shown = all(call)
        .into_iter()
        .filter(|part| part.name.to_lowercase().contains(&query))
        .map(|part| call.view().part(noun, part))
        .collect();
    Ok(Reply::ok(&Page::of(call, 50, 1000).bean(shown)))
}
