use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use migrayt_vault::{CredentialVault, conformance};

use super::double::Double;
use super::seat::Seat;

/// The whole suite, with the cache and without one.
async fn keeps_the_contract(double: Option<Double>) {
    let Some(double) = double else { return };
    let seat = Seat::at(double).await;
    for cached_for in [Duration::ZERO, Duration::from_mins(1)] {
        let count = AtomicU32::new(0);
        let make = async |audit, clock| {
            count.fetch_add(1, Ordering::SeqCst);
            let mut settings = seat.settings();
            settings.cached_for = cached_for;
            let vault: Arc<dyn CredentialVault> =
                Arc::new(seat.fresh(settings, audit, clock).await);
            vault
        };
        conformance::suite(make).await.unwrap();
        assert!(count.into_inner() > 25);
    }
}

#[tokio::test]
async fn the_vault_in_aws_keeps_the_contract_before_moto() {
    keeps_the_contract(Double::moto()).await;
}

#[tokio::test]
async fn the_vault_in_aws_keeps_the_contract_before_ministack() {
    keeps_the_contract(Double::ministack()).await;
}
