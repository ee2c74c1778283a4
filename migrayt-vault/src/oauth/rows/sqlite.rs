mod fault;
mod file;
mod schema;

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use async_trait::async_trait;
use migrayt_core::{Fact, Result};
use migrayt_tenancy::TenantScope;
use sqlx::sqlite::SqliteRow;
use sqlx::{Connection as _, FromRow as _, SqliteConnection};
use tokio::sync::Mutex;

use self::fault::{fault, write_fault};
use super::ConnectionRows;
use super::columns::{Columns, bind, columns, fields, row};
use crate::SecretName;
use crate::oauth::ConnectionRow;

/// Rows in one SQLite file, as of a command line beside its vault.
///
/// What a call wrote is on the disk before it returns. Several processes may have the file open at
/// once, on a local disk; one of them writes at a time, and the others wait for at most
/// [`SqliteRows::BUSY_TIMEOUT`]. It has one connection, with a thread of its own.
pub struct SqliteRows {
    path: PathBuf,
    connection: Mutex<SqliteConnection>,
}

impl SqliteRows {
    /// How long a call waits for another process that writes, before it fails with `Unavailable`.
    pub const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

    /// Opens a file, or makes it if it is not there; on Unix only its owner can read it then. A
    /// file of an earlier version is brought up to date.
    ///
    /// # Errors
    /// `ConfigInvalid` with `file` if it cannot be opened, made or written, or is something else;
    /// `Unsupported` with `version` if a newer release of Migrayt wrote it; `DataCorrupt` if it is
    /// damaged or no database; `Unavailable` while another process holds it.
    pub async fn open(path: impl AsRef<Path>) -> Result<Self> {
        Self::open_waiting(path, Self::BUSY_TIMEOUT).await
    }

    /// As [`SqliteRows::open`], with another time for which calls wait for other processes.
    pub async fn open_waiting(path: impl AsRef<Path>, busy_timeout: Duration) -> Result<Self> {
        let path = path.as_ref();
        let opened = Self::open_file(path, busy_timeout).await;
        opened.map_err(|error| error.with("file", Fact::name(path.display().to_string())))
    }

    async fn open_file(path: &Path, busy_timeout: Duration) -> Result<Self> {
        file::ensure(path)?;
        let mut connection = file::connect(path, busy_timeout).await?;
        schema::upgrade(&mut connection).await?;
        Ok(Self { path: path.to_owned(), connection: Mutex::new(connection) })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Waits for calls that were dropped and lets go of the file. Rows that are merely dropped do so
    /// too, but later.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn close_file(self) -> Result<()> {
        self.connection.into_inner().close().await.map_err(fault)
    }
}

#[async_trait]
impl ConnectionRows for SqliteRows {
    async fn read(&self, scope: &TenantScope, name: &SecretName) -> Result<Option<ConnectionRow>> {
        let mut connection = self.connection.lock().await;
        let query = sqlx::query(READ).bind(scope.tenant().as_str()).bind(name.as_str());
        let found = query.fetch_optional(&mut *connection).await.map_err(fault)?;
        found.map(|found| read(&found).map(|(_, row)| row)).transpose()
    }

    async fn write(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        row: &ConnectionRow,
    ) -> Result<()> {
        let query = sqlx::query(WRITE).bind(scope.tenant().as_str());
        let query = bind!(query, columns(name, row)?);
        query.execute(&mut *self.connection.lock().await).await.map_err(write_fault)?;
        Ok(())
    }

    async fn exchange(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        seen: u64,
        row: &ConnectionRow,
    ) -> Result<bool> {
        let query = sqlx::query(EXCHANGE).bind(scope.tenant().as_str());
        let query = bind!(query, columns(name, row)?).bind(seen.cast_signed());
        let done = query.execute(&mut *self.connection.lock().await).await.map_err(write_fault)?;
        Ok(done.rows_affected() > 0)
    }

    async fn remove(&self, scope: &TenantScope, name: &SecretName) -> Result<bool> {
        let query = sqlx::query(REMOVE).bind(scope.tenant().as_str()).bind(name.as_str());
        let done = query.execute(&mut *self.connection.lock().await).await.map_err(write_fault)?;
        Ok(done.rows_affected() > 0)
    }

    async fn list(&self, scope: &TenantScope) -> Result<Vec<(SecretName, ConnectionRow)>> {
        let query = sqlx::query(LIST).bind(scope.tenant().as_str());
        let found = query.fetch_all(&mut *self.connection.lock().await).await.map_err(fault)?;
        found.iter().map(read).collect()
    }
}

impl fmt::Debug for SqliteRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteRows").field("path", &self.path).finish_non_exhaustive()
    }
}

fn read(found: &SqliteRow) -> Result<(SecretName, ConnectionRow)> {
    row(Columns::from_row(found).map_err(fault)?)
}

const READ: &str =
    concat!("SELECT name, ", fields!(), " FROM connection WHERE tenant = ?1 AND name = ?2");

/// The key's texts are compared byte by byte.
const LIST: &str =
    concat!("SELECT name, ", fields!(), " FROM connection WHERE tenant = ?1 ORDER BY name");

const WRITE: &str = concat!(
    "INSERT OR REPLACE INTO connection (tenant, name, ",
    fields!(),
    ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
);

/// One statement, which holds the file's write lock from before it compares until it is committed.
const EXCHANGE: &str = concat!(
    "UPDATE connection SET (",
    fields!(),
    ") = (?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
      WHERE tenant = ?1 AND name = ?2 AND revision = ?13"
);

const REMOVE: &str = "DELETE FROM connection WHERE tenant = ?1 AND name = ?2";
