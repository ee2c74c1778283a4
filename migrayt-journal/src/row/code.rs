use std::time::Duration;

use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::port::{Closing, OutcomeState};
use time::OffsetDateTime;

/// A number as a database holds it.
///
/// # Errors
/// `InputInvalid` beyond 63 bits.
pub(crate) fn number(number: u64) -> Result<i64> {
    i64::try_from(number).map_err(|_| too_large())
}

/// A place to read after, from which reading at the beginning differs.
pub(crate) fn after(place: Option<u64>) -> i64 {
    place.map_or(-1, |place| i64::try_from(place).unwrap_or(i64::MAX))
}

/// A moment in Unix nanoseconds, which reach to the year 2262.
pub(crate) fn moment(moment: OffsetDateTime) -> Result<i64> {
    i64::try_from(moment.unix_timestamp_nanos()).map_err(|_| too_large())
}

/// The end of a lease.
pub(crate) fn until(now: OffsetDateTime, ttl: Duration) -> Result<OffsetDateTime> {
    let ttl = time::Duration::try_from(ttl).map_err(|_| too_large())?;
    now.checked_add(ttl).ok_or_else(too_large)
}

fn too_large() -> Error {
    Error::new(ErrorKind::InputInvalid, "a number is too large for the journal")
}

pub(crate) fn corrupt(column: &'static str) -> Error {
    Error::new(ErrorKind::DataCorrupt, "the journal holds a value that it cannot hold")
        .with("column", column)
}

pub(crate) fn of_closing(closing: Closing) -> Result<i64> {
    match closing {
        Closing::Completed => Ok(1),
        Closing::Interrupted => Ok(2),
        Closing::Broken => Ok(3),
        Closing::Doubtful => Ok(4),
        _ => Err(unknown("a way to close that this journal does not know")),
    }
}

pub(crate) fn to_closing(code: i64) -> Result<Closing> {
    match code {
        1 => Ok(Closing::Completed),
        2 => Ok(Closing::Interrupted),
        3 => Ok(Closing::Broken),
        4 => Ok(Closing::Doubtful),
        _ => Err(corrupt("closing")),
    }
}

/// The code of a state that ends an operation, with the error's.
pub(crate) fn of_state(state: OutcomeState) -> Result<(i64, Option<u16>)> {
    match state {
        OutcomeState::Done => Ok((1, None)),
        OutcomeState::Adopted => Ok((2, None)),
        OutcomeState::Failed(kind) => Ok((3, Some(kind.code()))),
        OutcomeState::Gone => Ok((4, None)),
        OutcomeState::Skipped => Ok((5, None)),
        _ => Err(unknown("a state that does not end an operation")),
    }
}

pub(crate) fn to_state(code: i64, error: Option<i64>) -> Result<OutcomeState> {
    match (code, error) {
        (1, None) => Ok(OutcomeState::Done),
        (2, None) => Ok(OutcomeState::Adopted),
        (3, Some(error)) => u16::try_from(error)
            .ok()
            .and_then(ErrorKind::from_code)
            .map(OutcomeState::Failed)
            .ok_or_else(|| corrupt("error")),
        (4, None) => Ok(OutcomeState::Gone),
        (5, None) => Ok(OutcomeState::Skipped),
        _ => Err(corrupt("state")),
    }
}

/// Whether an item whose creation ended so certainly was not made.
pub(crate) fn is_unmade(state: OutcomeState) -> bool {
    matches!(state, OutcomeState::Failed(_) | OutcomeState::Gone | OutcomeState::Skipped)
}

fn unknown(message: &'static str) -> Error {
    Error::new(ErrorKind::Misuse, message)
}

#[cfg(test)]
mod tests {
    use migrayt_core::ErrorKind;
    use migrayt_core::port::{Closing, OutcomeState};
    use time::macros::datetime;

    use super::*;

    #[test]
    fn codes_lead_back() {
        let states = [
            OutcomeState::Done,
            OutcomeState::Adopted,
            OutcomeState::Failed(ErrorKind::Unexpected),
            OutcomeState::Failed(ErrorKind::LeaseHeld),
            OutcomeState::Gone,
            OutcomeState::Skipped,
        ];
        for state in states {
            let (code, error) = of_state(state).unwrap();
            assert_eq!(to_state(code, error.map(i64::from)).unwrap(), state);
        }
        for closing in
            [Closing::Completed, Closing::Interrupted, Closing::Broken, Closing::Doubtful]
        {
            assert_eq!(to_closing(of_closing(closing).unwrap()).unwrap(), closing);
        }
    }

    #[test]
    fn what_cannot_be_stored_is_corrupt() {
        for (code, error) in [(0, None), (6, None), (1, Some(1)), (3, None), (3, Some(9999))] {
            assert_eq!(to_state(code, error).unwrap_err().kind(), ErrorKind::DataCorrupt);
        }
        assert_eq!(to_closing(0).unwrap_err().kind(), ErrorKind::DataCorrupt);
    }

    #[test]
    fn what_ends_nothing_has_no_code() {
        for state in [OutcomeState::Again, OutcomeState::Parked] {
            assert_eq!(of_state(state).unwrap_err().kind(), ErrorKind::Misuse);
        }
    }

    #[test]
    fn numbers_beyond_the_database_are_refused() {
        assert_eq!(number(7).unwrap(), 7);
        assert_eq!(number(u64::MAX).unwrap_err().kind(), ErrorKind::InputInvalid);
        assert!(moment(datetime!(2262-04-11 0:00 UTC)).is_ok());
        let late = moment(datetime!(2262-04-12 0:00 UTC)).unwrap_err();
        assert_eq!(late.kind(), ErrorKind::InputInvalid);
        let now = datetime!(2026-03-29 0:00 UTC);
        assert_eq!(until(now, Duration::MAX).unwrap_err().kind(), ErrorKind::InputInvalid);
        assert_eq!(after(None), -1);
        assert_eq!(after(Some(u64::MAX)), i64::MAX);
    }
}
