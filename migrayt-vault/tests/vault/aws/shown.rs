//! The canaries once more, with everything that AWS's SDK and its HTTP client tell at the finest
//! level.

use std::sync::Arc;

use migrayt_vault::{CredentialVault as _, SecretVersion};
use tracing::Level;

use super::proxy::Trouble;
use super::seat::{Hand, SECRET_KEY, SESSION, Seat, open, unbase64};
use crate::canaries::{Audit, FIRST, Log, SECOND, Shown, ensure_clean, forms, holds, use_up};
use crate::child::{is_alone, passes_alone};
use crate::fixture::{name, scope};

/// In a process of its own: which places tell of themselves is settled for all threads at once.
#[test]
fn no_canary_no_data_key_and_no_credential_is_shown_or_sent() {
    assert!(passes_alone("aws::shown::listens_to_everything"));
}

/// Does nothing when it is run as a test.
#[tokio::test]
async fn listens_to_everything() {
    if !is_alone() {
        return;
    }
    let shown = Arc::new(Shown::default());
    let log = tracing_subscriber::fmt().with_max_level(Level::TRACE).with_ansi(false);
    tracing::subscriber::set_global_default(log.with_writer(Log(shown.clone())).finish()).unwrap();
    let mut keys = Vec::new();
    for seat in Seat::all().await {
        keys.extend(seen_keys(&seat, &shown).await);
    }
    if keys.is_empty() {
        return;
    }
    let shown = shown.bytes();
    ensure_clean("what was shown", &shown);
    for credential in [SECRET_KEY, SESSION] {
        for form in forms(credential) {
            assert!(!holds(&shown, &form), "a credential was shown");
        }
    }
    assert!(keys.len() >= 4);
    for key in keys {
        let digits: Vec<String> = key.iter().map(|byte| format!("{byte:02x}")).collect();
        let numbers: Vec<String> = key.iter().map(u8::to_string).collect();
        let base64 = super::seat::base64(&key);
        for form in
            [&digits.concat(), &numbers.join(", "), &numbers.join(","), &base64[..40].to_owned()]
        {
            assert!(!holds(&shown, form.as_bytes()), "a data key was shown");
        }
        assert!(!holds(&shown, &key), "a data key was shown");
    }
    // The SDK did talk, down to its connections, or nothing would be proved.
    for expected in ["TRACE", "aws_smithy_runtime", "GetSecretValue", "hyper_util"] {
        assert!(holds(&shown, expected.as_bytes()), "{expected} was not shown at all");
    }
}

/// Does everything, and gives the data keys that went over the wire in the clear: to a double that
/// is not asked by HTTPS.
async fn seen_keys(seat: &Seat, shown: &Shown) -> Vec<Vec<u8>> {
    let audit = Arc::new(Audit::default());
    let mut settings = seat.settings();
    settings.cached_for = std::time::Duration::ZERO;
    shown.debug(&settings);
    let vault = open(settings, audit.clone(), Arc::new(Hand::default())).await.unwrap();
    use_up(&vault, &audit, shown).await;
    let (own, token) = (scope("ten_a"), name("token"));
    for (call, trouble) in [
        ("GetSecretValue", Trouble::Refused(400, "ThrottlingException")),
        ("GetSecretValue", Trouble::AnswerLost),
        ("Decrypt", Trouble::Refused(500, "KMSInternalException")),
        ("Decrypt", Trouble::AnswerLost),
        ("GetSecretValue", Trouble::Answered(|answer| *answer = serde_json::json!("garbled"))),
        ("Decrypt", Trouble::Answered(|answer| answer["Plaintext"] = answer["KeyId"].clone())),
    ] {
        seat.proxy.trouble(call, trouble);
        shown.result(&vault.hold(&own, &token).await);
    }
    shown.result(&vault.arn(&own, &token).await);
    let stale = SecretVersion::from_bits(7);
    let second = || migrayt_vault::Secret::new(SECOND).unwrap();
    let from = vault.hold(&own, &token).await.unwrap().version;
    shown.result(&vault.stage(&own, &token, from, stale, second()).await);
    shown.result(&vault.promote(&own, &token, stale, stale).await);
    let first = || migrayt_vault::Secret::new(FIRST).unwrap();
    shown.result(&vault.stage(&own, &token, from, stale, first()).await);
    shown.result(&vault.destroy(&own, &token).await);
    shown.debug(&vault);

    let exchanges = seat.proxy.seen();
    for exchange in &exchanges {
        let wire = format!("{} {} {}", exchange.head, exchange.request, exchange.answer);
        ensure_clean("the wire", wire.as_bytes());
        assert!(!wire.contains(SECRET_KEY));
    }
    let plain = exchanges.iter().filter_map(|exchange| exchange.answer["Plaintext"].as_str());
    plain.filter(|text| !text.starts_with("arn:")).map(unbase64).collect()
}
