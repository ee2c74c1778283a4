#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod columns;
mod memory;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod sqlite;

use std::fmt::Debug;

use async_trait::async_trait;
use migrayt_core::Result;
use migrayt_tenancy::TenantScope;

pub use self::memory::MemoryRows;
#[cfg(feature = "postgres")]
pub use self::postgres::PostgresRows;
#[cfg(feature = "sqlite")]
pub use self::sqlite::SqliteRows;
use super::ConnectionRow;
use crate::SecretName;

/// Remembers the rows of connections, for all processes that use them.
///
/// # Contract
///
/// **Tenants.** A name belongs to the scope's tenant, as in the vault.
///
/// **One change at a time.** `exchange` changes a row only if its revision is the one that the
/// caller saw, in one step: of several that saw the same one at most one succeeds. A row that is
/// written has the revision that is written in it.
///
/// **Whole.** A row comes back as it was written: with all 64 bits of its revision and all 128 of
/// its versions, and times to the microsecond. What is finer may be cut off.
///
/// **Durable.** What returned is found by every process, also after a crash. A future that is
/// dropped, and an error whose effect is `Unknown`, may have changed the row.
#[async_trait]
pub trait ConnectionRows: Debug + Send + Sync + 'static {
    /// The row of a name.
    async fn read(&self, scope: &TenantScope, name: &SecretName) -> Result<Option<ConnectionRow>>;

    /// Writes a row, in place of one that may be there.
    async fn write(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        row: &ConnectionRow,
    ) -> Result<()>;

    /// Writes a row in place of one whose revision is `seen`; tells whether there was such a one.
    async fn exchange(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        seen: u64,
        row: &ConnectionRow,
    ) -> Result<bool>;

    /// Removes a row; tells whether there was one.
    async fn remove(&self, scope: &TenantScope, name: &SecretName) -> Result<bool>;

    /// All rows of the tenant, by name, ascending.
    async fn list(&self, scope: &TenantScope) -> Result<Vec<(SecretName, ConnectionRow)>>;
}
