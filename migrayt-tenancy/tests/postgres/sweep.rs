//! Every table by every verb, from one tenant to another's rows and from nobody to anybody's.

use migrayt_core::ErrorKind;
use migrayt_tenancy::TenantScope;
use migrayt_tenancy::postgres::{Database, DatabaseSettings, TenantTx};
use migrayt_testkit::postgres::machine::say;
use sqlx::{AssertSqlSafe, PgConnection, Row as _, SqlSafeStr as _, query, query_scalar};

use crate::shop::{ROWS, Shop, TABLES, mark, run, scope, uuid};

const MINE: u128 = 1;
const THEIRS: u128 = 2;

#[tokio::test]
async fn no_verb_reaches_another_tenants_rows() {
    let Some(mut shop) = Shop::open(2).await else { return };
    let database = shop.database(DatabaseSettings::default());
    let before = everything(&mut shop.admin).await;
    let tried = sweep(&database, &mut shop.admin).await;
    assert_eq!(everything(&mut shop.admin).await, before);
    say(&format!("{tried} statements on {} tables reached nothing", TABLES.len()));
}

#[tokio::test]
async fn without_a_tenant_there_are_no_rows() {
    let Some(mut shop) = Shop::open(2).await else { return };
    let before = everything(&mut shop.admin).await;
    // As a transaction is that forgot its tenant, and as a role that logs in on its own.
    run(&mut shop.admin, "SET ROLE shop_app").await;
    nobody(&mut shop.admin).await;
    // A setting that was made for an earlier transaction is empty, and not missing.
    run(&mut shop.admin, "BEGIN; SELECT set_config('app.tenant_id', 'x', true); ROLLBACK").await;
    nobody(&mut shop.admin).await;
    run(&mut shop.admin, "RESET ROLE").await;
    nobody(&mut shop.server.connect("shop_worker").await).await;
    assert_eq!(everything(&mut shop.admin).await, before);
}

/// Tries everything between two tenants, and says how many statements that were.
pub(crate) async fn sweep(database: &Database, admin: &mut PgConnection) -> usize {
    let me = scope(MINE).await;
    let mut tried = 0;
    for table in TABLES.into_iter().chain(["shop.open_task"]) {
        let theirs = uuid(THEIRS);
        let own = count(database, &me, &format!("SELECT count(*) FROM {table}")).await;
        let expected = if table == "shop.event" { 2 * ROWS } else { ROWS };
        // Nothing is open in the view: its condition is not what hides theirs.
        assert_eq!(own, if table == "shop.open_task" { 0 } else { expected }, "{table}");
        let of_theirs = format!("FROM {table} WHERE tenant_id <> '{}'", uuid(MINE));
        assert_eq!(count(database, &me, &format!("SELECT count(*) {of_theirs}")).await, 0);
        tried += 2;
        if table == "shop.open_task" {
            continue;
        }
        for nothing in [
            format!("SELECT tenant_id {of_theirs} FOR UPDATE"),
            format!("UPDATE {table} SET tenant_id = '{}' WHERE tenant_id = '{theirs}'", uuid(MINE)),
            format!("UPDATE {table} SET tenant_id = tenant_id WHERE tenant_id = '{theirs}'"),
            format!("DELETE {of_theirs}"),
            format!(
                "MERGE INTO {table} AS t USING (SELECT '{theirs}'::uuid AS id) AS s \
                 ON t.tenant_id = s.id WHEN MATCHED THEN DELETE"
            ),
        ] {
            let mut tx = database.tenant(&me).await.unwrap();
            assert_eq!(execute(&mut tx, &nothing).await.unwrap(), 0, "{nothing}");
            tried += 1;
        }
        let insert = insert(table, &theirs);
        for denied in [
            format!("UPDATE {table} SET tenant_id = '{theirs}'"),
            insert.clone(),
            format!("{insert} ON CONFLICT DO NOTHING"),
            upsert(table, &theirs, &their_key(table, admin).await),
        ] {
            let mut tx = database.tenant(&me).await.unwrap();
            let error = execute(&mut tx, &denied).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::PermissionDenied, "{denied} {error}");
            assert_eq!(tx.commit().await.unwrap_err().kind(), ErrorKind::Misuse);
            tried += 1;
        }
    }
    tried + references(database, admin).await + shared(database).await
}

/// References to their rows and guesses at their keys tell nothing.
async fn references(database: &Database, admin: &mut PgConnection) -> usize {
    let me = scope(MINE).await;
    let project = their_key("shop.project", admin).await;
    let refer = |project: &str| {
        format!(
            "INSERT INTO shop.task (tenant_id, project_id) VALUES ('{}', '{project}')",
            uuid(MINE)
        )
    };
    let mut answers = Vec::new();
    for project in [project.as_str(), "99999999-0000-0000-0000-000000000000"] {
        let mut tx = database.tenant(&me).await.unwrap();
        let error = execute(&mut tx, &refer(project)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Conflict);
        answers.push(error.to_string());
    }
    assert_eq!(answers[0], answers[1], "theirs and nobody's are told apart");

    // A name and an id that they have are free for others.
    let mut tx = database.tenant(&me).await.unwrap();
    let taken = format!(
        "INSERT INTO shop.project VALUES ('{}', '{project}', '{} 1')",
        uuid(MINE),
        mark(THEIRS)
    );
    assert_eq!(execute(&mut tx, &taken).await.unwrap(), 1);
    let merged = format!("{taken} ON CONFLICT (tenant_id, project_id) DO UPDATE SET slug = 'mine'");
    assert_eq!(execute(&mut tx, &merged).await.unwrap(), 1);
    4
}

/// What is shared is out of reach but for the question that it is for.
async fn shared(database: &Database) -> usize {
    let me = scope(MINE).await;
    let denied = [
        "SELECT * FROM shop.tenant",
        "SELECT * FROM shop.session",
        "INSERT INTO shop.tenant VALUES (gen_random_uuid())",
        "DELETE FROM shop.session",
        "SELECT last_value FROM shop.task_number",
        "SELECT setval('shop.task_number', 1)",
    ];
    for sql in denied {
        let mut tx = database.tenant(&me).await.unwrap();
        let error = execute(&mut tx, sql).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::PermissionDenied, "{sql}");
    }
    let mut tx = database.tenant(&me).await.unwrap();
    let found = tx.row(query("SELECT shop.find_session('digest 1')::text")).await.unwrap();
    assert_eq!(found.unwrap().get::<String, _>(0), uuid(MINE));
    denied.len() + 1
}

async fn nobody(connection: &mut PgConnection) {
    for table in TABLES {
        let select = AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
        let seen: i64 = query_scalar(select).fetch_one(&mut *connection).await.unwrap();
        assert_eq!(seen, 0, "{table}");
        for verb in ["DELETE FROM {}", "UPDATE {} SET tenant_id = tenant_id"] {
            let sql = AssertSqlSafe(verb.replace("{}", table));
            let done = query(sql).execute(&mut *connection).await.unwrap();
            assert_eq!(done.rows_affected(), 0, "{table}");
        }
        let sql = AssertSqlSafe(insert(table, &uuid(MINE)));
        let error = query(sql).execute(&mut *connection).await.unwrap_err();
        assert_eq!(error.as_database_error().unwrap().code().unwrap(), "42501", "{table}");
    }
}

/// A statement that gives a tenant a row.
fn insert(table: &str, tenant: &str) -> String {
    match table {
        "shop.project" => {
            format!("INSERT INTO {table} (tenant_id, slug) VALUES ('{tenant}', 'planted')")
        }
        "shop.task" => format!(
            "INSERT INTO {table} (tenant_id, project_id) VALUES ('{tenant}', gen_random_uuid())"
        ),
        _ => {
            let day = if table == "shop.event_new" { "2026-02-02" } else { "2025-02-02" };
            format!(
                "INSERT INTO {table} (tenant_id, day, code) VALUES ('{tenant}', '{day}', 'planted')"
            )
        }
    }
}

/// A statement that overwrites their row if the key is taken.
fn upsert(table: &str, tenant: &str, key: &str) -> String {
    match table {
        "shop.project" => format!(
            "INSERT INTO {table} VALUES ('{tenant}', '{key}', 'planted') \
             ON CONFLICT (tenant_id, project_id) DO UPDATE SET slug = 'planted'"
        ),
        "shop.task" => format!(
            "INSERT INTO {table} (tenant_id, task_id, project_id) \
             VALUES ('{tenant}', '{key}', gen_random_uuid()) \
             ON CONFLICT (tenant_id, task_id) DO UPDATE SET state = 'planted'"
        ),
        _ => {
            let day = if table == "shop.event_new" { "2026-01-01" } else { "2025-01-01" };
            format!(
                "INSERT INTO {table} VALUES ('{tenant}', '{key}', '{day}', 'planted') \
                 ON CONFLICT (tenant_id, event_id, day) DO UPDATE SET code = 'planted'"
            )
        }
    }
}

async fn their_key(table: &str, admin: &mut PgConnection) -> String {
    let column = match table {
        "shop.project" => "project_id",
        "shop.task" => "task_id",
        _ => "event_id",
    };
    let order = if column == "event_id" { "day" } else { "tenant_id" };
    let sql = format!(
        "SELECT {column}::text FROM {table} WHERE tenant_id = '{}' ORDER BY {order} LIMIT 1",
        uuid(THEIRS)
    );
    query_scalar(AssertSqlSafe(sql)).fetch_one(admin).await.unwrap()
}

async fn execute(tx: &mut TenantTx<'_>, sql: &str) -> migrayt_core::Result<u64> {
    tx.execute(AssertSqlSafe(sql.to_owned()).into_sql_str()).await
}

async fn count(database: &Database, scope: &TenantScope, sql: &str) -> i64 {
    let mut tx = database.tenant(scope).await.unwrap();
    let row = tx.row(query(AssertSqlSafe(sql.to_owned()))).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    row.get(0)
}

/// All rows of all tables as one text.
async fn everything(admin: &mut PgConnection) -> String {
    let mut all = String::new();
    for table in TABLES.into_iter().chain(["shop.tenant", "shop.session"]) {
        let sql = format!(
            "SELECT coalesce(string_agg(t::text, ';' ORDER BY t::text), '') FROM {table} AS t"
        );
        all += &query_scalar::<_, String>(AssertSqlSafe(sql)).fetch_one(&mut *admin).await.unwrap();
    }
    all
}
