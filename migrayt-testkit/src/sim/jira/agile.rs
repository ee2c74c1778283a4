//! The board.

use serde_json::{Value, json};

use super::call::Call;
use super::error::Refusal;
use super::field::Kind;
use super::options::StatusCategory;
use super::page::Page;
use super::reply::Reply;
use super::router::{Access, Route};
use super::site::{BOARD_ID, PROJECT_ID};

pub(super) const ROUTES: &[Route] = &[
    Route::get("/rest/agile/1.0/board", Access::EmptyPage, boards),
    Route::get("/rest/agile/1.0/board/{boardId}", Access::Members, read),
    Route::get("/rest/agile/1.0/board/{boardId}/configuration", Access::Members, configuration),
    Route::get("/rest/agile/1.0/board/{boardId}/sprint", Access::Members, sprints),
];

/// Id of the board's filter.
const FILTER_ID: &str = "10000";

fn shown(call: &Call<'_>) -> Value {
    let options = &call.site.options;
    json!({
        "id": BOARD_ID,
        "self": format!("{}/rest/agile/1.0/board/{BOARD_ID}", call.base),
        "name": options.board_name,
        "type": "scrum",
        "location": {
            "projectId": PROJECT_ID.parse::<u64>().unwrap_or_default(),
            "displayName": format!("{} ({})", options.project_name, options.project_key),
            "projectName": options.project_name,
            "projectKey": options.project_key,
            "projectTypeKey": "software",
            "name": format!("{} ({})", options.project_name, options.project_key),
        },
        "isPrivate": false,
    })
}

fn boards(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    if let Some(name) = call.query("projectKeyOrId").filter(|name| !call.site.is_project(name)) {
        return Err(Refusal::bad(format!("No project could be found with key or id '{name}'.")));
    }
    let name = call.query("name").unwrap_or_default().to_lowercase();
    let wanted = call.query("type").is_none_or(|kind| kind == "scrum")
        && call.site.options.board_name.to_lowercase().contains(&name);
    let found = if wanted { vec![shown(call)] } else { Vec::new() };
    Ok(Reply::ok(&Page::of(call, 50, 50).bean(found)))
}

fn read(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    known(call)?;
    Ok(Reply::ok(&shown(call)))
}

fn configuration(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    known(call)?;
    let view = call.view();
    let options = &call.site.options;
    let column = |name: &str, category: StatusCategory| {
        let statuses: Vec<Value> = options
            .statuses
            .iter()
            .filter(|status| status.category == category)
            .map(|status| {
                json!({ "id": status.id, "self": view.url(&format!("status/{}", status.id)) })
            })
            .collect();
        json!({ "name": name, "statuses": statuses })
    };
    let field = |name: &str| call.site.fields.iter().find(|field| field.name == name);
    let rank = call.site.fields.iter().find(|field| field.kind == Kind::Rank);
    let rank = rank.and_then(|field| field.schema().get("customId")).cloned();
    let mut shown = json!({
        "id": BOARD_ID,
        "name": options.board_name,
        "type": "scrum",
        "self": format!("{}/rest/agile/1.0/board/{BOARD_ID}/configuration", call.base),
        "location": {
            "type": "project",
            "key": options.project_key,
            "id": PROJECT_ID,
            "self": view.url(&format!("project/{PROJECT_ID}")),
            "name": options.project_name,
        },
        "filter": { "id": FILTER_ID, "self": view.url(&format!("filter/{FILTER_ID}")) },
        "columnConfig": {
            "columns": [
                column("To Do", StatusCategory::ToDo),
                column("In Progress", StatusCategory::InProgress),
                column("Done", StatusCategory::Done),
            ],
            "constraintType": "none",
        },
        "estimation": { "type": "none" },
        "ranking": { "rankCustomFieldId": rank },
    });
    let points = field("Story Points").filter(|field| field.kind == Kind::Number);
    if let (Some(points), Some(shown)) = (points, shown.as_object_mut()) {
        let field = json!({ "fieldId": &*points.id, "displayName": points.name });
        shown.insert("estimation".to_owned(), json!({ "type": "field", "field": field }));
    }
    Ok(Reply::ok(&shown))
}

/// Closed ones first, then active, then future.
fn sprints(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    known(call)?;
    let wanted = call.query_list("state");
    if let Some(unknown) = wanted.iter().find(|it| !STATES.contains(&it.as_str())) {
        return Err(Refusal::bad(format!("'{unknown}' is not a state of sprints.")));
    }
    let view = call.view();
    let shown = STATES
        .iter()
        .filter(|state| wanted.is_empty() || wanted.iter().any(|it| it == *state))
        .flat_map(|state| call.state.sprints.values().filter(move |it| it.state == **state))
        .map(|sprint| view.sprint(sprint))
        .collect();
    Ok(Reply::ok(&Page::of(call, 50, 50).bean(shown)))
}

/// States of sprints, in the order of lists.
const STATES: [&str; 3] = ["closed", "active", "future"];

/// Refuses unless the placeholder names the board.
fn known(call: &Call<'_>) -> Result<(), Refusal> {
    let name = call.param(0);
    if name.parse() == Ok(BOARD_ID) {
        Ok(())
    } else {
        Err(Refusal::missing(format!(
            "The requested board cannot be viewed because it either does not exist or you do not \
             have permission to view it. ({name})"
        )))
    }
}
