//! Values in plain words, for fields that hold nothing else.

use migrayt_core::Content;
use migrayt_core::catalog::Field;
use migrayt_core::plan::LossKind;
use migrayt_core::richtext::{Block, Document, plain_text};
use migrayt_core::value::Value;
use time::format_description::well_known::Rfc3339;

use super::Writer;

impl Writer<'_> {
    /// A value as plain words; a loss says so if it was none.
    pub(super) fn words(&mut self, field: &Field, value: &Value) -> Option<Content<String>> {
        let text = match value {
            Value::Text(text) | Value::Choice(text) => return Some(text.clone()),
            Value::Node(node) => return Some(Content::text(node.as_str())),
            Value::Cascade(first, None) => return Some(first.clone()),
            Value::Cascade(first, Some(second)) => {
                return Some(Content::new(format!("{} / {}", first.as_str(), second.as_str())));
            }
            Value::RichText(document) => {
                self.losses.note(LossKind::TextStructure, Some(&field.id), 1);
                return Some(plain_text(document.expose()));
            }
            Value::Opaque(text) => text.clone(),
            Value::Bool(yes) => Content::new(yes.to_string()),
            Value::Integer(number) => Content::new(number.to_string()),
            Value::Decimal(number) => Content::new(number.to_string()),
            Value::Date(day) => Content::new(day.to_string()),
            Value::Instant(at) => Content::new(at.format(&Rfc3339).ok()?),
            Value::Duration(seconds) => Content::new(format!("{seconds} s")),
            Value::Person(person) => person.name.clone(),
            Value::Reference(item) => Content::text(item.as_str()),
            Value::Many(values) => {
                let mut all = Content::text("");
                for one in values.iter().filter_map(|value| self.words(field, value)) {
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
}

/// A paragraph for each line.
pub(super) fn document(text: &str) -> Document {
    let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
    Document::from(lines.map(Block::plain).collect::<Vec<_>>())
}
