//! What a server of the program's own gives: the walls of any other, and no way in.

use std::fs;
use std::os::unix::fs::MetadataExt as _;

use migrayt_tenancy::postgres::DatabaseSettings;
use sqlx::{SqlSafeStr as _, query_scalar, raw_sql};

use super::place::{Place, connect};
use crate::shop::{app, furnish, rules};
use crate::sweep::sweep;
use migrayt_testkit::postgres::machine::say;

#[tokio::test]
async fn both_walls_stand_in_it() {
    let Some(place) = Place::new() else { return };
    let server = place.start().await.unwrap();
    let mut admin = connect(&server).await;
    furnish(&mut admin, 2).await;
    let database = server.database(app(), DatabaseSettings::default());
    let tried = sweep(&database, &mut admin).await;
    assert_eq!(database.audit(&rules()).await.unwrap(), []);
    // The audit sees what is there, and not nothing.
    raw_sql("ALTER TABLE shop.task DISABLE ROW LEVEL SECURITY".into_sql_str())
        .execute(&mut admin)
        .await
        .unwrap();
    assert!(!database.audit(&rules()).await.unwrap().is_empty());
    say(&format!("{tried} statements in a server of the program's own reached nothing"));
}

#[tokio::test]
async fn what_is_in_it_stays_and_what_was_dropped_stops() {
    let Some(place) = Place::new() else { return };
    let server = place.start().await.unwrap();
    let mut admin = connect(&server).await;
    for sql in ["CREATE TABLE kept ()", "BEGIN; CREATE TABLE lost ()"] {
        raw_sql(sql.into_sql_str()).execute(&mut admin).await.unwrap();
    }
    // With a transaction that is open.
    server.stop().await.unwrap();
    assert!(!place.folder().join("data/postmaster.pid").exists());
    for _ in 0..2 {
        let server = place.start().await.unwrap();
        let tables =
            "SELECT string_agg(relname, ',') FROM pg_class WHERE relname IN ('kept', 'lost')";
        let found: String =
            query_scalar(tables).fetch_one(&mut connect(&server).await).await.unwrap();
        assert_eq!(found, "kept");
        // Not waited for, so that the next one waits.
        drop(server);
    }
}

#[tokio::test]
async fn only_its_owner_reaches_it_and_what_is_committed_is_on_the_disk() {
    let Some(place) = Place::new() else { return };
    let data = place.folder().join("data");
    place.start().await.unwrap().stop().await.unwrap();
    // What somebody wrote into its files does not count.
    let loose = "listen_addresses = '*'\nfsync = off\nsynchronous_commit = off\n\
                 full_page_writes = off\nlog_statement = all\n";
    fs::write(data.join("postgresql.auto.conf"), loose).unwrap();
    let server = place.start().await.unwrap();
    let mut admin = connect(&server).await;
    for (setting, expected) in [
        ("listen_addresses", ""),
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),
        ("data_checksums", "on"),
        ("server_encoding", "UTF8"),
        ("TimeZone", "UTC"),
        ("log_statement", "none"),
    ] {
        let found: String = query_scalar("SELECT current_setting($1)")
            .bind(setting)
            .fetch_one(&mut admin)
            .await
            .unwrap();
        assert_eq!(found, expected, "{setting}");
    }
    for path in [place.folder().join(".s.PGSQL.5432"), place.folder().to_owned(), data] {
        let mode = fs::metadata(&path).unwrap().mode() & 0o777;
        assert_eq!(mode, 0o700, "{}", path.display());
    }
}

#[tokio::test]
async fn its_log_holds_nothing_that_somebody_wrote() {
    const CANARY: &str = "what-somebody-wrote";
    let Some(place) = Place::new() else { return };
    let server = place.start().await.unwrap();
    let mut admin = connect(&server).await;
    let table = "CREATE TABLE note (text text PRIMARY KEY)".into_sql_str();
    raw_sql(table).execute(&mut admin).await.unwrap();
    for (sql, good) in [
        ("INSERT INTO note VALUES ($1)", true),
        ("INSERT INTO note VALUES ($1)", false),
        ("SELECT ($1 || '')::int", false),
        ("SELECT $1::text FROM nowhere", false),
    ] {
        let done = sqlx::query(sql).bind(CANARY).execute(&mut admin).await;
        assert_eq!(done.is_ok(), good, "{sql}");
    }
    server.stop().await.unwrap();
    let log = place.log();
    assert!(log.contains("ready to accept connections"), "{log}");
    assert!(!log.contains(CANARY), "{log}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn it_inherits_no_settings_of_the_program() {
    let Some(place) = Place::new() else { return };
    let server = place.start().await.unwrap();
    let process = format!("/proc/{}", place.server_id());
    let settings = fs::read_to_string(format!("{process}/environ")).unwrap();
    let known = ["PATH=", "LC_ALL=C", "TZ=UTC", "PWD=", "PG_GRANDPARENT_PID=", "OLDPWD", "_="];
    for setting in settings.split('\0').filter(|setting| !setting.is_empty()) {
        assert!(known.iter().any(|known| setting.starts_with(known)), "{setting}");
    }
    // Keys that are pressed in a terminal go to another group than its own.
    let status = fs::read_to_string(format!("{process}/stat")).unwrap();
    let group: u32 =
        status.rsplit_once(") ").unwrap().1.split(' ').nth(2).unwrap().parse().unwrap();
    assert_eq!(group, place.server_id());
    server.stop().await.unwrap();
}
