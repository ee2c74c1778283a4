use std::fs;
use std::path::Path;
use std::time::Duration;

use migrayt_core::error::Effect;
use migrayt_core::id::TenantId;
use migrayt_core::{ErrorKind, Retry};
use migrayt_tenancy::Solo;
use migrayt_vault::oauth::{Attempt, ConnectionRow, ConnectionRows as _, SqliteRows};
use migrayt_vault::{SecretName, SecretVersion};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};
use time::macros::datetime;

pub(crate) fn row(revision: u64) -> ConnectionRow {
    let version = SecretVersion::from_bits(0xfeed << 100 | u128::from(revision));
    ConnectionRow {
        revision,
        platform: "entra".to_owned(),
        version,
        consented_at: datetime!(2026-09-01 8:00:00.000_001 UTC),
        renewed_at: datetime!(2026-09-02 9:00 UTC),
        renew_from: datetime!(2026-09-02 9:50 UTC),
        access_until: datetime!(2026-09-02 10:00 UTC),
        attempt: Some(Attempt { version, free_from: datetime!(2026-09-02 9:51 UTC) }),
        ended: false,
    }
}

pub(crate) async fn raw(path: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
    options.connect().await.unwrap()
}

pub(crate) async fn run(path: &Path, sql: &'static str) {
    let mut connection = raw(path).await;
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test]
async fn everything_is_there_when_it_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.db");
    let (own, name) = (Solo::default().scope(), SecretName::new("jira").unwrap());
    let other = Solo::new(TenantId::new("ten_b")).scope();
    let rows = SqliteRows::open(&path).await.unwrap();
    rows.write(&own, &name, &row(1)).await.unwrap();
    rows.write(&other, &name, &row(2)).await.unwrap();
    drop(rows);
    let rows = SqliteRows::open(&path).await.unwrap();
    assert_eq!(rows.list(&own).await.unwrap(), [(name.clone(), row(1))]);
    assert_eq!(rows.list(&other).await.unwrap(), [(name, row(2))]);
    assert_eq!(rows.path(), path);
    rows.close_file().await.unwrap();
}

#[tokio::test]
async fn what_was_written_is_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.db");
    let (own, name) = (Solo::default().scope(), SecretName::new("jira").unwrap());
    let rows = SqliteRows::open(&path).await.unwrap();
    rows.write(&own, &name, &row(1)).await.unwrap();
    // What a machine that stops leaves: the files as they are at this moment.
    let left = folder.path().join("left.db");
    fs::copy(&path, &left).unwrap();
    fs::copy(path.with_extension("db-wal"), left.with_extension("db-wal")).unwrap();
    let found = SqliteRows::open(&left).await.unwrap();
    assert_eq!(found.read(&own, &name).await.unwrap(), Some(row(1)));
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let rows = SqliteRows::open(folder.path().join("c.db")).await.unwrap();
    let (own, name) = (Solo::default().scope(), SecretName::new("jira").unwrap());
    rows.write(&own, &name, &row(1)).await.unwrap();
    let files: Vec<_> = fs::read_dir(folder.path()).unwrap().map(Result::unwrap).collect();
    assert!(files.len() >= 3, "{files:?}");
    for file in files {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{file:?}");
    }
}

#[tokio::test]
async fn a_file_that_another_writes_in_is_told_to_be_busy() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.db");
    let (own, name) = (Solo::default().scope(), SecretName::new("jira").unwrap());
    let rows = SqliteRows::open_waiting(&path, Duration::from_millis(50)).await.unwrap();
    rows.write(&own, &name, &row(1)).await.unwrap();
    let mut other = raw(&path).await;
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    for error in [
        rows.write(&own, &name, &row(2)).await.unwrap_err(),
        rows.exchange(&own, &name, 1, &row(2)).await.unwrap_err(),
        rows.remove(&own, &name).await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Unavailable);
        assert_eq!((error.retry(), error.effect()), (Retry::Backoff, Effect::None));
        assert!(error.help().is_some());
    }
    assert_eq!(rows.read(&own, &name).await.unwrap(), Some(row(1)), "readers do not wait");
    SqliteRows::open_waiting(&path, Duration::from_millis(50)).await.unwrap();
    sqlx::raw_sql("COMMIT").execute(&mut other).await.unwrap();
    assert!(rows.exchange(&own, &name, 1, &row(2)).await.unwrap());
}

#[tokio::test]
async fn a_file_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nowhere").join("c.db");
    let error = SqliteRows::open(&path).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConfigInvalid);
    assert!(error.context().iter().any(|(key, _)| *key == "file"), "{error}");
    assert!(error.help().is_some());
}
