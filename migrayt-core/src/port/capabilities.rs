use serde::{Deserialize, Serialize};

use crate::operation::OperationKind;

/// What a source can do. Planner and engine read this, never a connector's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SourceCapabilities {
    /// Whether items may have comments.
    pub comments: bool,
    /// Whether items may have attachments.
    pub attachments: bool,
    /// Whether items may have links to other items.
    pub relations: bool,
    /// How many items one request reads by id.
    pub max_page: u32,
}

impl Default for SourceCapabilities {
    fn default() -> Self {
        Self { comments: true, attachments: true, relations: true, max_page: 200 }
    }
}

/// What a target can do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TargetCapabilities {
    /// The kinds of operation that `draft` and `apply` take.
    pub operations: Vec<OperationKind>,
    /// How many commands one `apply` takes.
    pub max_batch: u32,
    /// How many `apply` calls may be under way at once.
    pub concurrency: u32,
    /// How far an answer of `locate` can be trusted.
    pub locate: LocateTrust,
    /// How many items one request of `read_back` reads.
    pub max_read_back: u32,
}

impl TargetCapabilities {
    /// A target that takes these kinds, one command at a time.
    pub fn of(operations: Vec<OperationKind>) -> Self {
        Self {
            operations,
            max_batch: 1,
            concurrency: 1,
            locate: LocateTrust::None,
            max_read_back: 1,
        }
    }

    /// Whether it takes operations of a kind.
    pub fn takes(&self, kind: OperationKind) -> bool {
        self.operations.contains(&kind)
    }
}

/// How far an answer of `Target::locate` can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LocateTrust {
    /// It cannot look for anything; a person must decide.
    None,
    /// A find is certain, an absence is not.
    Found,
    /// Both a find and an absence are certain, once the late-commit bound has passed.
    Both,
}

/// What a journal can do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct JournalCapabilities {
    /// Whether it outlives the process.
    pub durable: bool,
}

impl JournalCapabilities {
    /// A journal that does or does not outlive the process.
    pub fn new(durable: bool) -> Self {
        Self { durable }
    }
}
