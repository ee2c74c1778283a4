use migrayt_core::error::{Effect, Error, ErrorKind, Fact, Retry};
use sqlx::postgres::PgDatabaseError;

/// What PostgreSQL says, in the workspace's terms. Its texts quote values, and are not kept: the
/// code and the names of table and constraint are. For whoever has a connection of their own, to migrate
/// tables for instance.
pub fn fault(error: sqlx::Error) -> Error {
    match error {
        sqlx::Error::Database(error) => {
            let error = error.downcast_ref::<PgDatabaseError>();
            let mut fault = of_code(error.code()).with("code", Fact::name(error.code()));
            if let Some(table) = error.table() {
                fault = fault.with("table", Fact::name(table));
            }
            if let Some(constraint) = error.constraint() {
                fault = fault.with("constraint", Fact::name(constraint));
            }
            fault
        }
        sqlx::Error::RowNotFound => Error::new(ErrorKind::NotFound, "the row does not exist"),
        sqlx::Error::PoolTimedOut => {
            Error::new(ErrorKind::Timeout, "no connection to the database was to be had in time")
                .with_retry(Retry::Backoff)
        }
        sqlx::Error::PoolClosed => Error::new(ErrorKind::Misuse, "the database was closed"),
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::WorkerCrashed => {
            unavailable().with_source(error)
        }
        sqlx::Error::ColumnDecode { .. }
        | sqlx::Error::Decode(_)
        | sqlx::Error::ColumnIndexOutOfBounds { .. }
        | sqlx::Error::ColumnNotFound(_)
        | sqlx::Error::TypeNotFound { .. } => {
            Error::new(ErrorKind::DataCorrupt, "the database holds a value that it cannot hold")
        }
        sqlx::Error::Encode(_) | sqlx::Error::InvalidArgument(_) => {
            Error::new(ErrorKind::InputInvalid, "an argument of a statement cannot be sent")
        }
        sqlx::Error::Configuration(_) => {
            Error::new(ErrorKind::ConfigInvalid, "the connection to the database is set up wrongly")
        }
        _ => Error::new(ErrorKind::Unexpected, "the database failed"),
    }
}

/// A commit may have happened, unless the server says that a constraint or another transaction
/// was in its way, or that there was nothing to commit.
pub(super) fn commit_fault(error: sqlx::Error) -> Error {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    let refused = code.is_some_and(|code| matches!(code.get(..2), Some("23" | "25" | "40")));
    fault(error).with_effect(if refused { Effect::None } else { Effect::Unknown })
}

/// <https://www.postgresql.org/docs/current/errcodes-appendix.html>
fn of_code(code: &str) -> Error {
    let (kind, message) = match code {
        "42501" => (
            ErrorKind::PermissionDenied,
            "the role or a policy of the database does not allow this",
        ),
        "23505" | "23P01" => (ErrorKind::AlreadyExists, "a row with this key exists already"),
        "23503" => (ErrorKind::Conflict, "a reference leads to a row that does not exist"),
        "25P02" => (ErrorKind::Misuse, "a statement of this transaction has failed before"),
        "40001" | "40P01" => {
            return Error::new(ErrorKind::Conflict, "the transaction crossed with another")
                .with_retry(Retry::Backoff);
        }
        "57014" | "25P03" | "25P04" | "55P03" => {
            (ErrorKind::Timeout, "the database did not finish in time")
        }
        // No such database, role or schema.
        "3D000" | "22023" | "42704" | "3F000" => (
            ErrorKind::ConfigInvalid,
            "the database, a role or a setting that is named does not exist",
        ),
        _ => match code.get(..2) {
            Some("08" | "53" | "57" | "58") => return unavailable(),
            Some("22" | "23") => (ErrorKind::InputInvalid, "a value does not fit its column"),
            Some("28") => (ErrorKind::Unauthenticated, "the database does not accept the login"),
            _ => (ErrorKind::Unexpected, "the database failed"),
        },
    };
    Error::new(kind, message)
}

fn unavailable() -> Error {
    Error::new(ErrorKind::Unavailable, "the database cannot be reached or cannot answer")
        .with_retry(Retry::Backoff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_kinds() {
        for (code, kind) in [
            ("42501", ErrorKind::PermissionDenied),
            ("23505", ErrorKind::AlreadyExists),
            ("23503", ErrorKind::Conflict),
            ("23502", ErrorKind::InputInvalid),
            ("22P02", ErrorKind::InputInvalid),
            ("22023", ErrorKind::ConfigInvalid),
            ("25P02", ErrorKind::Misuse),
            ("25P03", ErrorKind::Timeout),
            ("28P01", ErrorKind::Unauthenticated),
            ("3D000", ErrorKind::ConfigInvalid),
            ("40001", ErrorKind::Conflict),
            ("53300", ErrorKind::Unavailable),
            ("57014", ErrorKind::Timeout),
            ("57P01", ErrorKind::Unavailable),
            ("XX000", ErrorKind::Unexpected),
            ("", ErrorKind::Unexpected),
        ] {
            assert_eq!(of_code(code).kind(), kind, "{code}");
        }
    }

    #[test]
    fn a_commit_whose_answer_is_lost_may_have_happened() {
        let lost = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
        assert_eq!(commit_fault(sqlx::Error::Io(lost)).effect(), Effect::Unknown);
    }
}
