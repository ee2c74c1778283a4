//! The journal in a SQLite file.
//!
//! Every call is one transaction. Writers take the file's write lock when they begin, so that a
//! lease that was checked is still the newest when what it allows is committed.

mod account;
mod columns;
mod doubt;
mod fault;
mod file;
mod intent;
mod journal;
mod lane;
mod ledger;
mod outline;
mod parameter;
mod pending;
mod plan;
mod plan_store;
mod run;
mod schema;
mod seal;
mod settle;
mod work;

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use migrayt_core::error::Result;
use migrayt_core::id::TenantId;
use sqlx::{Connection as _, SqliteConnection};
use tokio::sync::{Mutex, MutexGuard};

use self::fault::fault;
use self::file::Kind;
use self::work::Work;

/// A journal and plan store in one SQLite file, scoped to one tenant.
///
/// It survives `kill -9` and power loss: what a call wrote is on the disk before it returns, and a
/// call that was cut off wrote nothing. Several processes may have the file open at once; one of
/// them writes at a time, the others wait for at most [`SqliteSettings::busy_timeout`].
///
/// It has two connections, one for writers and one for readers, each with a thread of its own.
pub struct SqliteJournal {
    path: PathBuf,
    tenant: i64,
    writer: Mutex<SqliteConnection>,
    reader: Mutex<SqliteConnection>,
}

/// How a file is used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SqliteSettings {
    /// How long a call waits for another process that writes, before it fails with `Unavailable`,
    /// or with `LeaseHeld` when it opens a run. 5 seconds by default.
    pub busy_timeout: Duration,
}

impl Default for SqliteSettings {
    fn default() -> Self {
        Self { busy_timeout: Duration::from_secs(5) }
    }
}

impl SqliteJournal {
    /// Opens a file, or makes it if it is not there; on Unix only its owner can read it then. A
    /// file of an earlier version is brought up to date.
    ///
    /// # Errors
    /// `ConfigInvalid` with `file` if it cannot be opened, made or written, or is something else;
    /// `Unsupported` with `version` if a newer release of Migrayt wrote it; `DataCorrupt` if it is
    /// damaged; `Unavailable` while another process holds it.
    pub async fn open(path: impl AsRef<Path>, tenant: TenantId) -> Result<Self> {
        Self::open_with(path, tenant, &SqliteSettings::default()).await
    }

    /// As [`SqliteJournal::open`], with settings.
    pub async fn open_with(
        path: impl AsRef<Path>,
        tenant: TenantId,
        settings: &SqliteSettings,
    ) -> Result<Self> {
        let path = path.as_ref();
        let opened = Self::open_file(path, &tenant, settings).await;
        opened.map_err(|error| error.with("file", fault::name(path)))
    }

    async fn open_file(path: &Path, tenant: &TenantId, settings: &SqliteSettings) -> Result<Self> {
        file::ensure(path)?;
        let mut writer = file::connect(path, Kind::Writer, settings).await?;
        schema::upgrade(&mut writer).await?;
        let tenant = schema::tenant(&mut writer, tenant).await?;
        let reader = file::connect(path, Kind::Reader, settings).await?;
        tracing::debug!(version = schema::VERSION, "opened the journal");
        let (writer, reader) = (Mutex::new(writer), Mutex::new(reader));
        Ok(Self { path: path.to_owned(), tenant, writer, reader })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Waits for calls that were dropped and lets go of the file. A journal that is merely dropped
    /// does so too, but later.
    pub async fn close_file(self) -> Result<()> {
        self.reader.into_inner().close().await.map_err(fault)?;
        self.writer.into_inner().close().await.map_err(fault)
    }

    async fn reader(&self) -> MutexGuard<'_, SqliteConnection> {
        self.reader.lock().await
    }

    async fn writer(&self) -> MutexGuard<'_, SqliteConnection> {
        self.writer.lock().await
    }

    /// Begins a transaction that reads one state of the file.
    async fn read<'c>(&self, connection: &'c mut SqliteConnection) -> Result<Work<'c>> {
        Work::begin(connection, "BEGIN", self.tenant).await
    }

    /// Begins a transaction that holds the file's write lock.
    async fn write<'c>(&self, connection: &'c mut SqliteConnection) -> Result<Work<'c>> {
        Work::begin(connection, "BEGIN IMMEDIATE", self.tenant).await
    }
}

impl fmt::Debug for SqliteJournal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteJournal").field("path", &self.path).finish_non_exhaustive()
    }
}
