use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use migrayt_core::id::TenantId;
use migrayt_core::{ErrorKind, Result};
use time::Duration;

use super::Rule;
use crate::{SecretName, VaultAct, VaultAudit, VaultEvent, VaultOutcome};

/// An audit that passes on what it is told but for what its mutant breaks.
#[derive(Debug)]
pub(super) struct BrokenAudit {
    inner: Arc<dyn VaultAudit>,
    broken: Rule,
    told: AtomicBool,
}

impl BrokenAudit {
    pub(super) fn new(inner: Arc<dyn VaultAudit>, broken: Rule) -> Self {
        Self { inner, broken, told: AtomicBool::new(false) }
    }
}

#[async_trait]
impl VaultAudit for BrokenAudit {
    async fn record(&self, event: &VaultEvent) -> Result<()> {
        let mut event = event.clone();
        let hold = event.act == VaultAct::Hold;
        let refused = event.outcome.reason().is_some();
        let begun = event.outcome == VaultOutcome::Begun;
        let lent = hold && !refused;
        let dropped = match self.broken {
            Rule::HoldsUntold => lent,
            Rule::HoldsToldOnce => lent && self.told.swap(true, Ordering::SeqCst),
            Rule::RefusalsUntold => hold && refused,
            Rule::EndedChangesUntold => {
                !hold && event.outcome.reason() == Some(ErrorKind::Unauthenticated)
            }
            Rule::BeginningsUntold => begun,
            Rule::EndsUntold => !hold && !begun,
            _ => false,
        };
        if dropped {
            return Ok(());
        }
        match self.broken {
            Rule::ToldWithoutVersion => event.version = None,
            Rule::ToldOfAnotherTenant => event.tenant = TenantId::from_bits(9),
            Rule::ToldOfAnotherName => event.name = SecretName::new("another")?,
            Rule::ToldAtAnotherTime => event.at += Duration::seconds(1),
            _ => {}
        }
        let result = self.inner.record(&event).await;
        let silent = match self.broken {
            Rule::LendsUntold => lent,
            Rule::RefusesUntold => hold && refused,
            Rule::ChangesUntold => begun,
            Rule::EndsInSilence => !hold && !begun,
            _ => false,
        };
        if silent { Ok(()) } else { result }
    }
}
