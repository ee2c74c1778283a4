//! What a transaction takes, what it refuses, and what it notices before it commits.

use std::time::Duration;

use futures_util::{FutureExt as _, TryStreamExt as _};
use migrayt_core::ErrorKind;
use migrayt_core::id::TenantId;
use migrayt_tenancy::postgres::{AppRole, Database, DatabaseSettings, TenantTx};
use sqlx::{Row as _, query, query_scalar, raw_sql};

use crate::shop::{ROWS, Shop, app, mark, run, scope, scope_of};

#[tokio::test]
async fn a_transaction_reads_and_writes_its_tenants_rows() {
    let Some(mut shop) = Shop::open(2).await else { return };
    let database = shop.database(DatabaseSettings::default());
    let me = scope(1).await;

    let mut tx = database.tenant(&me).await.unwrap();
    let rows = tx.rows(query("SELECT slug FROM shop.project ORDER BY slug")).await.unwrap();
    let slugs: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    assert_eq!(slugs, (1..=ROWS).map(|n| format!("{} {n}", mark(1))).collect::<Vec<_>>());
    let streamed = tx.stream(query("SELECT * FROM shop.task WHERE state = $1").bind(mark(1)));
    assert_eq!(i64::try_from(streamed.try_collect::<Vec<_>>().await.unwrap().len()), Ok(ROWS));
    let renamed = tx.execute(query("UPDATE shop.project SET slug = slug || '!'")).await;
    assert_eq!(renamed.unwrap().cast_signed(), ROWS);
    tx.commit().await.unwrap();

    let mut dropped = database.tenant(&me).await.unwrap();
    dropped.execute(query("DELETE FROM shop.task")).await.unwrap();
    drop(dropped);
    let left: i64 =
        query_scalar("SELECT count(*) FROM shop.task").fetch_one(&mut shop.admin).await.unwrap();
    assert_eq!(left, 2 * ROWS);
    let sql = "SELECT count(*) FROM shop.project WHERE slug LIKE '%!'";
    let changed: i64 = query_scalar(sql).fetch_one(&mut shop.admin).await.unwrap();
    assert_eq!(changed, ROWS);

    database.close().await;
    assert_eq!(database.tenant(&me).await.unwrap_err().kind(), ErrorKind::Misuse);
}

#[tokio::test]
async fn no_statement_leaves_the_transaction() {
    let Some(shop) = Shop::open(2).await else { return };
    let database = shop.database(DatabaseSettings::default());
    let me = scope(1).await;
    for sql in [
        "RESET ROLE",
        "SET ROLE postgres",
        "SET LOCAL ROLE postgres",
        "SET SESSION AUTHORIZATION DEFAULT",
        "SET app.tenant_id = '00000000-0000-0000-0000-000000000002'",
        "RESET ALL",
        "DISCARD ALL",
        "COMMIT",
        "/* SELECT */ COMMIT",
        "ROLLBACK",
        "BEGIN",
        "DO $$ BEGIN PERFORM set_config('role', 'none', true); END $$",
        "COPY shop.task TO STDOUT",
        "TRUNCATE shop.task",
    ] {
        let mut tx = database.tenant(&me).await.unwrap();
        assert_eq!(tx.execute(query(sql)).await.unwrap_err().kind(), ErrorKind::Misuse, "{sql}");
        assert_eq!(tx.execute(raw_sql(sql)).await.unwrap_err().kind(), ErrorKind::Misuse, "{sql}");
        assert_eq!(seen(&mut tx).await, ROWS);
        assert_eq!(tx.commit().await.unwrap_err().kind(), ErrorKind::Misuse, "{sql}");
    }
    // Two statements are none, whichever they are.
    for sql in ["SELECT 1; RESET ROLE", "SELECT 1; SELECT 2", "SELECT 1; COMMIT; SELECT 2"] {
        let mut tx = database.tenant(&me).await.unwrap();
        tx.execute(raw_sql(sql)).await.unwrap_err();
        assert_eq!(tx.commit().await.unwrap_err().kind(), ErrorKind::Misuse, "{sql}");
    }
}

#[tokio::test]
async fn what_left_its_tenant_is_not_committed() {
    let Some(mut shop) = Shop::open(2).await else { return };
    // One connection, so that the next transaction would find what this one left.
    let database = shop.database(one());
    for change in [
        "SELECT set_config('app.tenant_id', '00000000-0000-0000-0000-000000000002', true)",
        "SELECT set_config('app.tenant_id', '00000000-0000-0000-0000-000000000002', false)",
        "SELECT set_config('app.tenant_id', '', true)",
        "SELECT set_config('role', 'none', true)",
        "SELECT set_config('role', 'shop_worker', false)",
        "SELECT set_config('session_authorization', 'shop_worker', false)",
    ] {
        let me = scope(1).await;
        let mut tx = database.tenant(&me).await.unwrap();
        tx.execute(query("UPDATE shop.project SET slug = 'changed ' || slug")).await.unwrap();
        tx.execute(query(change)).await.unwrap();
        let error = tx.commit().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Misuse, "{change}");
        assert!(error.help().is_some());
        let mut tx = database.tenant(&scope(2).await).await.unwrap();
        assert_eq!(seen(&mut tx).await, ROWS, "{change}");
        tx.commit().await.unwrap();
    }
    let sql = "SELECT count(*) FROM shop.project WHERE slug LIKE 'changed%'";
    let changed: i64 = query_scalar(sql).fetch_one(&mut shop.admin).await.unwrap();
    assert_eq!(changed, 0);
}

#[tokio::test]
async fn without_set_config_a_statement_cannot_name_another_tenant() {
    let Some(mut shop) = Shop::open(2).await else { return };
    let function = "FUNCTION pg_catalog.set_config(text, text, boolean)";
    let revoke = format!(
        "REVOKE EXECUTE ON {function} FROM PUBLIC; GRANT EXECUTE ON {function} TO shop_login"
    );
    run(&mut shop.admin, &revoke).await;
    let login = shop.server.options("shop_login");
    let database = Database::new(login, app(), DatabaseSettings::default());
    let mut tx = database.tenant(&scope(1).await).await.unwrap();
    assert_eq!(seen(&mut tx).await, ROWS);
    let other = "SELECT set_config('app.tenant_id', '00000000-0000-0000-0000-000000000002', true)";
    let error = tx.execute(query(other)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PermissionDenied);
}

#[tokio::test]
async fn a_beginning_that_fails_leaves_no_connection_behind() {
    let Some(shop) = Shop::open(1).await else { return };
    let me = scope(1).await;
    let gone = Database::new(shop.server.options("postgres"), role("shop_gone"), one());
    for _ in 0..3 {
        let error = gone.tenant(&me).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConfigInvalid);
        assert!(error.to_string().contains("role: shop_gone"), "{error}");
    }
    let barred = Database::new(shop.server.options("shop_login"), role("shop_worker"), one());
    for _ in 0..3 {
        assert_eq!(barred.tenant(&me).await.unwrap_err().kind(), ErrorKind::PermissionDenied);
    }
    let away = shop.server.options("postgres").socket("/nowhere");
    let away = Database::new(away, app(), one());
    assert_eq!(away.tenant(&me).await.unwrap_err().kind(), ErrorKind::Unavailable);
    let odd = TenantId::new("ten_a");
    let odd = scope_of(odd).await;
    let database = shop.database(one());
    assert_eq!(database.tenant(&odd).await.unwrap_err().kind(), ErrorKind::InputInvalid);
}

#[tokio::test]
async fn deadlines_end_statements_and_idle_transactions() {
    let Some(shop) = Shop::open(1).await else { return };
    let mut settings = one();
    settings.statement_timeout = Duration::from_millis(100);
    settings.idle_timeout = Duration::from_millis(100);
    settings.acquire_timeout = Duration::from_millis(400);
    let database = shop.database(settings);
    let me = scope(1).await;

    let mut tx = database.tenant(&me).await.unwrap();
    let error = tx.execute(query("SELECT pg_sleep(60)")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    drop(tx);

    let mut tx = database.tenant(&me).await.unwrap();
    wait(Duration::from_millis(300)).await;
    let error = tx.execute(query("SELECT 1")).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Timeout | ErrorKind::Unavailable), "{error:?}");
    drop(tx);

    let held = database.tenant(&me).await.unwrap();
    assert_eq!(database.tenant(&me).await.unwrap_err().kind(), ErrorKind::Timeout);
    drop(held);
    assert_eq!(seen(&mut database.tenant(&me).await.unwrap()).await, ROWS);
}

#[tokio::test]
async fn what_was_not_waited_for_is_not_committed() {
    let Some(shop) = Shop::open(1).await else { return };
    let database = shop.database(one());
    let me = scope(1).await;
    let mut tx = database.tenant(&me).await.unwrap();
    let slow = query("UPDATE shop.project SET slug = slug || '!' WHERE pg_sleep(0.1) IS NOT NULL");
    assert!(tx.execute(slow).now_or_never().is_none());
    assert_eq!(seen(&mut tx).await, ROWS);
    assert_eq!(tx.commit().await.unwrap_err().kind(), ErrorKind::Misuse);

    // What is not read of a stream is thrown away, and the rest goes on.
    let mut tx = database.tenant(&me).await.unwrap();
    let first = tx.stream(query("SELECT slug FROM shop.project ORDER BY slug")).try_next().await;
    assert_eq!(first.unwrap().unwrap().get::<String, _>(0), format!("{} 1", mark(1)));
    assert_eq!(seen(&mut tx).await, ROWS);
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn errors_hold_no_value() {
    let Some(shop) = Shop::open(1).await else { return };
    let database = shop.database(DatabaseSettings::default());
    let me = scope(1).await;
    for (sql, kind) in [
        ("SELECT 'canary'::integer", ErrorKind::InputInvalid),
        (
            "INSERT INTO shop.project SELECT tenant_id, project_id, 'canary' FROM shop.project",
            ErrorKind::AlreadyExists,
        ),
        ("INSERT INTO shop.project (slug) VALUES ('canary')", ErrorKind::PermissionDenied),
        ("SELECT canary FROM shop.project", ErrorKind::Unexpected),
        (
            "INSERT INTO shop.task (tenant_id, project_id, state) SELECT tenant_id, \
             gen_random_uuid(), 'canary' FROM shop.project",
            ErrorKind::Conflict,
        ),
    ] {
        let mut tx = database.tenant(&me).await.unwrap();
        let error = tx.execute(query(sql)).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{sql} {error}");
        assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
        assert!(!format!("{tx:?} {database:?}").contains("canary"));
    }
}

#[test]
fn transactions_move_between_threads() {
    fn is_send<T: Send>() {}
    fn is_both<T: Send + Sync>() {}
    is_send::<TenantTx<'_>>();
    is_both::<Database>();
}

/// How many projects a transaction sees.
async fn seen(tx: &mut TenantTx<'_>) -> i64 {
    let row = tx.row(query("SELECT count(*) FROM shop.project")).await.unwrap();
    row.unwrap().get(0)
}

fn one() -> DatabaseSettings {
    let mut settings = DatabaseSettings::default();
    settings.connections = 1;
    settings
}

fn role(name: &str) -> AppRole {
    AppRole::parse(name).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the server's clock is what is waited for")]
async fn wait(time: Duration) {
    tokio::time::sleep(time).await;
}
