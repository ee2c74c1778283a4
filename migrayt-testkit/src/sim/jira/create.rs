//! New issues: checked whole, then made.

use std::collections::BTreeMap;
use std::sync::Arc;

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::call::Call;
use super::comment::Draft;
use super::error::Refusal;
use super::few::Properties;
use super::field::Kind;
use super::options::IssueType;
use super::property;
use super::state::{Fields, Issue, Stored, next};
use super::transition;
use super::update;
use super::value::cannot_be_set;

/// An issue that may be made.
pub(super) struct Plan {
    kind: usize,
    parent: Option<u64>,
    fields: Fields,
    properties: Properties,
    comments: Vec<Draft>,
    transition: Option<Value>,
}

impl Plan {
    /// Checks the body of a create; every fault of every field is named at once.
    pub(super) fn of(call: &Call<'_>, body: &Value) -> Result<Self, Refusal> {
        let Some(fields) = body.get("fields").and_then(Value::as_object) else {
            return Err(Refusal::bad("Field 'fields' is required."));
        };
        let mut faults = BTreeMap::new();
        check_project(call, fields, &mut faults);
        let kind = issue_type(call, fields, &mut faults);
        let properties = property::read_all(body)?;
        let Some((kind, issue_type)) = kind else { return Err(Refusal::fields(faults)) };
        let parent = match parent(call, kind, fields.get("parent")) {
            Ok(parent) => parent,
            Err((field, fault)) => {
                faults.insert(field.to_owned(), fault.to_owned());
                None
            }
        };
        let mut kept = Fields::default();
        for (id, value) in fields {
            let known = call.site.field(id).filter(|_| call.site.on_screen(issue_type, id));
            match known {
                Some(field) if field.kind == Kind::Fixed => {}
                Some(field) => match call.check().value(field, value) {
                    Ok(Some(stored)) => drop(kept.insert(Arc::clone(&field.id), stored)),
                    Ok(None) => {}
                    Err(fault) => drop(faults.insert(id.clone(), fault)),
                },
                None => drop(faults.insert(id.clone(), cannot_be_set(id))),
            }
        }
        let mut comments = Vec::new();
        update::apply(call, body, Some(issue_type), &mut kept, &mut comments, &mut faults);
        check_required(call, issue_type, &kept, &mut faults);
        if !faults.is_empty() {
            return Err(Refusal::fields(faults));
        }
        let transition = body.get("transition").filter(|it| !it.is_null()).cloned();
        Ok(Self { kind, parent, fields: kept, properties, comments, transition })
    }

    /// Makes the issue and gives the `CreatedIssue`.
    pub(super) fn commit(mut self, call: &mut Call<'_>) -> Value {
        let id = next(&mut call.state.last.issue);
        let number = next(&mut call.state.last.number);
        let author = call.account_id();
        self.default_field(call, "reporter", Some(&author));
        self.default_field(call, "priority", call.site.default_priority());
        let watchers = vec![Arc::clone(&author)];
        call.state.insert(Issue {
            id,
            number,
            kind: self.kind,
            status: 0,
            parent: self.parent,
            creator: author,
            created: call.now,
            updated: call.now,
            resolved: None,
            fields: self.fields,
            properties: self.properties,
            comments: Vec::new(),
            worklogs: Vec::new(),
            attachments: Vec::new(),
            links: Vec::new(),
            remote_links: Vec::new(),
            watchers,
            history: Vec::new(),
        });
        for comment in self.comments {
            comment.add(call, id);
        }
        let mut made = json!({
            "id": id.to_string(),
            "key": call.site.key(number),
            "self": call.view().url(&format!("issue/{id}")),
        });
        if let Some(step) = self.transition {
            let (status, errors) = match transition::take(call, id, &step, Fields::default()) {
                Ok(()) => (StatusCode::OK, json!({ "errorMessages": [], "errors": {} })),
                Err(refusal) => (refusal.status, refusal.body()),
            };
            if let Some(made) = made.as_object_mut() {
                let outcome = json!({ "status": status.as_u16(), "errorCollection": errors });
                made.insert("transition".to_owned(), outcome);
            }
        }
        made
    }

    fn default_field(&mut self, call: &Call<'_>, id: &str, value: Option<&str>) {
        if let (Some(field), Some(value)) = (call.site.field(id), value)
            && !self.fields.has(&field.id)
        {
            drop(self.fields.insert(Arc::clone(&field.id), Stored::Plain(Value::from(value))));
        }
    }
}

fn check_project(
    call: &Call<'_>,
    fields: &Map<String, Value>,
    faults: &mut BTreeMap<String, String>,
) {
    let project = fields.get("project");
    let name = project.and_then(|it| it.get("key").or_else(|| it.get("id")));
    if !name.and_then(Value::as_str).is_some_and(|name| call.site.is_project(name)) {
        faults.insert("project".to_owned(), "Specify a valid project ID or key".to_owned());
    }
}

fn issue_type<'a>(
    call: &Call<'a>,
    fields: &Map<String, Value>,
    faults: &mut BTreeMap<String, String>,
) -> Option<(usize, &'a IssueType)> {
    let site = call.site;
    let found = fields.get("issuetype").map(|wanted| find_type(call, wanted));
    let fault = match found {
        Some(Some(at)) => return site.issue_type(at).map(|kind| (at, kind)),
        Some(None) => "The issue type selected is invalid.",
        None => "Specify an issue type",
    };
    faults.insert("issuetype".to_owned(), fault.to_owned());
    None
}

/// The type with that `id` or `name`.
pub(super) fn find_type(call: &Call<'_>, wanted: &Value) -> Option<usize> {
    let text = |key| wanted.get(key).and_then(Value::as_str);
    let (id, name) = (text("id"), text("name"));
    call.site.options.issue_types.iter().position(|kind| match (id, name) {
        (Some(id), _) => kind.id == id,
        (None, Some(name)) => kind.name == name,
        (None, None) => false,
    })
}

/// The parent for an issue of that type, or the field and the message of the refusal.
pub(super) fn parent(
    call: &Call<'_>,
    kind: usize,
    wanted: Option<&Value>,
) -> Result<Option<u64>, (&'static str, &'static str)> {
    let level = call.site.level(kind);
    let wanted = wanted.filter(|wanted| !wanted.is_null());
    let Some(wanted) = wanted else {
        return if level < 0 {
            Err(("issuetype", "Issue type is a sub-task but parent issue key or id not specified."))
        } else {
            Ok(None)
        };
    };
    let name = wanted.get("id").or_else(|| wanted.get("key")).and_then(Value::as_str);
    let found = name.and_then(|name| call.site.find(call.state, name));
    let Some(parent) = found.and_then(|id| call.state.issues.get(&id)) else {
        return Err(("parent", "Could not find issue by id or key."));
    };
    if call.site.level(parent.kind) == level + 1 {
        Ok(Some(parent.id))
    } else {
        Err(("parentId", "Given parent work item does not belong to appropriate hierarchy."))
    }
}

fn check_required(
    call: &Call<'_>,
    issue_type: &IssueType,
    kept: &Fields,
    faults: &mut BTreeMap<String, String>,
) {
    let missing =
        |id: &str, faults: &BTreeMap<String, String>| !kept.has(id) && !faults.contains_key(id);
    if missing("summary", faults) {
        let fault = "You must specify a summary of the issue.";
        faults.insert("summary".to_owned(), fault.to_owned());
    }
    for id in call.site.required(issue_type) {
        // A field with a default is never missing.
        if missing(id, faults) && !matches!(id.as_str(), "reporter" | "priority" | "parent") {
            let name = call.site.field(id).map_or(id.as_str(), |field| field.name.as_str());
            faults.insert(id.clone(), format!("{name} is required."));
        }
    }
}
