use crate::error::{Effect, Error, ErrorKind, Retry};
use crate::operation::OperationKind;

/// What a failed order means for the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The target will never take it.
    Failed(ErrorKind),
    /// It certainly did not happen and may succeed later, or does no harm if it happens again.
    Again(ErrorKind),
    /// It certainly did not happen, and nothing else will succeed either until a person has acted.
    Halt(ErrorKind),
    /// It may have happened.
    Unknown(ErrorKind),
}

impl Answer {
    /// Tells definite answers from indefinite ones, and what concerns one operation from what
    /// concerns all.
    pub fn of(kind: OperationKind, error: &Error) -> Self {
        let what = error.kind();
        if error.effect() == Effect::Unknown {
            return if kind.is_repeatable() { Self::Again(what) } else { Self::Unknown(what) };
        }
        match what {
            ErrorKind::Unauthenticated | ErrorKind::NeedsConsent | ErrorKind::LeaseLost => {
                Self::Halt(what)
            }
            // A missing right to create concerns every item; a missing right to comment or attach
            // may be a setting of the project that nobody will change.
            ErrorKind::PermissionDenied if kind == OperationKind::Create => Self::Halt(what),
            ErrorKind::RateLimited
            | ErrorKind::Timeout
            | ErrorKind::Unavailable
            | ErrorKind::Cancelled => Self::Again(what),
            _ if error.retry() != Retry::Never => Self::Again(what),
            _ => Self::Failed(what),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Answer;
    use crate::error::{Effect, Error, ErrorKind, Retry};
    use crate::operation::OperationKind::{Attach, Comment, Create, Rank};

    #[test]
    fn each_kind_of_answer_has_its_meaning() {
        let plain = |kind| Error::new(kind, "x");
        let unknown = plain(ErrorKind::InputInvalid).with_effect(Effect::Unknown);
        assert_eq!(Answer::of(Create, &unknown), Answer::Unknown(ErrorKind::InputInvalid));
        assert_eq!(Answer::of(Rank, &unknown), Answer::Again(ErrorKind::InputInvalid));
        for (operation, error, meaning) in [
            (Create, plain(ErrorKind::InputInvalid), Answer::Failed(ErrorKind::InputInvalid)),
            (Create, plain(ErrorKind::Unavailable), Answer::Again(ErrorKind::Unavailable)),
            (
                Create,
                plain(ErrorKind::Conflict).with_retry(Retry::Backoff),
                Answer::Again(ErrorKind::Conflict),
            ),
            (Comment, plain(ErrorKind::Unauthenticated), Answer::Halt(ErrorKind::Unauthenticated)),
            (Attach, plain(ErrorKind::LeaseLost), Answer::Halt(ErrorKind::LeaseLost)),
            (Create, plain(ErrorKind::PermissionDenied), Answer::Halt(ErrorKind::PermissionDenied)),
            (
                Comment,
                plain(ErrorKind::PermissionDenied),
                Answer::Failed(ErrorKind::PermissionDenied),
            ),
        ] {
            assert_eq!(Answer::of(operation, &error), meaning);
        }
    }
}
