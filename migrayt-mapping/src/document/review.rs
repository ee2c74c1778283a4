use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Confidence, FieldRule, LinkRule, MappingDocument, NodeRule, PersonRule, StateRule, TypeRule,
};

/// What was suggested, for whoever reviews the mapping. It decides nothing: only rules do, and the
/// fingerprint leaves it out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Review {
    /// The suggestions, in the order of the document's tables.
    #[serde(default)]
    pub suggestions: Vec<Suggested>,
}

impl Review {
    /// Whether nothing was suggested.
    pub fn is_empty(&self) -> bool {
        self.suggestions.is_empty()
    }
}

/// A suggested rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Suggested {
    /// The rule and its place.
    pub entry: Entry,
    /// How sure the suggester is.
    pub confidence: Confidence,
    /// Why it suggests it.
    pub reason: Reason,
    /// The suggester's name.
    pub by: String,
}

/// A rule and its place in a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Entry {
    /// A rule of `types`.
    Type {
        /// The source type.
        source: String,
        /// The rule.
        rule: TypeRule,
    },
    /// A rule of `states`.
    State {
        /// The source type.
        of: String,
        /// The source state.
        source: String,
        /// The rule.
        rule: StateRule,
    },
    /// A rule of `fields`.
    Field {
        /// The source field.
        source: String,
        /// The rule.
        rule: FieldRule,
    },
    /// A rule of `values`.
    Value {
        /// The source field.
        of: String,
        /// The source value.
        source: String,
        /// The target value.
        rule: String,
    },
    /// A rule of `people`.
    Person {
        /// The source's account id.
        source: String,
        /// The rule.
        rule: PersonRule,
    },
    /// A rule of `links`.
    Link {
        /// The source link type.
        source: String,
        /// The rule.
        rule: LinkRule,
    },
    /// A rule of `areas`.
    Area {
        /// The source node.
        source: String,
        /// The rule.
        rule: NodeRule,
    },
    /// A rule of `iterations`.
    Iteration {
        /// The source node.
        source: String,
        /// The rule.
        rule: NodeRule,
    },
}

impl Entry {
    /// Whether the document has exactly this rule.
    pub fn accepted(&self, document: &MappingDocument) -> bool {
        match self {
            Self::Type { source, rule } => document.types.get(source) == Some(rule),
            Self::State { of, source, rule } => {
                document.states.get(of).and_then(|states| states.get(source)) == Some(rule)
            }
            Self::Field { source, rule } => document.fields.get(source) == Some(rule),
            Self::Value { of, source, rule } => {
                document.values.get(of).and_then(|values| values.get(source)) == Some(rule)
            }
            Self::Person { source, rule } => document.people.get(source) == Some(rule),
            Self::Link { source, rule } => document.links.get(source) == Some(rule),
            Self::Area { source, rule } => document.areas.get(source) == Some(rule),
            Self::Iteration { source, rule } => document.iterations.get(source) == Some(rule),
        }
    }

    /// Whether the document has a rule at this place, be it another.
    pub fn occupied(&self, document: &MappingDocument) -> bool {
        match self {
            Self::Type { source, .. } => document.types.contains_key(source),
            Self::State { of, source, .. } => {
                document.states.get(of).is_some_and(|states| states.contains_key(source))
            }
            Self::Field { source, .. } => document.fields.contains_key(source),
            Self::Value { of, source, .. } => {
                document.values.get(of).is_some_and(|values| values.contains_key(source))
            }
            Self::Person { source, .. } => document.people.contains_key(source),
            Self::Link { source, .. } => document.links.contains_key(source),
            Self::Area { source, .. } => document.areas.contains_key(source),
            Self::Iteration { source, .. } => document.iterations.contains_key(source),
        }
    }

    /// Makes it a rule of the document, in place of the rule that stands there.
    pub fn accept(self, document: &mut MappingDocument) {
        match self {
            Self::Type { source, rule } => {
                document.types.insert(source, rule);
            }
            Self::State { of, source, rule } => {
                document.states.entry(of).or_default().insert(source, rule);
            }
            Self::Field { source, rule } => {
                document.fields.insert(source, rule);
            }
            Self::Value { of, source, rule } => {
                document.values.entry(of).or_default().insert(source, rule);
            }
            Self::Person { source, rule } => {
                document.people.insert(source, rule);
            }
            Self::Link { source, rule } => {
                document.links.insert(source, rule);
            }
            Self::Area { source, rule } => {
                document.areas.insert(source, rule);
            }
            Self::Iteration { source, rule } => {
                document.iterations.insert(source, rule);
            }
        }
    }
}

/// Why something is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reason {
    /// Both have the same name.
    SameName,
    /// Their addresses are equal before the `@`.
    SameLocalPart,
    /// Both play the same part in their trackers.
    SameRole,
    /// It is the usual counterpart between the two trackers.
    UsualCounterpart,
    /// Their names say the same in other words.
    SameMeaning,
    /// Their names are alike.
    SimilarName,
    /// Both states are equally far.
    SameCategory,
    /// Both last from the same day to the same day.
    SameDates,
    /// Both take the same values.
    SameValues,
    /// The levels of the two hierarchies fit.
    SameLevel,
    /// The target has none of that name; it can be made.
    Missing,
    /// The target has no counterpart; the words are kept in the description.
    KeptAsText,
    /// A language model said so.
    Model,
}

impl Reason {
    /// The reason in words, for reports and comments.
    pub fn words(self) -> &'static str {
        match self {
            Self::SameName => "the same name",
            Self::SameLocalPart => "the same letters before the @ of the address",
            Self::SameRole => "the same part in both trackers",
            Self::UsualCounterpart => "the usual counterpart",
            Self::SameMeaning => "other words for the same",
            Self::SimilarName => "a similar name",
            Self::SameCategory => "equally far in the workflow",
            Self::SameDates => "the same days",
            Self::SameValues => "the same values",
            Self::SameLevel => "the same level of the hierarchy",
            Self::Missing => "missing in the target, made before the run",
            Self::KeptAsText => "no counterpart, the words are kept in the description",
            Self::Model => "a language model's guess",
        }
    }
}
