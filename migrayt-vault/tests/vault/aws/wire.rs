//! What goes to AWS.

use std::collections::BTreeSet;

use migrayt_vault::{CredentialVault as _, SecretVersion};
use serde_json::json;

use super::proxy::{Exchange, header};
use super::seat::{Seat, base64, put, unbase64, value};
use crate::fixture::{name, scope, secret};

const STAGED: SecretVersion = SecretVersion::from_bits(5);

/// Everything that a vault does, and what went over the wire.
async fn everything(seat: &Seat) -> Vec<Exchange> {
    let vault = seat.open(|settings| settings.cached_for = std::time::Duration::ZERO).await;
    let (own, token) = (scope("ten_a"), name("x"));
    let first = put(&vault, "ten_a", "x", "first").await;
    put(&vault, "ten_b", "x", "first").await;
    put(&vault, "ten_a", "y", "first").await;
    value(&vault, "ten_a", "x").await.unwrap();
    value(&vault, "ten_b", "x").await.unwrap();
    let second = vault.rotate(&own, &token, first, secret("second")).await.unwrap();
    vault.stage(&own, &token, second, STAGED, secret("third")).await.unwrap();
    vault.promote(&own, &token, second, STAGED).await.unwrap();
    value(&vault, "ten_a", "x").await.unwrap();
    vault.arn(&own, &token).await.unwrap();
    vault.names(&own).await.unwrap();
    vault.destroy(&own, &token).await.unwrap();
    seat.proxy.seen()
}

#[tokio::test]
async fn every_use_of_the_key_says_for_what() {
    for seat in Seat::all().await {
        let seen = everything(&seat).await;
        let uses: Vec<_> = seen
            .iter()
            .filter(|exchange| matches!(exchange.call(), "GenerateDataKey" | "Decrypt"))
            .collect();
        assert_eq!(uses.len(), 8);
        let mut sealed = BTreeSet::new();
        for exchange in uses {
            assert_eq!(exchange.asked("KeyId"), seat.key);
            let context = exchange.request["EncryptionContext"].as_object().unwrap();
            let keys: BTreeSet<&str> = context.keys().map(String::as_str).collect();
            let expected =
                ["migrayt:format", "migrayt:secret", "migrayt:tenant", "migrayt:version"];
            assert_eq!(keys, expected.into());
            let tenant = context["migrayt:tenant"].as_str().unwrap();
            assert!(["ten_a", "ten_b"].contains(&tenant), "{tenant}");
            let whole = context["migrayt:secret"].as_str().unwrap();
            assert!([seat.whole(tenant, "x"), seat.whole(tenant, "y")].contains(&whole.to_owned()));
            assert!(context["migrayt:version"].as_str().unwrap().starts_with("ver_"));
            assert_eq!(context["migrayt:format"], "1");
            if exchange.call() == "GenerateDataKey" {
                assert_eq!(exchange.asked("KeySpec"), "AES_256");
                assert!(sealed.insert(context["migrayt:version"].to_string()), "a version twice");
            } else {
                assert!(sealed.contains(&context["migrayt:version"].to_string()));
            }
        }
    }
}

#[tokio::test]
async fn every_request_is_for_ireland_and_in_the_policy() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/vault.md");
    let policy = std::fs::read_to_string(page).unwrap();
    for seat in Seat::all().await {
        let seen = everything(&seat).await;
        let calls: BTreeSet<&str> = seen.iter().map(Exchange::call).collect();
        assert_eq!(calls.len(), 11);
        for exchange in seen {
            let signed = header(&exchange.head, "authorization").unwrap();
            let service =
                if exchange.target.starts_with("Trent") { "kms" } else { "secretsmanager" };
            let wanted = format!("/eu-west-1/{service}/aws4_request,");
            assert!(signed.contains(&wanted), "{signed}");
            let right = format!("\"{service}:{}\"", exchange.call());
            assert!(policy.contains(&right), "{right} is not in the policy of the documentation");
        }
    }
}

#[tokio::test]
async fn secrets_lie_under_the_key_with_their_tags_and_no_value_goes_over_the_wire() {
    for seat in Seat::all().await {
        let seen = everything(&seat).await;
        let created: Vec<_> =
            seen.iter().filter(|exchange| exchange.call() == "CreateSecret").collect();
        assert_eq!(created.len(), 3);
        for exchange in &created {
            assert_eq!(exchange.asked("KmsKeyId"), seat.key);
            let tenant = if exchange.asked("Name").contains("ten_b") { "ten_b" } else { "ten_a" };
            let connection = exchange.asked("Name").rsplit('/').next().unwrap();
            let tags = json!([
                { "Key": "migrayt:tenant", "Value": tenant },
                { "Key": "migrayt:connection", "Value": connection },
                { "Key": "managed-by", "Value": "migrayt" },
            ]);
            assert_eq!(exchange.request["Tags"], tags);
        }
        // One value three times: neither keys nor bytes are alike.
        let stored: BTreeSet<Vec<u8>> =
            created.iter().map(|exchange| unbase64(exchange.asked("SecretBinary"))).collect();
        assert_eq!(stored.len(), 3);
        for one in &stored {
            assert!(one.starts_with(b"MGVA\x01"));
            assert!(!stored.iter().any(|other| one != other
                && other[7..39] == one[7..39]
                && other[43..] == one[43..]));
        }
        for exchange in &seen {
            for value in ["first", "second", "third"] {
                let texts = [exchange.request.to_string(), exchange.answer.to_string()];
                for text in texts {
                    assert!(!text.contains(&base64(value.as_bytes())), "{}", exchange.target);
                    assert!(!text.contains(&format!("\"{value}\"")), "{}", exchange.target);
                }
            }
        }
        let deleted: Vec<_> =
            seen.iter().filter(|exchange| exchange.call() == "DeleteSecret").collect();
        assert_eq!(deleted[0].request["ForceDeleteWithoutRecovery"], true);
    }
}
