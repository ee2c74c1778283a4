use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use migrayt_core::Result;

use super::{VaultAudit, VaultEvent};

/// Remembers in memory, without a limit: for tests.
#[derive(Debug, Default)]
pub struct MemoryAudit(Mutex<Vec<VaultEvent>>);

impl MemoryAudit {
    /// Everything so far, in order.
    pub fn events(&self) -> Vec<VaultEvent> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl VaultAudit for MemoryAudit {
    async fn record(&self, event: &VaultEvent) -> Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(event.clone());
        Ok(())
    }
}
