use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::TenantId;
use sqlx::{Connection as _, Row as _, SqliteConnection};

use super::fault::{commit_fault, fault, is_busy};

/// The version of the schema that this release writes.
pub(super) const VERSION: usize = STEPS.len();

/// What brings a file from each version to the next, beginning with an empty file. Each sets
/// `user_version`; none is ever changed once it was released.
const STEPS: [&str; 2] = [include_str!("schema/1.sql"), include_str!("schema/2.sql")];

/// `application_id`: "MGRT".
const APPLICATION: i64 = 0x4d47_5254;

/// Brings a file up to date.
///
/// # Errors
/// `Unsupported` for a newer version, `ConfigInvalid` for a file of another program. Neither is
/// touched.
pub(super) async fn upgrade(writer: &mut SqliteConnection) -> Result<()> {
    if version(writer).await? < VERSION {
        step_up(writer).await?;
    }
    write_ahead(writer).await
}

/// The number that stands for a tenant in this file; a new one for a new tenant.
pub(super) async fn tenant(writer: &mut SqliteConnection, tenant: &TenantId) -> Result<i64> {
    // Reading first, so that a file in which another process writes can be opened.
    if let Some(number) = known_tenant(writer, tenant).await? {
        return Ok(number);
    }
    sqlx::query("INSERT INTO tenant (id) VALUES (?1) ON CONFLICT (id) DO NOTHING")
        .bind(tenant.as_str())
        .execute(&mut *writer)
        .await
        .map_err(fault)?;
    known_tenant(writer, tenant)
        .await?
        .ok_or_else(|| Error::new(ErrorKind::Unexpected, "the tenant was not kept"))
}

async fn known_tenant(writer: &mut SqliteConnection, tenant: &TenantId) -> Result<Option<i64>> {
    let query = sqlx::query("SELECT tenant FROM tenant WHERE id = ?1").bind(tenant.as_str());
    let row = query.fetch_optional(writer).await.map_err(fault)?;
    row.map(|row| row.try_get(0).map_err(fault)).transpose()
}

/// Turns the write-ahead log on, which lasts.
async fn write_ahead(writer: &mut SqliteConnection) -> Result<()> {
    let mut turns = 0;
    let mode = loop {
        match sqlx::query("PRAGMA journal_mode = WAL").fetch_one(&mut *writer).await.map_err(fault)
        {
            Ok(row) => break row.try_get::<String, _>(0).map_err(fault)?,
            Err(error) if is_busy(&error) && turns < TURNS => turns += 1,
            Err(error) => return Err(error),
        }
        // SQLite waits for others here, but not when it changes the mode.
        sqlx::raw_sql("BEGIN EXCLUSIVE; COMMIT").execute(&mut *writer).await.map_err(fault)?;
    };
    if mode != "wal" {
        return Err(Error::new(
            ErrorKind::ConfigInvalid,
            "the journal's file system cannot hold a write-ahead log",
        )
        .with_help("put the file on a local disk"));
    }
    Ok(())
}

/// How often others may be faster while a file is made.
const TURNS: u32 = 20;

/// Carries out the steps that are missing, all or none.
async fn step_up(writer: &mut SqliteConnection) -> Result<()> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await.map_err(fault)?;
    // Another process may have been faster.
    let found = version(&mut transaction).await?;
    for step in STEPS.iter().skip(found) {
        sqlx::raw_sql(*step).execute(&mut *transaction).await.map_err(fault)?;
    }
    transaction.commit().await.map_err(commit_fault)
}

/// The version of a file, 0 if it is empty.
async fn version(connection: &mut SqliteConnection) -> Result<usize> {
    let row = sqlx::query(
        "SELECT (SELECT application_id FROM pragma_application_id),
                (SELECT user_version FROM pragma_user_version),
                (SELECT count(*) FROM sqlite_schema)",
    )
    .fetch_one(connection)
    .await
    .map_err(fault)?;
    let column = |index: usize| row.try_get::<i64, _>(index).map_err(fault);
    let (application, version, tables) = (column(0)?, column(1)?, column(2)?);
    if (application, version, tables) == (0, 0, 0) {
        return Ok(0);
    }
    let version = usize::try_from(version).unwrap_or(0);
    if application != APPLICATION || version == 0 {
        return Err(Error::new(ErrorKind::ConfigInvalid, "the file is not a journal of Migrayt")
            .with_help("name another file"));
    }
    if version > VERSION {
        return Err(Error::new(
            ErrorKind::Unsupported,
            "the journal was written by a newer release of Migrayt",
        )
        .with("version", version)
        .with("newest_known", VERSION)
        .with_help("use the release that wrote it, or a newer one"));
    }
    Ok(version)
}

/// The steps in which SQLite carries out a statement on the newest schema.
#[cfg(test)]
pub(super) async fn steps_of(sql: &'static str) -> Vec<String> {
    let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    for step in STEPS {
        sqlx::raw_sql(step).execute(&mut connection).await.unwrap();
    }
    let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
    let rows = sqlx::query(explain).fetch_all(&mut connection).await.unwrap();
    rows.iter().map(|row| row.get("detail")).collect()
}
