use std::fmt;

use migrayt_core::Result;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions as _, PgPool, SqlSafeStr as _};

use super::audit::{AuditRules, Violation, audit};
use super::session::Session;
use super::{AppRole, DatabaseSettings, TenantTx};
use crate::TenantScope;

/// A PostgreSQL database with tenants.
///
/// Its pool is its own: there is no way to a connection but [`Database::tenant`], which takes the
/// proof that the caller acts for that tenant. The role that logs in must be able to become the
/// role of the application, and may be a superuser, as in an embedded PostgreSQL: no statement of a
/// tenant runs as it.
///
/// Statements are not logged, since a text may hold what somebody wrote.
pub struct Database {
    pool: PgPool,
    role: AppRole,
    settings: DatabaseSettings,
}

impl Database {
    /// Describes a database; the first transaction connects. Call it within a tokio runtime.
    pub fn new(options: PgConnectOptions, role: AppRole, settings: DatabaseSettings) -> Self {
        let options = options.disable_statement_logging();
        let options = if settings.pooled { options.statement_cache_capacity(0) } else { options };
        let pool = PgPoolOptions::new()
            .max_connections(settings.connections)
            .acquire_timeout(settings.acquire_timeout)
            .connect_lazy_with(options);
        Self { pool, role, settings }
    }

    /// Begins a transaction for the tenant of a scope, under the application's role: a single
    /// exchange with the server.
    ///
    /// Dropped at any point, also while this is waited for, it changes nothing.
    ///
    /// # Errors
    /// `InputInvalid` if the tenant's id is none of `TenantId::from_bits`; `ConfigInvalid` or
    /// `PermissionDenied` if the role is not there or cannot be taken; `Timeout` if no connection
    /// becomes free in time; `Unavailable` while the database cannot be reached.
    pub async fn tenant(&self, scope: &TenantScope) -> Result<TenantTx<'_>> {
        TenantTx::begin(&self.pool, &self.role, &self.settings, scope).await
    }

    /// Audits the database as [`audit`] does, in a transaction of its own that only reads, as the
    /// role that logged in.
    ///
    /// # Errors
    /// As [`audit`], and `Timeout` and `Unavailable` as for [`Database::tenant`].
    pub async fn audit(&self, rules: &AuditRules) -> Result<Vec<Violation>> {
        // With a usual search path, texts of policies are what they are compared with.
        const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY;
            SET LOCAL search_path = pg_catalog";
        let mut session = Session::begin(&self.pool, BEGIN.into_sql_str()).await?;
        audit(session.connection(), rules).await
    }

    /// Waits until every transaction has ended and closes the connections. Later calls fail with
    /// `Misuse`.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database").field("role", &self.role).finish_non_exhaustive()
    }
}
