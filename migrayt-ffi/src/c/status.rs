//! What functions answer.

#[cfg(test)]
use migrayt_core::ErrorKind;

/// `MIGRAYT_OK` if it was done, `MIGRAYT_WAITING` or `MIGRAYT_END` from `migrayt_run_next`; every
/// number above zero is the kind of an error. A number that a host does not know is to be taken for
/// `MIGRAYT_UNEXPECTED`.
pub type migrayt_status = i32;

/// The version of the ABI: the major version of the library times 65,536, and its minor version.
/// Two that differ do not fit.
pub const ABI_VERSION: u32 =
    number(env!("CARGO_PKG_VERSION_MAJOR")) << 16 | number(env!("CARGO_PKG_VERSION_MINOR"));

/// A number of the version, which Cargo gives as text.
const fn number(text: &str) -> u32 {
    let (mut number, mut rest) = (0, text.as_bytes());
    while let [digit, more @ ..] = rest {
        number = number * 10 + (*digit - b'0') as u32;
        rest = more;
    }
    number
}

/// It was done.
pub const MIGRAYT_OK: migrayt_status = 0;
/// Nothing happened in the time that was given.
pub const MIGRAYT_WAITING: migrayt_status = -1;
/// The run is over, and its last event was fetched.
pub const MIGRAYT_END: migrayt_status = -2;

/// A fault of ours.
pub const MIGRAYT_UNEXPECTED: migrayt_status = 1;
/// The caller asked to stop.
pub const MIGRAYT_CANCELLED: migrayt_status = 2;
/// A call that breaks the contract of this header.
pub const MIGRAYT_MISUSE: migrayt_status = 3;
/// A configuration or mapping that cannot be used as it is.
pub const MIGRAYT_CONFIG_INVALID: migrayt_status = 10;
/// Data that the operation cannot take.
pub const MIGRAYT_INPUT_INVALID: migrayt_status = 11;
/// An ability that is not there.
pub const MIGRAYT_UNSUPPORTED: migrayt_status = 12;
/// The credential is not accepted.
pub const MIGRAYT_UNAUTHENTICATED: migrayt_status = 20;
/// The credential lacks a right.
pub const MIGRAYT_PERMISSION_DENIED: migrayt_status = 21;
/// The grant has ended; a person must consent again.
pub const MIGRAYT_NEEDS_CONSENT: migrayt_status = 22;
/// It does not exist, or not for this caller.
pub const MIGRAYT_NOT_FOUND: migrayt_status = 30;
/// It exists already.
pub const MIGRAYT_ALREADY_EXISTS: migrayt_status = 31;
/// It changed since, or belongs to another run or mapping.
pub const MIGRAYT_CONFLICT: migrayt_status = 32;
/// The remote asks to slow down.
pub const MIGRAYT_RATE_LIMITED: migrayt_status = 40;
/// No answer in time.
pub const MIGRAYT_TIMEOUT: migrayt_status = 41;
/// It cannot be reached or cannot answer.
pub const MIGRAYT_UNAVAILABLE: migrayt_status = 42;
/// An answer or a file that does not hold together.
pub const MIGRAYT_DATA_CORRUPT: migrayt_status = 50;
/// Another worker took the run over.
pub const MIGRAYT_LEASE_LOST: migrayt_status = 60;
/// Another worker holds the run.
pub const MIGRAYT_LEASE_HELD: migrayt_status = 61;

/// How far the run has come. A newer one takes the place of one that was not fetched yet.
pub const MIGRAYT_PROGRESS: u32 = 1;
/// A question to the host, to be answered by `migrayt_answer` with the event's `request`.
pub const MIGRAYT_REQUEST: u32 = 2;
/// The run stands otherwise than before: it is ready, paused or goes on.
pub const MIGRAYT_STATE: u32 = 3;
/// A line of the log.
pub const MIGRAYT_LOG: u32 = 4;
/// The result. It is the last event.
pub const MIGRAYT_RESULT: u32 = 5;

/// Each kind of error with its number here.
#[cfg(test)]
const KINDS: [(ErrorKind, migrayt_status); ErrorKind::ALL.len()] = [
    (ErrorKind::Unexpected, MIGRAYT_UNEXPECTED),
    (ErrorKind::Cancelled, MIGRAYT_CANCELLED),
    (ErrorKind::Misuse, MIGRAYT_MISUSE),
    (ErrorKind::ConfigInvalid, MIGRAYT_CONFIG_INVALID),
    (ErrorKind::InputInvalid, MIGRAYT_INPUT_INVALID),
    (ErrorKind::Unsupported, MIGRAYT_UNSUPPORTED),
    (ErrorKind::Unauthenticated, MIGRAYT_UNAUTHENTICATED),
    (ErrorKind::PermissionDenied, MIGRAYT_PERMISSION_DENIED),
    (ErrorKind::NeedsConsent, MIGRAYT_NEEDS_CONSENT),
    (ErrorKind::NotFound, MIGRAYT_NOT_FOUND),
    (ErrorKind::AlreadyExists, MIGRAYT_ALREADY_EXISTS),
    (ErrorKind::Conflict, MIGRAYT_CONFLICT),
    (ErrorKind::RateLimited, MIGRAYT_RATE_LIMITED),
    (ErrorKind::Timeout, MIGRAYT_TIMEOUT),
    (ErrorKind::Unavailable, MIGRAYT_UNAVAILABLE),
    (ErrorKind::DataCorrupt, MIGRAYT_DATA_CORRUPT),
    (ErrorKind::LeaseLost, MIGRAYT_LEASE_LOST),
    (ErrorKind::LeaseHeld, MIGRAYT_LEASE_HELD),
];

#[cfg(test)]
mod tests {
    use migrayt_core::ErrorKind;

    use super::{ABI_VERSION, KINDS};
    use crate::face::EventKind;

    #[test]
    fn every_kind_has_its_own_number() {
        for (kind, number) in KINDS {
            assert_eq!(i32::from(kind.code()), number, "{kind}");
        }
        assert_eq!(KINDS.map(|(kind, _)| kind), ErrorKind::ALL);
        let events = [
            (EventKind::Progress, super::MIGRAYT_PROGRESS),
            (EventKind::Request, super::MIGRAYT_REQUEST),
            (EventKind::State, super::MIGRAYT_STATE),
            (EventKind::Log, super::MIGRAYT_LOG),
            (EventKind::Result, super::MIGRAYT_RESULT),
        ];
        for (kind, number) in events {
            assert_eq!(kind as u32, number, "{kind:?}");
        }
    }

    #[test]
    fn the_version_is_that_of_the_crate() {
        let version = format!("{}.{}.", ABI_VERSION >> 16, ABI_VERSION & 0xffff);
        assert!(env!("CARGO_PKG_VERSION").starts_with(&version), "{version}");
    }
}
