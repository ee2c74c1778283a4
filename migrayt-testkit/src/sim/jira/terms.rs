//! The index that search looks texts up in.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use super::field::{Field, Kind};
use super::options::JiraOptions;
use super::state::{Issue, Stored};

/// Issues by the labels they carry, the words of their one-line fields, and the leaves of the
/// properties that an app had indexed.
#[derive(Debug, Clone, Default)]
pub(super) struct Terms {
    lines: Vec<Arc<str>>,
    labels: Vec<Arc<str>>,
    properties: Vec<String>,
    issues: BTreeMap<(String, String), BTreeSet<u64>>,
}

impl Terms {
    pub(super) fn new(options: &JiraOptions) -> Self {
        let fields = Field::all(options);
        let of = |kind| {
            let fields = fields.iter().filter(move |field| field.kind == kind);
            fields.map(|field| Arc::clone(&field.id)).collect()
        };
        Self {
            lines: of(Kind::Text),
            labels: of(Kind::Labels),
            properties: options.indexed_properties.clone(),
            issues: BTreeMap::new(),
        }
    }

    pub(super) fn add(&mut self, issue: &Issue) {
        for term in self.of(issue) {
            self.issues.entry(term).or_default().insert(issue.id);
        }
    }

    pub(super) fn remove(&mut self, issue: &Issue) {
        for term in self.of(issue) {
            if let Some(issues) = self.issues.get_mut(&term) {
                issues.remove(&issue.id);
                if issues.is_empty() {
                    self.issues.remove(&term);
                }
            }
        }
    }

    /// Whether all words of the field are indexed.
    pub(super) fn has_words(&self, field: &str) -> bool {
        self.lines.iter().any(|id| **id == *field)
    }

    /// Whether the field's labels are indexed.
    pub(super) fn has_labels(&self, field: &str) -> bool {
        self.labels.iter().any(|id| **id == *field)
    }

    /// The issues that have the word in the field or under the property's path.
    pub(super) fn find(&self, field: &str, word: &str) -> Option<&BTreeSet<u64>> {
        self.issues.get(&(field.to_owned(), word.to_owned()))
    }

    fn of(&self, issue: &Issue) -> Vec<(String, String)> {
        let mut terms = Vec::new();
        for id in &self.lines {
            let text = issue.fields.find(id).and_then(Stored::plain).and_then(Value::as_str);
            terms.extend(text.into_iter().flat_map(words).map(|word| (id.to_string(), word)));
        }
        for id in &self.labels {
            let labels = issue.fields.find(id).and_then(Stored::plain).and_then(Value::as_array);
            let labels = labels.into_iter().flatten().filter_map(Value::as_str);
            terms.extend(labels.map(|label| (id.to_string(), label.to_owned())));
        }
        for key in &self.properties {
            if let Some(value) = issue.properties.find(key.as_str()) {
                leaves(&format!("issue.property[{key}]"), &value.value(), &mut terms);
            }
        }
        terms
    }
}

/// The words of a text, in lower case.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// The scalars in a property, each under its path; those of a list under the list's.
pub(super) fn leaves(path: &str, value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                leaves(&format!("{path}.{name}"), member, found);
            }
        }
        Value::Array(items) => {
            for item in items {
                leaves(path, item, found);
            }
        }
        Value::String(text) => found.push((path.to_owned(), text.clone())),
        Value::Null => {}
        scalar => found.push((path.to_owned(), scalar.to_string())),
    }
}
