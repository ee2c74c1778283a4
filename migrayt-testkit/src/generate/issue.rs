use std::iter::FusedIterator;

use migrayt_core::Result;
use migrayt_markup::{adf, html, markdown};
use serde_json::{Map, Value, json};

use super::WorkItems;
use super::person;

/// Issues in the shape of the Jira REST API, made one at a time from the same work items as
/// [`WorkItems`], for [`Jira::load`](crate::sim::jira::Jira::load).
///
/// # Contract
/// As [`WorkItems`]. The issues fit the default site with [`super::users`].
#[derive(Clone, Debug)]
pub struct Issues {
    items: WorkItems,
    project: String,
}

impl Issues {
    /// That many issues of the project with that key.
    ///
    /// # Errors
    /// As [`WorkItems::new`].
    pub fn new(project_key: &str, count: usize, seed: u64) -> Result<Self> {
        let items = WorkItems::new(project_key, count, seed)?;
        Ok(Self { items, project: project_key.to_owned() })
    }

    fn issue(&self, item: &Value) -> Value {
        let fields = item.get("fields").unwrap_or(&Value::Null);
        let text = |field: &str| fields.get(field).and_then(Value::as_str).unwrap_or_default();
        let summary: String = text("System.Title").trim().chars().take(240).collect();
        let parent = self.parent(item);
        let kind = match (text("System.WorkItemType"), parent) {
            ("Epic", _) => "Epic",
            ("Bug", _) => "Bug",
            ("Task", Some((2, _))) => "Sub-task",
            ("Task" | "Test Case", _) => "Task",
            _ => "Story",
        };
        let fits = |level: usize| if kind == "Sub-task" { level == 2 } else { level == 0 };
        let parent = parent.filter(|(level, _)| kind != "Epic" && fits(*level));
        let description =
            body(text("System.Description"), item.get("multilineFieldsFormat").is_some());
        let mut shown = json!({
            "summary": summary,
            "issuetype": {"name": kind},
            "status": {"name": status(text("System.State"))},
            "priority": {"name": priority(fields.get("Microsoft.VSTS.Common.Priority"))},
            "labels": labels(text("System.Tags")),
            "created": text("System.CreatedDate"),
            "updated": text("System.ChangedDate"),
            "description": description,
            "comment": {"comments": comments(item)},
            "attachment": files(item),
            "issuelinks": self.links(item),
        });
        if let Some(shown) = shown.as_object_mut() {
            assign(shown, "assignee", text("System.AssignedTo"));
            assign(shown, "reporter", text("System.CreatedBy"));
            if let Some((_, parent)) = parent {
                shown.insert("parent".to_owned(), json!({ "key": self.key(parent) }));
            }
        }
        let number = item.get("id").and_then(Value::as_u64).unwrap_or_default();
        json!({"key": self.key(number), "fields": shown})
    }

    fn key(&self, number: u64) -> String {
        format!("{}-{number}", self.project)
    }

    /// The level of the parent's type, from the top, and the parent's number.
    fn parent(&self, item: &Value) -> Option<(usize, u64)> {
        let (_, number) =
            related(item).find(|(kind, _)| *kind == "System.LinkTypes.Hierarchy-Reverse")?;
        Some((self.items.level(number)?, number))
    }

    /// The links that this item tells of, each from one end only.
    fn links(&self, item: &Value) -> Vec<Value> {
        let links = related(item).filter_map(|(kind, number)| {
            let kind = match kind {
                "System.LinkTypes.Related" | "Microsoft.VSTS.Common.TestedBy-Forward" => "Relates",
                "System.LinkTypes.Dependency-Forward" => "Blocks",
                _ => return None,
            };
            Some(json!({"type": {"name": kind}, "outwardIssue": {"key": self.key(number)}}))
        });
        links.collect()
    }
}

impl Iterator for Issues {
    type Item = Value;

    fn next(&mut self) -> Option<Value> {
        self.items.next().map(|item| self.issue(&item))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.items.size_hint()
    }
}

impl ExactSizeIterator for Issues {}
impl FusedIterator for Issues {}

/// The kinds of an item's relations to others, and the others' numbers.
fn related(item: &Value) -> impl Iterator<Item = (&str, u64)> {
    let relations = item.get("relations").and_then(Value::as_array).into_iter().flatten();
    relations.filter_map(|relation| {
        let (_, number) = relation.get("url")?.as_str()?.rsplit_once("/workItems/")?;
        Some((relation.get("rel")?.as_str()?, number.parse().ok()?))
    })
}

fn body(text: &str, is_markdown: bool) -> Value {
    if text.is_empty() {
        return Value::Null;
    }
    let read = if is_markdown { markdown::read(text) } else { html::read(text) };
    adf::write(&read.document).value
}

fn status(state: &str) -> &'static str {
    match state {
        "In Progress" | "Committed" | "Active" => "In Progress",
        "Resolved" | "Ready" => "In Review",
        "Done" | "Closed" | "Removed" => "Done",
        _ => "To Do",
    }
}

fn priority(value: Option<&Value>) -> &'static str {
    match value.and_then(Value::as_u64) {
        Some(1) => "Highest",
        Some(2) => "High",
        Some(4) => "Low",
        _ => "Medium",
    }
}

fn labels(tags: &str) -> Vec<String> {
    let tags = tags.split(';').map(str::trim).filter(|tag| !tag.is_empty());
    tags.map(|tag| tag.replace(' ', "-")).collect()
}

fn assign(shown: &mut Map<String, Value>, field: &str, person: &str) {
    if let Some(user) = person::known(person) {
        shown.insert(field.to_owned(), json!({ "accountId": user }));
    }
}

fn comments(item: &Value) -> Vec<Value> {
    let comments = item.get("comments").and_then(Value::as_array).into_iter().flatten();
    let shown = comments.map(|comment| {
        let text = |key: &str| comment.get(key).and_then(Value::as_str).unwrap_or_default();
        let author = comment.pointer("/createdBy/uniqueName").and_then(Value::as_str);
        json!({
            "body": body(text("text"), text("format") == "markdown"),
            "created": text("createdDate"),
            "author": {"accountId": person::known(author.unwrap_or_default())},
        })
    });
    shown.collect()
}

fn files(item: &Value) -> Vec<Value> {
    let relations = item.get("relations").and_then(Value::as_array).into_iter().flatten();
    let files = relations.filter(|each| each.get("rel").is_some_and(|rel| rel == "AttachedFile"));
    files
        .map(|file| {
            json!({
                "filename": file.pointer("/attributes/name"),
                "size": file.pointer("/attributes/resourceSize"),
            })
        })
        .collect()
}
