//! What row-level security costs: the same questions to two tables with the same rows and the same
//! index, one with policies and one without. Both through a tenant's transaction, question by question
//! in turns, so that a slow moment of the machine strikes both.

#[path = "../tests/postgres/shop.rs"]
#[expect(clippy::unwrap_used, dead_code, reason = "it belongs to the tests")]
mod shop;

use std::time::Instant;

use migrayt_tenancy::postgres::{DatabaseSettings, TenantTx};
use migrayt_testkit::postgres::machine;
use sqlx::postgres::PgPoolOptions;
use sqlx::{Row as _, query};

use self::shop::{Shop, run, scope, uuid};

/// Pairs of batches; of each batch the middle question counts, and of the pairs the middle ratio.
const PAIRS: usize = 11;

/// Questions in a batch.
const BATCH: i32 = 400;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Two tables of 100 tenants with 2,000 rows each, 20 to a project.
const ROWS: &str = "
    SET ROLE shop_owner;
    CREATE TABLE shop.open_row AS
        SELECT ('00000000-0000-0000-0000-' || lpad(to_hex(t), 12, '0'))::uuid AS tenant_id,
            n / 20 AS project, n AS number, md5(n::text) AS text
        FROM generate_series(1, 100) AS t, generate_series(0, 1999) AS n;
    CREATE TABLE shop.closed_row AS SELECT * FROM shop.open_row;
    CREATE INDEX open_index ON shop.open_row (tenant_id, project);
    CREATE INDEX closed_index ON shop.closed_row (tenant_id, project);
    ALTER TABLE shop.closed_row ENABLE ROW LEVEL SECURITY;
    ALTER TABLE shop.closed_row FORCE ROW LEVEL SECURITY;
    CREATE POLICY a ON shop.closed_row AS RESTRICTIVE
        USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
        WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
    CREATE POLICY b ON shop.closed_row USING (true);
    GRANT SELECT ON shop.open_row, shop.closed_row TO shop_app;
    RESET ROLE;
    VACUUM ANALYZE shop.open_row";

const OPEN: &str =
    "SELECT count(*), max(text) FROM shop.open_row WHERE tenant_id = $1::uuid AND project = $2";
const CLOSED: &str =
    "SELECT count(*), max(text) FROM shop.closed_row WHERE tenant_id = $1::uuid AND project = $2";

const OPEN_PLAN: &str = "EXPLAIN SELECT text FROM shop.open_row
    WHERE tenant_id = '00000000-0000-0000-0000-000000000001' AND project = 7";
const CLOSED_PLAN: &str = "EXPLAIN SELECT text FROM shop.closed_row
    WHERE tenant_id = '00000000-0000-0000-0000-000000000001' AND project = 7";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let Some(mut shop) = Shop::open(1).await else { return Ok(()) };
    for statement in ROWS.split_inclusive(';').chain(["VACUUM ANALYZE shop.closed_row"]) {
        run(&mut shop.admin, statement).await;
    }
    let database = shop.database(DatabaseSettings::default());
    let mut tx = database.tenant(&scope(1).await).await?;
    plan(&mut tx, OPEN_PLAN, "open_index").await?;
    plan(&mut tx, CLOSED_PLAN, "closed_index").await?;

    let (mut open, mut closed) = (Vec::new(), Vec::new());
    let (mut bare, mut whole) = (Vec::new(), Vec::new());
    let pool = PgPoolOptions::new().max_connections(4);
    let pool = pool.connect_with(shop.server.options("postgres")).await?;
    let me = scope(1).await;
    for _ in 0..PAIRS {
        let [mut with, mut without] = [Vec::new(), Vec::new()];
        for at in 0..BATCH {
            without.push(asked(&mut tx, OPEN, at % 100).await?);
            with.push(asked(&mut tx, CLOSED, at % 100).await?);
        }
        open.push(middle(&without));
        closed.push(middle(&with));
        let [mut with, mut without] = [Vec::new(), Vec::new()];
        for _ in 0..BATCH {
            let watch = watch();
            pool.begin().await?.commit().await?;
            without.push(watch.elapsed().as_secs_f64());
            let watch = self::watch();
            database.tenant(&me).await?.commit().await?;
            with.push(watch.elapsed().as_secs_f64());
        }
        bare.push(middle(&without));
        whole.push(middle(&with));
    }
    for (what, without, with) in
        [("20 rows by an index", &open, &closed), ("an empty transaction", &bare, &whole)]
    {
        let ratios: Vec<f64> =
            with.iter().zip(without).map(|(with, without)| with / without).collect();
        let (without, with) = (middle(without) * 1e6, middle(with) * 1e6);
        let more = (middle(&ratios) - 1.0) * 100.0;
        machine::say(&format!("{what:24}{without:8.1} us{with:8.1} us{more:+8.1} %"));
    }
    Ok(())
}

/// How many seconds a question takes.
async fn asked(tx: &mut TenantTx<'_>, question: &'static str, project: i32) -> Outcome<f64> {
    let watch = watch();
    let row = tx.row(query(question).bind(uuid(1)).bind(project)).await?;
    let took = watch.elapsed().as_secs_f64();
    let rows: i64 = row.ok_or("no row")?.get(0);
    if rows == 20 { Ok(took) } else { Err("another number of rows".into()) }
}

/// Both must find their rows by the same kind of index.
async fn plan(tx: &mut TenantTx<'_>, sql: &'static str, index: &str) -> Outcome<()> {
    let lines = tx.rows(query(sql)).await?;
    let plan: Vec<String> = lines.iter().map(|line| line.get(0)).collect();
    let plan = plan.join("\n");
    let uses = plan.contains(index) && plan.contains("Index Cond: ((tenant_id =");
    if uses { Ok(()) } else { Err(format!("not by {index}:\n{plan}").into()) }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn watch() -> Instant {
    Instant::now()
}

fn middle(numbers: &[f64]) -> f64 {
    let mut numbers = numbers.to_vec();
    numbers.sort_unstable_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or_default()
}
