//! Sprints and what is in them.

use std::sync::Arc;

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::bulk::strings;
use super::call::Call;
use super::error::Refusal;
use super::field::{Field, Kind};
use super::history;
use super::reply::Reply;
use super::router::{Access, Route};
use super::site::BOARD_ID;
use super::stamp;
use super::state::{Sprint, State, Stored, next};
use super::value::length;

pub(super) const ROUTES: &[Route] = &[
    Route::post("/rest/agile/1.0/sprint", Access::Members, create),
    Route::get("/rest/agile/1.0/sprint/{sprintId}", Access::Members, read),
    Route::post("/rest/agile/1.0/sprint/{sprintId}", Access::Members, |call| edit(call, false)),
    Route::put("/rest/agile/1.0/sprint/{sprintId}", Access::Members, |call| edit(call, true)),
    Route::delete("/rest/agile/1.0/sprint/{sprintId}", Access::Members, delete),
    Route::post("/rest/agile/1.0/sprint/{sprintId}/issue", Access::Members, move_issues),
    Route::post("/rest/agile/1.0/backlog/issue", Access::Members, move_to_backlog),
];

/// Longest name, in UTF-16 units.
const MAX_NAME: usize = 30;
/// Most issues in one move.
const MAX_MOVED: usize = 50;

fn create(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = call.json()?;
    if body.get("originBoardId").and_then(Value::as_u64) != Some(BOARD_ID) {
        return Err(Refusal::missing(
            "The requested board cannot be viewed because it either does not exist or you do not \
             have permission to view it.",
        ));
    }
    let name = body.get("name").and_then(Value::as_str).unwrap_or_default();
    let mut sprint = Sprint {
        id: 0,
        name: name_of(name)?,
        state: "future".to_owned(),
        goal: String::new(),
        start: None,
        end: None,
        complete: None,
        created: Some(call.now),
    };
    tell(&mut sprint, &body)?;
    sprint.id = next(&mut call.state.last.sprint);
    let shown = call.view().sprint(&sprint);
    call.state.sprints.insert(sprint.id, sprint);
    Ok(Reply::created(&shown))
}

fn read(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let id = id(call)?;
    Ok(Reply::ok(&call.state.sprints.get(&id).map(|sprint| call.view().sprint(sprint)).into()))
}

/// Changes what the body names; a whole edit clears the rest.
fn edit(call: &mut Call<'_>, whole: bool) -> Result<Reply, Refusal> {
    let id = id(call)?;
    let body = call.json()?;
    let mut sprint = call.state.sprints.get(&id).cloned().ok_or_else(|| absent(id))?;
    if whole {
        sprint.goal.clear();
        (sprint.start, sprint.end) = (None, None);
    }
    if let Some(name) = body.get("name").and_then(Value::as_str) {
        sprint.name = name_of(name)?;
    } else if whole {
        return Err(Refusal::field("name", "The sprint name is required."));
    }
    tell(&mut sprint, &body)?;
    match (sprint.state.as_str(), body.get("state").and_then(Value::as_str)) {
        (_, None) if whole => return Err(Refusal::field("state", "The sprint state is required.")),
        (_, None) => {}
        (now, Some(wanted)) if now == wanted => {}
        ("future", Some("active")) => {
            if sprint.start.is_none() || sprint.end.is_none() {
                return Err(Refusal::bad(
                    "To start a sprint you must set a start and an end date.",
                ));
            }
            let parallel = call.site.options.parallel_sprints;
            if !parallel && call.state.sprints.values().any(|other| other.state == "active") {
                return Err(Refusal::bad("Another sprint of this board is active already."));
            }
            "active".clone_into(&mut sprint.state);
        }
        ("active", Some("closed")) => {
            "closed".clone_into(&mut sprint.state);
            sprint.complete = Some(call.now);
        }
        (from, Some(to)) => {
            return Err(Refusal::bad(format!("A sprint cannot go from {from} to {to}.")));
        }
    }
    let shown = call.view().sprint(&sprint);
    call.state.sprints.insert(id, sprint);
    Ok(Reply::ok(&shown))
}

fn delete(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let id = id(call)?;
    // Issues that name it show it no more: views pass over sprints that are gone.
    call.state.sprints.remove(&id);
    Ok(Reply::no_content())
}

fn move_issues(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let id = id(call)?;
    if call.state.sprints.get(&id).is_some_and(|sprint| sprint.state == "closed") {
        return Err(Refusal::bad("Issues can only be moved to open or active sprints."));
    }
    place(call, Some(id))
}

fn move_to_backlog(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    place(call, None)
}

fn place(call: &mut Call<'_>, sprint: Option<u64>) -> Result<Reply, Refusal> {
    let body = call.json()?;
    let names = strings(body.get("issues"));
    if names.is_empty() || names.len() > MAX_MOVED {
        return Err(Refusal::bad(format!("Between 1 and {MAX_MOVED} issues must be specified.")));
    }
    let ids = names.iter().map(|name| call.find(name)).collect::<Result<Vec<u64>, _>>()?;
    let site = call.site;
    let Some(field) = site.fields.iter().find(|field| field.kind == Kind::Sprint) else {
        return Err(Refusal::bad("This site has no sprint field."));
    };
    for id in ids {
        let old = call.issue(id)?.fields.find(&field.id).cloned();
        let new = joined(call.state, old.as_ref(), sprint);
        let item = history::difference(&call.view(), field, old.as_ref(), new.as_ref());
        set(call, id, field, new)?;
        history::record(call, id, item.into_iter().collect());
    }
    Ok(Reply::no_content())
}

fn set(call: &mut Call<'_>, id: u64, field: &Field, new: Option<Stored>) -> Result<(), Refusal> {
    let fields = &mut call.issue_mut(id)?.fields;
    match new {
        Some(stored) => drop(fields.insert(Arc::clone(&field.id), stored)),
        None => drop(fields.remove(&field.id)),
    }
    Ok(())
}

/// The sprints of an issue that moves to that sprint: an issue stays in the closed ones it was in.
pub(super) fn joined(state: &State, old: Option<&Stored>, sprint: Option<u64>) -> Option<Stored> {
    let old = old.and_then(Stored::plain).and_then(Value::as_array);
    let closed = |id: &u64| state.sprints.get(id).is_some_and(|it| it.state == "closed");
    let mut ids: Vec<u64> =
        old.into_iter().flatten().filter_map(Value::as_u64).filter(closed).collect();
    ids.extend(sprint);
    (!ids.is_empty()).then(|| Stored::Plain(json!(ids)))
}

fn id(call: &Call<'_>) -> Result<u64, Refusal> {
    let id = call.param(0).parse().map_err(|_| Refusal::bad("The sprint id must be a number."))?;
    if call.state.sprints.contains_key(&id) { Ok(id) } else { Err(absent(id)) }
}

fn absent(id: u64) -> Refusal {
    Refusal::missing(format!("Sprint with id {id} does not exist."))
}

fn name_of(name: &str) -> Result<String, Refusal> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Refusal::field("name", "The sprint name is required."));
    }
    if length(name) > MAX_NAME {
        return Err(Refusal::field(
            "name",
            format!("The sprint name must not be longer than {MAX_NAME} characters."),
        ));
    }
    Ok(name.to_owned())
}

/// Takes over goal and dates.
fn tell(sprint: &mut Sprint, body: &Value) -> Result<(), Refusal> {
    if let Some(goal) = body.get("goal").and_then(Value::as_str) {
        goal.clone_into(&mut sprint.goal);
    }
    if let Some(start) = moment(body, "startDate")? {
        sprint.start = Some(start);
    }
    if let Some(end) = moment(body, "endDate")? {
        sprint.end = Some(end);
    }
    if sprint.start.zip(sprint.end).is_some_and(|(start, end)| start >= end) {
        return Err(Refusal::field("endDate", "The end date must be after the start date."));
    }
    Ok(())
}

fn moment(body: &Value, name: &str) -> Result<Option<OffsetDateTime>, Refusal> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value
            .as_str()
            .and_then(stamp::parse)
            .map(Some)
            .ok_or_else(|| Refusal::field(name, "The date must be in ISO 8601 with an offset.")),
    }
}
