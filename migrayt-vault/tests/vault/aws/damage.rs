//! What lies in Secrets Manager and is not as it was written there.

use std::time::Duration;

use migrayt_core::ErrorKind;
use migrayt_vault::{AwsVault, CredentialVault as _, SecretVersion};
use serde_json::json;

use super::double::Double;
use super::seat::{Seat, made_key, put, value};
use crate::fixture::{name, scope, secret};

const CORRUPT: Result<String, ErrorKind> = Err(ErrorKind::DataCorrupt);

/// A vault that asks each time.
async fn wary(seat: &Seat) -> AwsVault {
    seat.open(|settings| settings.cached_for = Duration::ZERO).await
}

/// It unseals data keys whatever is done to them, so that our own binding must find each bit.
#[tokio::test]
async fn a_change_of_any_stored_bit_is_refused() {
    refuses_changes(Double::ministack(), |_| true).await;
}

/// It takes longer: a bit of each byte.
#[tokio::test]
async fn a_change_of_any_stored_byte_is_refused_where_keys_are_sealed_for_real() {
    refuses_changes(Double::moto(), |bit| bit % 9 == 0).await;
}

async fn refuses_changes(double: Option<Double>, is_changed: fn(usize) -> bool) {
    let Some(double) = double else { return };
    let seat = Seat::at(double).await;
    let vault = wary(&seat).await;
    let version = put(&vault, "ten_a", "x", "v").await;
    let whole = seat.whole("ten_a", "x");
    let good = seat.stored(&whole).await;
    assert!((120..160).contains(&good.len()), "{}", good.len());
    for bit in (0..good.len() * 8).filter(|bit| is_changed(*bit)) {
        let mut bad = good.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        seat.overwrite(&whole, version, &bad).await;
        // To moto a key of another id is one that is not allowed.
        let kind = value(&vault, "ten_a", "x").await.unwrap_err();
        let denied = seat.double.is_moto() && kind == ErrorKind::PermissionDenied;
        assert!(denied || kind == ErrorKind::DataCorrupt, "bit {bit}: {kind}");
    }
    // It was the bits.
    seat.overwrite(&whole, version, &good).await;
    assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), "v");
    for bad in [&good[..good.len() - 1], &[], &[good.as_slice(), b"\0"].concat()] {
        if !bad.is_empty() {
            seat.overwrite(&whole, version, bad).await;
            assert_eq!(value(&vault, "ten_a", "x").await, CORRUPT);
        }
    }
}

/// Puts stored bytes into another secret, under the version that they had.
async fn moved(seat: &Seat, from: &str, to: &str, version: SecretVersion) {
    let bytes = seat.stored(from).await;
    seat.overwrite(to, version, &bytes).await;
}

#[tokio::test]
async fn what_is_moved_to_another_secret_is_refused() {
    for seat in Seat::all().await {
        let vault = wary(&seat).await;
        let version = put(&vault, "ten_a", "x", "of ten_a").await;
        for (tenant, text) in [("ten_b", "x"), ("ten_a", "y"), ("ten_b", "y")] {
            put(&vault, tenant, text, "own").await;
            let (from, to) = (seat.whole("ten_a", "x"), seat.whole(tenant, text));
            moved(&seat, &from, &to, version).await;
            let error = vault.hold(&scope(tenant), &name(text)).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::DataCorrupt, "{tenant} {text}");
            let shown = format!("{error} {error:?} {:?}", error.help());
            assert!(!shown.contains("ten_") && !shown.contains("own"), "{shown}");
        }
        // It was the place: in its own it is lent.
        moved(&seat, &seat.whole("ten_a", "x"), &seat.whole("ten_a", "x"), version).await;
        assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), "of ten_a");
    }
}

#[tokio::test]
async fn an_earlier_value_under_a_later_version_is_refused() {
    for seat in Seat::all().await {
        let vault = wary(&seat).await;
        let first = put(&vault, "ten_a", "x", "first").await;
        let whole = seat.whole("ten_a", "x");
        let old = seat.stored(&whole).await;
        let next = vault.rotate(&scope("ten_a"), &name("x"), first, secret("next")).await.unwrap();
        seat.overwrite(&whole, next, &old).await;
        assert_eq!(value(&vault, "ten_a", "x").await, CORRUPT);
    }
}

#[tokio::test]
async fn what_somebody_else_wrote_is_refused_and_can_be_destroyed() {
    for seat in Seat::all().await {
        let vault = wary(&seat).await;
        let version = put(&vault, "ten_a", "x", "value").await;
        let whole = seat.whole("ten_a", "x");
        seat.replace(&whole, version, json!({ "SecretString": "typed into the console" })).await;
        assert_eq!(value(&vault, "ten_a", "x").await, CORRUPT);
        let put = vault.put(&scope("ten_a"), &name("x"), secret("new")).await.unwrap_err();
        assert_eq!(put.kind(), ErrorKind::AlreadyExists);
        vault.destroy(&scope("ten_a"), &name("x")).await.unwrap();
        assert_eq!(value(&vault, "ten_a", "x").await, Err(ErrorKind::NotFound));
    }
}

#[tokio::test]
async fn a_later_format_is_called_so() {
    for seat in Seat::all().await {
        let vault = wary(&seat).await;
        let version = put(&vault, "ten_a", "x", "value").await;
        let mut bytes = seat.stored(&seat.whole("ten_a", "x")).await;
        bytes[4] = 2;
        seat.overwrite(&seat.whole("ten_a", "x"), version, &bytes).await;
        let error = vault.hold(&scope("ten_a"), &name("x")).await.unwrap_err();
        assert_eq!(error.message(), "the stored value has a format that is not known here");
    }
}

#[tokio::test]
async fn a_value_under_another_key_is_refused() {
    for seat in Seat::all().await {
        let first = wary(&seat).await;
        put(&first, "ten_a", "x", "value").await;
        let other = made_key(&seat.double).await;
        let vault = seat
            .open(|settings| {
                settings.cached_for = Duration::ZERO;
                settings.key = other;
            })
            .await;
        let kind = value(&vault, "ten_a", "x").await.unwrap_err();
        let denied = seat.double.is_moto() && kind == ErrorKind::PermissionDenied;
        assert!(denied || kind == ErrorKind::DataCorrupt, "{kind}");
        assert_eq!(value(&first, "ten_a", "x").await.unwrap(), "value");
    }
}
