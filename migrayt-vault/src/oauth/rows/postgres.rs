use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use migrayt_core::Result;
use migrayt_tenancy::TenantScope;
use migrayt_tenancy::postgres::{Database, Schema, TenantTx, fault};
use sqlx::FromRow as _;
use sqlx::postgres::PgRow;

use super::ConnectionRows;
use super::columns::{Columns, bind, columns, fields, row};
use crate::SecretName;
use crate::oauth::ConnectionRow;

/// Rows in a PostgreSQL database, each in a transaction of its tenant.
///
/// Their table is that of [`PostgresRows::SCHEMA`], beside whatever else the database holds. Two
/// walls keep tenants apart: statements name the tenant in the key, and row-level security hides the
/// rest. Each call takes one connection of the [`Database`] for one transaction.
///
/// The first call, and each until one succeeds, looks whether the schema is there: it fails with
/// `ConfigInvalid` if the owner of the tables must migrate it or the server does not keep what it
/// has acknowledged, and with `Unsupported` if a newer release made it.
#[derive(Debug)]
pub struct PostgresRows {
    database: Arc<Database>,
    is_admitted: AtomicBool,
}

impl PostgresRows {
    /// The table of connections, for whoever migrates and audits the database.
    pub const SCHEMA: Schema =
        Schema::new("migrayt_vault", &[include_str!("postgres/schema/1.sql")]);

    /// Rows in this database, which nobody asks yet.
    pub fn new(database: Arc<Database>) -> Self {
        Self { database, is_admitted: AtomicBool::new(false) }
    }

    async fn begin(&self, scope: &TenantScope) -> Result<TenantTx<'_>> {
        let mut tx = self.database.tenant(scope).await?;
        if !self.is_admitted.load(Ordering::Relaxed) {
            Self::SCHEMA.admit(&mut tx).await?;
            self.is_admitted.store(true, Ordering::Relaxed);
        }
        Ok(tx)
    }
}

#[async_trait]
impl ConnectionRows for PostgresRows {
    async fn read(&self, scope: &TenantScope, name: &SecretName) -> Result<Option<ConnectionRow>> {
        let mut tx = self.begin(scope).await?;
        let query = sqlx::query(READ).bind(tx.tenant_uuid().to_owned()).bind(name.as_str());
        let found = tx.row(query).await?;
        found.map(|found| read(&found).map(|(_, row)| row)).transpose()
    }

    async fn write(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        row: &ConnectionRow,
    ) -> Result<()> {
        let columns = columns(name, row)?;
        let mut tx = self.begin(scope).await?;
        let query = sqlx::query(WRITE).bind(tx.tenant_uuid().to_owned());
        tx.execute(bind!(query, columns)).await?;
        tx.commit().await
    }

    async fn exchange(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        seen: u64,
        row: &ConnectionRow,
    ) -> Result<bool> {
        let columns = columns(name, row)?;
        let mut tx = self.begin(scope).await?;
        let query = sqlx::query(EXCHANGE).bind(tx.tenant_uuid().to_owned());
        let changed = tx.execute(bind!(query, columns).bind(seen.cast_signed())).await?;
        tx.commit().await?;
        Ok(changed > 0)
    }

    async fn remove(&self, scope: &TenantScope, name: &SecretName) -> Result<bool> {
        let mut tx = self.begin(scope).await?;
        let query = sqlx::query(REMOVE).bind(tx.tenant_uuid().to_owned()).bind(name.as_str());
        let removed = tx.execute(query).await?;
        tx.commit().await?;
        Ok(removed > 0)
    }

    async fn list(&self, scope: &TenantScope) -> Result<Vec<(SecretName, ConnectionRow)>> {
        let mut tx = self.begin(scope).await?;
        let query = sqlx::query(LIST).bind(tx.tenant_uuid().to_owned());
        tx.rows(query).await?.iter().map(read).collect()
    }
}

fn read(found: &PgRow) -> Result<(SecretName, ConnectionRow)> {
    row(Columns::from_row(found).map_err(fault)?)
}

const READ: &str = concat!(
    "SELECT name, ",
    fields!(),
    " FROM migrayt_vault.connection WHERE tenant_id = $1::uuid AND name = $2"
);

const LIST: &str = concat!(
    "SELECT name, ",
    fields!(),
    " FROM migrayt_vault.connection WHERE tenant_id = $1::uuid ORDER BY name"
);

const WRITE: &str = concat!(
    "INSERT INTO migrayt_vault.connection (tenant_id, name, ",
    fields!(),
    ") VALUES ($1::uuid, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       ON CONFLICT (tenant_id, name) DO UPDATE SET (",
    fields!(),
    ") = ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
);

/// Of several that wait for each other, those that come later compare with what the first wrote.
const EXCHANGE: &str = concat!(
    "UPDATE migrayt_vault.connection SET (",
    fields!(),
    ") = ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
      WHERE tenant_id = $1::uuid AND name = $2 AND revision = $13"
);

const REMOVE: &str =
    "DELETE FROM migrayt_vault.connection WHERE tenant_id = $1::uuid AND name = $2";
