//! What is there after somebody was killed.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};

use migrayt_core::ErrorKind;
use migrayt_tenancy::postgres::EmbeddedServer;
use sqlx::query_scalar;

use super::child::Writer;
use super::place::{Place, connect, is_root};

/// As many rows as are committed before somebody is killed.
const ROWS: i64 = 200;

#[tokio::test]
async fn what_was_committed_survives_a_program_that_is_killed() {
    let Some(place) = Place::new() else { return };
    let mut writer = Writer::start(&place);
    writer.wait_for(ROWS);
    let last = writer.kill();
    // The server of the one that was killed stops by itself, and the next start waits for that.
    let server = place.start().await.unwrap();
    assert_written(&server, last).await;
    server.stop().await.unwrap();
    let ended = fs::read_to_string(place.folder().join("log.old")).unwrap();
    assert!(ended.contains("received fast shutdown request"), "{ended}");
}

#[tokio::test]
async fn what_was_committed_survives_a_server_that_is_killed() {
    let Some(place) = Place::new() else { return };
    let mut writer = Writer::start(&place);
    writer.wait_for(ROWS);
    kill(place.server_id());
    let last = writer.kill();
    assert!(place.folder().join("data/postmaster.pid").exists(), "it has stopped in order");
    let server = place.start().await.unwrap();
    assert!(place.log().contains("automatic recovery in progress"), "{}", place.log());
    assert_written(&server, last).await;
}

#[tokio::test]
async fn a_server_that_is_killed_is_missed_and_can_be_started_again() {
    let Some(place) = Place::new() else { return };
    let server = place.start().await.unwrap();
    let mut connection = connect(&server).await;
    kill(place.server_id());
    let lost = query_scalar::<_, i32>("SELECT pg_sleep(10)::text::int4").fetch_one(&mut connection);
    assert!(lost.await.is_err());
    // There is nothing left to stop, and nobody else is stopped instead.
    server.stop().await.unwrap();
    place.start().await.unwrap().stop().await.unwrap();
}

/// In a container the next server often has the number of the one before, or something else has.
#[tokio::test]
async fn the_number_of_an_earlier_server_may_be_anothers() {
    let Some(place) = Place::new() else { return };
    place.start().await.unwrap().stop().await.unwrap();
    let mut command = Command::new("sleep");
    command.arg("60").stdin(Stdio::null());
    let owner = fs::metadata(place.folder()).unwrap();
    if owner.uid() != 0 && is_root(&place.folder().join("holder")) {
        command.uid(owner.uid()).gid(owner.gid());
    }
    let mut other = command.spawn().unwrap();
    let text = format!("{}\n{}/data\n1\n5432\n", other.id(), place.folder().display());
    for left in ["data/postmaster.pid", ".s.PGSQL.5432.lock"] {
        fs::write(place.folder().join(left), &text).unwrap();
    }
    let started = place.start().await;
    assert!(other.try_wait().unwrap().is_none(), "the other one is no business of ours");
    other.kill().unwrap();
    other.wait().unwrap();
    started.unwrap().stop().await.unwrap();
}

#[tokio::test]
async fn a_database_that_was_half_made_is_made_anew() {
    let Some(place) = Place::new() else { return };
    let left = place.folder().join("data.new/base");
    fs::create_dir_all(&left).unwrap();
    fs::write(left.join("1"), "half").unwrap();
    let server = place.start().await.unwrap();
    assert!(!place.folder().join("data.new").exists());
    server.stop().await.unwrap();
    // What was whole once is never made anew.
    fs::remove_file(place.folder().join("data/PG_VERSION")).unwrap();
    assert_eq!(place.start().await.unwrap_err().kind(), ErrorKind::DataCorrupt);
}

async fn assert_written(server: &EmbeddedServer, last: i64) {
    assert!(last >= ROWS, "{last}");
    let mut connection = connect(server).await;
    let rows: Vec<i64> = query_scalar("SELECT row FROM written ORDER BY row")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    // One more may have been committed before it was told of.
    let expected: Vec<i64> = (1..=rows.len().try_into().unwrap()).collect();
    assert_eq!(rows, expected);
    assert!(rows.ends_with(&[last]) || rows.ends_with(&[last + 1]), "{last} of {rows:?}");
}

fn kill(process: u32) {
    let done = Command::new("kill").args(["-9", &process.to_string()]).status().unwrap();
    assert!(done.success());
}
