//! What the simulated target says when it does not do what it was asked.

use migrayt_core::{Effect, Error, ErrorKind, Retry};

/// Whether it happened is unknown.
pub(super) fn lost() -> Error {
    Error::new(ErrorKind::Timeout, "no answer")
        .with_retry(Retry::Backoff)
        .with_effect(Effect::Unknown)
}

/// A question that nobody answered.
pub(super) fn broken() -> Error {
    Error::new(ErrorKind::Unavailable, "the target is broken").with_retry(Retry::Backoff)
}

pub(super) fn throttled() -> Error {
    Error::new(ErrorKind::RateLimited, "later").with_retry(Retry::Backoff)
}

/// The credential was ended.
pub(super) fn refused() -> Error {
    Error::new(ErrorKind::Unauthenticated, "who are you")
}

/// The same refusal once more, for another order of the same call.
pub(super) fn again(error: &Error) -> Error {
    match error.kind() {
        ErrorKind::Unauthenticated => refused(),
        ErrorKind::RateLimited => throttled(),
        _ => broken(),
    }
}
