//! Servers in a folder of their own, reached through sockets in it, gone with the value.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, PgConnection, SqlSafeStr as _};
use tempfile::TempDir;

use super::machine;

/// Neither of the two servers runs as root; nobody is everywhere.
const NOBODY: u32 = 65_534;

/// How often a server that starts is asked whether it is there, every 50 milliseconds.
const PATIENCE: usize = 600;

/// A PostgreSQL with its defaults, also for `fsync`, in a folder of its own. It listens on a socket
/// in that folder and nowhere else, and is gone with this value.
#[derive(Debug)]
pub struct Server {
    folder: TempDir,
    programs: PathBuf,
    child: Child,
}

impl Server {
    /// Starts one, unless this machine has none.
    ///
    /// # Panics
    /// If it does not start, or is missing and demanded.
    pub async fn start() -> Option<Self> {
        let programs = machine::postgres()?;
        // The names of sockets are short, so that the folder is not one of the build's.
        let folder = tempfile::Builder::new().prefix("pg").tempdir().unwrap();
        hand_over(folder.path());
        let data = folder.path().join("data");
        let made = unprivileged(&programs.join("initdb"), folder.path())
            .args([
                "--no-sync",
                "--auth=trust",
                "--username=postgres",
                "--encoding=UTF8",
                "--no-locale",
                "-D",
            ])
            .arg(&data)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let child = launch(&programs, folder.path());
        let server = Self { folder, programs, child };
        wait(&server.options("postgres")).await;
        Some(server)
    }

    /// Ends it at once, without a word to its clients and without writing what it holds in memory,
    /// and starts it again on what is on the disk. Whoever runs beside this goes on meanwhile.
    ///
    /// # Panics
    /// If it does not start.
    pub async fn crash(&mut self) {
        let mut asked = self.stop().spawn().unwrap();
        while self.child.try_wait().unwrap().is_none() {
            pause().await;
        }
        asked.wait().unwrap();
        self.child = launch(&self.programs, self.folder.path());
        wait(&self.options("postgres")).await;
    }

    /// A way to the database for a user, who needs no password; `postgres` is the superuser.
    pub fn options(&self, user: &str) -> PgConnectOptions {
        at(self.folder.path(), user)
    }

    /// A connection of a user.
    ///
    /// # Panics
    /// If there is no such user.
    pub async fn connect(&self, user: &str) -> PgConnection {
        self.options(user).connect().await.unwrap()
    }

    /// Where it lives.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Server {
    /// What stops it at once, and with what it shares with its children.
    fn stop(&self) -> Command {
        let mut stop = unprivileged(&self.programs.join("pg_ctl"), self.folder.path());
        stop.args(["stop", "-w", "-m", "immediate", "-D"]).arg(self.folder.path().join("data"));
        stop
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if !self.stop().status().is_ok_and(|status| status.success()) {
            self.child.kill().ok();
        }
        self.child.wait().ok();
    }
}

/// A PgBouncer in transaction mode before a server. It listens on a socket in a folder of its own.
#[derive(Debug)]
pub struct Pooler {
    folder: TempDir,
    child: Child,
}

impl Pooler {
    /// Starts one with as many connections to the server, unless this machine has none.
    ///
    /// # Panics
    /// If it does not start, or is missing and demanded.
    pub async fn start(server: &Server, connections: usize) -> Option<Self> {
        let program = machine::pgbouncer()?;
        let folder = tempfile::Builder::new().prefix("pb").tempdir().unwrap();
        let (own, behind) = (folder.path().display(), server.folder().display());
        let settings = format!(
            "[databases]\n* = host={behind}\n[pgbouncer]\nunix_socket_dir = {own}\n\
             listen_addr =\nauth_type = any\npool_mode = transaction\n\
             default_pool_size = {connections}\nmax_client_conn = 100\n\
             ignore_startup_parameters = extra_float_digits\n"
        );
        // The login is the database's superuser, whoever the client says it is.
        let settings = settings.replace("* = host", "* = user=postgres host");
        let file = folder.path().join("pgbouncer.ini");
        fs::write(&file, settings).unwrap();
        hand_over(folder.path());
        let child = unprivileged(&program, folder.path()).arg("-q").arg(&file).spawn().unwrap();
        let pooler = Self { folder, child };
        wait(&pooler.options().statement_cache_capacity(0)).await;
        Some(pooler)
    }

    /// A way through it, as the database's superuser.
    pub fn options(&self) -> PgConnectOptions {
        at(self.folder.path(), "postgres").port(6432)
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Carries out statements that a test has written, in a transaction of their own if there is none.
///
/// # Panics
/// If one of them fails.
pub async fn run(connection: &mut PgConnection, sql: &str) {
    let done =
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned()).into_sql_str()).execute(connection).await;
    if let Err(error) = done {
        panic!("{error} in {sql}");
    }
}

fn launch(programs: &Path, folder: &Path) -> Child {
    unprivileged(&programs.join("postgres"), folder)
        .args(["-c", "listen_addresses=", "-c", "max_connections=60", "-k"])
        .arg(folder)
        .arg("-D")
        .arg(folder.join("data"))
        .spawn()
        .unwrap()
}

fn at(folder: &Path, user: &str) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .socket(folder)
        .username(user)
        .database("postgres")
        .disable_statement_logging()
}

async fn wait(options: &PgConnectOptions) {
    for _ in 0..PATIENCE {
        if let Ok(mut connection) = options.connect().await {
            sqlx::raw_sql("SELECT 1".into_sql_str()).execute(&mut connection).await.unwrap();
            return;
        }
        pause().await;
    }
    panic!("the server does not start");
}

#[expect(clippy::disallowed_methods, reason = "a server starts in its own time")]
async fn pause() {
    tokio::time::sleep(Duration::from_millis(50)).await;
}

fn is_root(folder: &Path) -> bool {
    fs::metadata(folder).unwrap().uid() == 0
}

/// Gives a folder and what is in it to whoever a server will run as.
fn hand_over(folder: &Path) {
    if !is_root(folder) {
        return;
    }
    for entry in fs::read_dir(folder).unwrap() {
        chown(entry.unwrap().path(), Some(NOBODY), Some(NOBODY)).unwrap();
    }
    chown(folder, Some(NOBODY), Some(NOBODY)).unwrap();
}

/// A program that runs as whoever owns the folder, and says nothing.
fn unprivileged(program: &Path, folder: &Path) -> Command {
    let owner = fs::metadata(folder).unwrap();
    let mut command = Command::new(program);
    command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // Setting the own user is refused to whoever is not root.
    if owner.uid() == NOBODY {
        command.uid(owner.uid()).gid(owner.gid());
    }
    command
}
