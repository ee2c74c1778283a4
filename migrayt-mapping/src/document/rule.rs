use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a source type becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TypeRule {
    /// A target type.
    To(String),
    /// One target type for items whose parent can hold them, another for all others.
    ByParent(ByParent),
    /// Items of the type are not made: their titles become a label of the items right below them,
    /// which begins with this and a colon, such as `ado-epic:Q3-Platform`. Each is a refusal in the
    /// plan, since nothing else of it is carried.
    Label(String),
    /// Items of the type are not carried; each is a refusal in the plan.
    Leave,
}

/// A type that depends on the item's parent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ByParent {
    /// The type of items whose parent can hold it, such as `Sub-task`. A parent whose own type
    /// depends on its parent holds none.
    pub below: String,
    /// The type of all other items.
    pub alone: String,
}

/// What a state becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StateRule {
    /// A state of the target type.
    To(String),
    /// The item stays in its first state; a named loss.
    Leave,
}

/// How a source field is carried. Where the rule names a field, it is the target's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FieldRule {
    /// The value goes to a field, in that field's kind.
    Copy(String),
    /// As `copy`, or as `day` where one field holds days and the other points in time, unless
    /// another rule gives the field a value.
    CopyIfEmpty(String),
    /// A point in time becomes a calendar day at `options.utc_offset`, or a day its first moment.
    Day(String),
    /// A number of hours becomes a length of time, or the reverse.
    Hours(String),
    /// The text is the first part of the description.
    Description,
    /// The text follows in the description below this heading.
    Section(String),
    /// The value stands in the table at the end of the description.
    Note,
    /// Each word becomes a label.
    Labels,
    /// Each value becomes a label that begins with this prefix.
    Label(String),
    /// The node is carried as `areas` say.
    Area,
    /// The node is carried as `iterations` say.
    Iteration,
    /// The value is not carried; a named loss.
    Leave,
}

impl FieldRule {
    /// The target field that the rule names.
    pub fn target(&self) -> Option<&str> {
        match self {
            Self::Copy(field)
            | Self::CopyIfEmpty(field)
            | Self::Day(field)
            | Self::Hours(field) => Some(field),
            _ => None,
        }
    }
}

/// What a link type becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LinkRule {
    /// A link type that reads outward from the item that holds the link.
    To(String),
    /// A link type that reads outward from the other item.
    Reversed(String),
    /// The links are not carried; a named loss.
    Leave,
}

impl LinkRule {
    /// The target link type that the rule names.
    pub fn target(&self) -> Option<&str> {
        match self {
            Self::To(link_type) | Self::Reversed(link_type) => Some(link_type),
            Self::Leave => None,
        }
    }
}

/// What a node of a tree becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NodeRule {
    /// A component, sprint, area or iteration of that name, made before the run if it is missing.
    To(String),
    /// A label.
    Label(String),
    /// What the node above it becomes.
    Parent,
    /// The node is not carried; a named loss.
    Leave,
}
