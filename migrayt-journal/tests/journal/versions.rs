use std::fs;
use std::path::Path;

use migrayt_core::id::TenantId;
use migrayt_core::plan::Backlog;
use migrayt_core::port::PlanStore as _;
use migrayt_core::{ErrorKind, Fact};
use migrayt_journal::SqliteJournal;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, SqliteConnection};

use super::sample::{plan_id, planned};

async fn raw(path: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
    options.connect().await.unwrap()
}

async fn run(path: &Path, sql: &'static str) {
    let mut connection = raw(path).await;
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test]
async fn a_newer_version_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.db");
    let journal = SqliteJournal::open(&path, TenantId::solo()).await.unwrap();
    planned(&journal, &["1"]).await;
    journal.close_file().await.unwrap();
    run(&path, "PRAGMA user_version = 3").await;
    let before = fs::read(&path).unwrap();

    let error = SqliteJournal::open(&path, TenantId::solo()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert!(error.message().contains("newer"), "{error}");
    assert!(error.help().is_some());
    let facts = error.context();
    assert!(facts.contains(&("version", Fact::Number(3))), "{facts:?}");
    assert!(facts.contains(&("newest_known", Fact::Number(2))), "{facts:?}");
    assert!(facts.iter().any(|(name, _)| *name == "file"), "{facts:?}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn a_file_of_the_first_version_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.db");
    let journal = SqliteJournal::open(&path, TenantId::solo()).await.unwrap();
    planned(&journal, &["1", "2"]).await;
    let plan = plan_id();
    let before = journal.plan_page(&plan, None, 9).await.unwrap();
    journal.close_file().await.unwrap();
    // What the second version added, taken away.
    run(
        &path,
        "ALTER TABLE outline DROP COLUMN rank; ALTER TABLE outline DROP COLUMN position;
         ALTER TABLE outline DROP COLUMN after; ALTER TABLE plan DROP COLUMN sealed_places;
         PRAGMA user_version = 1",
    )
    .await;

    let journal = SqliteJournal::open(&path, TenantId::solo()).await.unwrap();
    assert_eq!(journal.newest_plan().await.unwrap().unwrap().2.items, 2);
    assert_eq!(journal.plan_page(&plan, None, 9).await.unwrap(), before);
    let outlines = journal.outlines(&plan, &["1".into()]).await.unwrap();
    assert_eq!(outlines[0].backlog, Backlog::default());
}

#[tokio::test]
async fn a_file_of_another_program_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    for (name, sql) in [
        ("tables", "CREATE TABLE plan (tenant INTEGER)"),
        ("application", "PRAGMA application_id = 7; PRAGMA user_version = 1"),
        ("version", "PRAGMA user_version = 1"),
    ] {
        let path = folder.path().join(name);
        run(&path, sql).await;
        let before = fs::read(&path).unwrap();
        let error = SqliteJournal::open(&path, TenantId::solo()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConfigInvalid, "{name}: {error}");
        assert_eq!(fs::read(&path).unwrap(), before, "{name}");
    }
    let path = folder.path().join("notes.txt");
    fs::write(&path, "not a database, ".repeat(100)).unwrap();
    let error = SqliteJournal::open(&path, TenantId::solo()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::DataCorrupt);
}

#[tokio::test]
async fn a_damaged_file_is_said_to_be_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.db");
    let journal = SqliteJournal::open(&path, TenantId::solo()).await.unwrap();
    planned(&journal, &["1"]).await;
    journal.close_file().await.unwrap();
    let mut bytes = fs::read(&path).unwrap();
    // All but the first page, which says what the others are.
    bytes[4096..].fill(0x5a);
    fs::write(&path, bytes).unwrap();
    let journal = SqliteJournal::open(&path, TenantId::solo()).await;
    let error = match journal {
        Ok(journal) => journal.newest_plan().await.unwrap_err(),
        Err(error) => error,
    };
    assert_eq!(error.kind(), ErrorKind::DataCorrupt);
}

#[tokio::test]
async fn every_key_begins_with_a_tenant() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.db");
    let journal = SqliteJournal::open(&path, TenantId::solo()).await.unwrap();
    journal.close_file().await.unwrap();
    let mut connection = raw(&path).await;
    let tables: Vec<(String,)> =
        sqlx::query_as("SELECT name FROM sqlite_schema WHERE type = 'table'")
            .fetch_all(&mut connection)
            .await
            .unwrap();
    assert!(tables.len() >= 9, "{tables:?}");
    for (table,) in tables {
        let first: (String,) = sqlx::query_as(AssertSqlSafe(format!(
            "SELECT name FROM pragma_table_info('{table}') WHERE pk = 1"
        )))
        .fetch_one(&mut connection)
        .await
        .unwrap();
        assert_eq!(first.0, "tenant", "{table}");
    }
    let indexes: Vec<(String, String)> = sqlx::query_as(
        "SELECT schema.name, first.name FROM sqlite_schema AS schema
         JOIN pragma_index_info(schema.name) AS first
         WHERE schema.type = 'index' AND first.seqno = 0",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    assert!(indexes.len() >= 8, "{indexes:?}");
    for (index, first) in indexes {
        // The one that finds a tenant by its id.
        if index != "sqlite_autoindex_tenant_1" {
            assert_eq!(first, "tenant", "{index}");
        }
    }
}
