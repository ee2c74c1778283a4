//! The journal in PostgreSQL, in the transactions of one tenant.
//!
//! Two walls keep tenants apart. Statements reach plans and runs by a key that begins with the
//! tenant, and everything below them by numbers that no two tenants share; row-level security hides
//! the rest. Either may fail alone.
//!
//! Whoever writes locks the row of the plan or run first, so that a lease that was checked is still
//! the newest when what it allows is committed. Rows are looked up one by one along a key, in a
//! subquery that `OFFSET 0` keeps apart: a planner that was misled about numbers of rows may choose
//! an index, but no join that reads everything for each row.

mod account;
mod columns;
mod doubt;
mod intent;
mod journal;
mod lane;
mod ledger;
mod outline;
mod pending;
mod plan;
mod plan_store;
mod run;
mod seal;
mod settle;
mod work;

use std::sync::Arc;

use migrayt_core::error::Result;
use migrayt_tenancy::TenantScope;
use migrayt_tenancy::postgres::{Database, Schema};

use self::work::Work;

/// A journal and plan store in a PostgreSQL database, scoped to one tenant.
///
/// Its tables are those of [`PostgresJournal::SCHEMA`], beside whatever else the database holds. What a call
/// wrote is on the server's disk before it returns; a call that was cut off, on either side, wrote
/// all or nothing. Several processes may work at once; those of one run, or of one plan, wait for
/// each other within `DatabaseSettings::statement_timeout`, which must also be long enough to seal
/// the largest plan.
///
/// Each call takes one connection of the [`Database`] for one transaction, and none waits for
/// another connection inside.
#[derive(Clone, Debug)]
pub struct PostgresJournal {
    database: Arc<Database>,
    scope: TenantScope,
}

impl PostgresJournal {
    /// The journal's tables, to be made by the owner of a product's own and audited with them.
    pub const SCHEMA: Schema =
        Schema::new("migrayt_journal", &[include_str!("postgres/schema/1.sql")])
            .with_functions(&["count_rows()"]);

    /// Opens the journal of a scope's tenant. Like every user of a scope, whoever keeps it for long
    /// asks the scope again whether it still holds.
    ///
    /// # Errors
    /// `ConfigInvalid` if the schema is not there or of an earlier version, which the owner of the
    /// tables brings up to date, or if the server says that a commit is done before it is on its
    /// disk; `Unsupported` with `version` if a newer release of Migrayt made the schema;
    /// `PermissionDenied` if the role may not use it; and as [`Database::tenant`].
    pub async fn open(database: Arc<Database>, scope: TenantScope) -> Result<Self> {
        let journal = Self { database, scope };
        Self::SCHEMA.admit(&mut journal.database.tenant(&journal.scope).await?).await?;
        tracing::debug!(version = Self::SCHEMA.version(), "opened the journal");
        Ok(journal)
    }

    /// Begins a transaction. One that has only read is just dropped.
    async fn work(&self) -> Result<Work<'_>> {
        Ok(Work::new(self.database.tenant(&self.scope).await?))
    }
}
