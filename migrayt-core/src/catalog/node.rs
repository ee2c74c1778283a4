use serde::{Deserialize, Serialize};
use time::Date;

use crate::id::NodeId;

/// A node of an area or iteration tree, a component, a version or a sprint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Node {
    /// Its path (`Shop\Web`) or id.
    pub id: NodeId,
    /// Its last name.
    pub name: String,
    /// What it is.
    pub kind: NodeKind,
    /// How deep it lies; a root is 0.
    pub depth: u32,
    /// The first day, for iterations and sprints.
    pub start: Option<Date>,
    /// The last day, for iterations and sprints.
    pub finish: Option<Date>,
    /// How many items lie in it, where the scan counted them.
    pub used: Option<u64>,
}

impl Node {
    /// A root node without dates.
    pub fn new(id: NodeId, name: impl Into<String>, kind: NodeKind) -> Self {
        Self { id, name: name.into(), kind, depth: 0, start: None, finish: None, used: None }
    }
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NodeKind {
    /// An area of Azure DevOps.
    Area,
    /// An iteration of Azure DevOps.
    Iteration,
    /// A component of Jira.
    Component,
    /// A sprint of a Jira board.
    Sprint,
    /// A version of Jira.
    Version,
}
