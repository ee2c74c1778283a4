use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use migrayt_core::id::TenantId;
use migrayt_testkit::postgres::{run, scope_of};
use migrayt_vault::SecretName;
use time::Duration;

use super::bed::Bed;
use super::connection::{connect_and_renew, hold_none};

#[tokio::test]
async fn no_token_rests_in_the_server() {
    let Some(bed) = Bed::start().await else { return };
    let scope = scope_of(TenantId::from_bits(7)).await.unwrap();
    let name = SecretName::new("known-connection").unwrap();
    let secret = connect_and_renew(Arc::new(bed.rows()), &scope, &name, Duration::ZERO).await;
    // From memory to the files of the tables; the log has it already.
    run(&mut bed.admin().await, "CHECKPOINT").await;
    let mut files = Vec::new();
    for folder in ["base", "pg_wal"] {
        below(&bed.server.folder().join("data").join(folder), &mut files);
    }
    assert!(files.len() > 100, "{}", files.len());
    hold_none(&files, &name, &secret);
}

fn below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            below(&path, files);
        } else {
            files.push(path);
        }
    }
}
