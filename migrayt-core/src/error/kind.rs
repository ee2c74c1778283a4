use std::fmt;

/// What went wrong. The numbers are the C ABI's and are never reused.
#[repr(u16)]
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Nothing below fits: a fault of ours.
    Unexpected = 1,
    /// The caller asked to stop.
    Cancelled = 2,
    /// A call that breaks a port's contract.
    Misuse = 3,
    /// A configuration or mapping that cannot be used as it is.
    ConfigInvalid = 10,
    /// Data given to us that the operation cannot take.
    InputInvalid = 11,
    /// An ability that the port does not declare.
    Unsupported = 12,
    /// The remote does not accept our credential.
    Unauthenticated = 20,
    /// The credential lacks a right.
    PermissionDenied = 21,
    /// The grant has ended; a person must consent again.
    NeedsConsent = 22,
    /// It does not exist, or not for this caller.
    NotFound = 30,
    /// It exists already.
    AlreadyExists = 31,
    /// It changed since we looked, or belongs to another run or mapping.
    Conflict = 32,
    /// The remote asks us to slow down.
    RateLimited = 40,
    /// No answer in time.
    Timeout = 41,
    /// The remote cannot be reached or cannot answer.
    Unavailable = 42,
    /// An answer or a file that does not hold together.
    DataCorrupt = 50,
    /// Another worker took over; nothing more may be written under this lease.
    LeaseLost = 60,
    /// Another worker holds the run's lease.
    LeaseHeld = 61,
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
