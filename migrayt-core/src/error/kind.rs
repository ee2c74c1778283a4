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

impl ErrorKind {
    /// Every kind, ascending.
    pub const ALL: [Self; 18] = [
        Self::Unexpected,
        Self::Cancelled,
        Self::Misuse,
        Self::ConfigInvalid,
        Self::InputInvalid,
        Self::Unsupported,
        Self::Unauthenticated,
        Self::PermissionDenied,
        Self::NeedsConsent,
        Self::NotFound,
        Self::AlreadyExists,
        Self::Conflict,
        Self::RateLimited,
        Self::Timeout,
        Self::Unavailable,
        Self::DataCorrupt,
        Self::LeaseLost,
        Self::LeaseHeld,
    ];

    /// The number in the C ABI and at rest.
    pub fn code(self) -> u16 {
        self as u16
    }

    /// The kind of a number, if there is one.
    pub fn from_code(code: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::ErrorKind;

    #[test]
    fn codes_lead_back_to_their_kinds() {
        for kind in ErrorKind::ALL {
            assert_eq!(ErrorKind::from_code(kind.code()), Some(kind));
        }
        assert!(ErrorKind::ALL.is_sorted());
        assert_eq!(ErrorKind::from_code(0), None);
    }
}
