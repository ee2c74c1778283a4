//! What administrators make and take away: fields, and other projects. Deleting takes its time: the
//! answer sends to a task.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::call::Call;
use super::error::Refusal;
use super::field::Field;
use super::reply::Reply;
use super::router::{Access, Route};

pub(super) const ROUTES: &[Route] = &[
    Route::post("/rest/api/3/field", Access::Members, make_field),
    Route::delete("/rest/api/3/field/{id}", Access::Members, delete_field),
    Route::post("/rest/api/3/project", Access::Members, make_project),
    Route::post("/rest/api/3/project/{projectIdOrKey}/delete", Access::Members, delete_project),
    Route::get("/rest/api/3/task/{taskId}", Access::Members, task),
];

/// How long a deletion takes; the site does not say.
const TAKES: Duration = Duration::from_secs(4);
const NO_ADMIN: &str = "Only administrators may do this.";

/// What was made by requests, deleted things too, and the tasks that delete them.
#[derive(Debug, Clone, Default)]
pub(super) struct Setup {
    fields: Vec<Made<Field>>,
    projects: Vec<Made<Project>>,
    deletions: Vec<Deletion>,
}

#[derive(Debug, Clone)]
struct Made<T> {
    thing: T,
    deleted: Option<OffsetDateTime>,
}

/// A project without issues: none can be made in it here.
#[derive(Debug, Clone)]
pub(super) struct Project {
    pub(super) id: u64,
    pub(super) key: String,
    pub(super) name: String,
    pub(super) kind: String,
}

#[derive(Debug, Clone)]
struct Deletion {
    what: String,
    submitted: OffsetDateTime,
}

impl<T> Made<T> {
    fn stands(&self, now: OffsetDateTime) -> bool {
        self.deleted.is_none_or(|deleted| now < deleted + TAKES)
    }
}

impl Setup {
    pub(super) fn fields(&self, now: OffsetDateTime) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |made| made.stands(now)).map(|made| &made.thing)
    }

    pub(super) fn projects(&self, now: OffsetDateTime) -> impl Iterator<Item = &Project> {
        self.projects.iter().filter(move |made| made.stands(now)).map(|made| &made.thing)
    }

    /// Begins to delete something, and gives the task's id.
    fn delete(&mut self, what: String, now: OffsetDateTime) -> usize {
        self.deletions.push(Deletion { what, submitted: now });
        self.deletions.len()
    }
}

impl Project {
    pub(super) fn is(&self, id_or_key: &str) -> bool {
        self.key.eq_ignore_ascii_case(id_or_key) || self.id.to_string() == id_or_key
    }
}

fn make_field(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.admin(NO_ADMIN)?;
    let body = call.json()?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default().trim();
    if text("name").is_empty() {
        return Err(Refusal::field("name", "It must have a name."));
    }
    let number = 10_900 + call.state.setup.fields.len() as u64;
    let Some(field) = Field::made(number, text("name"), text("type")) else {
        return Err(Refusal::field("type", "The custom field type is not known."));
    };
    let shown = field.details();
    call.state.setup.fields.push(Made { thing: field, deleted: None });
    Ok(Reply::created(&shown))
}

fn delete_field(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.admin(NO_ADMIN)?;
    let (id, now) = (call.param(0).to_owned(), call.now);
    if call.site.field(&id).is_some() {
        return Err(Refusal::bad("The field is one of the site's own and cannot be deleted."));
    }
    let setup = &mut call.state.setup;
    let found = setup.fields.iter_mut().find(|made| *made.thing.id == *id && made.stands(now));
    match found {
        None => Err(Refusal::missing("The custom field was not found.")),
        Some(made) if made.deleted.is_some() => Err(Refusal::new(
            StatusCode::CONFLICT,
            "A task to delete the custom field is already running.",
        )),
        Some(made) => {
            made.deleted = Some(now);
            let task = setup.delete(format!("Delete the field {id}"), now);
            Ok(see_other(call, task))
        }
    }
}

fn make_project(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.admin(NO_ADMIN)?;
    let body = call.json()?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let (key, name, kind) = (text("key"), text("name"), text("projectTypeKey"));
    let upper = |letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit();
    let good = (2..=10).contains(&key.len())
        && key.chars().all(upper)
        && key.starts_with(|letter: char| letter.is_ascii_uppercase());
    if !good {
        return Err(Refusal::field(
            "projectKey",
            "Project keys must start with an uppercase letter, followed by one or more uppercase \
             alphanumeric characters.",
        ));
    }
    let now = call.now;
    if call.site.is_project(key) || call.state.setup.projects(now).any(|other| other.is(key)) {
        return Err(Refusal::field("projectKey", format!("A project uses the key {key} already.")));
    }
    if name.trim().is_empty() {
        return Err(Refusal::field("projectName", "You must specify a valid project name."));
    }
    if !["software", "business", "service_desk"].contains(&kind) {
        return Err(Refusal::field("projectTypeKey", "The project type is not known."));
    }
    let id = 10_100 + call.state.setup.projects.len() as u64;
    let address = call.view().url(&format!("project/{id}"));
    let shown = json!({ "self": address, "id": id, "key": key });
    let project = Project { id, key: key.to_owned(), name: name.to_owned(), kind: kind.to_owned() };
    call.state.setup.projects.push(Made { thing: project, deleted: None });
    Ok(Reply::created(&shown))
}

fn delete_project(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    call.admin(NO_ADMIN)?;
    let (name, now) = (call.param(0).to_owned(), call.now);
    if call.site.is_project(&name) {
        return Err(Refusal::bad("The project that the site was made for cannot be deleted."));
    }
    let setup = &mut call.state.setup;
    let found = setup.projects.iter_mut().find(|made| made.thing.is(&name) && made.stands(now));
    let Some(made) = found else { return Err(Refusal::no_project(&name)) };
    made.deleted.get_or_insert(now);
    let task = setup.delete(format!("Delete the project {name}"), now);
    Ok(see_other(call, task))
}

/// The answer to what takes its time: the task as it stands, and its address.
fn see_other(call: &Call<'_>, task: usize) -> Reply {
    let address = call.view().url(&format!("task/{task}"));
    let shown = call.state.setup.deletions.get(task - 1).map(|it| it.shown(&address, task, call));
    Reply::json(StatusCode::SEE_OTHER, &shown.unwrap_or_default()).with("location", &address)
}

fn task(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let task: usize = call.param(0).parse().unwrap_or_default();
    let address = call.view().url(&format!("task/{task}"));
    let found = task.checked_sub(1).and_then(|at| call.state.setup.deletions.get(at));
    let found = found.ok_or_else(|| Refusal::missing("The task was not found."))?;
    Ok(Reply::ok(&found.shown(&address, task, call)))
}

impl Deletion {
    fn shown(&self, address: &str, task: usize, call: &Call<'_>) -> Value {
        let (submitted, waited) = (millis(self.submitted), call.now - self.submitted);
        let (status, progress) = match waited {
            waited if waited >= TAKES => ("COMPLETE", 100),
            waited if waited < TAKES / 4 => ("ENQUEUED", 0),
            _ => ("RUNNING", 50),
        };
        let took = waited.whole_milliseconds().clamp(0, TAKES.as_millis().cast_signed());
        let took = i64::try_from(took).unwrap_or_default();
        let mut shown = json!({
            "self": address,
            "id": task.to_string(),
            "description": self.what,
            "status": status,
            "submittedBy": 10_000,
            "progress": progress,
            "elapsedRuntime": took,
            "submitted": submitted,
            "lastUpdate": submitted + took,
        });
        let mut set = |name: &str, value: i64| {
            if let Some(shown) = shown.as_object_mut() {
                shown.insert(name.to_owned(), Value::from(value));
            }
        };
        if status != "ENQUEUED" {
            set("started", submitted);
        }
        if status == "COMPLETE" {
            set("finished", submitted + took);
        }
        shown
    }
}

fn millis(moment: OffsetDateTime) -> i64 {
    i64::try_from(moment.unix_timestamp_nanos() / 1_000_000).unwrap_or_default()
}
