//! What a query means on this site: its clauses, resolved to tests of issues.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;
use time::OffsetDateTime;

use super::jql::Operator;
use super::options::StatusCategory;
use super::site::Site;
use super::state::{Issue, State, Stored};
use super::terms::{leaves, words};

/// A test of one issue.
#[derive(Debug, Clone)]
pub(super) enum Test {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Constant(bool),
    Id(Operator, u64),
    IdIn(BTreeSet<u64>),
    Created(Operator, OffsetDateTime),
    Updated(Operator, OffsetDateTime),
    Kind(BTreeSet<usize>),
    Status(BTreeSet<usize>),
    Category(Vec<StatusCategory>),
    Parent(BTreeSet<u64>),
    NoParent,
    Creator(BTreeSet<String>),
    /// The field has one of those values.
    Has(Arc<str>, BTreeSet<String>),
    Lacks(Arc<str>),
    Number(Arc<str>, Operator, f64),
    /// The text of the field has all those words.
    Words(Arc<str>, Vec<String>),
    /// The property has one of those values under that path: key, path from the key on, values.
    Property(String, String, BTreeSet<String>),
    NoProperty(String, String),
}

impl Test {
    pub(super) fn holds(&self, site: &Site, issue: &Issue) -> bool {
        match self {
            Self::All(all) => all.iter().all(|test| test.holds(site, issue)),
            Self::Any(any) => any.iter().any(|test| test.holds(site, issue)),
            Self::Not(test) => !test.holds(site, issue),
            Self::Constant(holds) => *holds,
            Self::Id(operator, id) => compare(*operator, &issue.id, id),
            Self::IdIn(ids) => ids.contains(&issue.id),
            Self::Created(operator, at) => compare(*operator, &issue.created, at),
            Self::Updated(operator, at) => compare(*operator, &issue.updated, at),
            Self::Kind(kinds) => kinds.contains(&issue.kind),
            Self::Status(statuses) => statuses.contains(&issue.status),
            Self::Category(wanted) => {
                site.status(issue.status).is_some_and(|status| wanted.contains(&status.category))
            }
            Self::Parent(parents) => issue.parent.is_some_and(|parent| parents.contains(&parent)),
            Self::NoParent => issue.parent.is_none(),
            Self::Creator(accounts) => accounts.contains(&*issue.creator),
            Self::Has(field, values) => has(issue.fields.find(field), values),
            Self::Lacks(field) => !issue.fields.has(field),
            Self::Number(field, operator, number) => issue
                .fields
                .find(field)
                .and_then(Stored::plain)
                .and_then(Value::as_f64)
                .is_some_and(|value| compare(*operator, &value, number)),
            Self::Words(field, wanted) => {
                let mut text = String::new();
                if let Some(stored) = issue.fields.find(field) {
                    gather(&stored.document(), &mut text);
                }
                let held: BTreeSet<String> = words(&text).collect();
                wanted.iter().all(|word| held.contains(word))
            }
            Self::Property(key, path, values) => {
                property(issue, key, path).iter().any(|value| values.contains(value))
            }
            Self::NoProperty(key, path) => property(issue, key, path).is_empty(),
        }
    }

    /// Narrows down where issues that hold can be.
    pub(super) fn narrow<'a>(&self, state: &'a State, bounds: &mut Bounds<'a>) {
        match self {
            Self::All(all) => all.iter().for_each(|test| test.narrow(state, bounds)),
            Self::Constant(false) => bounds.only(Cow::default()),
            Self::Id(operator, id) => bounds.limit(*operator, *id),
            Self::IdIn(ids) => bounds.only(Cow::Owned(ids.clone())),
            Self::Created(Operator::Greater | Operator::GreaterOrEqual, at) => {
                bounds.limit(Operator::GreaterOrEqual, state.first_created_since(*at));
            }
            Self::Created(Operator::Less, at) => {
                bounds.limit(Operator::Less, state.first_created_since(*at));
            }
            Self::Parent(parents) if parents.len() == 1 => {
                let parent = parents.first().copied().unwrap_or_default();
                bounds.only(state.children.get(&parent).map_or_else(Cow::default, Cow::Borrowed));
            }
            Self::Words(field, words) if state.terms.has_words(field) => {
                for word in words {
                    bounds.only(
                        state.terms.find(field, word).map_or_else(Cow::default, Cow::Borrowed),
                    );
                }
            }
            Self::Has(field, values) if state.terms.has_labels(field) => {
                bounds.only_terms(state, field, values);
            }
            Self::Property(key, path, values) => {
                bounds.only_terms(state, &format!("issue.property[{key}]{path}"), values);
            }
            _ => {}
        }
    }
}

/// Where the issues of an answer can be: a range of ids, and perhaps a set.
#[derive(Debug, Clone)]
pub(super) struct Bounds<'a> {
    pub(super) first: u64,
    pub(super) last: u64,
    pub(super) set: Option<Cow<'a, BTreeSet<u64>>>,
}

impl<'a> Bounds<'a> {
    pub(super) fn everything() -> Self {
        Self { first: 0, last: u64::MAX, set: None }
    }

    fn limit(&mut self, operator: Operator, id: u64) {
        match operator {
            Operator::Greater => self.first = self.first.max(id.saturating_add(1)),
            Operator::GreaterOrEqual => self.first = self.first.max(id),
            Operator::Less => self.last = self.last.min(id.saturating_sub(1)),
            Operator::LessOrEqual => self.last = self.last.min(id),
            _ => {}
        }
    }

    /// Keeps the smallest of the sets: the test itself is done again on each issue.
    fn only(&mut self, set: Cow<'a, BTreeSet<u64>>) {
        if self.set.as_ref().is_none_or(|held| set.len() < held.len()) {
            self.set = Some(set);
        }
    }

    fn only_terms(&mut self, state: &'a State, field: &str, values: &BTreeSet<String>) {
        let mut sets = values.iter().filter_map(|value| state.terms.find(field, value));
        let first = sets.next().map_or_else(Cow::default, Cow::Borrowed);
        let all = sets.fold(first, |all: Cow<'a, BTreeSet<u64>>, set| {
            let mut all = all.into_owned();
            all.extend(set);
            Cow::Owned(all)
        });
        self.only(all);
    }
}

fn compare<T: PartialOrd>(operator: Operator, left: &T, right: &T) -> bool {
    match operator {
        Operator::Less => left < right,
        Operator::LessOrEqual => left <= right,
        Operator::Greater => left > right,
        Operator::GreaterOrEqual => left >= right,
        Operator::In => left == right,
        _ => left != right,
    }
}

fn has(stored: Option<&Stored>, values: &BTreeSet<String>) -> bool {
    let one = |value: &Value| match value {
        Value::String(text) => values.contains(text),
        other => values.contains(&other.to_string()),
    };
    match stored.and_then(Stored::plain) {
        Some(Value::Array(items)) => items.iter().any(one),
        Some(value) => one(value),
        None => false,
    }
}

fn property(issue: &Issue, key: &str, path: &str) -> Vec<String> {
    let Some(value) = issue.properties.find(key) else { return Vec::new() };
    let mut found = Vec::new();
    leaves("", &value.value(), &mut found);
    found.into_iter().filter(|(leaf, _)| leaf == path).map(|(_, value)| value).collect()
}

/// All texts in a value.
fn gather(value: &Value, text: &mut String) {
    match value {
        Value::String(words) => {
            text.push_str(words);
            text.push(' ');
        }
        Value::Array(items) => items.iter().for_each(|item| gather(item, text)),
        Value::Object(node) => {
            for key in ["text", "content"] {
                if let Some(value) = node.get(key) {
                    gather(value, text);
                }
            }
        }
        _ => {}
    }
}
