//! Typed field values.

use time::{Date, OffsetDateTime};
use zeroize::Zeroize;

use crate::content::Content;
use crate::id::{ItemId, NodeId};
use crate::person::Person;
use crate::richtext::Document;

/// The value of a field.
///
/// A calendar [`Value::Date`] is never converted to an [`Value::Instant`] or back: that is how
/// dates move by a day.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// No value.
    #[default]
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Decimal(f64),
    /// One line or several lines of plain text.
    Text(Content<String>),
    /// Formatted text.
    RichText(Content<Document>),
    /// A calendar date.
    Date(Date),
    /// A point in time.
    Instant(OffsetDateTime),
    /// A length of time in seconds.
    Duration(i64),
    /// A person.
    Person(Person),
    /// One of a field's allowed values, by its name.
    Choice(Content<String>),
    /// A choice and the choice below it.
    Cascade(Content<String>, Option<Content<String>>),
    /// Several values of one kind.
    Many(Vec<Value>),
    /// Another item.
    Reference(ItemId),
    /// A node of an area or iteration tree.
    Node(NodeId),
    /// Something we carry and report but never guess at, as the source's text.
    Opaque(Content<String>),
}

impl Value {
    /// Wraps a text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(Content::text(text))
    }

    /// Wraps a rich text.
    pub fn rich(document: Document) -> Self {
        Self::RichText(Content::new(document))
    }

    /// Whether there is no value.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value as one text, for names of choices, states, types and nodes.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Choice(text) | Self::Opaque(text) => Some(text.as_str()),
            Self::Node(node) => Some(node.as_str()),
            _ => None,
        }
    }

    /// The value as a number.
    #[expect(clippy::cast_precision_loss, reason = "trackers store estimates as doubles")]
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Integer(number) => Some(*number as f64),
            Self::Decimal(number) => Some(*number),
            _ => None,
        }
    }
}

impl Zeroize for Value {
    /// Drops the value; each text in it is zeroed by its own box.
    fn zeroize(&mut self) {
        *self = Self::Null;
    }
}
