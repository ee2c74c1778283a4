use std::fs;
use std::path::{Path, PathBuf};

use migrayt_core::id::TenantId;
use migrayt_journal::SqliteJournal;

use super::canary::{holds_none, write};

#[tokio::test]
async fn what_people_wrote_does_not_rest_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.db");
    let journal = SqliteJournal::open(&path, TenantId::solo()).await.unwrap();
    write(&journal).await;
    let files = beside(&path);
    assert!(files.len() >= 2, "the log was not looked at: {files:?}");
    holds_none(&files);
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.db");
    let journal = SqliteJournal::open(&path, TenantId::solo()).await.unwrap();
    super::sample::planned(&journal, &["1"]).await;
    let files = beside(&path);
    assert!(files.len() >= 3, "{files:?}");
    for file in files {
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.display());
    }
}

/// The file and those that SQLite keeps beside it.
fn beside(path: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(path.parent().unwrap()).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}
