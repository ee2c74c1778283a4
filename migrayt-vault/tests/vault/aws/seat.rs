use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use async_trait::async_trait;
use aws_sdk_kms::config::Credentials;
use migrayt_core::Result;
use migrayt_core::port::{Clock, Ids};
use migrayt_vault::aws_config::profile::ProfileFileCredentialsProvider;
use migrayt_vault::aws_config::{BehaviorVersion, SdkConfig, defaults};
use migrayt_vault::{
    AwsSettings, AwsVault, CredentialVault as _, MemoryAudit, SecretVersion, VaultAudit,
};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use super::double::Double;
use super::proxy::{Behind, Proxy};
use crate::fixture::{name, scope, secret};

/// The credentials of all requests here: they open nothing, and are looked for where they must not
/// be.
pub(crate) const SECRET_KEY: &str = "mgcanaccesskeyw4x7z1q8m5t2";
pub(crate) const SESSION: &str = "mgcansessiontokenb6n9r3k0p1";

/// A key and an environment of its own in a double, behind a proxy.
pub(crate) struct Seat {
    pub(crate) proxy: Proxy,
    pub(crate) double: Double,
    pub(crate) key: String,
    environment: String,
}

impl Seat {
    pub(crate) async fn at(double: Double) -> Self {
        let key = made_key(&double).await;
        let proxy = Proxy::before(Behind::Double(double.clone())).await;
        let environment = format!("test-{:012x}", Random.fresh() >> 80);
        Self { proxy, double, key, environment }
    }

    /// A seat in each double that runs.
    pub(crate) async fn all() -> Vec<Self> {
        let mut seats = Vec::new();
        for double in Double::all() {
            seats.push(Self::at(double).await);
        }
        seats
    }

    pub(crate) fn settings(&self) -> AwsSettings {
        let mut settings = AwsSettings::new(self.environment.clone(), self.key.clone());
        settings.endpoint = Some(format!("http://{}", self.proxy.address));
        settings
    }

    /// A vault that nobody else uses: of an environment of its own, under the seat's key.
    pub(crate) async fn fresh(
        &self,
        settings: AwsSettings,
        audit: Arc<dyn VaultAudit>,
        clock: Arc<dyn Clock>,
    ) -> AwsVault {
        let mut settings = settings;
        settings.environment = format!("test-{:012x}", Random.fresh() >> 80);
        open(settings, audit, clock).await.unwrap()
    }

    /// A vault of the seat's environment, by a clock that stands.
    pub(crate) async fn vault(&self) -> AwsVault {
        self.open(|_| {}).await
    }

    pub(crate) async fn open(&self, change: impl FnOnce(&mut AwsSettings)) -> AwsVault {
        self.at_hand(change, Arc::new(Hand::default())).await
    }

    pub(crate) async fn at_hand(
        &self,
        change: impl FnOnce(&mut AwsSettings),
        hand: Arc<Hand>,
    ) -> AwsVault {
        let mut settings = self.settings();
        change(&mut settings);
        open(settings, Arc::new(MemoryAudit::default()), hand).await.unwrap()
    }

    /// What a secret is called in Secrets Manager.
    pub(crate) fn whole(&self, tenant: &str, text: &str) -> String {
        format!("migrayt/{}/t/{tenant}/c/{text}", self.environment)
    }

    /// Asks the double itself about a secret.
    pub(crate) async fn secrets(&self, call: &str, request: Value) -> Value {
        let target = format!("secretsmanager.{call}");
        let (status, answer) = self.double.ask(&target, &request).await.unwrap();
        assert_eq!(status, 200, "{call} {answer}");
        answer
    }

    pub(crate) async fn kms(&self, call: &str, request: Value) -> Value {
        kms(&self.double, call, request).await
    }

    /// Replaces the stored bytes of a version and nothing else, which AWS itself lets nobody do.
    pub(crate) async fn overwrite(&self, whole: &str, version: SecretVersion, bytes: &[u8]) {
        self.replace(whole, version, json!({ "SecretBinary": base64(bytes) })).await;
    }

    /// The same with any kind of value.
    pub(crate) async fn replace(&self, whole: &str, version: SecretVersion, mut value: Value) {
        value["ClientRequestToken"] = token(version).into();
        if self.double.is_moto() {
            // It writes over no version, but has no memory of secrets that were deleted.
            let deleted = json!({ "SecretId": whole, "ForceDeleteWithoutRecovery": true });
            self.secrets("DeleteSecret", deleted).await;
            value["Name"] = whole.into();
            self.secrets("CreateSecret", value).await;
        } else {
            value["SecretId"] = whole.into();
            self.secrets("PutSecretValue", value).await;
        }
    }

    /// The stored bytes of a secret.
    pub(crate) async fn stored(&self, whole: &str) -> Vec<u8> {
        let asked = json!({ "SecretId": whole, "VersionStage": "AWSCURRENT" });
        let answer = self.secrets("GetSecretValue", asked).await;
        unbase64(answer["SecretBinary"].as_str().unwrap())
    }
}

pub(crate) async fn kms(double: &Double, call: &str, request: Value) -> Value {
    let (status, answer) = double.ask(&format!("TrentService.{call}"), &request).await.unwrap();
    assert_eq!(status, 200, "{call} {answer}");
    answer
}

/// The ARN of a key as the vault wants it.
pub(crate) async fn made_key(double: &Double) -> String {
    let made = kms(double, "CreateKey", json!({ "KeyUsage": "ENCRYPT_DECRYPT" })).await;
    let key = made["KeyMetadata"]["Arn"].as_str().unwrap().to_owned();
    kms(double, "EnableKeyRotation", json!({ "KeyId": key })).await;
    key
}

pub(crate) async fn open(
    settings: AwsSettings,
    audit: Arc<dyn VaultAudit>,
    clock: Arc<dyn Clock>,
) -> Result<AwsVault> {
    AwsVault::open_with(&config().await, settings, audit, clock, Arc::new(Random)).await
}

/// Opens a vault with credentials of a profile that nobody has.
pub(crate) async fn open_as_nobody(settings: AwsSettings) -> Result<AwsVault> {
    let nobody = ProfileFileCredentialsProvider::builder().profile_name("migrayt-nobody").build();
    let config = defaults(BehaviorVersion::v2026_01_12()).region("eu-west-1");
    let config = config.credentials_provider(nobody).load().await;
    let (audit, clock) = (Arc::new(MemoryAudit::default()), Arc::new(Hand::default()));
    AwsVault::open_with(&config, settings, audit, clock, Arc::new(Random)).await
}

async fn config() -> SdkConfig {
    let credentials =
        Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET_KEY, Some(SESSION.into()), None, "tests");
    defaults(BehaviorVersion::v2026_01_12())
        .region("eu-west-1")
        .credentials_provider(credentials)
        .load()
        .await
}

pub(crate) async fn put(vault: &AwsVault, tenant: &str, text: &str, value: &str) -> SecretVersion {
    vault.put(&scope(tenant), &name(text), secret(value)).await.unwrap()
}

/// What a secret is, or the kind of the error.
pub(crate) async fn value(
    vault: &AwsVault,
    tenant: &str,
    text: &str,
) -> std::result::Result<String, migrayt_core::ErrorKind> {
    let held = vault.hold(&scope(tenant), &name(text)).await;
    held.map(|held| held.secret.expose_text().unwrap().to_owned()).map_err(|error| error.kind())
}

/// A version as AWS writes it.
pub(crate) fn token(version: SecretVersion) -> String {
    let digits = format!("{:032x}", version.bits());
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
}

pub(crate) fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

pub(crate) fn unbase64(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(text).unwrap()
}

/// A clock that stands until it is set, in seconds.
#[derive(Debug, Default)]
pub(crate) struct Hand(pub(crate) AtomicI64);

#[async_trait]
impl Clock for Hand {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::UNIX_EPOCH + Duration::seconds(self.0.load(Ordering::SeqCst))
    }

    async fn sleep_until(&self, _moment: OffsetDateTime) {}
}

#[derive(Debug)]
pub(crate) struct Random;

impl Ids for Random {
    fn fresh(&self) -> u128 {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).unwrap();
        u128::from_be_bytes(bytes)
    }
}
