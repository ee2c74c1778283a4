//! Transactions of several tenants over few connections, cut off at any point: no tenant ever sees
//! or writes another's row.

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::FutureExt as _;
use migrayt_core::ErrorKind;
use migrayt_tenancy::TenantScope;
use migrayt_tenancy::postgres::{Database, DatabaseSettings, TenantTx};
use migrayt_testkit::postgres::machine;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use sqlx::{PgConnection, Row as _, query, query_scalar};
use tokio::task::JoinSet;

use crate::shop::{ROWS, Shop, mark, scope, uuid};

pub(crate) const TENANTS: u128 = 5;

/// More than there are connections, so that each is always wanted.
const WORKERS: usize = 8;

/// The most wake-ups after which a round is dropped; a whole round takes about as many.
const LONGEST: u32 = 16;

#[tokio::test]
async fn ten_thousand_cut_off_transactions_never_meet_another_tenant() {
    let Some(mut shop) = Shop::open(TENANTS).await else { return };
    let database = shop.database(settings());
    let tally = bleed(database, machine::rounds(10_000), &mut shop.admin).await;
    tally.judge(&mut shop.admin).await;
}

/// Statements that sleep are ended soon; others may meet this limit on a busy machine, and that is
/// one more way to be cut off.
pub(crate) fn settings() -> DatabaseSettings {
    let mut settings = DatabaseSettings::default();
    settings.statement_timeout = Duration::from_millis(60);
    settings
}

/// How rounds ended.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    rounds: usize,
    committed: usize,
    cancelled: usize,
    panicked: usize,
    timed_out: usize,
    bled: usize,
}

impl Tally {
    /// Nothing bled, while it ran or in what it left, and every ending was there.
    pub(crate) async fn judge(self, admin: &mut PgConnection) {
        machine::say(&format!("{self:?}"));
        assert_eq!(self.bled, 0);
        for ending in [self.committed, self.cancelled, self.panicked, self.timed_out] {
            assert!(ending * 100 > self.rounds, "{self:?}");
        }
        let mixed = "SELECT count(*) FROM shop.event WHERE code <> 'row of ' || \
             ('x' || right(tenant_id::text, 8))::bit(32)::integer";
        let mixed: i64 = query_scalar(mixed).fetch_one(&mut *admin).await.unwrap();
        assert_eq!(mixed, 0);
        let written: i64 =
            query_scalar("SELECT count(*) FROM shop.event").fetch_one(admin).await.unwrap();
        // A commit whose answer was cut off has happened or not.
        let (tenants, rounds) = (i64::try_from(TENANTS).unwrap(), self.rounds.cast_signed() as i64);
        let first = 2 * ROWS * tenants;
        let least = first + self.committed.cast_signed() as i64;
        assert!((least..=first + rounds).contains(&written), "{written} {self:?}");
    }

    fn add(&mut self, other: Self) {
        self.rounds += other.rounds;
        self.committed += other.committed;
        self.cancelled += other.cancelled;
        self.panicked += other.panicked;
        self.timed_out += other.timed_out;
        self.bled += other.bled;
    }
}

/// Takes a number of rounds with the database, and waits until no connection is in a transaction.
pub(crate) async fn bleed(database: Database, rounds: usize, admin: &mut PgConnection) -> Tally {
    let database = Arc::new(database);
    let mut workers = JoinSet::new();
    for seed in 0..WORKERS {
        let database = Arc::clone(&database);
        workers.spawn(async move {
            let mut random = ChaCha8Rng::seed_from_u64(seed as u64);
            let mut tally = Tally::default();
            for _ in 0..rounds / WORKERS {
                take(&database, &mut random, &mut tally).await;
            }
            tally
        });
    }
    let mut sum = Tally::default();
    while let Some(tally) = workers.join_next().await {
        sum.add(tally.unwrap());
    }
    rest(admin).await;
    database.close().await;
    sum
}

/// Waits until the pool's connections have undone what was cut off; none stays in a transaction.
async fn rest(admin: &mut PgConnection) {
    let busy = "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid()
        AND backend_type = 'client backend' AND state <> 'idle'";
    for _ in 0..100 {
        let busy: i64 = query_scalar(busy).fetch_one(&mut *admin).await.unwrap();
        if busy == 0 {
            return;
        }
        query("SELECT pg_sleep(0.02)").execute(&mut *admin).await.unwrap();
    }
    panic!("a connection was left inside a transaction");
}

/// One round: a transaction that is whole, dropped at some wake-up, panics, or is too slow.
async fn take(database: &Database, random: &mut ChaCha8Rng, tally: &mut Tally) {
    let tenant = u128::from(random.next_u32()) % TENANTS + 1;
    let me = scope(tenant).await;
    let ending = random.next_u32() % 100;
    let wake_ups = random.next_u32() % LONGEST;
    let fate = match ending {
        0..45 => Fate::Whole,
        45..80 => Fate::Dropped,
        80..95 => Fate::Panics(random.next_u32() % 4),
        _ => Fate::Slow,
    };
    let limit = if fate == Fate::Dropped { wake_ups } else { u32::MAX };
    let round = AssertUnwindSafe(work(database, &me, tenant, fate)).catch_unwind();
    tally.rounds += 1;
    match (Limited { future: Box::pin(round), left: limit }).await {
        None => tally.cancelled += 1,
        Some(Err(_)) => tally.panicked += 1,
        Some(Ok(Ok(true))) => tally.committed += 1,
        Some(Ok(Ok(false))) => tally.bled += 1,
        Some(Ok(Err(error))) if error.kind() == ErrorKind::Timeout => tally.timed_out += 1,
        Some(Ok(Err(error))) => panic!("{error:?}"),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Whole,
    Dropped,
    /// After so many steps.
    Panics(u32),
    Slow,
}

/// Reads, writes, reads and commits. Whether all that was seen was the tenant's own.
async fn work(
    database: &Database,
    me: &TenantScope,
    tenant: u128,
    fate: Fate,
) -> migrayt_core::Result<bool> {
    let mut step = 0;
    let mut panics = || {
        if fate == Fate::Panics(step) {
            // Without the hook that would print it.
            resume_unwind(Box::new("a panic of the test"));
        }
        step += 1;
    };
    let mut tx = database.tenant(me).await?;
    panics();
    if !is_alone(&mut tx, tenant).await? {
        return Ok(false);
    }
    panics();
    let insert =
        query("INSERT INTO shop.event (tenant_id, day, code) VALUES ($1::uuid, $2::date, $3)");
    tx.execute(insert.bind(uuid(tenant)).bind("2026-05-05").bind(mark(tenant))).await?;
    panics();
    if fate == Fate::Slow {
        tx.execute(query("SELECT pg_sleep(10)")).await?;
    }
    if !is_alone(&mut tx, tenant).await? {
        return Ok(false);
    }
    panics();
    tx.commit().await?;
    Ok(true)
}

/// Whether a transaction acts for its tenant, sees rows of it, and sees none of another.
async fn is_alone(tx: &mut TenantTx<'_>, tenant: u128) -> migrayt_core::Result<bool> {
    let statement = query(
        "SELECT count(*), count(*) FILTER (WHERE code <> $1 OR tenant_id <> $2::uuid),
            current_user::text, current_setting('app.tenant_id')
        FROM shop.event",
    );
    let row = tx.row(statement.bind(mark(tenant)).bind(uuid(tenant))).await?.unwrap();
    let (all, foreign): (i64, i64) = (row.get(0), row.get(1));
    let (role, setting): (String, String) = (row.get(2), row.get(3));
    Ok(all >= 2 * ROWS && foreign == 0 && role == "shop_app" && setting == uuid(tenant))
}

/// A future that is dropped when it was polled as often as it may be.
struct Limited<F> {
    future: Pin<Box<F>>,
    left: u32,
}

impl<F: Future> Future for Limited<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.left.checked_sub(1) {
            None => Poll::Ready(None),
            Some(left) => {
                self.left = left;
                self.future.as_mut().poll(context).map(Some)
            }
        }
    }
}
