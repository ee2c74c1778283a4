//! What one batch of 50 costs: recording its intents and its outcomes, against two bare commits
//! of one row beside it, and against the same work done row by row. All of them reach the disk, in
//! turns, so that a slow moment of the disk strikes all. In SQLite, and in PostgreSQL if this machine
//! has it.

#[expect(clippy::unwrap_used, dead_code, reason = "it belongs to the tests")]
#[path = "../tests/postgres/bed.rs"]
mod bed;

#[expect(clippy::unwrap_used, reason = "it belongs to the tests")]
#[path = "../tests/journal/sample.rs"]
mod sample;

use std::future::Future;
use std::io::{self, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use migrayt_core::id::TenantId;
use migrayt_core::operation::OperationKey;
use migrayt_core::port::{Intent, Journal, Lease, PlanStore, Settlement};
use migrayt_journal::SqliteJournal;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, PgConnection, SqliteConnection};

use self::bed::Bed;
use self::sample::{create, done, intent, opened};

const BATCH: usize = 50;

/// Batches of each way; the middle one of each counts.
const ROUNDS: usize = 60;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let journal = SqliteJournal::open(folder.path().join("m.db"), TenantId::solo()).await?;
    let mut bare = bare_file(&folder.path().join("bare.db")).await?;
    measure("SQLite", &journal, async || two_commits(&mut bare).await).await?;
    let Some(bed) = Bed::own().await else { return Ok(()) };
    let journal = bed::journal(&bed.database(), 1).await;
    let mut bare = bed.owner().await;
    sqlx::query("CREATE TABLE migrayt_journal.t (n serial PRIMARY KEY)").execute(&mut bare).await?;
    measure("PostgreSQL", &journal, async || two_rows(&mut bare).await).await
}

async fn measure<J: Journal + PlanStore>(
    name: &str,
    journal: &J,
    mut two_commits: impl AsyncFnMut() -> Outcome<()>,
) -> Outcome<()> {
    let names: Vec<String> = (0..BATCH * ROUNDS * 2).map(|item| format!("{item:06}")).collect();
    let items: Vec<&str> = names.iter().map(String::as_str).collect();
    let lease = opened(journal, &items).await;
    let mut keys = items.chunks(BATCH).map(|some| some.iter().map(|item| create(item)).collect());
    let [mut whole, mut rows, mut floor] = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        let (one, other): (Vec<_>, Vec<_>) =
            keys.next().zip(keys.next()).ok_or("too few items were planned")?;
        floor.push(took(two_commits()).await?);
        whole.push(took(record(journal, &lease, &one)).await?);
        rows.push(took(row_by_row(journal, &lease, &other)).await?);
    }
    let [floor, whole, rows] = [floor, whole, rows].map(middle);
    let ratio = |took: Duration| took.as_secs_f64() / floor.as_secs_f64();
    let mut out = io::stdout().lock();
    writeln!(out, "{name}: a batch of {BATCH}, intended and settled    time   to the floor")?;
    for (what, took) in [("two bare commits", floor), ("set-based", whole), ("row by row", rows)] {
        let milliseconds = took.as_secs_f64() * 1000.0;
        writeln!(out, "{what:44}{milliseconds:8.2} ms{:9.2}", ratio(took))?;
    }
    Ok(())
}

async fn record<J: Journal>(journal: &J, lease: &Lease, keys: &[OperationKey]) -> Outcome<()> {
    let intents: Vec<Intent> = keys.iter().zip(1..).map(|(key, at)| intent(key, at)).collect();
    journal.intend(lease, &intents).await?;
    let outcomes = keys.iter().map(done).collect();
    journal.settle(lease, &Settlement { outcomes }).await?;
    Ok(())
}

async fn row_by_row<J: Journal>(journal: &J, lease: &Lease, keys: &[OperationKey]) -> Outcome<()> {
    for key in keys {
        record(journal, lease, std::slice::from_ref(key)).await?;
    }
    Ok(())
}

/// A file of one table with the settings that make a commit durable, and nothing else.
async fn bare_file(path: &Path) -> Outcome<SqliteConnection> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut bare = options.connect().await?;
    sqlx::query("CREATE TABLE t (n INTEGER PRIMARY KEY)").execute(&mut bare).await?;
    Ok(bare)
}

async fn two_commits(bare: &mut SqliteConnection) -> Outcome<()> {
    for _ in 0..2 {
        let mut transaction = bare.begin().await?;
        sqlx::query("INSERT INTO t DEFAULT VALUES").execute(&mut *transaction).await?;
        transaction.commit().await?;
    }
    Ok(())
}

async fn two_rows(bare: &mut PgConnection) -> Outcome<()> {
    for _ in 0..2 {
        let mut transaction = bare.begin().await?;
        sqlx::query("INSERT INTO migrayt_journal.t DEFAULT VALUES")
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
    }
    Ok(())
}

async fn took(work: impl Future<Output = Outcome<()>>) -> Outcome<Duration> {
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
    let began = Instant::now();
    work.await?;
    Ok(began.elapsed())
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
