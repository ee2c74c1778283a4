//! Types, statuses, priorities, resolutions and types of links.

use serde_json::{Value, json};

use super::call::Call;
use super::error::Refusal;
use super::options::{Named, StatusCategory};
use super::page::Page;
use super::reply::Reply;
use super::router::{Access, Route};
use super::site::PROJECT_ID;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/rest/api/3/issuetype", Access::EmptyList, |call| Ok(types(call))),
    Route::get("/rest/api/3/issuetype/project", Access::Members, project_types),
    Route::get("/rest/api/3/issuetype/{id}", Access::Members, one_type),
    Route::get("/rest/api/3/status", Access::EmptyList, |call| Ok(statuses(call))),
    Route::get("/rest/api/3/status/{idOrName}", Access::Members, one_status),
    Route::get("/rest/api/3/statuses/search", Access::Members, |call| Ok(search_statuses(call))),
    Route::get("/rest/api/3/priority", Access::Members, |call| {
        Ok(Reply::ok(&Value::Array(named(call, "priority", &call.site.options.priorities))))
    }),
    Route::get("/rest/api/3/priority/search", Access::Members, |call| {
        Ok(page(call, named(call, "priority", &call.site.options.priorities)))
    }),
    Route::get("/rest/api/3/priority/{id}", Access::Members, |call| {
        one_named(call, "priority", &call.site.options.priorities)
    }),
    Route::get("/rest/api/3/resolution", Access::Members, |call| {
        Ok(Reply::ok(&Value::Array(named(call, "resolution", &call.site.options.resolutions))))
    }),
    Route::get("/rest/api/3/resolution/search", Access::Members, |call| {
        Ok(page(call, named(call, "resolution", &call.site.options.resolutions)))
    }),
    Route::get("/rest/api/3/resolution/{id}", Access::Members, |call| {
        one_named(call, "resolution", &call.site.options.resolutions)
    }),
    Route::get("/rest/api/3/issueLinkType/{issueLinkTypeId}", Access::Members, one_link_type),
    Route::get("/rest/api/3/issueLinkType", Access::EmptyUnder("issueLinkTypes"), |call| {
        Ok(link_types(call))
    }),
];

fn types(call: &Call<'_>) -> Reply {
    let kinds = call.site.options.issue_types.iter();
    Reply::ok(&kinds.map(|kind| call.view().issue_type(kind)).collect())
}

fn project_types(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    match call.query("projectId") {
        Some(PROJECT_ID) => Ok(types(call)),
        Some(id) => Err(Refusal::missing(format!("No project could be found with id '{id}'."))),
        None => Err(Refusal::bad("The project ID is required.")),
    }
}

fn one_type(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let id = call.param(0);
    let kind = call.site.options.issue_types.iter().find(|kind| kind.id == id);
    let kind = kind.ok_or_else(|| {
        Refusal::missing(
            "Issue type with the given id does not exist or you do not have permission to view it.",
        )
    })?;
    Ok(Reply::ok(&call.view().issue_type(kind)))
}

fn statuses(call: &Call<'_>) -> Reply {
    let statuses = call.site.options.statuses.iter();
    Reply::ok(&statuses.map(|status| call.view().status(status)).collect())
}

fn one_status(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let wanted = call.param(0);
    let mut statuses = call.site.options.statuses.iter();
    let status = statuses.find(|it| it.id == wanted || it.name.eq_ignore_ascii_case(wanted));
    let status = status.ok_or_else(|| {
        Refusal::missing(format!("No status could be found with id or name '{wanted}'."))
    })?;
    Ok(Reply::ok(&call.view().status(status)))
}

fn one_named(call: &Call<'_>, noun: &str, list: &[Named]) -> Result<Reply, Refusal> {
    let id = call.param(0);
    let thing = list.iter().find(|thing| thing.id == id);
    let thing = thing
        .ok_or_else(|| Refusal::missing(format!("No {noun} could be found with id '{id}'.")))?;
    Ok(Reply::ok(&call.view().named(noun, thing)))
}

fn one_link_type(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let id = call.param(0);
    let all = 0..call.site.options.link_types.len();
    let mut shown = all.map(|at| call.view().link_type(at));
    let found = shown.find(|kind| kind.get("id").and_then(Value::as_str) == Some(id));
    let none = || Refusal::missing(format!("No issue link type with id '{id}' found."));
    Ok(Reply::ok(&found.ok_or_else(none)?))
}

fn search_statuses(call: &Call<'_>) -> Reply {
    let wanted = call.query("searchString").unwrap_or_default().to_lowercase();
    let shown = call
        .site
        .options
        .statuses
        .iter()
        .filter(|status| status.name.to_lowercase().contains(&wanted))
        .map(|status| {
            json!({
                "id": status.id,
                "name": status.name,
                "statusCategory": match status.category {
                    StatusCategory::ToDo => "TODO",
                    StatusCategory::InProgress => "IN_PROGRESS",
                    StatusCategory::Done => "DONE",
                },
                "scope": { "type": "GLOBAL" },
                "description": "",
            })
        })
        .collect();
    Reply::ok(&Page::of(call, 200, 200).bean(shown))
}

fn named(call: &Call<'_>, noun: &str, list: &[Named]) -> Vec<Value> {
    list.iter().map(|thing| call.view().named(noun, thing)).collect()
}

fn page(call: &Call<'_>, shown: Vec<Value>) -> Reply {
    Reply::ok(&Page::of(call, 50, 50).bean(shown))
}

fn link_types(call: &Call<'_>) -> Reply {
    let all = 0..call.site.options.link_types.len();
    let shown: Vec<Value> = all.map(|at| call.view().link_type(at)).collect();
    Reply::ok(&json!({ "issueLinkTypes": shown }))
}
