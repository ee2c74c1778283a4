use serde::{Deserialize, Serialize};

use crate::id::{FieldId, StateId, TypeId};

/// A work item type or issue type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WorkType {
    /// Its id.
    pub id: TypeId,
    /// Its name.
    pub name: String,
    /// Its level in the hierarchy as the tracker numbers it: in Jira 1 is an epic, 0 a story, -1 a
    /// sub-task; `None` where the tracker has no fixed levels.
    pub level: Option<i32>,
    /// Its states.
    pub states: Vec<State>,
    /// The fields that a new item of this type takes; empty where the tracker takes any.
    pub fields: Vec<FieldId>,
    /// The fields that a new item must have, without those that the tracker fills in itself.
    pub required: Vec<FieldId>,
    /// How many items have it, where the scan counted them.
    pub used: Option<u64>,
}

impl WorkType {
    /// A type of which only the name is known.
    pub fn new(id: TypeId, name: impl Into<String>) -> Self {
        Self {
            id,
            name: name.into(),
            level: None,
            states: Vec::new(),
            fields: Vec::new(),
            required: Vec::new(),
            used: None,
        }
    }
}

/// A workflow state or status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Its id.
    pub id: StateId,
    /// Its name.
    pub name: String,
    /// How far the work is.
    pub category: StateCategory,
}

/// How far the work of a state is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StateCategory {
    /// Not begun.
    ToDo,
    /// Begun.
    InProgress,
    /// Finished or given up.
    Done,
}
