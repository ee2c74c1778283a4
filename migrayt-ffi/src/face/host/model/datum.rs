use migrayt_core::id::{ItemId, NodeId};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use time::{Date, OffsetDateTime};

use super::person::Named;
use super::words::Words;

/// A field's value in the JSON of hosts: an object whose only member says what it is.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::face::host) enum Datum {
    /// Plain text.
    Text(Words),
    /// Formatted text in HTML.
    Html(Words),
    /// Formatted text in Markdown.
    Markdown(Words),
    /// Formatted text in Jira's wiki markup.
    Wiki(Words),
    /// Formatted text in the Atlassian Document Format.
    Adf(Json),
    /// A calendar date.
    Date(Date),
    /// A point in time.
    Instant(#[serde(with = "time::serde::rfc3339")] OffsetDateTime),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Decimal(f64),
    /// True or false.
    Bool(bool),
    /// A length of time in seconds.
    Duration(i64),
    /// A person.
    Person(Named),
    /// One of the field's allowed values.
    Choice(Words),
    /// A choice, and perhaps one below it.
    Cascade(Vec<Words>),
    /// Several values.
    Many(Vec<Datum>),
    /// Another item.
    Reference(ItemId),
    /// A node.
    Node(NodeId),
    /// Something that only the host knows.
    Opaque(Words),
}
