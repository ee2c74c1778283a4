use std::sync::Arc;

use migrayt_core::id::TenantId;
use migrayt_core::memory_journal::MemoryJournal;
use migrayt_journal::SqliteJournal;
use migrayt_testkit::conformance::journal;

use super::model::answers_as_its_model;

/// Fresh journals in one folder.
async fn fresh(folder: &tempfile::TempDir, number: &mut u32) -> Arc<SqliteJournal> {
    *number += 1;
    let path = folder.path().join(format!("{number}.db"));
    Arc::new(SqliteJournal::open(path, TenantId::solo()).await.unwrap())
}

#[tokio::test]
async fn it_is_a_journal() {
    let folder = tempfile::tempdir().unwrap();
    let number = tokio::sync::Mutex::new(0);
    journal::suite(async || fresh(&folder, &mut *number.lock().await).await).await.unwrap();
}

#[tokio::test]
async fn its_model_is_a_journal() {
    journal::suite(async || Arc::new(MemoryJournal::default())).await.unwrap();
}

#[tokio::test]
async fn it_answers_as_its_model_does() {
    let folder = tempfile::tempdir().unwrap();
    let open = async |seed: u64| {
        let path = folder.path().join(format!("{seed}.db"));
        SqliteJournal::open(path, TenantId::solo()).await.unwrap()
    };
    answers_as_its_model(open, 0..12).await;
}

#[tokio::test]
async fn tenants_of_one_file_do_not_notice_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("both.db");
    let one = SqliteJournal::open(&path, TenantId::from_bits(1)).await.unwrap();
    let other = SqliteJournal::open(&path, TenantId::from_bits(2)).await.unwrap();
    journal::isolation(&Arc::new(one), &Arc::new(other)).await.unwrap();
}
