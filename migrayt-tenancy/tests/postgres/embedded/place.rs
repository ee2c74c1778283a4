use std::fs::{self, File, Permissions};
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use migrayt_core::Result;
use migrayt_core::port::Clock;
use migrayt_tenancy::postgres::{EmbeddedServer, EmbeddedSettings};
use sqlx::{ConnectOptions as _, PgConnection};
use tempfile::TempDir;
use time::OffsetDateTime;

use migrayt_testkit::postgres::machine;

/// A server does not run as root; nobody is everywhere.
const NOBODY: u32 = 65_534;

/// A folder for a server, gone with the value.
pub(crate) struct Place {
    folder: TempDir,
    pub(crate) programs: PathBuf,
}

impl Place {
    /// Makes one, unless this machine has no PostgreSQL.
    pub(crate) fn new() -> Option<Self> {
        let programs = machine::postgres()?;
        let folder = tempfile::Builder::new().prefix("pg").tempdir().unwrap();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o700)).unwrap();
        if is_root(folder.path()) {
            chown(folder.path(), Some(NOBODY), Some(NOBODY)).unwrap();
        }
        Some(Self { folder, programs })
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn settings(&self) -> EmbeddedSettings {
        let mut settings = EmbeddedSettings::new(self.folder());
        settings.programs = Some(self.programs.clone());
        settings
    }

    pub(crate) async fn start(&self) -> Result<EmbeddedServer> {
        start(self.settings()).await
    }

    /// The number of the process that serves.
    pub(crate) fn server_id(&self) -> u32 {
        let text = fs::read_to_string(self.folder().join("data/postmaster.pid")).unwrap();
        text.lines().next().unwrap().parse().unwrap()
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder().join("log")).unwrap()
    }
}

/// Programs of PostgreSQL that say and do what a test wants.
pub(crate) fn pretended(version: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in
        [("initdb", "exit 1"), ("postgres", &*format!("echo 'postgres (PostgreSQL) {version}'"))]
    {
        let mut options = File::options();
        let file = options.write(true).create_new(true).mode(0o755).open(folder.path().join(name));
        file.unwrap().write_all(format!("#!/bin/sh\n{text}\n").as_bytes()).unwrap();
    }
    // Whoever a server runs as may read it.
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    folder
}

#[expect(clippy::disallowed_methods, reason = "processes take real time")]
pub(crate) async fn start(settings: EmbeddedSettings) -> Result<EmbeddedServer> {
    EmbeddedServer::start(settings, Arc::new(Watch(Instant::now()))).await
}

pub(crate) async fn connect(server: &EmbeddedServer) -> PgConnection {
    server.options().connect().await.unwrap()
}

pub(crate) fn is_root(made_here: &Path) -> bool {
    fs::metadata(made_here).unwrap().uid() == 0
}

/// The time since it was made: processes take real time.
#[derive(Debug)]
struct Watch(Instant);

#[async_trait]
impl Clock for Watch {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::UNIX_EPOCH + self.0.elapsed()
    }

    #[expect(clippy::disallowed_methods, reason = "processes take real time")]
    async fn sleep_until(&self, moment: OffsetDateTime) {
        let left = Duration::try_from(moment - self.now()).unwrap_or_default();
        tokio::time::sleep(left).await;
    }
}
