use migrayt_core::{Error, ErrorKind, Result};
use sqlx::{Connection as _, SqliteConnection};

use super::fault::{fault, is_busy, write_fault};

/// What brings a file from each version to the next, beginning with an empty file. Each sets
/// `user_version`; none is ever changed once it was released.
const STEPS: [&str; 1] = [include_str!("schema/1.sql")];

/// `application_id`: "MGCN".
const APPLICATION: i64 = 0x4d47_434e;

/// How often others may be faster while a file is made.
const TURNS: u32 = 20;

/// Brings a file up to date. One of a newer version or of another program is not touched.
pub(super) async fn upgrade(connection: &mut SqliteConnection) -> Result<()> {
    if version(connection).await? < STEPS.len() {
        let mut step = connection.begin_with("BEGIN IMMEDIATE").await.map_err(fault)?;
        // Another process may have been faster.
        let found = version(&mut step).await?;
        for text in STEPS.into_iter().skip(found) {
            sqlx::raw_sql(text).execute(&mut *step).await.map_err(fault)?;
        }
        step.commit().await.map_err(write_fault)?;
    }
    // It lasts. SQLite waits for others when a transaction begins, but not when the mode changes.
    let mut turns = 0;
    let mode: String = loop {
        let ask = sqlx::query_scalar("PRAGMA journal_mode = WAL");
        match ask.fetch_one(&mut *connection).await.map_err(fault) {
            Err(error) if is_busy(&error) && turns < TURNS => turns += 1,
            mode => break mode?,
        }
        sqlx::raw_sql("BEGIN EXCLUSIVE; COMMIT").execute(&mut *connection).await.map_err(fault)?;
    };
    if mode == "wal" {
        return Ok(());
    }
    Err(Error::new(ErrorKind::ConfigInvalid, "the file system cannot hold a write-ahead log")
        .with_help("Put the file of connections on a local disk."))
}

/// The version of a file, 0 if it is empty.
async fn version(connection: &mut SqliteConnection) -> Result<usize> {
    let (application, version, tables): (i64, i64, i64) = sqlx::query_as(
        "SELECT (SELECT application_id FROM pragma_application_id),
                (SELECT user_version FROM pragma_user_version),
                (SELECT count(*) FROM sqlite_schema)",
    )
    .fetch_one(connection)
    .await
    .map_err(fault)?;
    match usize::try_from(version) {
        Ok(0) if application == 0 && tables == 0 => Ok(0),
        Ok(version @ 1..) if application == APPLICATION && version <= STEPS.len() => Ok(version),
        Ok(version @ 1..) if application == APPLICATION => Err(Error::new(
            ErrorKind::Unsupported,
            "the connections were written by a newer release of Migrayt",
        )
        .with("version", version)
        .with("newest_known", STEPS.len())
        .with_help("Use the release that wrote them, or a newer one.")),
        _ => Err(Error::new(ErrorKind::ConfigInvalid, "the file holds no connections of Migrayt")
            .with_help("Name another file.")),
    }
}
