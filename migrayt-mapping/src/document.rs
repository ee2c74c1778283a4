//! The mapping document: the reviewed rules by which every catalog entry is carried over.
//!
//! It holds names of types, fields, allowed values and nodes, and people's account ids: nothing
//! that people wrote.

mod canonical;
mod confidence;
mod options;
mod parse;
mod people;
mod review;
mod rule;
mod template;
mod version;
mod write;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::confidence::Confidence;
pub use self::options::{Mentions, Options, OriginNote, OtherFields, UtcOffset};
pub use self::people::{InactivePeople, PeopleRules, PersonRule};
pub use self::review::{Entry, Reason, Review, Suggested};
pub use self::rule::{ByParent, FieldRule, LinkRule, NodeRule, StateRule, TypeRule};
pub use self::template::LabelTemplate;
pub use self::version::Version;
pub(crate) use self::write::key as toml_key;

/// The rules of one mapping, by the names that people see or by ids.
///
/// Names are compared whatever their case; an id is tried first. What no rule names is carried as
/// [`Options`] say, and is a named loss wherever the target cannot hold it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct MappingDocument {
    /// The version of this shape: 1.
    pub version: Version,
    /// What holds for all items.
    #[serde(default)]
    pub options: Options,
    /// What each source type becomes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub types: BTreeMap<String, TypeRule>,
    /// What each state becomes, by source type; `"*"` holds for every type without an own rule.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub states: BTreeMap<String, BTreeMap<String, StateRule>>,
    /// How each source field is carried.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, FieldRule>,
    /// How fields of one source type are carried where that differs from `fields`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields_of: BTreeMap<String, BTreeMap<String, FieldRule>>,
    /// What each value of a source field becomes, by source field.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// The values of target fields that the source has no value for.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub defaults: BTreeMap<String, String>,
    /// The accounts of people whose e-mail addresses differ, by source account id, or by address
    /// as `migrayt people import` writes it. Addresses themselves never stand here.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub people: BTreeMap<String, PersonRule>,
    /// How people are matched beyond that.
    #[serde(default, skip_serializing_if = "PeopleRules::is_empty")]
    pub people_rules: PeopleRules,
    /// What each link type becomes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub links: BTreeMap<String, LinkRule>,
    /// What each area or component becomes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub areas: BTreeMap<String, NodeRule>,
    /// What each iteration or sprint becomes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub iterations: BTreeMap<String, NodeRule>,
    /// What was suggested, for whoever reviews the mapping. It decides nothing.
    #[serde(default, skip_serializing_if = "Review::is_empty")]
    pub review: Review,
}

impl MappingDocument {
    /// The JSON Schema of the document.
    pub fn schema() -> serde_json::Value {
        schemars::schema_for!(Self).to_value()
    }
}
