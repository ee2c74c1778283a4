use migrayt_core::{Effect, Error, ErrorKind, Retry};

/// What SQLite says, in the workspace's terms. Its texts name tables and columns, never values.
pub(super) fn fault(error: sqlx::Error) -> Error {
    let code = error.as_database_error().and_then(|error| error.code()?.parse::<u32>().ok());
    // An extended code has the primary one in its lowest byte.
    let code = code.unwrap_or(0) & 0xff;
    of_code(code).with("code", code).with_source(error)
}

/// A write that failed may have happened, unless another process only held the lock.
pub(super) fn write_fault(error: sqlx::Error) -> Error {
    let error = fault(error);
    let effect = if is_busy(&error) { Effect::None } else { Effect::Unknown };
    error.with_effect(effect)
}

/// Whether another process holds the file's lock.
pub(super) fn is_busy(error: &Error) -> bool {
    error.kind() == ErrorKind::Unavailable && error.message() == HELD
}

/// <https://www.sqlite.org/rescode.html>
fn of_code(code: u32) -> Error {
    let (kind, message, help) = match code {
        // BUSY, LOCKED
        5 | 6 => {
            return Error::new(ErrorKind::Unavailable, HELD)
                .with_retry(Retry::Backoff)
                .with_help("Wait until the other process is done, or end it.");
        }
        // PERM, READONLY, CANTOPEN, AUTH
        3 | 8 | 14 | 23 => (
            ErrorKind::ConfigInvalid,
            "the file of connections cannot be opened or written",
            "Let the user of this process read and write the file and its folder.",
        ),
        // CORRUPT, NOTADB
        11 | 26 => (
            ErrorKind::DataCorrupt,
            "the file of connections is damaged or something else",
            "Restore it from a backup, or name another file and connect again.",
        ),
        // IOERR, FULL
        10 | 13 => (
            ErrorKind::Unavailable,
            "the disk of the connections is full or cannot be used",
            "Make room on the disk or look after it, then try again.",
        ),
        _ => return Error::new(ErrorKind::Unexpected, "the database of connections failed"),
    };
    Error::new(kind, message).with_help(help)
}

const HELD: &str = "another process holds the lock of the connections' file";

#[cfg(test)]
mod tests {
    use migrayt_core::{Effect, ErrorKind, Retry};

    use super::{is_busy, of_code, write_fault};

    #[test]
    fn codes_become_kinds() {
        for (code, kind) in [
            (0, ErrorKind::Unexpected),
            (1, ErrorKind::Unexpected),
            (3, ErrorKind::ConfigInvalid),
            (8, ErrorKind::ConfigInvalid),
            (10, ErrorKind::Unavailable),
            (11, ErrorKind::DataCorrupt),
            (13, ErrorKind::Unavailable),
            (14, ErrorKind::ConfigInvalid),
            (26, ErrorKind::DataCorrupt),
        ] {
            assert_eq!(of_code(code).kind(), kind, "{code}");
            assert!(!is_busy(&of_code(code)), "{code}");
        }
        for held in [of_code(5), of_code(6)] {
            assert!(is_busy(&held));
            assert_eq!(held.retry(), Retry::Backoff);
        }
    }

    #[test]
    fn a_write_may_have_happened() {
        assert_eq!(write_fault(sqlx::Error::WorkerCrashed).effect(), Effect::Unknown);
    }
}
