mod arn;
mod cache;
mod caller;
mod endpoint;
mod fault;
mod key;
mod naming;
mod recent;
mod record;
mod settings;
mod shelf;
mod store;

use std::sync::Arc;
use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use migrayt_core::port::{Clock, Ids};
use migrayt_core::{Error, ErrorKind, Result};
use migrayt_tenancy::TenantScope;

pub use self::arn::SecretArn;
use self::cache::Cache;
use self::caller::Caller;
use self::key::MasterKey;
use self::naming::Naming;
use self::recent::Recent;
pub use self::settings::{AwsSettings, Deletion};
use self::shelf::Shelf;
use self::store::AwsStore;
use crate::desk::Desk;
use crate::{SecretName, VaultAudit, VaultCapabilities};

/// How long a connection to AWS may take, and one try of a call: it is answered within a second,
/// or it is asked again.
const CONNECT: Duration = Duration::from_secs(3);
const TRY: Duration = Duration::from_secs(10);

/// A vault in AWS Secrets Manager, under a KMS key of the customer.
///
/// Each value is sealed with AES-256-GCM under a data key of its own, which KMS makes and seals
/// under the customer's key with tenant, secret, version and format as its encryption context.
/// Secrets Manager keeps the sealed value beside the sealed data key, and seals both once more under
/// the same key. Any number of processes may use one vault at once.
///
/// Secrets Manager is consistent in the end, not at once. What this process changed it lends as it
/// is; another may see the earlier state for a moment, and its list of names may be some minutes old.
/// That of two rotations one wins is decided in AWS.
///
/// Its methods need a tokio runtime with timers and input and output.
#[derive(Debug)]
pub struct AwsVault {
    desk: Desk,
    store: AwsStore,
}

impl AwsVault {
    /// Opens the vault with the credentials that AWS's SDK finds: of variables, a profile, a web
    /// identity, the task or the machine.
    ///
    /// # Errors
    /// - `ConfigInvalid` if a setting cannot be used, or if the key does not exist, is AWS's own, not
    ///   symmetric, not enabled, about to be deleted, or not rotated.
    /// - `PermissionDenied` if the role may not look at the key, `Unauthenticated` if there is none.
    /// - `Unavailable`, `Timeout` or `RateLimited` if AWS cannot be asked.
    pub async fn open(
        settings: AwsSettings,
        audit: Arc<dyn VaultAudit>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
    ) -> Result<Self> {
        settings.ensure_usable()?;
        let region = Region::new(settings.region.clone());
        let config = aws_config::defaults(BehaviorVersion::v2026_01_12()).region(region);
        Self::open_with(&config.load().await, settings, audit, clock, ids).await
    }

    /// Opens the vault with the credentials of a configuration of AWS's SDK. Its region, endpoint,
    /// retries and timeouts are replaced by the vault's own.
    ///
    /// # Errors
    /// As for [`AwsVault::open`].
    pub async fn open_with(
        config: &SdkConfig,
        settings: AwsSettings,
        audit: Arc<dyn VaultAudit>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
    ) -> Result<Self> {
        settings.ensure_usable()?;
        let (kms, secrets) = clients(&own(config, &settings), &settings);
        let caller = Caller::new(clock.clone(), ids);
        let key = MasterKey::open(kms, caller.clone(), &settings.key).await?;
        let shelf = Shelf::new(secrets, caller.clone(), key.arn().to_owned(), settings.deletion);
        let store = AwsStore {
            caller,
            naming: Naming::of(&settings.environment),
            key,
            shelf,
            cache: Cache::new(clock.clone(), settings.cached_for),
            recent: Recent::new(clock.clone()),
            deletion: settings.deletion,
        };
        Ok(Self { desk: Desk::new(audit, clock), store })
    }

    /// The address of a secret: what a database keeps of it.
    ///
    /// # Errors
    /// `NotFound` if the tenant has no secret of this name.
    pub async fn arn(&self, scope: &TenantScope, name: &SecretName) -> Result<SecretArn> {
        self.store.caller.ensure_current(scope)?;
        self.store.arn(scope, name).await
    }

    /// The name of the secret that has an address which was stored, if it is the tenant's own.
    ///
    /// # Errors
    /// `NotFound` if it is another tenant's, another environment's, or nobody's: whoever can write
    /// into a database must not be able to point at the secrets of others.
    pub async fn find(&self, scope: &TenantScope, arn: &SecretArn) -> Result<SecretName> {
        self.store.caller.ensure_current(scope)?;
        let found = self.store.find(scope, arn).await?;
        found.ok_or_else(|| {
            Error::new(ErrorKind::NotFound, "there is no secret at this address")
                .with_help("Connect again: the secret was destroyed, or its address was changed.")
        })
    }
}

crate::kept::kept_vault!(AwsVault, VaultCapabilities::new(true, true, record::LONGEST_SECRET));

/// A configuration with the vault's own way of asking.
fn own(config: &SdkConfig, settings: &AwsSettings) -> SdkConfig {
    let timeouts =
        TimeoutConfig::builder().connect_timeout(CONNECT).operation_attempt_timeout(TRY).build();
    let mut own = config.to_builder();
    own.set_behavior_version(Some(BehaviorVersion::v2026_01_12()));
    own.set_region(Some(Region::new(settings.region.clone())));
    own.set_retry_config(Some(RetryConfig::disabled()));
    own.set_timeout_config(Some(timeouts));
    own.build()
}

/// The clients of both services at the vault's endpoint, whatever variables and profiles say.
fn clients(
    config: &SdkConfig,
    settings: &AwsSettings,
) -> (aws_sdk_kms::Client, aws_sdk_secretsmanager::Client) {
    let mut kms = aws_sdk_kms::config::Builder::from(config);
    kms.set_endpoint_url(settings.endpoint.clone());
    let mut secrets = aws_sdk_secretsmanager::config::Builder::from(config);
    secrets.set_endpoint_url(settings.endpoint.clone());
    (
        aws_sdk_kms::Client::from_conf(kms.build()),
        aws_sdk_secretsmanager::Client::from_conf(secrets.build()),
    )
}
