use migrayt_core::error::Result;
use migrayt_tenancy::postgres::TenantTx;
use sqlx::Postgres;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::Query;

use crate::row::Columns as _;

/// A statement with what is bound to it.
pub(super) type Statement<'q> = Query<'q, Postgres, PgArguments>;

/// One transaction within one tenant. Dropped before it is committed, it changes nothing.
#[derive(Debug)]
pub(super) struct Work<'d> {
    transaction: TenantTx<'d>,
}

impl<'d> Work<'d> {
    pub(super) fn new(transaction: TenantTx<'d>) -> Self {
        Self { transaction }
    }

    pub(super) async fn commit(self) -> Result<()> {
        self.transaction.commit().await
    }

    /// A statement whose first parameter is the tenant.
    pub(super) fn of_tenant(&self, sql: &'static str) -> Statement<'static> {
        sqlx::query(sql).bind(self.transaction.tenant_uuid().to_owned())
    }

    /// Carries out a statement and says how many rows it changed.
    pub(super) async fn execute(&mut self, statement: Statement<'_>) -> Result<u64> {
        self.transaction.execute(statement).await
    }

    /// The rows of a statement that bounds their number.
    pub(super) async fn rows(&mut self, statement: Statement<'_>) -> Result<Vec<PgRow>> {
        self.transaction.rows(statement).await
    }

    pub(super) async fn row(&mut self, statement: Statement<'_>) -> Result<Option<PgRow>> {
        self.transaction.row(statement).await
    }

    /// The one number that a statement finds; 0 if it finds nothing.
    pub(super) async fn number(&mut self, statement: Statement<'_>) -> Result<u64> {
        let row = self.row(statement).await?;
        row.map_or(Ok(0), |row| row.number("number"))
    }
}
