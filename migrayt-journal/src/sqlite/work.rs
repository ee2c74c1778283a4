use migrayt_core::error::Result;
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Connection as _, Sqlite, SqliteConnection, Transaction};

use super::fault::{commit_fault, fault};
use crate::row::Columns as _;

/// A statement with what is bound to it.
pub(super) type Statement = Query<'static, Sqlite, SqliteArguments>;

/// One transaction within one tenant. Dropped before it is committed, it changes nothing.
#[derive(Debug)]
pub(super) struct Work<'c> {
    transaction: Transaction<'c, Sqlite>,
    pub(super) tenant: i64,
}

impl<'c> Work<'c> {
    pub(super) async fn begin(
        connection: &'c mut SqliteConnection,
        statement: &'static str,
        tenant: i64,
    ) -> Result<Self> {
        let transaction = connection.begin_with(statement).await.map_err(fault)?;
        Ok(Self { transaction, tenant })
    }

    pub(super) async fn commit(self) -> Result<()> {
        self.transaction.commit().await.map_err(commit_fault)
    }

    /// A statement whose first parameter is the tenant.
    pub(super) fn statement(&self, sql: &'static str) -> Statement {
        sqlx::query(sql).bind(self.tenant)
    }

    /// Carries out a statement and says how many rows it changed.
    pub(super) async fn execute(&mut self, statement: Statement) -> Result<u64> {
        let done = statement.execute(&mut *self.transaction).await.map_err(fault)?;
        Ok(done.rows_affected())
    }

    /// The rows of a statement that bounds their number.
    pub(super) async fn rows(&mut self, statement: Statement) -> Result<Vec<SqliteRow>> {
        statement.fetch_all(&mut *self.transaction).await.map_err(fault)
    }

    pub(super) async fn row(&mut self, statement: Statement) -> Result<Option<SqliteRow>> {
        statement.fetch_optional(&mut *self.transaction).await.map_err(fault)
    }

    /// The one number that a statement finds; 0 if it finds nothing.
    pub(super) async fn number(&mut self, statement: Statement) -> Result<u64> {
        let row = self.row(statement).await?;
        row.map_or(Ok(0), |row| row.number("number"))
    }
}
