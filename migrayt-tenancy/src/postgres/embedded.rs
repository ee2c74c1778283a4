//! A PostgreSQL of the program's own, so that one command starts a whole service on a machine that
//! has PostgreSQL's programs and no server.
//!
//! ```no_run
//! use std::sync::Arc;
//!
//! use migrayt_core::Result;
//! use migrayt_core::port::Clock;
//! use migrayt_tenancy::postgres::{
//!     AppRole, DatabaseSettings, EmbeddedServer, EmbeddedSettings,
//! };
//!
//! # async fn example(clock: Arc<dyn Clock>) -> Result<()> {
//! let settings = EmbeddedSettings::new("/var/lib/shop/database");
//! let server = EmbeddedServer::start(settings, clock).await?;
//! // With `server.options()`, which log in as a superuser: the product's own migrations.
//! let database = server.database(AppRole::parse("shop_app")?, DatabaseSettings::default());
//! // ...
//! database.close().await;
//! server.stop().await
//! # }
//! ```

mod account;
mod folder;
mod process;
mod programs;
mod settings;
mod version;

use std::fs::File;
use std::sync::Arc;
use std::time::Duration;

use migrayt_core::error::{Fact, Retry};
use migrayt_core::port::Clock;
use migrayt_core::{Error, ErrorKind, Result};
use sqlx::ConnectOptions as _;
use sqlx::postgres::{PgConnectOptions, PgSslMode};

use self::account::Account;
use self::folder::Folder;
use self::process::Process;
use self::programs::Programs;
pub use self::settings::EmbeddedSettings;
use super::{AppRole, Database, DatabaseSettings};

/// The role that owns everything.
const SUPERUSER: &str = "postgres";

/// Between two looks at a process that starts or stops.
const GLANCE: Duration = Duration::from_millis(25);

/// A PostgreSQL in a folder of its own, which runs as long as this value.
///
/// It is a whole server of this machine's programs, with as many connections as it is told, in
/// processes of its own. Nobody reaches it but through a socket in its folder, which is its
/// owner's alone; it listens on no network. What was committed is on the disk.
///
/// It ends with the process that started it, also if that is killed: everything that was committed
/// is there at the next start. Started by root it runs as the owner of the folder, and never as
/// root.
///
/// Dropped, it is asked to stop and not waited for; the next start in its folder waits.
#[derive(Debug)]
pub struct EmbeddedServer {
    process: Process,
    folder: Folder,
    patience: Duration,
    clock: Arc<dyn Clock>,
    _holder: File,
}

impl EmbeddedServer {
    /// Starts a server, makes its database if there is none, and returns once it answers. Needs a
    /// tokio runtime. Dropped while it is waited for, it stops what it has started.
    ///
    /// # Errors
    /// - `ConfigInvalid` if this machine has no PostgreSQL, an older one than 15 or another one than
    ///   made the folder; if the folder is root's, holds other things, may be entered by others than
    ///   its owner, or has too long a path.
    /// - `Conflict` if another process has a server in the folder.
    /// - `DataCorrupt` if half of the database is gone.
    /// - `Unavailable` if the server ends instead of starting: the fact `log` names the file that
    ///   says why. Also if the folder cannot be read or written.
    /// - `Timeout` if something takes longer than the settings' patience.
    pub async fn start(settings: EmbeddedSettings, clock: Arc<dyn Clock>) -> Result<Self> {
        let folder = Folder::open(&settings.folder)?;
        let holder = folder.hold()?;
        let waiting = Waiting { clock: Arc::clone(&clock), patience: settings.patience };
        let lock = waiting.for_the_earlier(&folder).await?;
        let log = folder.start_log()?;
        let account = Account::of(&folder, &log)?;
        let made_by = folder.made_by()?;
        let programs = Programs::find(settings.programs.as_deref(), made_by)?;
        folder.clear()?;
        if made_by.is_none() {
            let arguments = making(&folder);
            let files = (&lock, &log);
            let maker =
                Process::start(&programs.initdb(), &arguments, folder.path(), account, files);
            waiting.for_the_end(maker.map_err(|source| failed(&folder, source))?, &folder).await?;
            folder.keep_new_data()?;
        }
        let arguments = running(&folder, settings.connections);
        let files = (&lock, &log);
        let process =
            Process::start(&programs.postgres(), &arguments, folder.path(), account, files)
                .map_err(|source| failed(&folder, source))?;
        let patience = settings.patience;
        let mut server = Self { process, folder, patience, clock, _holder: holder };
        // From here on only the server's processes hold it.
        drop(lock);
        waiting.for_an_answer(&mut server).await?;
        Ok(server)
    }

    /// A way in as a superuser, to whom no policy applies: for migrations and backups.
    pub fn options(&self) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass()
            .socket(self.folder.path())
            .port(5432)
            .username(SUPERUSER)
            .database(SUPERUSER)
            // There is no TLS on a socket, whatever a setting of the environment says.
            .ssl_mode(PgSslMode::Disable)
            .disable_statement_logging()
    }

    /// The database with its tenants; several may be made, whose connections add up.
    pub fn database(&self, role: AppRole, settings: DatabaseSettings) -> Database {
        Database::new(self.options(), role, settings)
    }

    /// Stops the server in order and waits for its end. What is in a transaction is rolled back, so
    /// close databases before.
    ///
    /// # Errors
    /// `Timeout` if it does not end in time and was killed; what was committed is there all the
    /// same.
    pub async fn stop(mut self) -> Result<()> {
        self.process.ask_to_stop();
        let waiting = Waiting { clock: Arc::clone(&self.clock), patience: self.patience };
        waiting.for_the_last(&mut self).await
    }
}

/// What `initdb` is told: a database whose order of texts is the same on every machine, and that
/// notices damaged pages.
fn making(folder: &Folder) -> Vec<String> {
    let data = folder.new_data().display().to_string();
    let user = format!("--username={SUPERUSER}");
    ["--auth-local=trust", "--auth-host=reject", &user, "--encoding=UTF8", "--no-locale"]
        .into_iter()
        .chain(["--data-checksums", "-D", &data])
        .map(str::to_owned)
        .collect()
}

/// What the server is told. It stands above whatever its files say.
fn running(folder: &Folder, connections: u16) -> Vec<String> {
    let place = folder.path().display().to_string().replace('"', "\"\"");
    let settings = [
        "listen_addresses=".to_owned(),
        "port=5432".to_owned(),
        format!("unix_socket_directories=\"{place}\""),
        "unix_socket_permissions=0700".to_owned(),
        format!("max_connections={}", connections.max(1).saturating_add(RESERVED)),
        "fsync=on".to_owned(),
        "synchronous_commit=on".to_owned(),
        "full_page_writes=on".to_owned(),
        "timezone=UTC".to_owned(),
        // Statements, and errors that quote them, are what somebody wrote.
        "logging_collector=off".to_owned(),
        "log_destination=stderr".to_owned(),
        "log_min_messages=log".to_owned(),
        "log_min_error_statement=panic".to_owned(),
        "log_error_verbosity=terse".to_owned(),
        "log_statement=none".to_owned(),
        "log_min_duration_statement=-1".to_owned(),
        "log_lock_waits=off".to_owned(),
    ];
    let data = ["-D".to_owned(), folder.data().display().to_string()];
    data.into_iter().chain(settings.into_iter().flat_map(|one| ["-c".to_owned(), one])).collect()
}

/// What PostgreSQL keeps free for superusers unless told otherwise.
const RESERVED: u16 = 3;

/// Waits for processes, each time no longer than it is told.
struct Waiting {
    clock: Arc<dyn Clock>,
    patience: Duration,
}

impl Waiting {
    /// The lock of the server, once an earlier one in the folder has ended, whose process was
    /// killed or has not waited for it.
    async fn for_the_earlier(&self, folder: &Folder) -> Result<File> {
        let deadline = self.clock.now() + self.patience;
        loop {
            if let Some(lock) = folder.claim()? {
                return Ok(lock);
            }
            self.glance(deadline, "an earlier server in the folder does not stop", folder).await?;
        }
    }

    async fn for_the_end(&self, mut process: Process, folder: &Folder) -> Result<()> {
        let deadline = self.clock.now() + self.patience;
        loop {
            match process.ended().map_err(|source| failed(folder, source))? {
                Some(status) if status.success() => return Ok(()),
                Some(_) => {
                    return Err(ended(folder, "the database could not be made"));
                }
                None => self.glance(deadline, "the database was not made in time", folder).await?,
            }
        }
    }

    async fn for_an_answer(&self, server: &mut EmbeddedServer) -> Result<()> {
        let deadline = self.clock.now() + self.patience;
        loop {
            if let Ok(connection) = server.options().connect().await {
                drop(connection);
                return Ok(());
            }
            let folder = &server.folder;
            if server.process.ended().map_err(|source| failed(folder, source))?.is_some() {
                return Err(ended(folder, "the database's server could not start"));
            }
            self.glance(deadline, "the database's server did not start in time", folder).await?;
        }
    }

    async fn for_the_last(&self, server: &mut EmbeddedServer) -> Result<()> {
        let deadline = self.clock.now() + self.patience;
        let folder = &server.folder;
        loop {
            if server.process.ended().map_err(|source| failed(folder, source))?.is_some() {
                return Ok(());
            }
            if let Err(error) =
                self.glance(deadline, "the database's server did not stop in time", folder).await
            {
                server.process.kill().map_err(|source| failed(folder, source))?;
                return Err(error);
            }
        }
    }

    /// Waits for a moment.
    ///
    /// # Errors
    /// `Timeout` with the message, once the deadline has passed.
    async fn glance(
        &self,
        deadline: time::OffsetDateTime,
        message: &'static str,
        folder: &Folder,
    ) -> Result<()> {
        let now = self.clock.now();
        if now >= deadline {
            return Err(Error::new(ErrorKind::Timeout, message)
                .with_retry(Retry::Backoff)
                .with_help("Its log may say what it is doing; raise the patience if it is at work.")
                .with("log", log(folder)));
        }
        self.clock.sleep_until(now + GLANCE).await;
        Ok(())
    }
}

fn ended(folder: &Folder, message: &'static str) -> Error {
    Error::new(ErrorKind::Unavailable, message)
        .with_help("The last lines of its log say why.")
        .with("log", log(folder))
}

fn failed(folder: &Folder, source: std::io::Error) -> Error {
    Error::new(ErrorKind::Unavailable, "a program of PostgreSQL cannot be run")
        .with_help("Check that this account may run it, and a shell in /bin/sh.")
        .with("folder", Fact::name(folder.path().display().to_string()))
        .with_source(source)
}

fn log(folder: &Folder) -> Fact {
    Fact::name(folder.log().display().to_string())
}
