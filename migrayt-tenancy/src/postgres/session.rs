use migrayt_core::Result;
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgTransactionManager;
use sqlx::{PgConnection, PgPool, Postgres, SqlStr};
use sqlx_core::transaction::TransactionManager as _;

use super::fault::{commit_fault, fault};

/// A connection of the pool with a transaction.
///
/// However it ends, no connection returns to the pool inside a transaction: it is rolled back, or
/// where that is not certain, closed.
#[derive(Debug)]
pub(super) struct Session {
    connection: PoolConnection<Postgres>,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Nobody knows whether the server has begun: a connection that is left like this is closed.
    Uncertain,
    Open,
    Committed,
}

impl Session {
    /// Takes a connection and begins by a text of one or more statements, in one exchange.
    pub(super) async fn begin(pool: &PgPool, statements: SqlStr) -> Result<Self> {
        let connection = pool.acquire().await.map_err(fault)?;
        let mut session = Self { connection, state: State::Uncertain };
        // If a later statement fails, or this future is dropped, sqlx does not know that the
        // server has begun, and would leave the transaction open.
        PgTransactionManager::begin(&mut session.connection, Some(statements))
            .await
            .map_err(fault)?;
        session.state = State::Open;
        Ok(session)
    }

    pub(super) fn connection(&mut self) -> &mut PgConnection {
        &mut self.connection
    }

    pub(super) async fn commit(mut self) -> Result<()> {
        PgTransactionManager::commit(&mut self.connection).await.map_err(commit_fault)?;
        self.state = State::Committed;
        Ok(())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        match self.state {
            State::Uncertain => self.connection.close_on_drop(),
            State::Open => PgTransactionManager::start_rollback(&mut self.connection),
            State::Committed => {}
        }
    }
}
