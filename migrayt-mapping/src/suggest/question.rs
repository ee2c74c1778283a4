use migrayt_core::catalog::{
    Field, FieldKind, FieldRole, LinkType, Node, State, StateCategory, WorkType,
};
use serde::{Deserialize, Serialize};
use time::Date;

/// A question to a suggester: what is the subject's counterpart among the candidates?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Question {
    /// What is asked about.
    pub about: About,
    /// The entry of the source's catalog.
    pub subject: Subject,
    /// The entries of the target's catalog.
    pub candidates: Vec<Subject>,
}

impl Question {
    /// A question about a subject.
    pub fn new(about: About, subject: Subject, candidates: Vec<Subject>) -> Self {
        Self { about, subject, candidates }
    }
}

/// What a question is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum About {
    /// A type.
    Type,
    /// A state of a type that becomes another type.
    State {
        /// The source type's name.
        from: String,
        /// The target type's name.
        to: String,
    },
    /// A field.
    Field,
    /// An allowed value of a field that is copied to another.
    Value {
        /// The source field's name.
        from: String,
        /// The target field's name.
        to: String,
    },
    /// A link type.
    Link,
    /// An area or component.
    Area,
    /// An iteration or sprint.
    Iteration,
}

/// An entry of a catalog as a question may hold it: names, types, counts and allowed values'
/// names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Subject {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// For link types: how it reads from the other end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inward: Option<String>,
    /// For fields: what it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<FieldKind>,
    /// For fields: the part it plays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<FieldRole>,
    /// For states: how far the work is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<StateCategory>,
    /// For types: the level in the hierarchy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<i32>,
    /// For iterations and sprints: the first and last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<(Date, Date)>,
    /// For fields: the names of its allowed values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<String>,
    /// How many items have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used: Option<u64>,
}

impl Subject {
    /// An entry that is a name and nothing else, such as an allowed value.
    pub fn named(name: impl Into<String>) -> Self {
        let name = name.into();
        Self { id: name.clone(), name, ..Self::default() }
    }
}

impl From<&WorkType> for Subject {
    fn from(work_type: &WorkType) -> Self {
        Self {
            id: work_type.id.to_string(),
            name: work_type.name.clone(),
            level: work_type.level,
            used: work_type.used,
            ..Self::default()
        }
    }
}

impl From<&State> for Subject {
    fn from(state: &State) -> Self {
        Self {
            id: state.id.to_string(),
            name: state.name.clone(),
            category: Some(state.category),
            ..Self::default()
        }
    }
}

impl From<&Field> for Subject {
    fn from(field: &Field) -> Self {
        Self {
            id: field.id.to_string(),
            name: field.name.clone(),
            kind: Some(field.kind),
            role: field.role,
            allowed: field.allowed.clone(),
            used: field.used,
            ..Self::default()
        }
    }
}

impl From<&LinkType> for Subject {
    fn from(link_type: &LinkType) -> Self {
        Self {
            id: link_type.id.to_string(),
            name: link_type.name.clone(),
            inward: Some(link_type.inward.clone()),
            used: link_type.used,
            ..Self::default()
        }
    }
}

impl From<&Node> for Subject {
    fn from(node: &Node) -> Self {
        Self {
            id: node.id.to_string(),
            name: node.name.clone(),
            days: node.start.zip(node.finish),
            used: node.used,
            ..Self::default()
        }
    }
}
