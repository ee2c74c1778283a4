use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use migrayt_core::Result;
use migrayt_tenancy::TenantScope;

use super::ConnectionRows;
use crate::SecretName;
use crate::oauth::ConnectionRow;
use crate::store::Place;

/// Rows in this process' memory.
#[derive(Debug, Default)]
pub struct MemoryRows(Mutex<BTreeMap<Place, ConnectionRow>>);

impl MemoryRows {
    fn rows(&self) -> MutexGuard<'_, BTreeMap<Place, ConnectionRow>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl ConnectionRows for MemoryRows {
    async fn read(&self, scope: &TenantScope, name: &SecretName) -> Result<Option<ConnectionRow>> {
        Ok(self.rows().get(&scope.scoped(name.clone())).cloned())
    }

    async fn write(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        row: &ConnectionRow,
    ) -> Result<()> {
        self.rows().insert(scope.scoped(name.clone()), row.clone());
        Ok(())
    }

    async fn exchange(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        seen: u64,
        row: &ConnectionRow,
    ) -> Result<bool> {
        let mut rows = self.rows();
        match rows.get_mut(&scope.scoped(name.clone())) {
            Some(there) if there.revision == seen => {
                there.clone_from(row);
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    async fn remove(&self, scope: &TenantScope, name: &SecretName) -> Result<bool> {
        Ok(self.rows().remove(&scope.scoped(name.clone())).is_some())
    }

    async fn list(&self, scope: &TenantScope) -> Result<Vec<(SecretName, ConnectionRow)>> {
        let rows = self.rows();
        let own = rows.iter().filter(|(place, _)| place.tenant() == scope.tenant());
        Ok(own.map(|(place, row)| (place.key().clone(), row.clone())).collect())
    }
}
