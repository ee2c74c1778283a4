use serde::{Deserialize, Serialize};

use super::roll::encode;
use crate::error::Result;
use crate::id::{EndpointId, PlanId, RunId};
use crate::operation::OperationKind;
use crate::port::{Closing, RunCounts};

/// The version of the leaves' shape. A new state, kind of operation or member needs another one.
pub const VERSION: u32 = 1;

/// What a ledger is about; its first leaf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The version of the leaves' shape, [`VERSION`].
    pub version: u32,
    /// The run.
    pub run: RunId,
    /// The plan.
    pub plan: PlanId,
    /// The mapping's fingerprint.
    pub fingerprint: String,
    /// The endpoint that was read.
    pub source: EndpointId,
    /// The endpoint that was written.
    pub target: EndpointId,
    /// How the run stands; absent while it is under way or after its process died.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<Closing>,
    /// How many operations stand how, ascending by kind.
    pub counts: Vec<HeaderCounts>,
}

/// How many operations of a kind stand how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeaderCounts {
    /// The kind.
    pub kind: OperationKind,
    /// In the plan and neither refused nor dropped.
    pub planned: u64,
    /// Done, adoptions included.
    pub done: u64,
    /// Found by their markers.
    pub adopted: u64,
    /// Refused for good by the target.
    pub failed: u64,
    /// Gone from the source, or needing an item that was not made.
    pub skipped: u64,
    /// In doubt.
    pub doubts: u64,
}

impl Header {
    /// The leaf.
    ///
    /// # Errors
    /// `Unexpected` if it cannot be written as JSON, which does not happen.
    pub fn encode(&self) -> Result<Vec<u8>> {
        encode(self)
    }
}

impl HeaderCounts {
    /// The counts of a run, ascending by kind.
    pub fn all(counts: &RunCounts) -> Vec<Self> {
        let mut all: Vec<_> = counts
            .kinds
            .iter()
            .map(|(kind, counts)| Self {
                kind: *kind,
                planned: counts.planned,
                done: counts.done,
                adopted: counts.adopted,
                failed: counts.failed,
                skipped: counts.skipped,
                doubts: counts.doubts,
            })
            .collect();
        all.sort_by_key(|counts| counts.kind);
        all
    }
}
