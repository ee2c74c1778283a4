use migrayt_core::id::TenantId;
use migrayt_core::{ErrorKind, Fact, Result};
use migrayt_testkit::postgres::{run, scope_of};
use migrayt_vault::SecretName;
use migrayt_vault::oauth::{ConnectionRow, ConnectionRows as _, PostgresRows};

use super::bed::{Bed, app, rules};
use super::walls::sample;

const SCHEMA: migrayt_tenancy::postgres::Schema = PostgresRows::SCHEMA;

async fn list(rows: &PostgresRows) -> Result<Vec<(SecretName, ConnectionRow)>> {
    rows.list(&scope_of(TenantId::from_bits(1)).await.unwrap()).await
}

#[tokio::test]
async fn the_owner_makes_the_schema_once() {
    let Some(bed) = Bed::bare().await else { return };
    let (mut one, mut other) = (bed.owner().await, bed.owner().await);
    assert_eq!(SCHEMA.found(&mut one).await.unwrap(), None);
    let rows = bed.rows();
    let missing = list(&rows).await.unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::ConfigInvalid);
    assert!(missing.help().unwrap().contains("Migrate"), "{missing}");

    let roles = [app()];
    let (first, second) =
        tokio::join!(SCHEMA.migrate(&mut one, &roles), SCHEMA.migrate(&mut other, &roles));
    first.and(second).unwrap();
    assert_eq!(SCHEMA.found(&mut one).await.unwrap(), Some(SCHEMA.version()));
    // The same rows work now, and what was written outlives another migration.
    let scope = scope_of(TenantId::from_bits(1)).await.unwrap();
    let name = SecretName::new("jira").unwrap();
    rows.write(&scope, &name, &sample()).await.unwrap();
    bed.migrate().await;
    assert_eq!(list(&rows).await.unwrap(), [(name, sample())]);
    assert_eq!(bed.database().audit(&rules()).await.unwrap(), []);
}

#[tokio::test]
async fn a_product_may_carry_out_the_steps_itself() {
    let Some(bed) = Bed::bare().await else { return };
    run(&mut bed.admin().await, "CREATE SCHEMA migrayt_vault AUTHORIZATION rows_owner").await;
    let owner = &mut bed.owner().await;
    assert_eq!(SCHEMA.found(owner).await.unwrap(), Some(0));
    for step in SCHEMA.steps() {
        run(owner, step).await;
    }
    assert_eq!(SCHEMA.found(owner).await.unwrap(), Some(SCHEMA.version()));
    let denied = list(&bed.rows()).await.unwrap_err();
    assert_eq!(denied.kind(), ErrorKind::PermissionDenied, "nothing was granted: {denied}");
    bed.migrate().await;
    assert_eq!(list(&bed.rows()).await.unwrap(), []);
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_left_alone() {
    let Some(bed) = Bed::start().await else { return };
    let owner = &mut bed.owner().await;
    let newer = "CREATE OR REPLACE FUNCTION migrayt_vault.version() RETURNS integer
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT 99'";
    run(owner, newer).await;
    let migrated = SCHEMA.migrate(owner, &[app()]).await.unwrap_err();
    for error in [list(&bed.rows()).await.unwrap_err(), migrated] {
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        let facts = error.context();
        assert!(facts.contains(&("version", Fact::Number(99))), "{facts:?}");
        assert!(facts.contains(&("schema", Fact::name("migrayt_vault"))), "{facts:?}");
    }
    assert_eq!(SCHEMA.found(owner).await.unwrap(), Some(99));
}

#[tokio::test]
async fn what_is_somebody_elses_is_refused_and_left_alone() {
    let Some(bed) = Bed::bare().await else { return };
    let admin = &mut bed.admin().await;
    let above = SCHEMA.migrate(admin, &[app()]).await.unwrap_err();
    assert_eq!(above.kind(), ErrorKind::ConfigInvalid, "tables above policies: {above}");
    assert_eq!(SCHEMA.found(admin).await.unwrap(), None);

    let owner = &mut bed.owner().await;
    run(owner, "CREATE SCHEMA migrayt_vault; CREATE TABLE migrayt_vault.connection (n integer)")
        .await;
    let error = SCHEMA.migrate(owner, &[app()]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConfigInvalid);
    run(owner, "INSERT INTO migrayt_vault.connection VALUES (1)").await;
}

#[tokio::test]
async fn a_server_that_forgets_is_refused() {
    let Some(bed) = Bed::start().await else { return };
    list(&bed.rows()).await.unwrap();
    run(&mut bed.admin().await, "ALTER DATABASE postgres SET synchronous_commit = off").await;
    let error = list(&bed.rows()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConfigInvalid);
    assert!(error.help().unwrap().contains("synchronous_commit"), "{error}");
}
