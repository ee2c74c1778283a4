use std::future::{Future as _, poll_fn};
use std::path::Path;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use migrayt_core::error::Retry;
use migrayt_core::id::TenantId;
use migrayt_core::plan::Stage;
use migrayt_core::port::{
    Closing, Journal as _, Outcome, OutcomeState, PlanStore as _, Settlement,
};
use migrayt_core::{Error, ErrorKind, Fact};
use migrayt_journal::{SqliteJournal, SqliteSettings};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};

use super::sample::{
    FINGERPRINT, TTL, at, comment, create, done, intent, opened, plan_id, planned, spec, worker,
};

async fn open(path: &Path) -> SqliteJournal {
    let mut settings = SqliteSettings::default();
    settings.busy_timeout = Duration::from_millis(20);
    SqliteJournal::open_with(path, TenantId::solo(), &settings).await.unwrap()
}

/// Another process in the middle of a write.
async fn stranger(path: &Path) -> SqliteConnection {
    let mut stranger = SqliteConnectOptions::new().filename(path).connect().await.unwrap();
    sqlx::raw_sql("BEGIN IMMEDIATE; UPDATE plan SET fingerprint = 'ffff'")
        .execute(&mut stranger)
        .await
        .unwrap();
    stranger
}

fn kind<T>(result: Result<T, Error>) -> Option<ErrorKind> {
    result.err().map(|error| error.kind())
}

#[tokio::test]
async fn one_of_two_processes_holds_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.db");
    let (one, other) = (open(&path).await, open(&path).await);
    let lease = opened(&one, &["1", "2"]).await;
    let early = other.open(&spec(), &worker(2), at(59), TTL).await;
    assert_eq!(kind(early), Some(ErrorKind::LeaseHeld));
    one.intend(&lease, &[intent(&create("1"), 1)]).await.unwrap();

    let taken = other.open(&spec(), &worker(2), at(60), TTL).await.unwrap();
    assert!(taken.resumed);
    let outcomes = vec![done(&create("1"))];
    let lost = Some(ErrorKind::LeaseLost);
    assert_eq!(kind(one.intend(&lease, &[intent(&create("2"), 2)]).await), lost);
    assert_eq!(kind(one.settle(&lease, &Settlement { outcomes }).await), lost);
    assert_eq!(kind(one.renew(&lease, at(61), TTL).await), lost);
    assert_eq!(kind(one.close(&lease, Closing::Completed).await), lost);
    assert_eq!(kind(one.pending(&lease, Stage::level(0), None, 9).await), lost);
    let doubts = other.doubts(&taken.lease, None, 9).await.unwrap();
    let keys: Vec<_> = doubts.into_iter().map(|doubt| doubt.intent.key).collect();
    assert_eq!(keys, [create("1")]);
}

#[tokio::test]
async fn a_held_write_lock_is_said_clearly() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.db");
    let journal = open(&path).await;
    let lease = opened(&journal, &["1", "2"]).await;
    let stranger = stranger(&path).await;

    let takeover = journal.open(&spec(), &worker(2), at(60), TTL).await.unwrap_err();
    assert_eq!(takeover.kind(), ErrorKind::LeaseHeld);
    assert!(takeover.help().is_some());
    let intended = journal.intend(&lease, &[intent(&create("1"), 1)]).await.unwrap_err();
    assert_eq!((intended.kind(), intended.retry()), (ErrorKind::Unavailable, Retry::Backoff));
    assert!(intended.message().contains("write lock"), "{intended}");
    assert_eq!(kind(journal.begin_plan(&plan_id(), "1").await), Some(ErrorKind::Unavailable));
    // Reading goes on, of what was committed; so does opening the file.
    let beside = open(&path).await;
    let (_, fingerprint, _) = beside.newest_plan().await.unwrap().unwrap();
    assert_eq!(fingerprint, FINGERPRINT);
    assert_eq!(journal.pending(&lease, Stage::level(0), None, 9).await.unwrap().len(), 2);

    // The other process dies in the middle of its write.
    drop(stranger);
    let mut journal = journal;
    let taken = loop {
        match journal.open(&spec(), &worker(2), at(60), TTL).await {
            Ok(opened) => break opened.lease,
            // The connection's thread may not have ended yet.
            Err(error) if error.kind() == ErrorKind::LeaseHeld => journal = open(&path).await,
            Err(error) => panic!("{error}"),
        }
    };
    assert_eq!(taken.epoch, lease.epoch + 1, "a takeover that failed did nothing");
    assert_eq!(journal.doubts(&taken, None, 9).await.unwrap(), []);
    let (_, fingerprint, _) = journal.newest_plan().await.unwrap().unwrap();
    assert_eq!(fingerprint, FINGERPRINT, "a write that was cut off did nothing");
}

#[tokio::test]
async fn writers_of_two_processes_wait_for_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.db");
    let one = SqliteJournal::open(&path, TenantId::from_bits(1)).await.unwrap();
    let other = SqliteJournal::open(&path, TenantId::from_bits(2)).await.unwrap();
    let (first, second) = tokio::join!(opened(&one, &["1"]), opened(&other, &["1"]));
    let again = vec![Outcome::of(create("1"), OutcomeState::Again)];
    let again = Settlement { outcomes: again };
    for attempt in 0..25 {
        let intents = [intent(&create("1"), attempt)];
        let (a, b) = tokio::join!(one.intend(&first, &intents), other.intend(&second, &intents));
        a.and(b).unwrap();
        let (a, b) = tokio::join!(one.settle(&first, &again), other.settle(&second, &again));
        a.and(b).unwrap();
    }
    for (journal, lease) in [(&one, &first), (&other, &second)] {
        let rows = journal.ledger(&lease.run, None, 1).await.unwrap();
        assert_eq!(rows[0].attempts, 25);
    }
}

#[tokio::test]
async fn calls_of_one_process_stand_in_line() {
    let folder = tempfile::tempdir().unwrap();
    let journal = open(&folder.path().join("m.db")).await;
    let lease = opened(&journal, &["1", "2"]).await;
    let first = [intent(&create("1"), 1)];
    let second = [intent(&create("2"), 2)];
    let (a, b, counts) = tokio::join!(
        journal.intend(&lease, &first),
        journal.intend(&lease, &second),
        journal.counts(&lease.run)
    );
    a.and(b).unwrap();
    counts.unwrap();
    assert_eq!(journal.doubts(&lease, None, 9).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_call_that_is_dropped_happens_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let journal = open(&folder.path().join("m.db")).await;
    let lease = opened(&journal, &["1", "2"]).await;
    let keys = [create("1"), comment("1"), create("2"), comment("2")];
    for polls in 0..60 {
        let intents: Vec<_> = keys.iter().map(|key| intent(key, polls)).collect();
        {
            let mut call = pin!(journal.intend(&lease, &intents));
            for _ in 0..polls {
                let done = poll_fn(|context| Poll::Ready(call.as_mut().poll(context))).await;
                if done.is_ready() {
                    break;
                }
                tokio::task::yield_now().await;
            }
        }
        let doubts = journal.doubts(&lease, None, 9).await.unwrap();
        assert!(doubts.is_empty() || doubts.len() == keys.len(), "{doubts:?}");
        // What the dropped call left behind is over when the next writer has its turn.
        let outcomes = keys.iter().map(|key| Outcome::of(key.clone(), OutcomeState::Again));
        let again = Settlement { outcomes: outcomes.collect() };
        journal.settle(&lease, &again).await.unwrap();
        assert_eq!(journal.doubts(&lease, None, 9).await.unwrap(), []);
    }
}

#[tokio::test]
async fn two_processes_make_one_file() {
    for _ in 0..10 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("m.db");
        let (one, other) = tokio::join!(
            SqliteJournal::open(&path, TenantId::solo()),
            SqliteJournal::open(&path, TenantId::solo())
        );
        let (one, other) = (one.unwrap(), other.unwrap());
        planned(&one, &["1"]).await;
        assert_eq!(other.newest_plan().await.unwrap().unwrap().0, plan_id());
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nowhere").join("m.db");
    let error = SqliteJournal::open(&path, TenantId::solo()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConfigInvalid);
    let file = error.context().iter().find(|(name, _)| *name == "file").map(|(_, fact)| fact);
    assert_eq!(file, Some(&Fact::name(path.display().to_string())));
}

#[tokio::test]
async fn a_file_lets_go_when_it_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.db");
    let journal = open(&path).await;
    planned(&journal, &["1"]).await;
    journal.close_file().await.unwrap();
    let names: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["m.db"], "the log is in the file");
    let mut alone = SqliteConnectOptions::new().filename(&path).connect().await.unwrap();
    let mode: (String,) =
        sqlx::query_as("PRAGMA locking_mode = EXCLUSIVE").fetch_one(&mut alone).await.unwrap();
    assert_eq!(mode.0, "exclusive");
    sqlx::raw_sql("BEGIN EXCLUSIVE; COMMIT").execute(&mut alone).await.unwrap();
    alone.close().await.unwrap();
}
