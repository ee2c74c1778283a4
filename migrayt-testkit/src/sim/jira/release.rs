//! Components and versions.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::call::Call;
use super::error::Refusal;
use super::reply::Reply;
use super::router::{Access, Route};
use super::site::PROJECT_ID;
use super::stamp;
use super::state::{Last, Part, State, Stored, next};
use super::value::length;

pub(super) const ROUTES: &[Route] = &[
    Route::post("/rest/api/3/component", Access::Members, |call| create(call, &COMPONENT)),
    Route::get("/rest/api/3/component/{id}", Access::Members, |call| read(call, &COMPONENT)),
    Route::put("/rest/api/3/component/{id}", Access::Members, |call| edit(call, &COMPONENT)),
    Route::delete("/rest/api/3/component/{id}", Access::Members, |call| delete(call, &COMPONENT)),
    Route::post("/rest/api/3/version", Access::Members, |call| create(call, &VERSION)),
    Route::get("/rest/api/3/version/{id}", Access::Members, |call| read(call, &VERSION)),
    Route::put("/rest/api/3/version/{id}", Access::Members, |call| edit(call, &VERSION)),
    Route::delete("/rest/api/3/version/{id}", Access::Members, |call| delete(call, &VERSION)),
    Route::post("/rest/api/3/version/{id}/removeAndSwap", Access::Members, swap),
];

/// Longest name.
const MAX_NAME: usize = 255;

/// Which of the two.
struct Noun {
    name: &'static str,
    parts: fn(&mut State) -> &mut BTreeMap<u64, Part>,
    last: fn(&mut Last) -> &mut u64,
    taken: fn(&str) -> String,
    /// What else may be said of it, and whether it is a day.
    more: &'static [(&'static str, bool)],
}

const COMPONENT: Noun = Noun {
    name: "component",
    parts: |state| &mut state.components,
    last: |last| &mut last.component,
    taken: |name| format!("A component with the name {name} already exists in this project."),
    more: &[("description", false), ("leadAccountId", false), ("assigneeType", false)],
};

const VERSION: Noun = Noun {
    name: "version",
    parts: |state| &mut state.versions,
    last: |last| &mut last.version,
    taken: |_| "A version with this name already exists in this project.".to_owned(),
    more: &[
        ("description", false),
        ("released", false),
        ("archived", false),
        ("startDate", true),
        ("releaseDate", true),
    ],
};

fn create(call: &mut Call<'_>, noun: &Noun) -> Result<Reply, Refusal> {
    let body = call.json()?;
    call.admin("You must have Administer Projects permission to do this.")?;
    let project = body.get("project").or_else(|| body.get("projectId"));
    let known = match project {
        Some(Value::String(name)) => call.site.is_project(name),
        Some(Value::Number(id)) => id.to_string() == PROJECT_ID,
        _ => false,
    };
    if !known {
        return Err(Refusal::field("project", "Project is required, and must exist."));
    }
    let name = name(call, noun, &body, None)?;
    let mut more =
        Map::from_iter([("project".to_owned(), call.site.options.project_key.clone().into())]);
    more.insert("projectId".to_owned(), PROJECT_ID.parse::<u64>().unwrap_or_default().into());
    if noun.name == "version" {
        more.remove("project");
        more.insert("released".to_owned(), Value::Bool(false));
        more.insert("archived".to_owned(), Value::Bool(false));
    }
    more.extend(read_more(noun, &body)?);
    let id = next((noun.last)(&mut call.state.last));
    (noun.parts)(call.state).insert(id, Part { id, name, more });
    Ok(Reply::created(&shown(call, noun, id)?))
}

fn read(call: &mut Call<'_>, noun: &Noun) -> Result<Reply, Refusal> {
    let id = id(call, noun)?;
    Ok(Reply::ok(&shown(call, noun, id)?))
}

fn edit(call: &mut Call<'_>, noun: &Noun) -> Result<Reply, Refusal> {
    let id = id(call, noun)?;
    call.admin("You must have Administer Projects permission to do this.")?;
    let body = call.json()?;
    let named = body.get("name").is_some_and(|name| !name.is_null());
    let name = named.then(|| name(call, noun, &body, Some(id))).transpose()?;
    let more = read_more(noun, &body)?;
    if let Some(part) = (noun.parts)(call.state).get_mut(&id) {
        if let Some(name) = name {
            part.name = name;
        }
        part.more.extend(more);
    }
    Ok(Reply::ok(&shown(call, noun, id)?))
}

fn delete(call: &mut Call<'_>, noun: &Noun) -> Result<Reply, Refusal> {
    let id = id(call, noun)?;
    call.admin("You must have Administer Projects permission to do this.")?;
    (noun.parts)(call.state).remove(&id);
    Ok(Reply::no_content())
}

/// Removes a version; issues that named it name those that the body tells, or none.
fn swap(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let gone = id(call, &VERSION)?;
    let body = if call.body.is_empty() { Value::Null } else { call.json()? };
    let heir = |key: &str| match body.get(key).and_then(Value::as_u64) {
        Some(id) if call.state.versions.contains_key(&id) && id != gone => Ok(Some(id)),
        Some(id) => Err(Refusal::missing(format!("The version with id {id} does not exist."))),
        None => Ok(None),
    };
    let heirs =
        [("fixVersions", heir("moveFixIssuesTo")?), ("versions", heir("moveAffectedIssuesTo")?)];
    for (field, heir) in heirs {
        let issues: Vec<u64> = call.state.issues.keys().copied().collect();
        for issue in issues {
            let stored = call.issue(issue)?.fields.find(field).and_then(Stored::plain);
            let named = stored.and_then(Value::as_array).into_iter().flatten();
            let mut named: Vec<u64> = named.filter_map(Value::as_u64).collect();
            if !named.contains(&gone) {
                continue;
            }
            named.retain(|id| *id != gone && Some(*id) != heir);
            named.extend(heir);
            call.state.change(issue, |issue| {
                if named.is_empty() {
                    drop(issue.fields.remove(field));
                } else {
                    drop(issue.fields.insert(Arc::from(field), Stored::Plain(Value::from(named))));
                }
            });
        }
    }
    delete(call, &VERSION)
}

fn id(call: &mut Call<'_>, noun: &Noun) -> Result<u64, Refusal> {
    let name = call.param(0).to_owned();
    let id = name.parse().ok().filter(|id| (noun.parts)(call.state).contains_key(id));
    id.ok_or_else(|| Refusal::missing(format!("The {} with id {name} does not exist.", noun.name)))
}

fn shown(call: &mut Call<'_>, noun: &Noun, id: u64) -> Result<Value, Refusal> {
    let part = (noun.parts)(call.state).get(&id).cloned();
    let part = part.ok_or_else(|| Refusal::missing("It does not exist."))?;
    Ok(call.view().part(noun.name, &part))
}

/// The name, good and not taken by another.
fn name(
    call: &mut Call<'_>,
    noun: &Noun,
    body: &Value,
    own: Option<u64>,
) -> Result<String, Refusal> {
    let name = body.get("name").and_then(Value::as_str).unwrap_or_default().trim();
    if name.is_empty() {
        return Err(Refusal::field("name", format!("The {} name must not be empty.", noun.name)));
    }
    if length(name) > MAX_NAME {
        return Err(Refusal::field(
            "name",
            format!("The {} name must not exceed {MAX_NAME} characters in length.", noun.name),
        ));
    }
    let same =
        |part: &Part| Some(part.id) != own && part.name.to_lowercase() == name.to_lowercase();
    if (noun.parts)(call.state).values().any(same) {
        return Err(Refusal::field("name", (noun.taken)(name)));
    }
    Ok(name.to_owned())
}

fn read_more(noun: &Noun, body: &Value) -> Result<Map<String, Value>, Refusal> {
    let mut more = Map::new();
    for &(key, is_day) in noun.more {
        let Some(value) = body.get(key).filter(|value| !value.is_null()) else { continue };
        if is_day && !value.as_str().is_some_and(stamp::is_date) {
            return Err(Refusal::field(key, "The date must be given as yyyy-MM-dd."));
        }
        more.insert(key.to_owned(), value.clone());
    }
    Ok(more)
}
