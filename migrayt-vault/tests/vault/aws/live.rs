//! AWS itself, for who names a key there.

use std::sync::Arc;

use migrayt_core::port::Ids as _;
use migrayt_vault::{AwsSettings, AwsVault, CredentialVault, conformance};

use super::machine::live_key;
use super::seat::Random;

/// Each vault has an environment of its own, `test-...`; what a case puts and does not destroy stays
/// behind, and its tag `managed-by` finds it.
#[tokio::test]
async fn the_vault_in_aws_keeps_the_contract() {
    let Some(key) = live_key() else { return };
    // arn:aws:kms:REGION:...
    let region = key.split(':').nth(3).expect("the ARN of a key").to_owned();
    let make = async |audit, clock| {
        let environment = format!("test-{:012x}", Random.fresh() >> 80);
        let mut settings = AwsSettings::new(environment, key.clone());
        settings.region.clone_from(&region);
        let vault = AwsVault::open(settings, audit, clock, Arc::new(Random)).await.unwrap();
        let vault: Arc<dyn CredentialVault> = Arc::new(vault);
        vault
    };
    conformance::suite(make).await.unwrap();
}
