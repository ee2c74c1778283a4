use migrayt_core::{Error, ErrorKind, Result};
use sqlx::postgres::{PgArguments, PgStatement};
use sqlx::{Execute, Postgres, SqlStr};
use sqlx_core::error::BoxDynError;

/// What a statement of a tenant may begin with. Everything else, above all what ends the
/// transaction or changes its settings, is no business of whoever has one.
const FIRST_WORDS: [&str; 9] =
    ["select", "insert", "update", "delete", "merge", "with", "values", "table", "explain"];

/// One statement that may run inside a tenant's transaction.
///
/// It always has arguments, none of them perhaps, so that it goes to the server as one prepared
/// statement, which cannot be two.
pub(super) struct Admitted {
    sql: SqlStr,
    arguments: Option<PgArguments>,
    kept: bool,
}

impl Admitted {
    /// # Errors
    /// `Misuse` for a statement that begins with anything else; `InputInvalid` for an argument that
    /// cannot be sent.
    pub(super) fn of<'q>(mut query: impl Execute<'q, Postgres>, pooled: bool) -> Result<Self> {
        let arguments = query.take_arguments().map_err(|_| {
            Error::new(ErrorKind::InputInvalid, "an argument of a statement cannot be sent")
        })?;
        let kept = query.persistent() && !pooled;
        let sql = query.sql();
        if !is_admitted(sql.as_str()) {
            return Err(Error::new(
                ErrorKind::Misuse,
                "a tenant's transaction takes no statement of this kind",
            )
            .with_help("Begin it with SELECT, INSERT, UPDATE, DELETE, MERGE, WITH or VALUES."));
        }
        Ok(Self { sql, arguments: Some(arguments.unwrap_or_default()), kept })
    }
}

impl Execute<'_, Postgres> for Admitted {
    fn sql(self) -> SqlStr {
        self.sql
    }

    fn statement(&self) -> Option<&PgStatement> {
        None
    }

    fn take_arguments(&mut self) -> Result<Option<PgArguments>, BoxDynError> {
        Ok(self.arguments.take())
    }

    fn persistent(&self) -> bool {
        self.kept
    }
}

fn is_admitted(sql: &str) -> bool {
    let rest = skip(sql);
    let end = rest.bytes().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(rest.len());
    rest.get(..end)
        .is_some_and(|word| FIRST_WORDS.iter().any(|first| first.eq_ignore_ascii_case(word)))
}

/// What stands behind white space, opening brackets and comments.
fn skip(sql: &str) -> &str {
    let mut rest = sql;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '(');
        if let Some(comment) = rest.strip_prefix("--") {
            rest = comment.split_once(['\n', '\r']).map_or("", |(_, rest)| rest);
        } else if let Some(comment) = rest.strip_prefix("/*") {
            // PostgreSQL's comments nest. One that holds another is not skipped, but refused.
            match comment.split_once("*/") {
                Some((inside, after)) if !inside.contains("/*") => rest = after,
                _ => return "",
            }
        } else {
            return rest;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_admitted;

    #[test]
    fn only_reading_and_writing_rows_is_admitted() {
        for sql in [
            "SELECT 1",
            "\n  select 1",
            "-- why\nWITH a AS (SELECT 1) SELECT * FROM a",
            "/* why */ insert into a values (1)",
            "((SELECT 1) UNION SELECT 2)",
            "VALUES(1)",
            "TABLE a",
            "EXPLAIN SELECT 1",
        ] {
            assert!(is_admitted(sql), "{sql}");
        }
        for sql in [
            "",
            "COMMIT",
            "commit",
            "END",
            "ROLLBACK",
            "ABORT",
            "BEGIN",
            "SAVEPOINT a",
            "SET ROLE a",
            "SET LOCAL app.tenant_id = 'b'",
            "RESET ROLE",
            "RESET ALL",
            "DISCARD ALL",
            "DO $$ BEGIN END $$",
            "CALL a()",
            "COPY a TO STDOUT",
            "PREPARE TRANSACTION 'a'",
            "TRUNCATE a",
            "-- SELECT",
            "-- SELECT 1\nRESET ROLE",
            "/* SELECT */ RESET ROLE",
            "/* /* */ SELECT 1 */ RESET ROLE",
            "/* SELECT 1",
            "SELECTED",
            "; SELECT 1",
        ] {
            assert!(!is_admitted(sql), "{sql}");
        }
    }
}
