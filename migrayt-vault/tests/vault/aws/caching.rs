//! What is lent without asking AWS, and for how long.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use migrayt_core::ErrorKind;
use migrayt_vault::{CredentialVault as _, SecretVersion};

use super::seat::{Hand, Seat, put, value};
use crate::fixture::{name, scope, secret};

const STAGED: SecretVersion = SecretVersion::from_bits(5);

#[tokio::test]
async fn a_value_is_fetched_once_a_minute_and_by_its_tenant_alone() {
    for seat in Seat::all().await {
        put(&seat.vault().await, "ten_a", "x", "value").await;
        let hand = Arc::new(Hand::default());
        let vault = seat.at_hand(|_| {}, hand.clone()).await;
        seat.proxy.seen();
        for moment in [0, 1, 59] {
            hand.0.store(moment, Ordering::SeqCst);
            assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), "value");
        }
        assert_eq!(seat.proxy.calls(), ["GetSecretValue", "Decrypt"]);
        assert_eq!(value(&vault, "ten_b", "x").await, Err(ErrorKind::NotFound));
        assert_eq!(seat.proxy.calls(), ["GetSecretValue"]);
        hand.0.store(60, Ordering::SeqCst);
        assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), "value");
        assert_eq!(seat.proxy.calls(), ["GetSecretValue", "Decrypt"]);
    }
}

#[tokio::test]
async fn a_vault_that_keeps_nothing_asks_each_time() {
    for seat in Seat::all().await {
        let vault = seat.open(|settings| settings.cached_for = Duration::ZERO).await;
        put(&vault, "ten_a", "x", "value").await;
        seat.proxy.seen();
        for _ in 0..2 {
            assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), "value");
            assert_eq!(seat.proxy.calls(), ["GetSecretValue", "Decrypt"]);
        }
    }
}

#[tokio::test]
async fn another_process_change_is_noticed_after_a_minute_and_an_own_one_at_once() {
    for seat in Seat::all().await {
        let hand = Arc::new(Hand::default());
        let vault = seat.at_hand(|_| {}, hand.clone()).await;
        let other = seat.vault().await;
        let (own, token) = (scope("ten_a"), name("x"));
        let first = put(&vault, "ten_a", "x", "first").await;
        let second = other.rotate(&own, &token, first, secret("second")).await.unwrap();
        assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), "first");
        hand.0.store(60, Ordering::SeqCst);
        assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), "second");

        let third = other.rotate(&own, &token, second, secret("third")).await.unwrap();
        assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), "second");
        // Whoever is told that it is another is not lent the old one again.
        let late = vault.rotate(&own, &token, second, secret("late")).await.unwrap_err();
        assert_eq!(late.kind(), ErrorKind::Conflict);
        assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), "third");

        vault.stage(&own, &token, third, STAGED, secret("staged")).await.unwrap();
        assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), "third");
        vault.promote(&own, &token, third, STAGED).await.unwrap();
        assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), "staged");

        other.destroy(&own, &token).await.unwrap();
        assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), "staged");
        assert_eq!(vault.destroy(&own, &token).await.unwrap_err().kind(), ErrorKind::NotFound);
        assert_eq!(value(&vault, "ten_a", "x").await, Err(ErrorKind::NotFound));
    }
}

/// A promotion by another, after this process staged something else in between.
#[tokio::test]
async fn what_is_promoted_is_never_lent_from_an_older_stage() {
    for seat in Seat::all().await {
        let vault = seat.vault().await;
        let other = seat.vault().await;
        let (own, token) = (scope("ten_a"), name("x"));
        let first = put(&vault, "ten_a", "x", "first").await;
        vault
            .stage(&own, &token, first, SecretVersion::from_bits(6), secret("mine"))
            .await
            .unwrap();
        other.stage(&own, &token, first, STAGED, secret("theirs")).await.unwrap();
        vault.promote(&own, &token, first, STAGED).await.unwrap();
        assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), "theirs");
    }
}
