use std::sync::Arc;

use migrayt_core::ErrorKind;
use migrayt_core::id::TenantId;
use migrayt_testkit::postgres::{run, scope_of};
use migrayt_vault::conformance::rows;
use migrayt_vault::oauth::{ConnectionRow, ConnectionRows as _};
use migrayt_vault::{SecretName, SecretVersion};
use sqlx::{Row as _, query};
use time::OffsetDateTime;

use super::bed::{Bed, rules};

#[tokio::test]
async fn the_audit_finds_nothing() {
    let Some(bed) = Bed::start().await else { return };
    assert_eq!(bed.database().audit(&rules()).await.unwrap(), []);
    // And would: one wall less.
    let open = "ALTER TABLE migrayt_vault.connection NO FORCE ROW LEVEL SECURITY";
    run(&mut bed.admin().await, open).await;
    assert_eq!(bed.database().audit(&rules()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_statements_keep_tenants_apart_without_the_policies() {
    let Some(bed) = Bed::start().await else { return };
    let open = "ALTER TABLE migrayt_vault.connection DISABLE ROW LEVEL SECURITY";
    run(&mut bed.admin().await, open).await;
    let kept = Arc::new(bed.rows());
    let make = async || {
        bed.empty().await;
        Arc::clone(&kept)
    };
    rows::suite(make).await.unwrap();
}

#[tokio::test]
async fn the_policies_keep_tenants_apart_without_the_statements() {
    let Some(bed) = Bed::start().await else { return };
    let (database, kept) = (bed.database(), bed.rows());
    let mine = scope_of(TenantId::from_bits(1)).await.unwrap();
    let theirs = scope_of(TenantId::from_bits(2)).await.unwrap();
    let name = SecretName::new("jira").unwrap();
    kept.write(&theirs, &name, &sample()).await.unwrap();

    let mut tx = database.tenant(&mine).await.unwrap();
    let seen = tx.row(query("SELECT count(*) FROM migrayt_vault.connection")).await.unwrap();
    assert_eq!(seen.unwrap().get::<i64, _>(0), 0);
    assert_eq!(
        tx.execute(query("UPDATE migrayt_vault.connection SET ended = true")).await.unwrap(),
        0
    );
    assert_eq!(tx.execute(query("DELETE FROM migrayt_vault.connection")).await.unwrap(), 0);
    let copy = "INSERT INTO migrayt_vault.connection VALUES
        ('00000000-0000-0000-0000-000000000002', 'new', 1, '', '\\x00000000000000000000000000000000',
         0, 0, 0, 0, NULL, NULL, false)";
    let refused = tx.execute(query(copy)).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::PermissionDenied);
    drop(tx);
    assert_eq!(kept.read(&theirs, &name).await.unwrap(), Some(sample()));
}

pub(crate) fn sample() -> ConnectionRow {
    let then = OffsetDateTime::UNIX_EPOCH;
    ConnectionRow {
        revision: 1,
        platform: "entra".to_owned(),
        version: SecretVersion::from_bits(7),
        consented_at: then,
        renewed_at: then,
        renew_from: then,
        access_until: then,
        attempt: None,
        ended: false,
    }
}
