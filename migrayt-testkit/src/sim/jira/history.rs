//! What changed on an issue: the entries of its changelog.

use std::sync::Arc;

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::call::Call;
use super::field::{Field, Kind};
use super::site::Site;
use super::stamp;
use super::state::{Fields, Stored, next};
use super::view::View;

/// Changes made together.
#[derive(Debug, Clone)]
pub(super) struct Change {
    id: u64,
    author: Arc<str>,
    pub(super) created: OffsetDateTime,
    pub(super) items: Vec<Item>,
}

/// The change of one field.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// Name of the field: the id of a system field, the name of a custom field.
    field: String,
    pub(super) field_id: Option<String>,
    custom: bool,
    from: Option<String>,
    from_text: Option<String>,
    to: Option<String>,
    to_text: Option<String>,
}

impl Item {
    pub(super) fn of(field: &str, field_id: Option<&str>) -> Self {
        Self {
            field: field.to_owned(),
            field_id: field_id.map(str::to_owned),
            custom: false,
            from: None,
            from_text: None,
            to: None,
            to_text: None,
        }
    }

    /// Says that something came, or that it went.
    pub(super) fn step(mut self, came: bool, id: Option<String>, text: String) -> Self {
        if came {
            (self.to, self.to_text) = (id, Some(text));
        } else {
            (self.from, self.from_text) = (id, Some(text));
        }
        self
    }
}

/// Adds a change to the changelog of an issue, if anything changed.
pub(super) fn record(call: &mut Call<'_>, issue: u64, items: Vec<Item>) {
    if items.is_empty() {
        return;
    }
    let id = next(&mut call.state.last.history);
    let change = Change { id, author: call.account_id(), created: call.now, items };
    if let Some(issue) = call.state.issues.get_mut(&issue) {
        issue.history.push(change);
    }
}

/// The change from one value of a field to another.
pub(super) fn difference(
    view: &View<'_>,
    field: &Field,
    old: Option<&Stored>,
    new: Option<&Stored>,
) -> Option<Item> {
    if old == new {
        return None;
    }
    let name = if field.is_custom() { field.name.as_str() } else { &*field.id };
    let mut item = Item::of(name, Some(&*field.id));
    item.custom = field.is_custom();
    (item.from, item.from_text) = told(view, field, old);
    (item.to, item.to_text) = told(view, field, new);
    Some(item)
}

/// The changes of all fields.
pub(super) fn differences(view: &View<'_>, old: &Fields, new: &Fields) -> Vec<Item> {
    let fields = view.site.fields.iter();
    fields.filter_map(|it| difference(view, it, old.find(&it.id), new.find(&it.id))).collect()
}

/// The change of the type, if it is one.
pub(super) fn kinds(site: &Site, old: usize, new: usize) -> Option<Item> {
    let (from, to) = site.issue_type(old).zip(site.issue_type(new)).filter(|_| old != new)?;
    let item = Item::of("issuetype", Some("issuetype"));
    let item = item.step(false, Some(from.id.clone()), from.name.clone());
    Some(item.step(true, Some(to.id.clone()), to.name.clone()))
}

/// The change of the status, if it is one.
pub(super) fn statuses(site: &Site, old: usize, new: usize) -> Option<Item> {
    let (from, to) = site.status(old).zip(site.status(new)).filter(|_| old != new)?;
    let item = Item::of("status", Some("status"));
    let item = item.step(false, Some(from.id.clone()), from.name.clone());
    Some(item.step(true, Some(to.id.clone()), to.name.clone()))
}

/// The change of the parent, if it is one. It has no field id.
pub(super) fn parents(view: &View<'_>, old: Option<u64>, new: Option<u64>) -> Option<Item> {
    let told = |item: Item, came, parent: Option<u64>| match parent {
        Some(id) => item.step(came, Some(id.to_string()), view.key(id).unwrap_or_default()),
        None => item,
    };
    let item = Item::of("IssueParentAssociation", None);
    (old != new).then(|| told(told(item, false, old), true, new))
}

/// A value as the changelog tells it: ids if it has any, and its text.
fn told(
    view: &View<'_>,
    field: &Field,
    stored: Option<&Stored>,
) -> (Option<String>, Option<String>) {
    let Some(stored) = stored else { return (None, None) };
    let shown = view.value(field, stored);
    match field.kind {
        Kind::Rich => {
            let mut text = String::new();
            spoken(&shown, &mut text);
            (None, Some(text))
        }
        Kind::Labels => {
            let labels: Vec<&str> =
                shown.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            (None, Some(labels.join(" ")))
        }
        Kind::TimeTracking => {
            let seconds = shown.get("originalEstimateSeconds").map(ToString::to_string);
            (seconds.clone(), seconds)
        }
        _ => {
            (named(&shown, &["accountId", "id"]), named(&shown, &["displayName", "name", "value"]))
        }
    }
}

fn named(shown: &Value, keys: &[&str]) -> Option<String> {
    match shown {
        Value::Object(shown) => {
            let value = keys.iter().find_map(|key| shown.get(*key))?;
            Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
        }
        Value::Array(all) => {
            let words: Vec<String> = all.iter().filter_map(|one| named(one, keys)).collect();
            Some(words.join(", "))
        }
        Value::String(text) if keys.contains(&"name") => Some(text.clone()),
        Value::Number(number) if keys.contains(&"name") => Some(number.to_string()),
        _ => None,
    }
}

/// The text of a document, a line for each block.
fn spoken(node: &Value, text: &mut String) {
    if let Some(words) = node.get("text").and_then(Value::as_str) {
        text.push_str(words);
    }
    for child in node.get("content").and_then(Value::as_array).into_iter().flatten() {
        if child.get("type").and_then(Value::as_str) == Some("paragraph") && !text.is_empty() {
            text.push('\n');
        }
        spoken(child, text);
    }
}

impl View<'_> {
    pub(super) fn change(&self, change: &Change) -> Value {
        let items: Vec<Value> = change.items.iter().map(item).collect();
        json!({
            "id": change.id.to_string(),
            "author": self.user(&change.author),
            "created": stamp::platform(change.created),
            "items": items,
        })
    }
}

fn item(item: &Item) -> Value {
    let mut shown = json!({
        "field": item.field,
        "fieldtype": if item.custom { "custom" } else { "jira" },
        "from": item.from,
        "fromString": item.from_text,
        "to": item.to,
        "toString": item.to_text,
    });
    if let (Some(id), Some(shown)) = (&item.field_id, shown.as_object_mut()) {
        shown.insert("fieldId".to_owned(), Value::from(id.as_str()));
    }
    shown
}
