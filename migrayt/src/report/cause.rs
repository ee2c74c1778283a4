use std::fmt;

use migrayt_core::error::ErrorKind;
use migrayt_core::operation::OperationKind;
use migrayt_core::plan::{PlanOperation, RefusalKind};
use migrayt_core::port::{LedgerRow, OutcomeState};
use serde::{Deserialize, Serialize};

/// Why something of an item is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cause {
    /// What was to be done.
    pub operation: OperationKind,
    /// Why it was not.
    pub why: Why,
}

/// Why an operation was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Why {
    /// The plan found that the target would refuse it.
    Refused(RefusalKind),
    /// The target refused it.
    Failed(ErrorKind),
    /// Its item was gone from the source.
    Gone,
    /// An item that it needs was not made.
    Skipped,
    /// Nobody knows whether it was done.
    Doubtful,
    /// The run did not come to it.
    Due,
}

impl Why {
    /// Why an operation is not done; `None` if it is, or if its part is gone from the source.
    pub(super) fn of(planned: &PlanOperation, account: Option<&LedgerRow>) -> Option<Self> {
        if let Some(refusal) = planned.refusals.first() {
            return Some(Self::Refused(refusal.kind));
        }
        if account.is_some_and(|account| account.in_doubt) {
            return Some(Self::Doubtful);
        }
        match account.and_then(|account| account.state) {
            Some(OutcomeState::Failed(kind)) => Some(Self::Failed(kind)),
            Some(OutcomeState::Gone) if planned.key.kind == OperationKind::Create => {
                Some(Self::Gone)
            }
            Some(OutcomeState::Done | OutcomeState::Adopted | OutcomeState::Gone) => None,
            Some(OutcomeState::Skipped) => Some(Self::Skipped),
            Some(OutcomeState::Parked) => Some(Self::Doubtful),
            _ => Some(Self::Due),
        }
    }

    pub(super) fn is_done(account: Option<&LedgerRow>) -> bool {
        let state = account.and_then(|account| account.state);
        matches!(state, Some(OutcomeState::Done | OutcomeState::Adopted))
    }

    /// The reason in words for a report.
    pub fn words(self) -> &'static str {
        match self {
            Self::Refused(kind) => kind.words(),
            Self::Failed(ErrorKind::InputInvalid) => "The target refused what was sent.",
            Self::Failed(ErrorKind::PermissionDenied) => "The account lacks a right.",
            Self::Failed(ErrorKind::NotFound) => "What it refers to is not in the target.",
            Self::Failed(ErrorKind::Unsupported) => "The target cannot do this.",
            Self::Failed(ErrorKind::DataCorrupt) => "The file or the answer was not whole.",
            Self::Failed(_) => "The target refused it.",
            Self::Gone => "It was deleted from the source.",
            Self::Skipped => "An item that it needs was not made.",
            Self::Doubtful => "Nobody knows whether it was done.",
            Self::Due => "The run did not come to it.",
        }
    }

    /// What a person can do about it.
    pub fn help(self) -> &'static str {
        match self {
            Self::Refused(kind) => kind.help(),
            Self::Failed(ErrorKind::InputInvalid) => {
                "correct the value's rule in the mapping or the rule of the target, and plan again"
            }
            Self::Failed(ErrorKind::PermissionDenied) => {
                "give the account the right in the target's permission scheme, and plan again"
            }
            Self::Failed(ErrorKind::NotFound) => {
                "see whether it was deleted from the target meanwhile, and plan again"
            }
            Self::Failed(ErrorKind::DataCorrupt) => {
                "see whether the file opens in the source, and plan again"
            }
            Self::Failed(_) => "run with --log info to see the error, and plan again",
            Self::Gone => "nothing, if it was deleted on purpose",
            Self::Skipped => "look at the item that it needs first",
            Self::Doubtful => "look with migrayt doubts, and say what became of it",
            Self::Due => "go on with migrayt resume",
        }
    }
}

/// A code for programs: the operation, the reason, and its kind where it has one.
impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.operation.name())?;
        match self.why {
            Why::Refused(kind) => write!(f, "refused:{}", kind.code()),
            Why::Failed(kind) => write!(f, "failed:{}", kind.code()),
            Why::Gone => f.write_str("gone"),
            Why::Skipped => f.write_str("skipped"),
            Why::Doubtful => f.write_str("doubtful"),
            Why::Due => f.write_str("due"),
        }
    }
}
