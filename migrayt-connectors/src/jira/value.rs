//! Values of the neutral model as Jira takes them.

use std::collections::BTreeSet;

use migrayt_core::Content;
use migrayt_core::catalog::{Catalog, Field, FieldKind, FieldRole, KnownPerson, NodeKind};
use migrayt_core::id::{FieldId, ItemId, PartId};
use migrayt_core::item::AttachmentRef;
use migrayt_core::plan::{LossKind, Refusal, RefusalKind};
use migrayt_core::port::{MadeFile, Measure};
use migrayt_core::richtext::{Block, Document, plain_text};
use migrayt_core::value::Value;
use migrayt_markup::adf;
use migrayt_markup::limit::{Limit, Overflow};
use serde_json::{Value as Json, json};
use time::Time;

use super::embed::Embedded;
use super::field::{MAX_LINE, MAX_SPRINT, MAX_TEXT};
use super::losses::Losses;
use super::{canonical, moment, payload};

/// Renders the values of one operation and notes what they come to.
#[derive(Debug)]
pub(super) struct Writer<'a> {
    catalog: &'a Catalog,
    pub(super) losses: Losses,
    pub(super) refusals: Vec<Refusal>,
    pub(super) lengths: Vec<Measure>,
    /// What the files of moved texts are named after, where that is not the field.
    pub(super) name: Option<String>,
    item: &'a ItemId,
    /// The files of the item that its texts show.
    pub(super) shows: BTreeSet<PartId>,
    /// The items that its texts refer to.
    pub(super) refers: BTreeSet<ItemId>,
    /// Texts that had to be moved into files.
    pub(super) made: Vec<MadeFile>,
}

impl<'a> Writer<'a> {
    /// A writer for one operation on an item.
    pub(super) fn new(catalog: &'a Catalog, item: &'a ItemId) -> Self {
        Self {
            catalog,
            losses: Losses::default(),
            refusals: Vec::new(),
            lengths: Vec::new(),
            name: None,
            item,
            shows: BTreeSet::new(),
            refers: BTreeSet::new(),
            made: Vec::new(),
        }
    }

    /// The value as Jira takes it; none if there is nothing to write, or if it was refused.
    pub(super) fn value(&mut self, field: &Field, value: &Value) -> Option<Json> {
        match (field.many || field.kind == FieldKind::Labels, value) {
            (_, Value::Null) => None,
            // The texts of several values together fill one field.
            (false, Value::Many(_)) if is_text(field) => self.one(field, value),
            (false, Value::Many(values)) => match values.as_slice() {
                [] => None,
                [one] => self.one(field, one),
                [first, rest @ ..] => {
                    let count = u32::try_from(rest.len()).unwrap_or(u32::MAX);
                    self.losses.note(LossKind::Shortened, Some(&field.id), count);
                    self.one(field, first)
                }
            },
            (false, one) => self.one(field, one),
            (true, Value::Many(values)) => {
                let mut items: Vec<Json> = Vec::with_capacity(values.len());
                for item in values.iter().filter_map(|value| self.one(field, value)) {
                    if !items.contains(&item) {
                        items.push(item);
                    }
                }
                (!items.is_empty()).then_some(Json::Array(items))
            }
            (true, one) => self.one(field, one).map(|one| Json::Array(vec![one])),
        }
    }

    /// A formatted text, measured as Jira measures it; none if it is empty. One for which Jira has
    /// no room goes into files, and words that say so stand in its place.
    pub(super) fn document(&mut self, field: &FieldId, document: &Document) -> Option<Json> {
        if document.is_empty() {
            return None;
        }
        let embedded = Embedded::of(document);
        let (shown, embedded) = match &embedded {
            Some((copy, embedded)) => (copy, Some(embedded)),
            None => (document, None),
        };
        let writing = adf::write(shown);
        if canonical::is_blank(&writing.value) {
            self.losses.note_text(&writing.losses, Some(field));
            return None;
        }
        let words = Content::new(adf::text(&writing.value));
        if let Some(length) = Limit::JIRA.exceeded(words.as_str()) {
            return Some(self.moved(field, document, length));
        }
        self.losses.note_text(&writing.losses, Some(field));
        self.measure(field, words.as_str(), MAX_TEXT);
        let Some(embedded) = embedded else { return Some(writing.value) };
        self.shows.extend(embedded.files.iter().cloned());
        self.refers.extend(embedded.items().filter(|item| *item != self.item).cloned());
        Some(embedded.wrap(writing.value))
    }

    fn moved(&mut self, field: &FieldId, document: &Document, length: usize) -> Json {
        let name = self.name.clone().unwrap_or_else(|| field.to_string());
        let overflow = Overflow::of(document, &name, length, Limit::JIRA);
        self.losses.note_text(&overflow.losses, Some(field));
        let files = std::iter::once(overflow.readable).chain(overflow.originals);
        for (number, file) in files.enumerate() {
            let size = u64::try_from(file.bytes.expose().len()).ok();
            self.made.push(MadeFile {
                file: AttachmentRef {
                    item: self.item.clone(),
                    id: PartId::new(format!("text:{name}:{number}")),
                    name: Content::text(file.name),
                    size,
                    media_type: Some(file.media_type.to_owned()),
                    created: None,
                    note: None,
                },
                bytes: file.bytes,
            });
        }
        let pointer = adf::write(&overflow.pointer).value;
        self.measure(field, &adf::text(&pointer), MAX_TEXT);
        pointer
    }

    /// Notes a length, in UTF-16 units as Jira counts, and refuses one over its limit.
    pub(super) fn measure(&mut self, field: &FieldId, text: &str, limit: u32) {
        let length = u64::try_from(text.encode_utf16().count()).unwrap_or(u64::MAX);
        let limit = u64::from(limit);
        self.lengths.push(Measure { field: field.clone(), length, limit });
        if length > limit {
            self.refusals.push(Refusal::too_long(field.clone(), length, limit));
        }
    }

    fn one(&mut self, field: &Field, value: &Value) -> Option<Json> {
        if value.is_null() {
            return None;
        }
        match field.kind {
            FieldKind::Text => self.line(field, value),
            FieldKind::RichText => self.rich(field, value),
            FieldKind::Integer | FieldKind::Decimal => self.number(field, value),
            FieldKind::Date => self.day(field, value),
            FieldKind::Instant => match value {
                Value::Instant(moment) => {
                    moment::write(*moment).map(Json::from).or_else(|| self.invalid(field))
                }
                _ => self.invalid(field),
            },
            FieldKind::Duration => self.duration(field, value),
            FieldKind::Person => self.person(field, value),
            FieldKind::Choice => self.choice(field, value),
            FieldKind::Cascade => self.cascade(field, value),
            FieldKind::Labels => self.label(field, value),
            FieldKind::Node => self.node(field, value),
            _ => {
                self.losses.note(LossKind::ValueUnmapped, Some(&field.id), 1);
                None
            }
        }
    }

    fn line(&mut self, field: &Field, value: &Value) -> Option<Json> {
        let text = self.words(field, value)?;
        let whole = text.as_str().trim();
        let line = Content::new(whole.split_whitespace().collect::<Vec<_>>().join(" "));
        // Only line breaks are not taken; other space stays as it is.
        let broken = whole.contains(['\n', '\r']);
        let line = if broken { line.as_str() } else { whole };
        if broken {
            self.losses.note(LossKind::TextStructure, Some(&field.id), 1);
        }
        if line.is_empty() {
            return None;
        }
        self.measure(&field.id, line, MAX_LINE);
        Some(Json::from(line))
    }

    fn rich(&mut self, field: &Field, value: &Value) -> Option<Json> {
        if let Value::RichText(document) = value {
            return self.document(&field.id, document.expose());
        }
        let text = self.words(field, value)?;
        let lines = text.as_str().lines().map(str::trim_end).filter(|line| !line.is_empty());
        let document = Document::from(lines.map(Block::plain).collect::<Vec<_>>());
        self.document(&field.id, &document)
    }

    /// A value as plain words; a loss says so if it was none.
    fn words(&mut self, field: &Field, value: &Value) -> Option<Content<String>> {
        let text = match value {
            Value::Text(text) | Value::Choice(text) => return Some(text.clone()),
            Value::Node(node) => return Some(Content::text(node.as_str())),
            Value::RichText(document) => {
                self.losses.note(LossKind::TextStructure, Some(&field.id), 1);
                return Some(plain_text(document.expose()));
            }
            Value::Opaque(text) => text.clone(),
            Value::Bool(yes) => Content::text(if *yes { "true" } else { "false" }),
            Value::Integer(number) => Content::text(number.to_string()),
            Value::Decimal(number) => Content::text(number.to_string()),
            Value::Date(day) => Content::text(moment::write_day(*day)?),
            Value::Instant(at) => Content::text(moment::write(*at)?),
            Value::Duration(seconds) => Content::text(format!("{seconds} s")),
            Value::Person(person) => person.name.clone(),
            Value::Reference(item) => Content::text(item.as_str()),
            Value::Cascade(first, None) => return Some(first.clone()),
            Value::Cascade(first, Some(second)) => {
                Content::new(format!("{} / {}", first.as_str(), second.as_str()))
            }
            Value::Many(values) => {
                let mut all = Content::text("");
                for value in values {
                    let Some(one) = self.words(field, value) else { continue };
                    if !all.as_str().is_empty() {
                        all.expose_mut().push_str(", ");
                    }
                    all.expose_mut().push_str(one.as_str());
                }
                all
            }
            _ => return None,
        };
        self.losses.note(LossKind::ValueAsText, Some(&field.id), 1);
        Some(text)
    }

    fn number(&mut self, field: &Field, value: &Value) -> Option<Json> {
        let written = || value.as_text()?.trim().parse().ok();
        match value.as_number().or_else(written).filter(|number: &f64| number.is_finite()) {
            Some(number) => Some(Json::from(number)),
            None => self.invalid(field),
        }
    }

    fn day(&mut self, field: &Field, value: &Value) -> Option<Json> {
        let day = match value {
            Value::Date(day) => *day,
            // The mapping wants it so; the time of day is lost and named.
            Value::Instant(moment) => {
                let moment = moment.to_offset(time::UtcOffset::UTC);
                if moment.time() != Time::MIDNIGHT {
                    self.losses.note(LossKind::Shortened, Some(&field.id), 1);
                }
                moment.date()
            }
            _ => return self.invalid(field),
        };
        moment::write_day(day).map(Json::from).or_else(|| self.invalid(field))
    }

    /// Seconds, rounded to the minutes that Jira keeps. A number is hours, as Azure DevOps holds
    /// estimates.
    fn duration(&mut self, field: &Field, value: &Value) -> Option<Json> {
        #[expect(clippy::cast_precision_loss, reason = "an estimate is far below 2 to the 53rd")]
        let seconds = match value {
            Value::Duration(seconds) => Some(*seconds as f64),
            other => other.as_number().map(|hours| hours * 3600.0),
        };
        let Some(seconds) = seconds.filter(|it| (0.0..1e12).contains(it)) else {
            return self.invalid(field);
        };
        let minutes = (seconds / 60.0).round();
        if (minutes * 60.0 - seconds).abs() > 0.5 {
            self.losses.note(LossKind::Shortened, Some(&field.id), 1);
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is whole and between 0 and 1e12"
        )]
        Some(Json::from(minutes as u64 * 60))
    }

    fn person(&mut self, field: &Field, value: &Value) -> Option<Json> {
        let Value::Person(person) = value else { return self.invalid(field) };
        let known = self.catalog.people.iter().find(|known| known.id == person.id);
        // Jira refuses to assign work to an account that was closed or lacks the permission.
        let refused = |known: &KnownPerson| !known.active || known.assignable == Some(false);
        if field.role == Some(FieldRole::Assignee) && known.is_some_and(refused) {
            self.losses.note(LossKind::PersonRefused, Some(&field.id), 1);
            return None;
        }
        Some(json!({ "accountId": person.id.as_str() }))
    }

    fn choice(&mut self, field: &Field, value: &Value) -> Option<Json> {
        let number;
        let text = match value {
            Value::Integer(whole) => {
                number = whole.to_string();
                Some(number.as_str())
            }
            other => other.as_text(),
        };
        let Some(name) = text.and_then(|text| allowed(&field.allowed, text)) else {
            return self.invalid(field);
        };
        let key = match field.id.as_str() {
            "priority" | "resolution" | "security" => "name",
            _ => "value",
        };
        Some(json!({ key: name }))
    }

    fn cascade(&mut self, field: &Field, value: &Value) -> Option<Json> {
        let (first, second) = match value {
            Value::Cascade(first, second) => (first.as_str(), second.as_ref()),
            other => match other.as_text() {
                Some(text) => (text, None),
                None => return self.invalid(field),
            },
        };
        let Some(first) = allowed(&field.allowed, first) else { return self.invalid(field) };
        Some(match second {
            Some(second) => json!({ "value": first, "child": { "value": second.as_str() } }),
            None => json!({ "value": first }),
        })
    }

    /// A label has no space in it.
    fn label(&mut self, field: &Field, value: &Value) -> Option<Json> {
        let text = self.words(field, value)?;
        let whole = text.as_str().trim();
        let label = Content::new(whole.split_whitespace().collect::<Vec<_>>().join("_"));
        if label.as_str() != whole {
            self.losses.note(LossKind::LabelChanged, Some(&field.id), 1);
        }
        if label.as_str().is_empty() {
            return None;
        }
        self.measure(&field.id, label.as_str(), MAX_LINE);
        Some(Json::from(label.as_str()))
    }

    /// A component, version or sprint, by its name as the catalog spells it; one that the catalog
    /// does not have is prepared before it is written.
    fn node(&mut self, field: &Field, value: &Value) -> Option<Json> {
        let Some(text) = value.as_text().map(str::trim).filter(|text| !text.is_empty()) else {
            return self.invalid(field);
        };
        let kind = match (&field.role, field.id.as_str()) {
            (Some(FieldRole::Sprint), _) => NodeKind::Sprint,
            (_, "components") => NodeKind::Component,
            _ => NodeKind::Version,
        };
        let nodes = || self.catalog.nodes.iter().filter(|node| node.kind == kind);
        let found = nodes()
            .find(|node| node.id.as_str() == text)
            .or_else(|| nodes().find(|node| same_name(&node.name, text)));
        let name = found.map_or(text, |node| node.name.as_str()).to_owned();
        let limit = if kind == NodeKind::Sprint { MAX_SPRINT } else { MAX_LINE };
        self.measure(&field.id, &name, limit);
        let key = if kind == NodeKind::Sprint { payload::SPRINT } else { "name" };
        Some(json!({ key: name }))
    }

    fn invalid(&mut self, field: &Field) -> Option<Json> {
        self.refusals.push(Refusal::in_field(RefusalKind::ValueInvalid, field.id.clone()));
        None
    }
}

fn is_text(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Text | FieldKind::RichText)
}

/// The name as the field spells it; any if the field takes any.
fn allowed<'a>(names: &'a [String], text: &'a str) -> Option<&'a str> {
    if names.is_empty() {
        return Some(text.trim());
    }
    let exact = names.iter().find(|name| name.as_str() == text);
    exact.or_else(|| names.iter().find(|name| same_name(name, text))).map(String::as_str)
}

pub(super) fn same_name(left: &str, right: &str) -> bool {
    left.trim().to_lowercase() == right.trim().to_lowercase()
}
