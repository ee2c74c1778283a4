//! The fields of the site and what they hold.

use std::sync::Arc;

use serde_json::{Value, json};

use super::call::Call;
use super::options::{CustomField, CustomKind, JiraOptions};
use super::page::Page;
use super::reply::Reply;
use super::router::{Access, Route};

pub(super) const ROUTES: &[Route] = &[
    Route::get("/rest/api/3/field", Access::EmptyList, |call| Ok(list(call))),
    Route::get("/rest/api/3/field/search", Access::EmptyPage, |call| Ok(search(call))),
];

/// What a field holds: how it is written, kept and read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Summary,
    Text,
    Rich,
    Number,
    Labels,
    Select,
    MultiSelect,
    Person,
    People,
    Date,
    DateTime,
    Priority,
    Resolution,
    Components,
    Versions,
    Sprint,
    TimeTracking,
    Rank,
    /// Set only at creation, by its own rule.
    Fixed,
    /// Never set.
    ReadOnly,
}

/// One field of the site.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) id: Arc<str>,
    pub(super) name: String,
    pub(super) kind: Kind,
    /// Id and value of each option.
    pub(super) options: Vec<(String, String)>,
    schema: Value,
}

impl Field {
    /// All fields of a site.
    pub(super) fn all(options: &JiraOptions) -> Vec<Self> {
        let custom = options.custom_fields.iter().enumerate();
        SYSTEM
            .iter()
            .map(|&(id, name, kind, r#type, items)| Self::system(id, name, kind, r#type, items))
            .chain(custom.map(|(index, field)| Self::custom(index, field)))
            .collect()
    }

    fn system(id: &str, name: &str, kind: Kind, r#type: &str, items: Option<&str>) -> Self {
        let schema = match items {
            Some(items) => json!({ "type": r#type, "items": items, "system": id }),
            None => json!({ "type": r#type, "system": id }),
        };
        Self { id: Arc::from(id), name: name.to_owned(), kind, options: Vec::new(), schema }
    }

    fn custom(index: usize, field: &CustomField) -> Self {
        let (kind, r#type, items, plugin) = match field.kind {
            CustomKind::Text => (Kind::Text, "string", None, "textfield"),
            CustomKind::TextArea => (Kind::Rich, "string", None, "textarea"),
            CustomKind::Number => (Kind::Number, "number", None, "float"),
            CustomKind::Select => (Kind::Select, "option", None, "select"),
            CustomKind::MultiSelect => (Kind::MultiSelect, "array", Some("option"), "multiselect"),
            CustomKind::Date => (Kind::Date, "date", None, "datepicker"),
            CustomKind::DateTime => (Kind::DateTime, "datetime", None, "datetime"),
            CustomKind::Person => (Kind::Person, "user", None, "userpicker"),
            CustomKind::People => (Kind::People, "array", Some("user"), "multiuserpicker"),
            CustomKind::Labels => (Kind::Labels, "array", Some("string"), "labels"),
            CustomKind::Url => (Kind::Text, "string", None, "url"),
            CustomKind::Sprint => (Kind::Sprint, "array", Some("json"), "gh-sprint"),
            CustomKind::Rank => (Kind::Rank, "any", None, "gh-lexo-rank"),
        };
        let vendor = match field.kind {
            CustomKind::Sprint | CustomKind::Rank => "com.pyxis.greenhopper.jira",
            _ => "com.atlassian.jira.plugin.system.customfieldtypes",
        };
        let number = field.id.trim_start_matches("customfield_").parse::<u64>().unwrap_or(0);
        let mut schema = json!({
            "type": r#type, "custom": format!("{vendor}:{plugin}"), "customId": number,
        });
        if let (Some(items), Some(schema)) = (items, schema.as_object_mut()) {
            schema.insert("items".to_owned(), Value::from(items));
        }
        let first = 10_200 + 100 * index;
        Self {
            id: Arc::from(field.id.as_str()),
            name: field.name.clone(),
            kind,
            options: (first..)
                .zip(&field.options)
                .map(|(id, value)| (id.to_string(), value.clone()))
                .collect(),
            schema,
        }
    }

    /// A field that a request makes; none of a type that there is not. It is on no screen.
    pub(super) fn made(number: u64, name: &str, key: &str) -> Option<Self> {
        const VENDOR: &str = "com.atlassian.jira.plugin.system.customfieldtypes:";
        let (r#type, items) = match key.strip_prefix(VENDOR)? {
            "cascadingselect" => ("option-with-child", None),
            "datepicker" => ("date", None),
            "datetime" => ("datetime", None),
            "float" => ("number", None),
            "grouppicker" => ("group", None),
            "labels" => ("array", Some("string")),
            "multicheckboxes" | "multiselect" => ("array", Some("option")),
            "multigrouppicker" => ("array", Some("group")),
            "multiuserpicker" => ("array", Some("user")),
            "multiversion" => ("array", Some("version")),
            "project" => ("project", None),
            "radiobuttons" | "select" => ("option", None),
            "importid" | "readonlyfield" | "textarea" | "textfield" | "url" => ("string", None),
            "userpicker" => ("user", None),
            "version" => ("version", None),
            _ => return None,
        };
        let mut schema = json!({ "type": r#type, "custom": key, "customId": number });
        if let (Some(items), Some(schema)) = (items, schema.as_object_mut()) {
            schema.insert("items".to_owned(), Value::from(items));
        }
        Some(Self {
            id: Arc::from(format!("customfield_{number}")),
            name: name.to_owned(),
            kind: Kind::Fixed,
            options: Vec::new(),
            schema,
        })
    }

    pub(super) fn is_custom(&self) -> bool {
        self.schema.get("custom").is_some()
    }

    /// Whether requests may write it at all times.
    pub(super) fn is_written(&self) -> bool {
        !matches!(self.kind, Kind::Fixed | Kind::ReadOnly | Kind::Rank)
    }

    pub(super) fn schema(&self) -> &Value {
        &self.schema
    }

    /// As lists of fields show it.
    pub(super) fn details(&self) -> Value {
        json!({
            "id": &*self.id,
            "key": &*self.id,
            "name": self.name,
            "custom": self.is_custom(),
            "orderable": true,
            "navigable": !matches!(&*self.id, "attachment" | "comment" | "worklog"),
            "searchable": true,
            "clauseNames": self.clause_names(),
            "schema": self.schema,
        })
    }

    fn clause_names(&self) -> Vec<String> {
        match self.schema.get("customId") {
            Some(number) => vec![format!("cf[{number}]"), self.name.clone()],
            None => vec![self.id.to_string()],
        }
    }
}

/// Id, name, kind, type and type of the items of each system field.
type SystemField = (&'static str, &'static str, Kind, &'static str, Option<&'static str>);

const SYSTEM: &[SystemField] = &[
    ("summary", "Summary", Kind::Summary, "string", None),
    ("issuetype", "Issue Type", Kind::Fixed, "issuetype", None),
    ("project", "Project", Kind::Fixed, "project", None),
    ("parent", "Parent", Kind::Fixed, "issuelink", None),
    ("description", "Description", Kind::Rich, "string", None),
    ("environment", "Environment", Kind::Rich, "string", None),
    ("priority", "Priority", Kind::Priority, "priority", None),
    ("labels", "Labels", Kind::Labels, "array", Some("string")),
    ("assignee", "Assignee", Kind::Person, "user", None),
    ("reporter", "Reporter", Kind::Person, "user", None),
    ("components", "Components", Kind::Components, "array", Some("component")),
    ("fixVersions", "Fix versions", Kind::Versions, "array", Some("version")),
    ("versions", "Affects versions", Kind::Versions, "array", Some("version")),
    ("duedate", "Due date", Kind::Date, "date", None),
    ("timetracking", "Time tracking", Kind::TimeTracking, "timetracking", None),
    ("resolution", "Resolution", Kind::Resolution, "resolution", None),
    ("status", "Status", Kind::ReadOnly, "status", None),
    ("created", "Created", Kind::ReadOnly, "datetime", None),
    ("updated", "Updated", Kind::ReadOnly, "datetime", None),
    ("resolutiondate", "Resolved", Kind::ReadOnly, "datetime", None),
    ("creator", "Creator", Kind::ReadOnly, "user", None),
    ("attachment", "Attachment", Kind::ReadOnly, "array", Some("attachment")),
    ("comment", "Comment", Kind::ReadOnly, "comments-page", None),
    ("worklog", "Log Work", Kind::ReadOnly, "array", Some("worklog")),
    ("issuelinks", "Linked Issues", Kind::ReadOnly, "array", Some("issuelinks")),
    ("subtasks", "Sub-tasks", Kind::ReadOnly, "array", Some("issuelinks")),
    ("watches", "Watchers", Kind::ReadOnly, "watches", None),
];

fn list(call: &Call<'_>) -> Reply {
    Reply::ok(&Value::Array(all(call).map(Field::details).collect()))
}

/// The site's own fields and those that requests made.
fn all<'a>(call: &'a Call<'_>) -> impl Iterator<Item = &'a Field> {
    call.site.fields.iter().chain(call.state.setup.fields(call.now))
}

fn search(call: &Call<'_>) -> Reply {
    let kinds = call.query_list("type");
    let ids = call.query_list("id");
    let query = call.query("query").unwrap_or_default().to_lowercase();
    let fields = all(call)
        .filter(|field| {
            let kind = if field.is_custom() { "custom" } else { "system" };
            (kinds.is_empty() || kinds.iter().any(|wanted| wanted == kind))
                && (ids.is_empty() || ids.iter().any(|id| **id == *field.id))
                && field.name.to_lowercase().contains(&query)
        })
        .map(|field| {
            json!({
                "id": &*field.id,
                "key": &*field.id,
                "name": field.name,
                "schema": field.schema,
                "description": "",
                "isLocked": field.kind == Kind::Sprint,
            })
        })
        .collect();
    Reply::ok(&Page::of(call, 50, 100).bean(fields))
}
