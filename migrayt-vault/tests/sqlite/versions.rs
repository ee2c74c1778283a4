use std::fs;
use std::path::Path;

use migrayt_core::id::TenantId;
use migrayt_core::{ErrorKind, Fact};
use migrayt_tenancy::Solo;
use migrayt_vault::SecretName;
use migrayt_vault::oauth::{ConnectionRow, ConnectionRows as _, SqliteRows};

use super::file::{row, run};

/// A file of the first version: a row with an attempt, one that ended, and one of another tenant.
#[tokio::test]
async fn the_first_version_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.db");
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sqlite/fixture/version-1.db");
    fs::copy(fixture, &path).unwrap();
    let name = |text| SecretName::new(text).unwrap();
    let rows = SqliteRows::open(&path).await.unwrap();
    let ended = ConnectionRow { attempt: None, ended: true, ..row(2) };
    let own = [(name("azure"), ended), (name("jira"), row(u64::MAX))];
    assert_eq!(rows.list(&Solo::default().scope()).await.unwrap(), own);
    let other = Solo::new(TenantId::new("ten_b")).scope();
    assert_eq!(rows.list(&other).await.unwrap(), [(name("jira"), row(3))]);
}

#[tokio::test]
async fn a_newer_version_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.db");
    SqliteRows::open(&path).await.unwrap().close_file().await.unwrap();
    run(&path, "PRAGMA user_version = 2").await;
    let before = fs::read(&path).unwrap();
    let error = SqliteRows::open(&path).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    let facts = error.context();
    assert!(facts.contains(&("version", Fact::Number(2))), "{facts:?}");
    assert!(facts.contains(&("newest_known", Fact::Number(1))), "{facts:?}");
    assert!(facts.iter().any(|(key, _)| *key == "file"), "{facts:?}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn a_file_of_another_program_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    for (name, sql) in [
        ("tables", "CREATE TABLE connection (tenant TEXT)"),
        ("application", "PRAGMA application_id = 7; PRAGMA user_version = 1"),
        ("journal", "PRAGMA application_id = 1296519764; PRAGMA user_version = 1"),
        ("version", "PRAGMA user_version = 1"),
        ("negative", "PRAGMA application_id = 1296515918; PRAGMA user_version = -1"),
    ] {
        let path = folder.path().join(name);
        run(&path, sql).await;
        let before = fs::read(&path).unwrap();
        let error = SqliteRows::open(&path).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConfigInvalid, "{name}");
        assert!(error.help().is_some());
        assert_eq!(fs::read(&path).unwrap(), before, "{name}");
    }
}

#[tokio::test]
async fn what_is_no_database_is_called_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.db");
    fs::write(
        &path,
        "no database, and longer than a header of one has to be to be looked at. ".repeat(9),
    )
    .unwrap();
    let error = SqliteRows::open(&path).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::DataCorrupt);
    assert!(error.help().is_some());
}

#[tokio::test]
async fn several_make_one_file() {
    for _ in 0..10 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("c.db");
        let (one, two, three) =
            tokio::join!(SqliteRows::open(&path), SqliteRows::open(&path), SqliteRows::open(&path));
        let (own, name) = (Solo::default().scope(), SecretName::new("jira").unwrap());
        one.unwrap().write(&own, &name, &row(1)).await.unwrap();
        for other in [two, three] {
            assert_eq!(other.unwrap().read(&own, &name).await.unwrap(), Some(row(1)));
        }
    }
}
