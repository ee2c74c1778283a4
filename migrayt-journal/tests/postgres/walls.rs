use std::sync::Arc;

use migrayt_core::id::TenantId;
use migrayt_core::port::{Journal as _, Outcome, OutcomeState, Settlement};
use migrayt_journal::PostgresJournal;
use migrayt_tenancy::postgres::Rule;
use migrayt_testkit::conformance::journal;
use migrayt_testkit::postgres::{Pooler, run, scope_of};
use sqlx::{AssertSqlSafe, Row as _, query, query_scalar};

use super::bed::{self, Bed, number, rules};
use super::sample::{create, intent, opened};

#[tokio::test]
async fn tenants_do_not_notice_each_other() {
    let Some(bed) = Bed::shared().await else { return };
    let database = bed.database();
    let one = Arc::new(bed::journal(&database, number()).await);
    let other = Arc::new(bed::journal(&database, number()).await);
    journal::isolation(&one, &other).await.unwrap();
}

#[tokio::test]
async fn tenants_do_not_notice_each_other_through_a_pooler() {
    let Some(bed) = Bed::shared().await else { return };
    // One connection to the server, which both take in turns.
    let Some(pooler) = Pooler::start(&bed.server, 1).await else { return };
    let database = bed.pooled(&pooler);
    let one = Arc::new(bed::journal(&database, number()).await);
    let other = Arc::new(bed::journal(&database, number()).await);
    journal::isolation(&one, &other).await.unwrap();
}

#[tokio::test]
async fn the_statements_keep_tenants_apart_without_the_policies() {
    let Some(shared) = Bed::shared().await else { return };
    let bed = shared.another().await;
    bed.migrate().await;
    let mut owner = bed.owner().await;
    for table in TABLES {
        run(&mut owner, &format!("ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")).await;
    }
    let database = bed.database();
    let one = Arc::new(bed::journal(&database, 1).await);
    let other = Arc::new(bed::journal(&database, 2).await);
    journal::isolation(&one, &other).await.unwrap();
}

#[tokio::test]
async fn the_policies_keep_tenants_apart_without_the_statements() {
    let Some(bed) = Bed::shared().await else { return };
    let database = bed.database();
    let (mine, theirs) = (number(), number());
    let other = bed::journal(&database, theirs).await;
    let lease = opened(&other, &["1", "2"]).await;
    other.intend(&lease, &[intent(&create("1"), 1)]).await.unwrap();
    let gone = vec![Outcome::of(create("2"), OutcomeState::Gone)];
    other.settle(&lease, &Settlement { outcomes: gone }).await.unwrap();
    opened(&bed::journal(&database, mine).await, &["1"]).await;
    let scope = scope_of(TenantId::from_bits(mine.into())).await.unwrap();
    let mut admin = bed.admin().await;
    for table in TABLES {
        let of_theirs = format!("FROM {table} WHERE tenant_id::text LIKE '%{theirs:012x}'");
        let count = || AssertSqlSafe(format!("SELECT count(*) {of_theirs}"));
        let rows: i64 = query_scalar(count()).fetch_one(&mut admin).await.unwrap();
        assert!(rows > 0, "{table}");
        let mut tx = database.tenant(&scope).await.unwrap();
        let seen = tx.row(query(count())).await.unwrap().unwrap();
        assert_eq!(seen.get::<i64, _>(0), 0, "{table}");
        let delete = AssertSqlSafe(format!("DELETE {of_theirs}"));
        assert_eq!(tx.execute(query(delete)).await.unwrap(), 0, "{table}");
    }
}

#[tokio::test]
async fn the_schema_passes_the_audit() {
    let Some(shared) = Bed::shared().await else { return };
    let bed = shared.another().await;
    bed.migrate().await;
    let database = bed.database();
    assert_eq!(database.audit(&rules()).await.unwrap(), []);

    let mut owner = bed.owner().await;
    let mut tables: Vec<String> =
        query_scalar("SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname = $1")
            .bind(PostgresJournal::SCHEMA.name())
            .fetch_all(&mut owner)
            .await
            .unwrap();
    tables.sort();
    let mut expected = TABLES.map(str::to_owned);
    expected.sort();
    assert_eq!(tables, expected);
    // The audit looks at these tables: one that is spoiled is named.
    run(&mut owner, "ALTER TABLE migrayt_journal.standing NO FORCE ROW LEVEL SECURITY").await;
    let found = database.audit(&rules()).await.unwrap();
    let found: Vec<_> = found.iter().map(|one| (one.object.as_str(), one.rule)).collect();
    assert_eq!(found, [("migrayt_journal.standing", Rule::ForcedRowSecurity)]);
}

const TABLES: [&str; 8] = [
    "migrayt_journal.plan",
    "migrayt_journal.outline",
    "migrayt_journal.lane",
    "migrayt_journal.operation",
    "migrayt_journal.digest",
    "migrayt_journal.run",
    "migrayt_journal.standing",
    "migrayt_journal.unmade",
];
