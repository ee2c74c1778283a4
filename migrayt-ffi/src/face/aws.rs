use std::sync::Arc;
use std::time::Duration;

use migrayt::system::{SystemClock, SystemIds};
use migrayt_core::error::Result;
use migrayt_vault::{AwsSettings, AwsVault, CredentialVault, Deletion, TracingAudit};
use serde::Deserialize;

/// Where the vault in AWS is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Which deployment it is, such as `production`.
    environment: String,
    /// The KMS key: its ARN, its id or an alias.
    key: String,
    /// The region of secrets and key.
    region: Option<String>,
    /// Another address than the region's own.
    endpoint: Option<String>,
    /// How many days an administrator can restore what was destroyed, 7 to 30; not at all, if it is
    /// left out.
    recoverable_days: Option<u8>,
    /// How long a value is lent again without asking, in seconds; 60 if it is left out.
    cached_for_s: Option<u64>,
}

impl Settings {
    /// Opens the vault with the credentials that the process has.
    pub(crate) async fn open(&self) -> Result<Arc<dyn CredentialVault>> {
        let mut settings = AwsSettings::new(&self.environment, &self.key);
        if let Some(region) = &self.region {
            settings.region.clone_from(region);
        }
        settings.endpoint.clone_from(&self.endpoint);
        if let Some(days) = self.recoverable_days {
            settings.deletion = Deletion::Recoverable { days };
        }
        if let Some(seconds) = self.cached_for_s {
            settings.cached_for = Duration::from_secs(seconds);
        }
        let (clock, ids) = (Arc::new(SystemClock::new()), Arc::new(SystemIds));
        Ok(Arc::new(AwsVault::open(settings, Arc::new(TracingAudit), clock, ids).await?))
    }
}
