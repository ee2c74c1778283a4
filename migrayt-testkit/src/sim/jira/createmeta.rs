//! What a create accepts.

use serde_json::{Value, json};

use super::call::Call;
use super::error::Refusal;
use super::field::{Field, Kind};
use super::options::IssueType;
use super::page::Page;
use super::reply::Reply;
use super::router::{Access, Route};

pub(super) const ROUTES: &[Route] = &[
    Route::get(
        "/rest/api/3/issue/createmeta/{projectIdOrKey}/issuetypes",
        Access::Members,
        issue_types,
    ),
    Route::get(
        "/rest/api/3/issue/createmeta/{projectIdOrKey}/issuetypes/{issueTypeId}",
        Access::Members,
        fields,
    ),
];

/// Most entries on one page.
const MAX_PAGE: usize = 200;

fn issue_types(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.project(0)?;
    let page = page(call)?;
    let kinds = &call.site.options.issue_types;
    let shown = page.cut(kinds.iter().map(|kind| {
        let mut shown = call.view().issue_type(kind);
        if let Some(shown) = shown.as_object_mut() {
            shown.insert("untranslatedName".to_owned(), Value::from(kind.name.as_str()));
        }
        shown
    }));
    Ok(Reply::ok(&page.named("issueTypes", kinds.len(), shown)))
}

fn fields(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.project(0)?;
    let page = page(call)?;
    let id = call.param(1);
    let kind = call.site.options.issue_types.iter().find(|kind| kind.id == id);
    let kind = kind.ok_or_else(|| Refusal::bad("The issue type selected is invalid."))?;
    let fields: Vec<&Field> =
        call.site.fields.iter().filter(|field| call.site.on_screen(kind, &field.id)).collect();
    let total = fields.len();
    let shown = page.cut(fields.into_iter().map(|field| meta(call, kind, field)));
    Ok(Reply::ok(&page.named("fields", total, shown)))
}

fn page(call: &Call<'_>) -> Result<Page, Refusal> {
    let wanted = call.query("maxResults").and_then(|text| text.parse::<usize>().ok());
    if wanted.is_some_and(|wanted| wanted > MAX_PAGE) {
        let message = format!("Parameter 'maxResults' must not exceed the limit '{MAX_PAGE}'");
        return Err(Refusal::bad(message));
    }
    Ok(Page::of(call, 50, MAX_PAGE))
}

pub(super) fn meta(call: &Call<'_>, kind: &IssueType, field: &Field) -> Value {
    let has_default = matches!(&*field.id, "reporter" | "priority");
    let required = match &*field.id {
        "summary" | "issuetype" | "project" | "reporter" => true,
        "parent" => kind.hierarchy_level < 0,
        id => call.site.required(kind).iter().any(|required| required == id),
    };
    let operations: &[&str] = match field.kind {
        Kind::Labels | Kind::Components | Kind::Versions | Kind::MultiSelect | Kind::People => {
            &["add", "set", "remove"]
        }
        Kind::TimeTracking => &["set", "edit"],
        _ => &["set"],
    };
    let mut shown = json!({
        "fieldId": &*field.id,
        "key": &*field.id,
        "name": field.name,
        "required": required,
        "hasDefaultValue": has_default,
        "schema": field.schema(),
        "operations": operations,
    });
    if let Some(shown) = shown.as_object_mut() {
        if let Some(allowed) = allowed(call, kind, field) {
            shown.insert("allowedValues".to_owned(), allowed);
        }
        let search = match field.kind {
            Kind::Person | Kind::People => "user/assignable/search?project=",
            Kind::Labels => "label?maxResults=",
            _ => "",
        };
        if !search.is_empty() {
            shown.insert("autoCompleteUrl".to_owned(), Value::from(call.view().url(search)));
        }
    }
    shown
}

fn allowed(call: &Call<'_>, kind: &IssueType, field: &Field) -> Option<Value> {
    let view = call.view();
    let options = &call.site.options;
    let allowed = match field.kind {
        Kind::Priority => options.priorities.iter().map(|it| view.named("priority", it)).collect(),
        Kind::Resolution => {
            options.resolutions.iter().map(|it| view.named("resolution", it)).collect()
        }
        Kind::Components => {
            call.state.components.values().map(|part| view.part("component", part)).collect()
        }
        Kind::Versions => {
            call.state.versions.values().map(|part| view.part("version", part)).collect()
        }
        Kind::Select | Kind::MultiSelect => call
            .state
            .options_of(field)
            .map(|(id, value)| {
                json!({ "self": view.url(&format!("customFieldOption/{id}")), "id": id, "value": value })
            })
            .collect(),
        Kind::Fixed if &*field.id == "issuetype" => json!([view.issue_type(kind)]),
        Kind::Fixed if &*field.id == "project" => json!([view.project()]),
        _ => return None,
    };
    Some(allowed)
}
