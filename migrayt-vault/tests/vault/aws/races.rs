//! Versions and their labels, and who wins.

use std::time::Duration;

use migrayt_core::ErrorKind;
use migrayt_vault::{CredentialVault as _, SecretVersion};
use serde_json::{Value, json};

use super::double::Double;
use super::seat::{Seat, put, token, value};
use crate::fixture::{name, scope, secret};

const STAGED: SecretVersion = SecretVersion::from_bits(0x0005_7374_6167_6564_0000_6565_6565_0001);

/// The labels of a version, as the double has them.
async fn labels(seat: &Seat, whole: &str, version: SecretVersion) -> Vec<String> {
    let told = seat.secrets("DescribeSecret", json!({ "SecretId": whole })).await;
    let labels = &told["VersionIdsToStages"][token(version)];
    let mut labels: Vec<String> = serde_json::from_value(labels.clone()).unwrap_or_default();
    labels.sort();
    labels
}

#[tokio::test]
async fn labels_say_what_is_lent() {
    for seat in Seat::all().await {
        let (vault, own, token) = (seat.vault().await, scope("ten_a"), name("x"));
        let whole = seat.whole("ten_a", "x");
        let first = put(&vault, "ten_a", "x", "first").await;
        assert_eq!(labels(&seat, &whole, first).await, ["AWSCURRENT"]);
        vault.stage(&own, &token, first, STAGED, secret("staged")).await.unwrap();
        assert_eq!(labels(&seat, &whole, STAGED).await, ["AWSPENDING"]);
        assert_eq!(labels(&seat, &whole, first).await, ["AWSCURRENT"]);

        vault.promote(&own, &token, first, STAGED).await.unwrap();
        assert_eq!(labels(&seat, &whole, STAGED).await, ["AWSCURRENT"]);
        assert_eq!(labels(&seat, &whole, first).await, ["AWSPREVIOUS"]);
        // AWS would take the previous one back.
        let back = vault.promote(&own, &token, STAGED, first).await.unwrap_err();
        assert_eq!(back.kind(), ErrorKind::Conflict);

        let third = vault.rotate(&own, &token, STAGED, secret("third")).await.unwrap();
        assert!(labels(&seat, &whole, third).await.contains(&"AWSCURRENT".to_owned()));
        assert_eq!(labels(&seat, &whole, STAGED).await, ["AWSPREVIOUS"]);
        let error = vault.promote(&own, &token, third, STAGED).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Conflict);
        assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), "third");
    }
}

#[tokio::test]
async fn a_rotation_that_is_refused_leaves_what_is_staged() {
    for seat in Seat::all().await {
        let (vault, own, token) = (seat.vault().await, scope("ten_a"), name("x"));
        let first = put(&vault, "ten_a", "x", "first").await;
        vault.stage(&own, &token, first, STAGED, secret("staged")).await.unwrap();
        let stale = SecretVersion::from_bits(7);
        let refused = vault.rotate(&own, &token, stale, secret("refused")).await.unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Conflict);
        vault.promote(&own, &token, first, STAGED).await.unwrap();
        assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), "staged");
    }
}

#[tokio::test]
async fn of_rotations_by_two_processes_one_wins() {
    for seat in Seat::all().await {
        let vaults = [seat.vault().await, seat.vault().await];
        let (own, token) = (scope("ten_a"), name("x"));
        let mut current = put(&vaults[0], "ten_a", "x", "0").await;
        for round in 1..=10 {
            let texts = [format!("{round} of one"), format!("{round} of two")];
            let rotate = |at: usize| vaults[at].rotate(&own, &token, current, secret(&texts[at]));
            let (one, two) = tokio::join!(rotate(0), rotate(1));
            let (winner, version, lost) = match (one, two) {
                (Ok(version), Err(lost)) => (0, version, lost),
                (Err(lost), Ok(version)) => (1, version, lost),
                other => panic!("{other:?}"),
            };
            assert_eq!(lost.kind(), ErrorKind::Conflict);
            current = version;
            // Also whoever lost, who was told to look again, and whoever comes anew.
            for vault in [&vaults[0], &vaults[1], &seat.vault().await] {
                assert_eq!(value(vault, "ten_a", "x").await.unwrap(), texts[winner]);
            }
        }
    }
}

#[tokio::test]
async fn another_process_promotes_what_this_one_staged() {
    for seat in Seat::all().await {
        let (one, two) = (seat.vault().await, seat.vault().await);
        let (own, token) = (scope("ten_a"), name("x"));
        let first = put(&one, "ten_a", "x", "first").await;
        one.stage(&own, &token, first, STAGED, secret("staged")).await.unwrap();
        two.promote(&own, &token, first, STAGED).await.unwrap();
        assert_eq!(value(&two, "ten_a", "x").await.unwrap(), "staged");
        // Whoever staged it repeats what the other did for it.
        one.promote(&own, &token, first, STAGED).await.unwrap();
        assert_eq!(value(&one, "ten_a", "x").await.unwrap(), "staged");
    }
}

/// The double's own labels, and not ours, tell that nothing is current.
#[tokio::test]
async fn a_secret_without_a_current_version_is_not_found() {
    let Some(double) = Double::moto() else { return };
    let seat = Seat::at(double).await;
    let vault = seat.open(|settings| settings.cached_for = Duration::ZERO).await;
    let version = put(&vault, "ten_a", "x", "first").await;
    let whole = seat.whole("ten_a", "x");
    let removal: Value = json!({
        "SecretId": whole,
        "VersionStage": "AWSCURRENT",
        "RemoveFromVersionId": token(version),
    });
    seat.secrets("UpdateSecretVersionStage", removal).await;
    assert_eq!(value(&vault, "ten_a", "x").await, Err(ErrorKind::NotFound));
}
