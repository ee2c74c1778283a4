use std::path::Path;

use migrayt_core::error::{Effect, Error, ErrorKind, Fact, Retry};

/// What SQLite says, in the workspace's terms. Its texts name tables and columns, never values.
pub(super) fn fault(error: sqlx::Error) -> Error {
    let primary = primary_code(&error);
    of_code(primary).with_source(error)
}

/// A commit that failed may have happened, unless another process only held the lock.
pub(super) fn commit_fault(error: sqlx::Error) -> Error {
    let busy = matches!(primary_code(&error), Some(BUSY | LOCKED));
    let effect = if busy { Effect::None } else { Effect::Unknown };
    fault(error).with_effect(effect)
}

/// A path as a fact.
pub(super) fn name(path: &Path) -> Fact {
    Fact::name(path.display().to_string())
}

/// Whether another process holds the file's write lock.
pub(super) fn is_busy(error: &Error) -> bool {
    error.kind() == ErrorKind::Unavailable && error.message() == HELD
}

/// The primary result code: an extended one has it in its lowest byte.
fn primary_code(error: &sqlx::Error) -> Option<u32> {
    let code: u32 = error.as_database_error()?.code()?.parse().ok()?;
    Some(code & 0xff)
}

fn of_code(primary: Option<u32>) -> Error {
    match primary {
        Some(BUSY | LOCKED) => Error::new(ErrorKind::Unavailable, HELD)
            .with_retry(Retry::Backoff)
            .with_help("wait until the other process is done, or end it"),
        Some(READ_ONLY | PERMISSION | AUTHORIZATION | CANNOT_OPEN) => {
            Error::new(ErrorKind::ConfigInvalid, "the journal's file cannot be opened or written")
                .with_help("let the user of this process read and write the file and its folder")
        }
        Some(CORRUPT | NOT_A_DATABASE) => {
            Error::new(ErrorKind::DataCorrupt, "the journal's file is damaged or something else")
                .with_help("restore it from a backup, or begin anew with another file")
        }
        Some(FULL) => Error::new(ErrorKind::Unavailable, "the journal's disk is full")
            .with_help("make room on the disk; the run can be resumed"),
        Some(INPUT_OUTPUT) => {
            Error::new(ErrorKind::Unavailable, "the journal's disk cannot be read or written")
                .with_help("look after the disk; the run can be resumed")
        }
        _ => Error::new(ErrorKind::Unexpected, "the journal's database failed"),
    }
    .with("code", primary.unwrap_or(0))
}

const HELD: &str = "another process holds the journal's write lock";

// https://www.sqlite.org/rescode.html
const PERMISSION: u32 = 3;
const BUSY: u32 = 5;
const LOCKED: u32 = 6;
const READ_ONLY: u32 = 8;
const INPUT_OUTPUT: u32 = 10;
const CORRUPT: u32 = 11;
const FULL: u32 = 13;
const CANNOT_OPEN: u32 = 14;
const AUTHORIZATION: u32 = 23;
const NOT_A_DATABASE: u32 = 26;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_kinds() {
        for (code, kind) in [
            (BUSY, ErrorKind::Unavailable),
            (LOCKED, ErrorKind::Unavailable),
            (READ_ONLY, ErrorKind::ConfigInvalid),
            (CANNOT_OPEN, ErrorKind::ConfigInvalid),
            (CORRUPT, ErrorKind::DataCorrupt),
            (NOT_A_DATABASE, ErrorKind::DataCorrupt),
            (FULL, ErrorKind::Unavailable),
            (INPUT_OUTPUT, ErrorKind::Unavailable),
            (1, ErrorKind::Unexpected),
        ] {
            assert_eq!(of_code(Some(code)).kind(), kind, "{code}");
        }
        assert_eq!(of_code(None).kind(), ErrorKind::Unexpected);
    }

    #[test]
    fn only_a_held_lock_is_worth_another_try() {
        assert!(is_busy(&of_code(Some(BUSY))));
        assert_eq!(of_code(Some(BUSY)).retry(), Retry::Backoff);
        assert!(!is_busy(&of_code(Some(FULL))));
        assert_eq!(of_code(Some(FULL)).retry(), Retry::Never);
    }

    #[test]
    fn a_commit_may_have_happened() {
        let effect = commit_fault(sqlx::Error::WorkerCrashed).effect();
        assert_eq!(effect, Effect::Unknown);
    }
}
