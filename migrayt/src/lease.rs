//! Runs that somebody else holds.

use migrayt_core::error::{Error, ErrorKind, Fact};
use time::OffsetDateTime;

/// From when the run is free whose opening failed with that error: a process works on it, or died
/// with it. `None` for any other error.
pub fn held_until(error: &Error) -> Option<OffsetDateTime> {
    if error.kind() != ErrorKind::LeaseHeld {
        return None;
    }
    let until = error.context().iter().find(|(key, _)| *key == "until_ms")?;
    let Fact::Number(milliseconds) = until.1 else { return None };
    // The error tells whole milliseconds, rounded down: a moment later the lease has ended.
    let nanoseconds = (i128::from(milliseconds) + 1) * 1_000_000;
    OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).ok()
}

#[cfg(test)]
mod tests {
    use migrayt_core::{Error, ErrorKind};

    use super::held_until;

    #[test]
    fn only_a_held_lease_says_until_when() {
        let error = |kind| Error::new(kind, "held").with("until_ms", 1_500_u64);
        let until = held_until(&error(ErrorKind::LeaseHeld)).unwrap();
        assert_eq!(until.unix_timestamp_nanos(), 1_501_000_000);
        assert_eq!(held_until(&error(ErrorKind::LeaseLost)), None);
        assert_eq!(held_until(&Error::new(ErrorKind::LeaseHeld, "held")), None);
    }
}
