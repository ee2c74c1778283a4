use std::mem;

use futures_util::stream::{self, BoxStream};
use futures_util::{StreamExt as _, TryStreamExt as _};
use migrayt_core::{Error, ErrorKind, Result};
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Execute, Executor as _, PgPool, Postgres, Row as _, SqlSafeStr as _};

use super::fault::fault;
use super::session::Session;
use super::statement::Admitted;
use super::tenant::TenantUuid;
use super::{AppRole, DatabaseSettings, TENANT_SETTING};
use crate::TenantScope;

/// A transaction in which one tenant's rows are all there is.
///
/// It takes statements that read and write rows, one at a time, each as a prepared statement: none
/// that ends the transaction, changes a setting or a role, or is more than one. It gives its
/// connection to nobody. Dropped, it is rolled back; whoever has only read may just drop it.
///
/// Each call may be dropped while it is waited for; the transaction cannot be committed then. The
/// server may go on with the statement until its timeout, and the connection is not used before it
/// is done. Rows of [`TenantTx::stream`] that nobody wants any more are thrown away.
///
/// # Errors
/// Every call has the same: `Misuse` for a statement that is not taken, or in a transaction in
/// which another has failed; `PermissionDenied` for what the role or the policies do not allow,
/// such as a row of another tenant; `AlreadyExists` for a key that is taken; `Conflict` for a
/// reference that leads nowhere, and for what crossed with another transaction; `InputInvalid` for
/// values that do not fit; `Timeout` and `Unavailable`. Facts are PostgreSQL's code and the names
/// of table and constraint, never a value.
#[derive(Debug)]
pub struct TenantTx<'d> {
    session: Session,
    tenant: TenantUuid,
    role: &'d AppRole,
    pooled: bool,
    /// A statement was refused, or was not waited for.
    spoiled: bool,
}

impl<'d> TenantTx<'d> {
    pub(super) async fn begin(
        pool: &PgPool,
        role: &'d AppRole,
        settings: &DatabaseSettings,
        scope: &TenantScope,
    ) -> Result<Self> {
        let tenant = TenantUuid::of(scope.tenant())?;
        let statement = DatabaseSettings::milliseconds(settings.statement_timeout);
        let idle = DatabaseSettings::milliseconds(settings.idle_timeout);
        // The server's notices would be logged, and may quote values. Nothing here needs quoting: a role's name and a uuid are letters, digits and `_-`. The
        // role comes last, since it need not be allowed to call the function. `set_config` and not
        // SET, at which poolers pin a connection to its client.
        let begin = format!(
            "BEGIN; SELECT pg_catalog.set_config('{TENANT_SETTING}', '{tenant}', true),
                pg_catalog.set_config('statement_timeout', '{statement}', true),
                pg_catalog.set_config('idle_in_transaction_session_timeout', '{idle}', true),
                pg_catalog.set_config('client_min_messages', 'error', true),
                pg_catalog.set_config('role', '{role}', true)",
            tenant = tenant.as_str(),
        );
        let session = Session::begin(pool, AssertSqlSafe(begin).into_sql_str()).await;
        let session = session.map_err(|error| error.with("role", role))?;
        Ok(Self { session, tenant, role, pooled: settings.pooled, spoiled: false })
    }

    /// Its tenant's id as the database holds it: the text of a `uuid`, for statements that name the
    /// tenant in a key although they see no other.
    pub fn tenant_uuid(&self) -> &str {
        self.tenant.as_str()
    }

    /// Carries out a statement and says how many rows it changed, or how many it gave.
    pub async fn execute<'q>(&mut self, query: impl Execute<'q, Postgres>) -> Result<u64> {
        let query = self.admit(query)?;
        let before = mem::replace(&mut self.spoiled, true);
        let done = self.session.connection().execute(query).await;
        self.spoiled = before;
        Ok(done.map_err(fault)?.rows_affected())
    }

    /// All rows of a statement that bounds their number.
    pub async fn rows<'q>(&mut self, query: impl Execute<'q, Postgres>) -> Result<Vec<PgRow>> {
        let query = self.admit(query)?;
        let before = mem::replace(&mut self.spoiled, true);
        let given = self.session.connection().fetch_all(query).await;
        self.spoiled = before;
        given.map_err(fault)
    }

    /// The first row, if there is one.
    pub async fn row<'q>(&mut self, query: impl Execute<'q, Postgres>) -> Result<Option<PgRow>> {
        let query = self.admit(query)?;
        let before = mem::replace(&mut self.spoiled, true);
        let given = self.session.connection().fetch_optional(query).await;
        self.spoiled = before;
        given.map_err(fault)
    }

    /// The rows one after the other, as the server sends them.
    pub fn stream<'s, 'q>(
        &'s mut self,
        query: impl Execute<'q, Postgres>,
    ) -> BoxStream<'s, Result<PgRow>> {
        match self.admit(query) {
            Ok(query) => self.session.connection().fetch(query).map_err(fault).boxed(),
            Err(error) => stream::iter([Err(error)]).boxed(),
        }
    }

    /// Commits what was done.
    ///
    /// # Errors
    /// `Misuse` if a statement was refused, has failed or was not waited for, or if role or tenant
    /// are not those that it began with; nothing is committed then. Its effect is `Unknown` if the
    /// connection breaks on the way.
    pub async fn commit(mut self) -> Result<()> {
        if self.spoiled {
            return Err(Error::new(
                ErrorKind::Misuse,
                "a transaction with a statement that was refused or dropped cannot be committed",
            ));
        }
        self.verify().await?;
        self.session.commit().await
    }

    /// Asks the server for whom it acts. What a transaction set is undone when it is rolled back, so
    /// that only a commit could leave it to another. A transaction that has failed cannot answer, so
    /// that its COMMIT, which PostgreSQL would turn into ROLLBACK in silence, is never sent.
    async fn verify(&mut self) -> Result<()> {
        // Settings that the transaction changed may change what names mean, so all are qualified.
        let query = sqlx::query(
            "SELECT current_user::pg_catalog.text,
                pg_catalog.current_setting('app.tenant_id', true)",
        );
        let query = self.admit(query)?;
        let row = self.session.connection().fetch_one(query).await.map_err(fault)?;
        let role: String = row.try_get(0).map_err(fault)?;
        let tenant: Option<String> = row.try_get(1).map_err(fault)?;
        if role == self.role.as_str() && tenant.as_deref() == Some(self.tenant.as_str()) {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Misuse, "a transaction left its tenant and is not committed")
            .with_help("Find the statement that calls set_config; no tenant's code may.")
            .with("role", self.role))
    }

    fn admit<'q>(&mut self, query: impl Execute<'q, Postgres>) -> Result<Admitted> {
        let admitted = Admitted::of(query, self.pooled);
        self.spoiled |= admitted.is_err();
        admitted
    }
}
