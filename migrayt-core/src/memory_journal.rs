//! A journal and plan store in memory, for tests, dry runs and as the model that durable journals
//! are compared with.

mod account;
mod journal;
mod operations;
mod plan;
mod plan_store;
mod run;
mod seal;
mod store;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use self::store::Store;
use crate::id::TenantId;

/// Keeps plans and runs as long as it, or a clone of it, lives.
///
/// Clones share what is kept. It is not durable, and says so in its capabilities.
#[derive(Clone, Debug)]
pub struct MemoryJournal {
    tenant: TenantId,
    tenants: Arc<Mutex<BTreeMap<TenantId, Store>>>,
}

impl MemoryJournal {
    /// An empty journal of one tenant.
    pub fn new(tenant: TenantId) -> Self {
        Self { tenant, tenants: Arc::default() }
    }

    /// The journal of another tenant in the same memory. Neither sees anything of the other.
    #[must_use]
    pub fn of_tenant(&self, tenant: TenantId) -> Self {
        Self { tenant, tenants: Arc::clone(&self.tenants) }
    }

    /// Does something with what is kept for the tenant. The lock ends with the call, so that it is
    /// never held over an await.
    fn with<T>(&self, act: impl FnOnce(&mut Store) -> T) -> T {
        let mut tenants = self.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        act(tenants.entry(self.tenant.clone()).or_default())
    }
}

impl Default for MemoryJournal {
    fn default() -> Self {
        Self::new(TenantId::solo())
    }
}
