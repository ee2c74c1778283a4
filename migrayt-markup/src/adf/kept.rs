use migrayt_core::Content;
use migrayt_core::richtext::{Details, Format};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::shape::shallow;

/// How deep what is kept may be nested, so that it can be read again by a parser that stops at
/// 128 levels.
pub(super) const DEEPEST: usize = 120;

/// What a node says beyond the tree; at rest it is compact JSON.
///
/// It is a hint and never a command: a writer takes from it what agrees with the tree and may
/// stand where the node is written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Kept {
    /// The node's type, where the tree does not tell it.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<String>,
    /// Attributes that a writer would not write as they stood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) attrs: Option<Map<String, Value>>,
    /// What a writer writes always and the node did not have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) lacks: Vec<String>,
    /// The marks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) marks: Option<Vec<Value>>,
    /// The whole node, for one that holds no others; a file's without what is around it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) node: Option<Value>,
    /// The text with the characters that are not shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<String>,
    /// The content, where it is one text or line in several nodes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) content: Option<Vec<Value>>,
    /// Whether an item begins without a line, or is nothing but the list below it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) bare: bool,
    /// The lists below a task.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) below: Vec<Below>,
    /// What stands around a picture, without its content.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) single: Option<Value>,
    /// What a caption says beyond the tree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) caption: Option<Box<Kept>>,
}

/// A list below a task.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Below {
    /// How many of the tasks below are in it.
    pub(super) count: usize,
    /// What it says beyond the tree.
    #[serde(flatten)]
    pub(super) kept: Kept,
}

impl Kept {
    /// A whole node; nothing if it is too deep.
    pub(super) fn whole(node: &Value) -> Self {
        let node = shallow(node, DEEPEST).then(|| node.clone());
        Self { node, ..Self::default() }
    }

    /// What details say in this format.
    pub(super) fn of(details: &Details) -> Option<Self> {
        let is_ours = details.format == Format::Adf;
        is_ours.then(|| serde_json::from_str(details.raw.as_str()).ok()).flatten()
    }

    /// What details say, where there are some.
    pub(super) fn of_some(details: Option<&Details>) -> Option<Self> {
        details.and_then(Self::of)
    }

    /// The details, if there is something to say.
    pub(super) fn details(&self) -> Option<Details> {
        if *self == Self::default() {
            return None;
        }
        let raw = serde_json::to_string(self).ok()?;
        Some(Details { format: Format::Adf, raw: Content::text(raw) })
    }

    /// Whether the node did not have this.
    pub(super) fn lacks(&self, name: &str) -> bool {
        self.lacks.iter().any(|it| it == name)
    }
}
