use std::fs::OpenOptions;
use std::io::ErrorKind as IoKind;
use std::path::Path;

use migrayt_core::error::{Error, ErrorKind, Result};
use sqlx::sqlite::{SqliteConnectOptions, SqliteSynchronous};
use sqlx::{ConnectOptions as _, SqliteConnection};

use super::SqliteSettings;
use super::fault::fault;

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Writer,
    Reader,
}

/// The size of page cache and sorter, as SQLite spells it: 2 MiB each. A larger one is memory that
/// grows with the number of items until it is full.
const CACHE: &str = "-2048";

/// Makes an empty file unless it is there. SQLite gives its permissions to the files beside it.
pub(super) fn ensure(path: &Path) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == IoKind::AlreadyExists => Ok(()),
        Err(error) => Err(Error::new(ErrorKind::ConfigInvalid, "the journal cannot be made")
            .with_help("make the folder, or name another file")
            .with_source(error)),
    }
}

/// Connects to a file that is there.
pub(super) async fn connect(
    path: &Path,
    kind: Kind,
    settings: &SqliteSettings,
) -> Result<SqliteConnection> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .busy_timeout(settings.busy_timeout)
        .synchronous(SqliteSynchronous::Full)
        // On macOS a plain fsync does not reach the disk.
        .pragma("fullfsync", "ON")
        .pragma("cache_size", CACHE)
        .pragma("journal_size_limit", WAL_LIMIT)
        .pragma("temp_store", "FILE")
        .pragma("query_only", if kind == Kind::Reader { "ON" } else { "OFF" })
        .statement_cache_capacity(STATEMENTS)
        .disable_statement_logging();
    options.connect().await.map_err(fault)
}

/// What a long write leaves of its log: 16 MiB.
const WAL_LIMIT: &str = "16777216";

/// More than there are statements here.
const STATEMENTS: usize = 128;

#[cfg(test)]
mod tests {
    use migrayt_core::ErrorKind;
    use sqlx::Row as _;

    use super::{Kind, SqliteSettings, connect, ensure};

    #[test]
    fn a_file_is_made_once_and_only_for_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("m.db");
        ensure(&path).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        std::fs::write(&path, b"kept").unwrap();
        ensure(&path).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"kept");
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = ensure(&folder.path().join("no/m.db")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConfigInvalid);
        assert!(error.help().is_some());
    }

    #[tokio::test]
    async fn commits_reach_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("m.db");
        ensure(&path).unwrap();
        for kind in [Kind::Writer, Kind::Reader] {
            let mut connection = connect(&path, kind, &SqliteSettings::default()).await.unwrap();
            for (pragma, expected) in [
                ("PRAGMA synchronous", 2),
                ("PRAGMA fullfsync", 1),
                ("PRAGMA busy_timeout", 5000),
                ("PRAGMA query_only", i64::from(kind == Kind::Reader)),
            ] {
                let row = sqlx::query(pragma).fetch_one(&mut connection).await.unwrap();
                assert_eq!(row.get::<i64, _>(0), expected, "{pragma}");
            }
        }
    }
}
