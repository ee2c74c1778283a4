use std::fs::OpenOptions;
use std::path::Path;
use std::time::Duration;

use migrayt_core::{Error, ErrorKind, Result};
use sqlx::sqlite::{SqliteConnectOptions, SqliteSynchronous};
use sqlx::{ConnectOptions as _, SqliteConnection};

use super::fault::fault;

/// Makes an empty file unless it is there. SQLite gives its permissions to the files beside it.
pub(super) fn ensure(path: &Path) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(Error::new(ErrorKind::ConfigInvalid, "the file of connections cannot be made")
                .with_help("Make the folder, or name another file.")
                .with_source(error))
        }
        _ => Ok(()),
    }
}

/// Connects to a file that is there.
pub(super) async fn connect(path: &Path, busy_timeout: Duration) -> Result<SqliteConnection> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .busy_timeout(busy_timeout)
        // A row that is lost with the power may be a grant that is lost.
        .synchronous(SqliteSynchronous::Full)
        // On macOS a plain fsync does not reach the disk.
        .pragma("fullfsync", "ON")
        .disable_statement_logging();
    options.connect().await.map_err(fault)
}
