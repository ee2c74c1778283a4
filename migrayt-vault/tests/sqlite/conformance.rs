use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::future::join_all;
use migrayt_tenancy::Solo;
use migrayt_vault::SecretName;
use migrayt_vault::conformance::rows;
use migrayt_vault::oauth::{ConnectionRows, SqliteRows};

use super::file::row;

#[tokio::test]
async fn the_rows_in_a_file_keep_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let next = AtomicU32::new(0);
    let make = async || {
        let path = folder.path().join(next.fetch_add(1, Ordering::SeqCst).to_string());
        let rows: Arc<dyn ConnectionRows> = Arc::new(SqliteRows::open(path).await.unwrap());
        rows
    };
    rows::suite(make).await.unwrap();
    assert!(next.into_inner() > 10);
}

#[tokio::test]
async fn of_many_openings_of_a_file_one_exchanges() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.db");
    let (own, name) = (Solo::default().scope(), SecretName::new("jira").unwrap());
    let openings = join_all((0..6).map(async |_| SqliteRows::open(&path).await.unwrap())).await;
    openings[0].write(&own, &name, &row(1)).await.unwrap();
    for seen in 1..40 {
        let next = row(seen + 1);
        let done =
            join_all(openings.iter().map(|one| one.exchange(&own, &name, seen, &next))).await;
        let won = done.into_iter().filter(|done| *done.as_ref().unwrap()).count();
        assert_eq!(won, 1, "of revision {seen}");
    }
    for one in &openings {
        assert_eq!(one.read(&own, &name).await.unwrap().unwrap().revision, 40);
    }
}
