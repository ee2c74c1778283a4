//! Contexts of custom fields and the options in them.
//!
//! Each custom field has one context, for all projects and types.

use serde_json::{Value, json};

use super::call::Call;
use super::error::Refusal;
use super::field::{Field, Kind};
use super::page::Page;
use super::reply::Reply;
use super::router::{Access, Route};
use super::state::next;
use super::value::length;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/rest/api/3/field/{fieldId}/context", Access::Members, contexts),
    Route::get("/rest/api/3/field/{fieldId}/context/{contextId}/option", Access::Members, options),
    Route::post("/rest/api/3/field/{fieldId}/context/{contextId}/option", Access::Members, add),
];

/// Most options in one call.
const MAX_ADDED: usize = 1000;

fn contexts(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.admin("Only Jira administrators can access custom field contexts.")?;
    let field = field(call)?;
    let context = json!({
        "id": context_id(field),
        "name": format!("Default Configuration Scheme for {}", field.name),
        "description": "",
        "isGlobalContext": true,
        "isAnyIssueType": true,
    });
    Ok(Reply::ok(&Page::of(call, 50, 100).bean(vec![context])))
}

fn options(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.admin("Only Jira administrators can access custom field options.")?;
    let field = select(call)?;
    let shown = call.state.options_of(field).map(|(id, value)| shown(id, value)).collect();
    Ok(Reply::ok(&Page::of(call, 100, 100).bean(shown)))
}

fn add(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.admin("Only Jira administrators can manage custom field options.")?;
    let field = select(call)?;
    let body = call.json()?;
    let wanted = body.get("options").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    if wanted.is_empty() || wanted.len() > MAX_ADDED {
        return Err(Refusal::bad(format!(
            "Between 1 and {MAX_ADDED} custom field options must be given."
        )));
    }
    let mut values: Vec<String> = Vec::new();
    for option in wanted {
        let value = option.get("value").and_then(Value::as_str).unwrap_or_default().trim();
        if value.is_empty() || length(value) > 255 {
            return Err(Refusal::bad("The option value must have between 1 and 255 characters."));
        }
        let known = call.state.options_of(field).any(|(_, known)| known == value);
        if known || values.iter().any(|other| other == value) {
            return Err(Refusal::bad("The option values must be unique."));
        }
        values.push(value.to_owned());
    }
    let mut made = Vec::new();
    for value in values {
        let id = next(&mut call.state.last.option).to_string();
        made.push(shown(&id, &value));
        let added = call.state.added_options.entry(field.id.to_string()).or_default();
        added.push((id, value));
    }
    Ok(Reply::ok(&json!({ "options": made })))
}

fn shown(id: &str, value: &str) -> Value {
    json!({ "id": id, "value": value, "disabled": false })
}

fn field<'a>(call: &Call<'a>) -> Result<&'a Field, Refusal> {
    let site = call.site;
    site.field(call.param(0))
        .filter(|field| field.is_custom())
        .ok_or_else(|| Refusal::missing("The custom field was not found."))
}

/// The field, if it has options and the context is its own.
fn select<'a>(call: &Call<'a>) -> Result<&'a Field, Refusal> {
    let field = field(call)?;
    if call.param(1) != context_id(field) {
        return Err(Refusal::missing("The context was not found."));
    }
    if !matches!(field.kind, Kind::Select | Kind::MultiSelect) {
        return Err(Refusal::bad("The custom field doesn't support options."));
    }
    Ok(field)
}

fn context_id(field: &Field) -> String {
    let number = field.id.trim_start_matches("customfield_").parse::<u64>().unwrap_or_default();
    (number + 100).to_string()
}
