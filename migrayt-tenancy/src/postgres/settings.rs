use std::time::Duration;

/// How a database is used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DatabaseSettings {
    /// The most connections at a time; 4 by default. With 1, code that asks for a second transaction
    /// inside one waits for itself, for as long as `acquire_timeout`.
    pub connections: u32,
    /// How long a transaction waits for a connection; 30 seconds by default.
    pub acquire_timeout: Duration,
    /// How long a statement may run; 30 seconds by default. Counted in whole milliseconds, at
    /// least 1.
    pub statement_timeout: Duration,
    /// How long a transaction may wait for its next statement before the server ends it; 60
    /// seconds by default. Counted in whole milliseconds, at least 1.
    pub idle_timeout: Duration,
    /// Whether a pooler in transaction mode stands between, such as PgBouncer; not by default.
    /// Statements are not kept prepared then: the next transaction may be on another connection.
    pub pooled: bool,
}

impl Default for DatabaseSettings {
    fn default() -> Self {
        Self {
            connections: 4,
            acquire_timeout: Duration::from_secs(30),
            statement_timeout: Duration::from_secs(30),
            idle_timeout: Duration::from_mins(1),
            pooled: false,
        }
    }
}

impl DatabaseSettings {
    /// A time as PostgreSQL takes it: 0 would be no limit, and more than 31 bits is refused.
    pub(super) fn milliseconds(time: Duration) -> i32 {
        i32::try_from(time.as_millis()).unwrap_or(i32::MAX).max(1)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::DatabaseSettings;

    #[test]
    fn no_time_is_without_a_limit() {
        for (time, expected) in [
            (Duration::ZERO, 1),
            (Duration::from_micros(1), 1),
            (Duration::from_secs(30), 30_000),
            (Duration::MAX, i32::MAX),
        ] {
            assert_eq!(DatabaseSettings::milliseconds(time), expected);
        }
    }
}
