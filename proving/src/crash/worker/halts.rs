use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use migrayt_core::error::{Error, ErrorKind, Result};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};

use super::output::tell;
use crate::point::Point;
use crate::told::Told;

/// Counts how often each point is passed, and halts the process at the one that was assigned.
#[derive(Debug)]
pub(super) struct Halts {
    halt: Option<(Point, u64)>,
    passed: Mutex<BTreeMap<Point, u64>>,
    journal: PathBuf,
}

impl Halts {
    pub(super) fn new(halt: Option<(Point, u64)>, journal: PathBuf) -> Self {
        Self { halt, passed: Mutex::default(), journal }
    }

    /// Passes a point.
    pub(super) fn pass(&self, point: Point) {
        if self.is_due(point) {
            halt(point);
        }
    }

    /// Passes the point inside a write to the journal: halts with the file's write lock and a row
    /// changed, which is taken back afterwards.
    pub(super) async fn pass_writing(&self) -> Result<()> {
        if !self.is_due(Point::Writing) {
            return Ok(());
        }
        let broken = |error: sqlx::Error| {
            Error::new(ErrorKind::Unavailable, "the write to halt in cannot be begun")
                .with_source(error)
        };
        let options = SqliteConnectOptions::new().filename(&self.journal);
        let mut connection = options.connect().await.map_err(broken)?;
        sqlx::raw_sql("BEGIN IMMEDIATE; UPDATE run SET worker = worker || '?'")
            .execute(&mut connection)
            .await
            .map_err(broken)?;
        halt(Point::Writing);
        sqlx::raw_sql("ROLLBACK").execute(&mut connection).await.map_err(broken)?;
        connection.close().await.map_err(broken)
    }

    /// How often each point was passed.
    pub(super) fn passed(&self) -> BTreeMap<Point, u64> {
        self.passed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn is_due(&self, point: Point) -> bool {
        let mut passed = self.passed.lock().unwrap_or_else(PoisonError::into_inner);
        let count = passed.entry(point).or_default();
        *count += 1;
        self.halt == Some((point, *count))
    }
}

/// Blocks the one thread that everything runs on, so that nothing goes on beside the point.
fn halt(point: Point) {
    tell(&Told::Halted { point });
    let mut line = String::new();
    // An input that ended lets the worker go on too.
    drop(io::stdin().read_line(&mut line));
}
