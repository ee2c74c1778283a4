//! All labels of the site.

use std::collections::BTreeSet;

use serde_json::Value;

use super::call::Call;
use super::field::Kind;
use super::page::Page;
use super::reply::Reply;
use super::router::{Access, Route};
use super::state::Stored;

pub(super) const ROUTES: &[Route] =
    &[Route::get("/rest/api/3/label", Access::EmptyPage, |call| Ok(list(call)))];

/// In alphabetical order, each once.
fn list(call: &Call<'_>) -> Reply {
    let fields = call.site.fields.iter().filter(|field| field.kind == Kind::Labels);
    let labels: BTreeSet<&str> = fields
        .flat_map(|field| {
            let issues = call.state.issues.values();
            issues.filter_map(|issue| issue.fields.find(&field.id)).filter_map(Stored::plain)
        })
        .filter_map(Value::as_array)
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let labels = labels.into_iter().map(Value::from).collect();
    Reply::ok(&Page::of(call, 1000, 1000).bean(labels))
}
