//! Servers in a folder of their own, reached through sockets in it, gone with the value.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, PgConnection, SqlSafeStr as _};
use tempfile::TempDir;

use crate::machine;

/// Neither of the two servers runs as root; nobody is everywhere.
const NOBODY: u32 = 65_534;

/// How often a server that starts is asked whether it is there, every 50 milliseconds.
const PATIENCE: usize = 600;

/// A PostgreSQL with its defaults, also for `fsync`.
pub(crate) struct Server {
    folder: TempDir,
    programs: PathBuf,
    child: Child,
}

impl Server {
    /// Starts one, unless this machine has none.
    pub(crate) async fn start() -> Option<Self> {
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
        let child = unprivileged(&programs.join("postgres"), folder.path())
            .args(["-c", "listen_addresses=", "-c", "max_connections=60", "-k"])
            .arg(folder.path())
            .arg("-D")
            .arg(&data)
            .spawn()
            .unwrap();
        let server = Self { folder, programs, child };
        wait(&server.options("postgres")).await;
        Some(server)
    }

    /// A superuser's way to the database.
    pub(crate) fn options(&self, user: &str) -> PgConnectOptions {
        at(self.folder.path(), user)
    }

    pub(crate) async fn connect(&self, user: &str) -> PgConnection {
        self.options(user).connect().await.unwrap()
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // At once, and with what it shares with its children.
        let data = self.folder.path().join("data");
        let stopped = unprivileged(&self.programs.join("pg_ctl"), self.folder.path())
            .args(["stop", "-w", "-m", "immediate", "-D"])
            .arg(data)
            .status();
        if !stopped.is_ok_and(|status| status.success()) {
            self.child.kill().ok();
        }
        self.child.wait().ok();
    }
}

/// A PgBouncer in transaction mode before a server, with as many connections to it.
pub(crate) struct Pooler {
    folder: TempDir,
    child: Child,
}

impl Pooler {
    pub(crate) async fn start(server: &Server, connections: usize) -> Option<Self> {
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

    pub(crate) fn options(&self) -> PgConnectOptions {
        at(self.folder.path(), "postgres").port(6432)
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
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
