use std::sync::Arc;

use migrayt_core::id::TenantId;
use migrayt_core::{ErrorKind, Fact};
use migrayt_journal::PostgresJournal;
use migrayt_tenancy::postgres::Database;
use migrayt_testkit::postgres::{run, scope_of};

use super::bed::{Bed, app, journal, rules};
use super::sample::planned;

async fn open(database: &Arc<Database>) -> migrayt_core::Result<PostgresJournal> {
    let scope = scope_of(TenantId::from_bits(1)).await.unwrap();
    PostgresJournal::open(Arc::clone(database), scope).await
}

#[tokio::test]
async fn the_owner_makes_the_schema_once() {
    let Some(shared) = Bed::shared().await else { return };
    let bed = shared.another().await;
    let (mut one, mut other) = (bed.owner().await, bed.owner().await);
    assert_eq!(PostgresJournal::SCHEMA.found(&mut one).await.unwrap(), None);
    let missing = open(&bed.database()).await.unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::ConfigInvalid);
    assert!(missing.help().unwrap().contains("Migrate"), "{missing}");

    let roles = [app()];
    let (first, second) = tokio::join!(
        PostgresJournal::SCHEMA.migrate(&mut one, &roles),
        PostgresJournal::SCHEMA.migrate(&mut other, &roles)
    );
    first.and(second).unwrap();
    let version = PostgresJournal::SCHEMA.found(&mut one).await.unwrap();
    assert_eq!(version, Some(PostgresJournal::SCHEMA.version()));
    let database = bed.database();
    planned(&journal(&database, 1).await, &["1"]).await;
    bed.migrate().await;
    assert_eq!(database.audit(&rules()).await.unwrap(), []);
}

#[tokio::test]
async fn a_product_may_carry_out_the_steps_itself() {
    let Some(shared) = Bed::shared().await else { return };
    let bed = shared.another().await;
    // A schema that somebody else made for an owner without any right to the database.
    let admin = &mut bed.admin().await;
    run(admin, "CREATE SCHEMA migrayt_journal AUTHORIZATION journal_owner").await;
    let owner = &mut bed.owner().await;
    for step in PostgresJournal::SCHEMA.steps() {
        run(owner, step).await;
    }
    assert_eq!(
        PostgresJournal::SCHEMA.found(owner).await.unwrap(),
        Some(PostgresJournal::SCHEMA.version())
    );
    let denied = open(&bed.database()).await.unwrap_err();
    assert_eq!(denied.kind(), ErrorKind::PermissionDenied, "nothing was granted: {denied}");
    bed.migrate().await;
    planned(&journal(&bed.database(), 1).await, &["1"]).await;
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_left_alone() {
    let Some(shared) = Bed::shared().await else { return };
    let bed = shared.another().await;
    bed.migrate().await;
    let owner = &mut bed.owner().await;
    let newer = "CREATE OR REPLACE FUNCTION migrayt_journal.version() RETURNS integer
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT 99'";
    run(owner, newer).await;
    let migrated = PostgresJournal::SCHEMA.migrate(owner, &[app()]).await.unwrap_err();
    for error in [open(&bed.database()).await.unwrap_err(), migrated] {
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        let facts = error.context();
        assert!(facts.contains(&("version", Fact::Number(99))), "{facts:?}");
    }
    assert_eq!(PostgresJournal::SCHEMA.found(owner).await.unwrap(), Some(99));
}

#[tokio::test]
async fn a_schema_of_somebody_else_is_refused_and_left_alone() {
    let Some(shared) = Bed::shared().await else { return };
    let bed = shared.another().await;
    let owner = &mut bed.owner().await;
    run(owner, "CREATE SCHEMA migrayt_journal; CREATE TABLE migrayt_journal.plan (n integer)")
        .await;
    let error = PostgresJournal::SCHEMA.migrate(owner, &[app()]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConfigInvalid);
    run(owner, "INSERT INTO migrayt_journal.plan VALUES (1)").await;
}

#[tokio::test]
async fn tables_above_policies_are_not_made() {
    let Some(shared) = Bed::shared().await else { return };
    let bed = shared.another().await;
    let admin = &mut bed.admin().await;
    let error = PostgresJournal::SCHEMA.migrate(admin, &[app()]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConfigInvalid);
    assert!(error.help().is_some());
    assert_eq!(PostgresJournal::SCHEMA.found(admin).await.unwrap(), None);
}

#[tokio::test]
async fn a_server_that_forgets_is_refused() {
    let Some(shared) = Bed::shared().await else { return };
    let bed = shared.another().await;
    bed.migrate().await;
    open(&bed.database()).await.unwrap();
    let forget = "DO $$ BEGIN
        EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database());
    END $$";
    run(&mut bed.admin().await, forget).await;
    let error = open(&bed.database()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConfigInvalid);
    assert!(error.help().unwrap().contains("synchronous_commit"), "{error}");
}
