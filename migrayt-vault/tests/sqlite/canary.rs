use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use migrayt_tenancy::Solo;
use migrayt_vault::SecretName;
use migrayt_vault::oauth::{ConnectionRows as _, SqliteRows};
use time::Duration;

use super::connection::{connect_and_renew, hold_none};

#[tokio::test]
async fn no_token_rests_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let rows = Arc::new(SqliteRows::open(folder.path().join("c.db")).await.unwrap());
    let (scope, name) = (Solo::default().scope(), SecretName::new("known-connection").unwrap());
    let secret = connect_and_renew(rows.clone(), &scope, &name, Duration::ZERO).await;
    let files = beside(folder.path());
    assert!(files.len() >= 3, "the log was not looked at: {files:?}");
    hold_none(&files, &name, &secret);
    // The search finds what is there.
    let planted = secret.last().unwrap();
    let mut row = rows.read(&scope, &name).await.unwrap().unwrap();
    row.platform = format!("atlassian {planted}");
    rows.write(&scope, &name, &row).await.unwrap();
    assert!(std::panic::catch_unwind(|| hold_none(&files, &name, &secret)).is_err());
}

/// The rows keep less of a time than the clock gives: nobody may be taken for another by that.
#[tokio::test]
async fn an_answer_that_is_later_than_its_attempt_is_kept_if_nobody_took_it_up() {
    let folder = tempfile::tempdir().unwrap();
    let rows = Arc::new(SqliteRows::open(folder.path().join("c.db")).await.unwrap());
    let (scope, name) = (Solo::default().scope(), SecretName::new("jira").unwrap());
    connect_and_renew(rows, &scope, &name, Duration::seconds(40)).await;
}

fn beside(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}
