//! What a call reads grows with what it answers, not with the plan.

use migrayt_core::id::ItemId;
use migrayt_core::plan::Stage;
use migrayt_core::port::{Journal as _, PlanStore as _, Settlement};
use migrayt_journal::PostgresJournal;
use migrayt_testkit::postgres::machine::say;
use sqlx::{PgConnection, query_scalar};

use super::bed::{self, Bed};
use super::sample::{create, done, intent, opened, plan_id, spec};

/// Enough for the difference between a page and all to be plain.
const ITEMS: usize = 4000;

/// Of items, or operations, as a driver would ask.
const PAGE: usize = 50;

#[tokio::test]
async fn a_page_costs_what_it_shows() {
    let Some(shared) = Bed::shared().await else { return };
    let bed = shared.another().await;
    bed.migrate().await;
    let admin = &mut bed.admin().await;
    let names: Vec<String> = (0..ITEMS).map(|item| format!("{item:05}")).collect();
    let items: Vec<&str> = names.iter().map(String::as_str).collect();
    let lease = opened(&bed::journal(&bed.database(), 1).await, &items).await;
    let middle = &items[ITEMS / 2..ITEMS / 2 + PAGE];
    let keys: Vec<_> = middle.iter().map(|item| create(item)).collect();
    let ids: Vec<_> = middle.iter().map(|item| ItemId::new(*item)).collect();
    let intents: Vec<_> = keys.iter().zip(1..).map(|(key, at)| intent(key, at)).collect();
    let outcomes: Vec<_> = keys.iter().map(done).collect();
    let (run, plan, after) = (spec().run, plan_id(), Some(ITEMS as u64 / 2));
    let limit = u32::try_from(PAGE).unwrap();
    let settlement = Settlement { outcomes };

    macro_rules! cost {
        ($($call:ident($($argument:expr),*);)+) => {$({
            let read = reads(&bed, admin, async |journal: &PostgresJournal| {
                journal.$call($($argument),*).await.unwrap();
            }).await;
            say(&format!("{:16}{read:8} rows read", stringify!($call)));
            assert!(read > 0 && read < 12 * PAGE, "{}: {read} rows", stringify!($call));
        })+};
    }
    cost! {
        pending(&lease, Stage::level(0), after, limit);
        intend(&lease, &intents);
        doubts(&lease, None, limit);
        settle(&lease, &settlement);
        resolve(&run, &ids);
        ledger(&run, Some(&keys[0]), limit);
        ledger_of(&run, &ids);
        outlines(&plan, &ids);
        outline_page(&plan, after, limit);
        plan_page(&plan, after, limit);
    }
}

/// How many rows of the journal's tables a call makes the server read.
async fn reads(bed: &Bed, admin: &mut PgConnection, call: impl AsyncFn(&PostgresJournal)) -> usize {
    let before = total(admin).await;
    let database = bed.database();
    call(&bed::journal(&database, 1).await).await;
    // A connection tells its figures at the latest when it ends.
    database.close().await;
    for _ in 0..100 {
        let open = "SELECT count(*) FROM pg_stat_activity
            WHERE usename = 'journal_login' AND datname = current_database()";
        let open: i64 = query_scalar(open).fetch_one(&mut *admin).await.unwrap();
        if open == 0 {
            break;
        }
        sqlx::query("SELECT pg_sleep(0.01)").execute(&mut *admin).await.unwrap();
    }
    usize::try_from(total(admin).await - before).unwrap()
}

async fn total(admin: &mut PgConnection) -> i64 {
    let total = "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint
        FROM pg_stat_user_tables WHERE schemaname = 'migrayt_journal'";
    query_scalar(total).fetch_one(admin).await.unwrap()
}
