//! Files that no text shows any more.

use std::collections::BTreeSet;

use http::Method;
use serde_json::Value;

use super::router::Route;
use super::state::{State, Stored};

/// The files that the texts of an issue show, by their media ids. What the site does to those that
/// are not shown any more after an edit is only reported by users: it removes them.
pub(super) fn shown(state: &State, issue: u64) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let Some(issue) = state.issues.get(&issue) else { return found };
    if issue.attachments.is_empty() {
        return found;
    }
    let fields = issue.fields.iter().map(|(_, value)| value);
    for text in fields.chain(issue.comments.iter().map(|comment| &comment.body)) {
        if let Stored::Rich(document) = text {
            gather(&document.value(), &mut found);
        }
    }
    found
}

/// Whether an operation may take a file out of a text.
pub(super) fn may_be_made_by(route: &Route) -> bool {
    let texts =
        ["/rest/api/3/issue/{issueIdOrKey}", "/rest/api/3/issue/{issueIdOrKey}/comment/{id}"];
    route.method == Method::PUT && texts.contains(&route.path)
}

/// Removes the files that were shown and are shown no more.
pub(super) fn sweep(state: &mut State, issue: u64, before: &BTreeSet<String>) {
    let now = shown(state, issue);
    for media in before.difference(&now) {
        if let Some(id) = state.media.get(media).copied() {
            state.remove_attachment(id);
        }
    }
}

fn gather(node: &Value, found: &mut BTreeSet<String>) {
    if let Some("media" | "mediaInline") = node.get("type").and_then(Value::as_str)
        && let Some(id) = node.pointer("/attrs/id").and_then(Value::as_str)
    {
        found.insert(id.to_owned());
    }
    for child in node.get("content").and_then(Value::as_array).into_iter().flatten() {
        gather(child, found);
    }
}
