//! Under which keys a vault is opened.

use std::sync::Arc;

use migrayt_core::{Error, ErrorKind};
use migrayt_vault::{AwsSettings, CredentialVault as _, MemoryAudit};
use serde_json::{Value, json};

use super::double::Double;
use super::proxy::{Behind, Proxy};
use super::seat::{Hand, Seat, kms, made_key, open, put, value};
use crate::fixture::{name, scope, secret};

async fn opened(settings: AwsSettings) -> Result<(), Error> {
    let opened = open(settings, Arc::new(MemoryAudit::default()), Arc::new(Hand::default())).await;
    opened.map(drop)
}

/// What opening says of a key that AWS describes so.
async fn told(metadata: Value, rotation: (u16, Value)) -> Result<(), Error> {
    let script = move |target: &str, _: &Value| match target {
        "TrentService.DescribeKey" => (200, json!({ "KeyMetadata": metadata })),
        _ => rotation.clone(),
    };
    let proxy = Proxy::before(Behind::Script(Box::new(script))).await;
    let mut settings = AwsSettings::new("test", "alias/migrayt");
    settings.endpoint = Some(format!("http://{}", proxy.address));
    opened(settings).await
}

fn good_key() -> Value {
    json!({
        "KeyId": "1234abcd-12ab-34cd-56ef-1234567890ab",
        "Arn": "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "KeyManager": "CUSTOMER",
        "Enabled": true,
        "KeyState": "Enabled",
        "KeySpec": "SYMMETRIC_DEFAULT",
        "KeyUsage": "ENCRYPT_DECRYPT",
    })
}

#[tokio::test]
async fn a_key_that_is_not_the_customers_own_symmetric_enabled_and_rotated_is_refused() {
    let rotated = || (200, json!({ "KeyRotationEnabled": true }));
    told(good_key(), rotated()).await.unwrap();
    let changes = [
        json!({ "KeyManager": "AWS" }),
        json!({ "KeyManager": null }),
        json!({ "KeySpec": "RSA_4096" }),
        json!({ "KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC" }),
        json!({ "KeyUsage": "SIGN_VERIFY" }),
        json!({ "KeyUsage": null }),
        json!({ "Enabled": false, "KeyState": "Disabled" }),
        json!({ "Enabled": false }),
        json!({ "KeyState": "PendingDeletion" }),
        json!({ "KeyState": "PendingImport" }),
        json!({ "KeyState": "Unavailable" }),
        json!({ "KeyState": null }),
    ];
    for change in changes {
        let mut key = good_key();
        key.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let error = told(key, rotated()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConfigInvalid, "{change} {error:?}");
        assert!(error.help().is_some());
    }
    for rotation in [
        (200, json!({ "KeyRotationEnabled": false })),
        (200, json!({})),
        (400, json!({ "__type": "UnsupportedOperationException" })),
        (400, json!({ "__type": "NotFoundException" })),
    ] {
        let error = told(good_key(), rotation).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConfigInvalid);
    }
    let denied = (400, json!({ "__type": "AccessDeniedException" }));
    let error = told(good_key(), denied).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PermissionDenied);
}

#[tokio::test]
async fn a_vault_that_cannot_be_asked_says_why() {
    let mut settings = AwsSettings::new("test", "alias/migrayt");
    // Nobody listens there once it is dropped.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    settings.endpoint = Some(format!("http://{free}"));
    let error = opened(settings.clone()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable, "{error:?}");
    settings.key = "alias/aws/secretsmanager".into();
    assert_eq!(opened(settings).await.unwrap_err().kind(), ErrorKind::ConfigInvalid);
}

#[tokio::test]
async fn without_credentials_nothing_is_asked() {
    let script = |_: &str, _: &Value| (200, json!({ "KeyMetadata": good_key() }));
    let proxy = Proxy::before(Behind::Script(Box::new(script))).await;
    let mut settings = AwsSettings::new("test", "alias/migrayt");
    settings.endpoint = Some(format!("http://{}", proxy.address));
    let error = super::seat::open_as_nobody(settings).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthenticated, "{error:?}");
    assert!(error.help().unwrap().contains("credentials"));
    assert!(proxy.seen().is_empty());
}

#[tokio::test]
async fn the_state_of_a_key_decides() {
    let Some(double) = Double::ministack() else { return };
    let seat = Seat::at(double.clone()).await;
    opened(seat.settings()).await.unwrap();
    let unrotated = kms(&double, "CreateKey", json!({})).await["KeyMetadata"]["Arn"].clone();
    let states = [
        (unrotated, "GetKeyRotationStatus", json!({}), "not rotated"),
        (made_key(&double).await.into(), "DisableKey", json!({}), "not enabled"),
        (
            made_key(&double).await.into(),
            "ScheduleKeyDeletion",
            json!({ "PendingWindowInDays": 7 }),
            "about to be deleted",
        ),
        ("alias/nobody".into(), "", json!({}), "does not exist"),
    ];
    for (key, call, mut request, message) in states {
        if !call.is_empty() {
            request["KeyId"] = key.clone();
            kms(&double, call, request).await;
        }
        let mut settings = seat.settings();
        settings.key = key.as_str().unwrap().to_owned();
        let error = opened(settings).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConfigInvalid, "{error:?}");
        assert!(error.message().contains(message), "{error}");
        assert!(error.help().is_some());
    }
}

#[tokio::test]
async fn a_key_that_is_disabled_later_lends_nothing_and_comes_back() {
    let Some(double) = Double::ministack() else { return };
    let seat = Seat::at(double).await;
    let vault = seat.open(|settings| settings.cached_for = std::time::Duration::ZERO).await;
    put(&vault, "ten_a", "x", "value").await;
    for (call, undo) in [("DisableKey", "EnableKey"), ("ScheduleKeyDeletion", "CancelKeyDeletion")]
    {
        seat.kms(call, json!({ "KeyId": seat.key, "PendingWindowInDays": 7 })).await;
        let error = vault.hold(&scope("ten_a"), &name("x")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConfigInvalid, "{error:?}");
        assert!(error.help().is_some());
        let error = vault.put(&scope("ten_a"), &name("y"), secret("value")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConfigInvalid, "{error:?}");
        seat.kms(undo, json!({ "KeyId": seat.key })).await;
        seat.kms("EnableKey", json!({ "KeyId": seat.key })).await;
        assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), "value");
    }
    assert_eq!(vault.names(&scope("ten_a")).await.unwrap(), [name("x")]);
}
