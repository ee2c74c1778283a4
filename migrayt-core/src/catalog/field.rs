use serde::{Deserialize, Serialize};

use crate::id::FieldId;

/// A field of an endpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Field {
    /// Its reference name or id.
    pub id: FieldId,
    /// Its name as people see it.
    pub name: String,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether it holds several values.
    pub many: bool,
    /// Whether it can be written.
    pub writable: bool,
    /// The part it plays, where discovery could tell.
    pub role: Option<FieldRole>,
    /// The longest text it takes, in characters as the tracker counts them.
    pub max_length: Option<u32>,
    /// The names of its allowed values; empty where it takes any.
    pub allowed: Vec<String>,
    /// How many items have a value, where the scan counted them.
    pub used: Option<u64>,
}

impl Field {
    /// A writable field of one value, without limits.
    pub fn new(id: FieldId, name: impl Into<String>, kind: FieldKind) -> Self {
        Self {
            id,
            name: name.into(),
            kind,
            many: false,
            writable: true,
            role: None,
            max_length: None,
            allowed: Vec::new(),
            used: None,
        }
    }
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FieldKind {
    /// True or false.
    Bool,
    /// A whole number.
    Integer,
    /// A number with a fraction.
    Decimal,
    /// Plain text.
    Text,
    /// Formatted text.
    RichText,
    /// A calendar date.
    Date,
    /// A point in time.
    Instant,
    /// A length of time.
    Duration,
    /// A person.
    Person,
    /// One of the allowed values.
    Choice,
    /// A choice and one below it.
    Cascade,
    /// Free words.
    Labels,
    /// A node of a tree: an area, an iteration, a component, a sprint.
    Node,
    /// Another item.
    Reference,
    /// Something that we do not know.
    Opaque,
}

/// The part a field plays whatever its id is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FieldRole {
    /// The title.
    Summary,
    /// The main text.
    Description,
    /// Who works on it.
    Assignee,
    /// Who reported it.
    Reporter,
    /// How urgent it is.
    Priority,
    /// Its labels or tags.
    Labels,
    /// Its components or area.
    Components,
    /// Its sprint or iteration.
    Sprint,
    /// Its estimate in points.
    StoryPoints,
    /// Its parent.
    Parent,
    /// When it should start.
    StartDate,
    /// When it should be done.
    DueDate,
    /// Its original estimate of time.
    OriginalEstimate,
    /// Its remaining time.
    RemainingEstimate,
    /// The versions that it is fixed in.
    FixVersions,
    /// The environment in which it was seen.
    Environment,
}
