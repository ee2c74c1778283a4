use async_trait::async_trait;
use migrayt_core::Result;
use migrayt_tenancy::Actor;

use super::{VaultAudit, VaultEvent};

/// Tells events to the program's log: `tracing`, target `migrayt_vault::audit`, level `INFO`.
///
/// The fields are `tenant`, `account`, `job` (if a job asked), `name`, `version` (if there is one),
/// `act`, `outcome`, `reason` (if refused) and `at` (seconds since 1970). A log that nobody listens
/// to, or that drops lines, does not say so: where records are owed, implement [`VaultAudit`] over
/// what can refuse.
#[derive(Clone, Copy, Debug, Default)]
pub struct TracingAudit;

#[async_trait]
impl VaultAudit for TracingAudit {
    async fn record(&self, event: &VaultEvent) -> Result<()> {
        let job = match &event.actor {
            Actor::Job { job, .. } => Some(job),
            _ => None,
        };
        tracing::info!(
            target: "migrayt_vault::audit",
            tenant = %event.tenant,
            account = %event.actor.account(),
            job = job.map(tracing::field::display),
            name = %event.name,
            version = event.version.map(tracing::field::display),
            act = event.act.name(),
            outcome = event.outcome.name(),
            reason = event.outcome.reason().map(tracing::field::display),
            at = event.at.unix_timestamp(),
            "vault"
        );
        Ok(())
    }
}
