//! Secrets that were destroyed.

use migrayt_core::ErrorKind;
use migrayt_vault::{AwsSettings, CredentialVault as _, Deletion, SecretVersion};
use serde_json::json;

use super::double::Double;
use super::seat::{Seat, put, value};
use crate::fixture::{name, scope, secret};

const STAGED: SecretVersion = SecretVersion::from_bits(5);

#[tokio::test]
async fn what_can_be_restored_is_lent_to_nobody_and_keeps_its_name() {
    let Some(double) = Double::ministack() else { return };
    let seat = Seat::at(double).await;
    let recoverable =
        |settings: &mut AwsSettings| settings.deletion = Deletion::Recoverable { days: 7 };
    let vault = seat.open(recoverable).await;
    let (own, token) = (scope("ten_a"), name("x"));
    let version = put(&vault, "ten_a", "x", "value").await;
    let arn = vault.arn(&own, &token).await.unwrap();
    vault.destroy(&own, &token).await.unwrap();

    let missing = ErrorKind::NotFound;
    for vault in [&vault, &seat.open(recoverable).await] {
        assert_eq!(value(vault, "ten_a", "x").await, Err(missing));
        let rotated = vault.rotate(&own, &token, version, secret("new")).await;
        assert_eq!(rotated.unwrap_err().kind(), missing);
        let staged = vault.stage(&own, &token, version, STAGED, secret("new")).await;
        assert_eq!(staged.unwrap_err().kind(), missing);
        let promoted = vault.promote(&own, &token, version, STAGED).await;
        assert_eq!(promoted.unwrap_err().kind(), missing);
        assert_eq!(vault.destroy(&own, &token).await.unwrap_err().kind(), missing);
        assert_eq!(vault.arn(&own, &token).await.unwrap_err().kind(), missing);
        assert_eq!(vault.find(&own, &arn).await.unwrap_err().kind(), missing);
        assert_eq!(vault.names(&own).await.unwrap(), []);
        let put = vault.put(&own, &token, secret("new")).await.unwrap_err();
        assert_eq!(put.kind(), ErrorKind::AlreadyExists);
        assert_eq!(put.message(), "a destroyed secret still has this name");
        assert!(put.help().unwrap().contains("Restore it"));
    }

    let whole = seat.whole("ten_a", "x");
    let told = seat.secrets("DescribeSecret", json!({ "SecretId": whole })).await;
    assert!(told["DeletedDate"].is_number(), "{told}");
    seat.secrets("RestoreSecret", json!({ "SecretId": whole })).await;
    assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), "value");
    assert_eq!(vault.names(&own).await.unwrap(), [token]);
}

#[tokio::test]
async fn what_is_destroyed_at_once_is_gone_and_its_name_free() {
    for seat in Seat::all().await {
        let (vault, own, token) = (seat.vault().await, scope("ten_a"), name("x"));
        put(&vault, "ten_a", "x", "value").await;
        vault.destroy(&own, &token).await.unwrap();
        let whole = seat.whole("ten_a", "x");
        let asked = json!({ "SecretId": whole });
        let told = seat.double.ask("secretsmanager.DescribeSecret", &asked).await.unwrap();
        assert_ne!(told.0, 200, "{told:?}");
        put(&vault, "ten_a", "x", "anew").await;
        assert_eq!(value(&seat.vault().await, "ten_a", "x").await.unwrap(), "anew");
    }
}
