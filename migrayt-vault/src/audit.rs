mod act;
mod event;
mod memory;
mod tracing;

use std::fmt::Debug;

use async_trait::async_trait;
use migrayt_core::Result;

pub use self::act::{VaultAct, VaultOutcome};
pub use self::event::VaultEvent;
pub use self::memory::MemoryAudit;
pub use self::tracing::TracingAudit;

/// Remembers who asked a vault for what.
///
/// # Contract
/// - Once `record` has returned without an error the event is as safe as the audit can make it: a
///   secret is lent right after.
/// - Events of one secret are kept in the order in which they were told.
/// - It refuses only if it cannot remember; whether something is allowed is not its question.
///
/// # Errors
/// Any: the vault then refuses with `Unavailable` and keeps the error as its source.
#[async_trait]
pub trait VaultAudit: Debug + Send + Sync + 'static {
    /// Remembers one event.
    async fn record(&self, event: &VaultEvent) -> Result<()>;
}
