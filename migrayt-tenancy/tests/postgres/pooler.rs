//! The same through PgBouncer in transaction mode, where a connection serves many clients.

use migrayt_tenancy::postgres::{Database, DatabaseSettings};
use migrayt_testkit::postgres::{Pooler, machine};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Row as _, query, raw_sql};

use crate::bleed::{TENANTS, bleed, settings};
use crate::shop::{ROWS, Shop, app, run, scope};
use crate::sweep::sweep;

#[tokio::test]
async fn no_verb_reaches_through_a_pooler() {
    let Some(mut shop) = Shop::open(2).await else { return };
    let Some(pooler) = Pooler::start(&shop.server, 2).await else { return };
    let tried = sweep(&database(&pooler, DatabaseSettings::default()), &mut shop.admin).await;
    machine::say(&format!("{tried} statements through a pooler reached nothing"));
}

#[tokio::test]
async fn cut_off_transactions_never_meet_through_a_pooler() {
    let Some(mut shop) = Shop::open(TENANTS).await else { return };
    let Some(pooler) = Pooler::start(&shop.server, 3).await else { return };
    let rounds = machine::rounds(10_000) / 10;
    let database = database(&pooler, settings());
    bleed(database, rounds, &mut shop.admin).await.judge(&mut shop.admin).await;
}

#[tokio::test]
async fn a_transaction_leaves_nothing_to_the_next_client() {
    let Some(shop) = Shop::open(1).await else { return };
    // One connection to the server, which everybody takes in turns.
    let Some(pooler) = Pooler::start(&shop.server, 1).await else { return };
    let database = database(&pooler, DatabaseSettings::default());
    let me = scope(1).await;
    let before = state(&pooler.options()).await;
    for commits in [true, false] {
        let mut tx = database.tenant(&me).await.unwrap();
        let seen = tx.row(query("SELECT count(*) FROM shop.project")).await.unwrap().unwrap();
        assert_eq!(seen.get::<i64, _>(0), ROWS);
        if commits {
            tx.commit().await.unwrap();
        } else {
            drop(tx);
        }
        assert_eq!(state(&pooler.options()).await, before);
    }
}

fn database(pooler: &Pooler, mut settings: DatabaseSettings) -> Database {
    settings.pooled = true;
    Database::new(pooler.options(), app(), settings)
}

/// What a client finds on the connection that is given to it, and which one that is.
async fn state(options: &PgConnectOptions) -> Vec<String> {
    let mut client = options.clone().statement_cache_capacity(0).connect().await.unwrap();
    run(&mut client, "BEGIN").await;
    let sql = "SELECT pg_backend_pid()::text, current_user::text, \
         coalesce(current_setting('app.tenant_id', true), ''), \
         current_setting('statement_timeout'), \
         current_setting('idle_in_transaction_session_timeout'), \
         (SELECT count(*) FROM pg_prepared_statements)::text";
    let row = sqlx::Executor::fetch_one(&mut client, raw_sql(sql)).await.unwrap();
    run(&mut client, "ROLLBACK").await;
    (0..row.len()).map(|column| row.get(column)).collect()
}
