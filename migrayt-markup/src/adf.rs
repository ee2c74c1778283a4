//! Atlassian Document Format, version 1: what Jira Cloud's REST API version 3 takes and gives.
//!
//! Every document becomes one that Atlassian's own JSON schema accepts. What may not stand where
//! the tree has it is written as the nearest thing that may; each such change is a loss, and no
//! word gets lost by it.

mod canonical;
mod inline;
mod kept;
mod link;
mod list;
mod mark;
mod media;
mod node;
mod norm;
mod parse;
mod place;
mod read;
mod seen;
mod shape;
mod table;
mod text;
mod write;

use migrayt_core::richtext::Document;
use serde_json::Value;

pub use self::canonical::canonical;
pub use self::parse::parse;
use self::read::Reader;
pub(crate) use self::seen::is_seen;
pub use self::text::text;
use self::write::Writer;
use crate::outcome::{Reading, Writing};

/// How many UTF-16 units Jira Cloud takes in a description, a comment or a multi-line field.
///
/// The source is Jira's own answer to longer ones: "The entered text is too long. It exceeds the
/// allowed limit of 32,767 characters." Compare it with the units of [`text`].
pub const TEXT_LIMIT: usize = 32_767;

/// Reads a document, or a node or list of nodes.
///
/// [`write()`](fn@write) gives back the same value for every document that Atlassian's schema
/// accepts, except for addresses that run code: what the tree has no place for stands in its
/// [`Details`](migrayt_core::richtext::Details). For other values as much is read as can be
/// understood; nodes that are not known are carried whole.
///
/// - A mention is not resolved; it is written back as it stood until the tree names another person.
/// - A file is [`Stored`](migrayt_core::richtext::MediaOrigin::Stored), with the media service's id.
/// - A link or card of an issue, `https://.../browse/PROJ-12`, is a reference to a work item.
pub fn read(value: &Value) -> Reading {
    Reader::default().run(value)
}

/// Writes a document as `{"version":1,"type":"doc","content":[...]}`.
///
/// The same document always gives the same value: ids that the format asks for are counted.
/// - An unresolved mention is written as `@Name`, without a name as `@` and the person's id.
/// - An attachment whose media id is not known yet is written as its name.
/// - A reference to a work item is written as its words, linked where its address is known.
pub fn write(document: &Document) -> Writing<Value> {
    Writer::default().run(document)
}
