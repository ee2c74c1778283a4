use std::sync::{Arc, OnceLock};

use migrayt::project::BroughtJournal;
use migrayt::system::{SystemClock, SystemIds};
use migrayt_core::digest::DigestKey;
use migrayt_core::error::Result;
use migrayt_core::memory_journal::MemoryJournal;
use migrayt_vault::{CredentialVault, MemoryVault, TracingAudit};

/// What an engine keeps in memory for its runs, if it is told to.
#[derive(Debug, Default)]
pub(crate) struct Stores {
    journal: OnceLock<BroughtJournal>,
    vault: OnceLock<Arc<dyn CredentialVault>>,
}

impl Stores {
    /// The journal in memory, the same for every run of the engine.
    ///
    /// # Errors
    /// `Unavailable` if the system has no randomness for its key.
    pub(crate) fn journal(&self) -> Result<BroughtJournal> {
        if let Some(journal) = self.journal.get() {
            return Ok(journal.clone());
        }
        let key = DigestKey::new(SystemIds.key()?);
        Ok(self
            .journal
            .get_or_init(|| {
                let journal = Arc::new(MemoryJournal::default());
                BroughtJournal { journal: Arc::clone(&journal) as _, plans: journal as _, key }
            })
            .clone())
    }

    /// The vault in memory, the same for every run of the engine.
    pub(crate) fn vault(&self) -> Arc<dyn CredentialVault> {
        let made = || {
            let audit = Arc::new(TracingAudit);
            let clock = Arc::new(SystemClock::new());
            Arc::new(MemoryVault::new(audit, clock)) as Arc<dyn CredentialVault>
        };
        Arc::clone(self.vault.get_or_init(made))
    }
}
