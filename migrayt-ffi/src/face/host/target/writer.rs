//! Values of the neutral model as hosts take them.

mod plain;
mod scalar;

use std::collections::{BTreeMap, BTreeSet};

use migrayt_core::catalog::{Catalog, Field, FieldKind, FieldRole, KnownPerson, NodeKind};
use migrayt_core::id::{FieldId, ItemId, NodeId, PartId};
use migrayt_core::plan::{LossKind, Refusal, RefusalKind};
use migrayt_core::port::Measure;
use migrayt_core::richtext::{Document, plain_text};
use migrayt_core::value::Value;

use super::embed;
use super::style::{Style, is_blank};
use crate::face::host::model::datum::Datum;
use crate::face::host::model::losses::Losses;
use crate::face::host::model::person::Named;

/// Renders the values of one operation and notes what they come to.
pub(super) struct Writer<'a> {
    pub(super) style: &'a Style,
    pub(super) catalog: &'a Catalog,
    item: &'a ItemId,
    pub(super) losses: Losses,
    pub(super) refusals: Vec<Refusal>,
    pub(super) lengths: Vec<Measure>,
    /// The files of the item that its texts show.
    pub(super) shows: BTreeSet<PartId>,
    /// The items that its texts refer to, with their addresses in the source.
    pub(super) refers: BTreeMap<ItemId, Option<String>>,
}

impl<'a> Writer<'a> {
    /// A writer for one operation on an item.
    pub(super) fn new(style: &'a Style, catalog: &'a Catalog, item: &'a ItemId) -> Self {
        Self {
            style,
            catalog,
            item,
            losses: Losses::default(),
            refusals: Vec::new(),
            lengths: Vec::new(),
            shows: BTreeSet::new(),
            refers: BTreeMap::new(),
        }
    }

    /// The value as the host takes it; none if there is nothing to write, or if it was refused.
    pub(super) fn value(&mut self, field: &Field, value: &Value) -> Option<Datum> {
        let several = field.many || field.kind == FieldKind::Labels;
        match value {
            Value::Many(_) if !several && is_text(field) => self.one(field, value),
            Value::Many(values) if !several => {
                let (first, rest) = values.split_first()?;
                if !rest.is_empty() {
                    let count = u32::try_from(rest.len()).unwrap_or(u32::MAX);
                    self.losses.note(LossKind::Shortened, Some(&field.id), count);
                }
                self.one(field, first)
            }
            Value::Many(values) => {
                let values = values.iter().filter_map(|value| self.one(field, value));
                let values: Vec<Datum> = values.collect();
                (!values.is_empty()).then_some(Datum::Many(values))
            }
            one if several => self.one(field, one).map(|one| Datum::Many(vec![one])),
            one => self.one(field, one),
        }
    }

    /// A formatted text; none if nothing of it would be seen.
    pub(super) fn document(&mut self, field: &FieldId, document: &Document) -> Option<Datum> {
        if is_blank(document) {
            return None;
        }
        let (document, embedded, lost) = embed::draft(self.style, document);
        for loss in lost.after(Vec::new()) {
            self.losses.note(loss.kind, Some(field), loss.count);
        }
        let (datum, mut losses) = self.style.write(&document);
        // What is shown by an address is shown by the host's own.
        let mut shown = embedded.files.len();
        losses.retain(|loss| {
            let ours = loss.kind == migrayt_markup::LossKind::ImageByLink && shown > 0;
            shown = shown.saturating_sub(usize::from(ours));
            !ours
        });
        self.losses.note_text(&losses, Some(field));
        self.shows.extend(embedded.files);
        self.refers.extend(embedded.items);
        Some(datum)
    }

    /// Notes the length of a text of a field that has a limit, and refuses one that is too long.
    fn measure(&mut self, field: &Field, text: &str) {
        let Some(limit) = field.max_length.map(u64::from) else { return };
        let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
        self.lengths.push(Measure { field: field.id.clone(), length, limit });
        if length > limit {
            self.refusals.push(Refusal::too_long(field.id.clone(), length, limit));
        }
    }

    fn one(&mut self, field: &Field, value: &Value) -> Option<Datum> {
        if value.is_null() {
            return None;
        }
        match field.kind {
            FieldKind::Text if field.allowed.is_empty() => self.line(field, value),
            FieldKind::Labels => self.line(field, value),
            FieldKind::Text | FieldKind::Choice => self.choice(field, value),
            FieldKind::RichText => self.rich(field, value),
            FieldKind::Cascade => self.cascade(field, value),
            FieldKind::Person => self.person(field, value),
            FieldKind::Node => self.node(field, value),
            FieldKind::Reference | FieldKind::Opaque => {
                self.losses.note(LossKind::ValueUnmapped, Some(&field.id), 1);
                None
            }
            _ => self.scalar(field, value).or_else(|| self.invalid(field)),
        }
    }

    fn line(&mut self, field: &Field, value: &Value) -> Option<Datum> {
        let text = self.words(field, value)?;
        let line = text.as_str().trim();
        if line.is_empty() {
            return None;
        }
        self.measure(field, line);
        Some(Datum::Text(line.into()))
    }

    fn rich(&mut self, field: &Field, value: &Value) -> Option<Datum> {
        let lines;
        let document = match value {
            Value::RichText(document) => document.expose(),
            other => {
                lines = plain::document(self.words(field, other)?.as_str());
                &lines
            }
        };
        let datum = self.document(&field.id, document)?;
        self.measure(field, plain_text(document).as_str());
        Some(datum)
    }

    fn choice(&mut self, field: &Field, value: &Value) -> Option<Datum> {
        let number;
        let text = match value {
            Value::Integer(whole) => {
                number = whole.to_string();
                Some(number.as_str())
            }
            other => other.as_text(),
        };
        match text.and_then(|text| allowed(&field.allowed, text)) {
            Some(name) => Some(Datum::Choice(name.into())),
            None => self.invalid(field),
        }
    }

    fn cascade(&mut self, field: &Field, value: &Value) -> Option<Datum> {
        let (first, second) = match value {
            Value::Cascade(first, second) => (Some(first.as_str()), second.as_ref()),
            other => (other.as_text(), None),
        };
        let Some(first) = first.and_then(|first| allowed(&field.allowed, first)) else {
            return self.invalid(field);
        };
        let second = second.map(|second| second.as_str().into());
        Some(Datum::Cascade(std::iter::once(first.into()).chain(second).collect()))
    }

    fn person(&mut self, field: &Field, value: &Value) -> Option<Datum> {
        let Value::Person(person) = value else { return self.invalid(field) };
        let Some(known) = self.catalog.people.iter().find(|known| known.id == person.id) else {
            self.losses.note(LossKind::PersonUnknown, Some(&field.id), 1);
            return None;
        };
        let refused = |known: &KnownPerson| !known.active || known.assignable == Some(false);
        if field.role == Some(FieldRole::Assignee) && refused(known) {
            self.losses.note(LossKind::PersonRefused, Some(&field.id), 1);
            return None;
        }
        let id = person.id.clone();
        Some(Datum::Person(Named { id, name: None, email: None, active: true }))
    }

    /// An area or iteration by its id, which is its path; what else there is by its name, which
    /// what will be prepared has already.
    fn node(&mut self, field: &Field, value: &Value) -> Option<Datum> {
        let Some(text) = value.as_text().map(str::trim).filter(|text| !text.is_empty()) else {
            return self.invalid(field);
        };
        let is_of = |kind: NodeKind| match field.role {
            Some(FieldRole::Sprint) => matches!(kind, NodeKind::Sprint | NodeKind::Iteration),
            Some(FieldRole::Components) => matches!(kind, NodeKind::Component | NodeKind::Area),
            Some(FieldRole::FixVersions) => kind == NodeKind::Version,
            _ => true,
        };
        let nodes = || self.catalog.nodes.iter().filter(|node| is_of(node.kind));
        let found = nodes()
            .find(|node| node.id.as_str() == text)
            .or_else(|| nodes().find(|node| same_name(&node.name, text)));
        Some(Datum::Node(match found {
            Some(node) if matches!(node.kind, NodeKind::Area | NodeKind::Iteration) => {
                node.id.clone()
            }
            Some(node) => NodeId::new(node.name.as_str()),
            None => NodeId::new(text),
        }))
    }

    fn invalid(&mut self, field: &Field) -> Option<Datum> {
        self.refusals.push(Refusal::in_field(RefusalKind::ValueInvalid, field.id.clone()));
        None
    }

    /// The items that the texts refer to besides their own.
    pub(super) fn others(&self) -> impl Iterator<Item = &ItemId> {
        self.refers.keys().filter(|item| *item != self.item)
    }
}

fn is_text(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Text | FieldKind::RichText)
}

/// The name as the field spells it; any if the field takes any.
fn allowed<'a>(names: &'a [String], text: &'a str) -> Option<&'a str> {
    if names.is_empty() {
        return Some(text.trim()).filter(|text| !text.is_empty());
    }
    let exact = names.iter().find(|name| name.as_str() == text);
    exact.or_else(|| names.iter().find(|name| same_name(name, text))).map(String::as_str)
}

pub(super) fn same_name(left: &str, right: &str) -> bool {
    left.trim().to_lowercase() == right.trim().to_lowercase()
}
