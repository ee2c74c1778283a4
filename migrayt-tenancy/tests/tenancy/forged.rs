//! Claims whose signature is good and whose words are not: what a later version may write, and
//! what a mistake in another program that has the key could.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use migrayt_core::ErrorKind;
use migrayt_core::id::TenantId;
use migrayt_tenancy::{ClaimKey, JobClaim, SealedClaim};
use serde_json::{Value, json};
use sha2::Sha256;

const KEY: [u8; 32] = [7; 32];

/// Seals any words under any version, as the documentation describes it.
fn forge(version: &str, body: &[u8]) -> String {
    let signed = format!("{version}.{}", URL_SAFE_NO_PAD.encode(body));
    let mut mac = Hmac::<Sha256>::new_from_slice(&KEY).unwrap();
    mac.update(b"migrayt job claim\0");
    mac.update(signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

fn open(text: &str) -> Option<JobClaim> {
    match ClaimKey::new(KEY).open(&SealedClaim::new(text)) {
        Ok(claim) => Some(claim),
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Unauthenticated);
            assert_eq!(error.context(), []);
            None
        }
    }
}

fn body() -> Value {
    json!({
        "tenant": "ten_a",
        "asked_by": "acc_1",
        "job": "job_1",
        "rights": ["view_results"],
        "epoch": 1,
        "expires": 3600,
    })
}

#[test]
fn a_claim_as_it_is_documented_is_opened() {
    let claim = open(&forge("mgj1", body().to_string().as_bytes())).unwrap();
    assert_eq!((claim.tenant(), claim.run()), (&TenantId::new("ten_a"), None));
}

#[test]
fn another_version_is_refused() {
    for version in ["mgj2", "mgj", "MGJ1", "", "mgj1.mgj1"] {
        assert_eq!(open(&forge(version, body().to_string().as_bytes())), None, "{version}");
    }
}

#[test]
fn words_that_this_version_does_not_have_are_refused() {
    for (name, value) in [
        ("role", json!("owner")),
        ("tenant", json!(1)),
        ("tenant", json!(null)),
        ("rights", json!(["view_results", "fly"])),
        ("rights", json!("view_results")),
        ("epoch", json!(-1)),
        ("epoch", json!("1")),
        ("expires", json!(3600.5)),
        ("expires", json!(i64::MAX)),
        ("expires", json!(null)),
    ] {
        let mut body = body();
        body[name] = value;
        assert_eq!(open(&forge("mgj1", body.to_string().as_bytes())), None, "{body}");
    }
    for name in ["tenant", "asked_by", "job", "rights", "epoch", "expires"] {
        let mut body = body();
        body.as_object_mut().unwrap().remove(name);
        assert_eq!(open(&forge("mgj1", body.to_string().as_bytes())), None, "without {name}");
    }
    let twice = body().to_string().replacen('{', r#"{"tenant":"ten_b","#, 1);
    for text in ["", "{}", "[]", "\u{feff}{}", &twice, &format!("{}x", body())] {
        assert_eq!(open(&forge("mgj1", text.as_bytes())), None, "{text}");
    }
}

#[test]
fn another_alphabet_is_refused() {
    // Bytes that the two alphabets write differently.
    let mut other = body();
    other["job"] = json!("???>>>");
    let text = forge("mgj1", other.to_string().as_bytes());
    let (signed, mac) = text.rsplit_once('.').unwrap();
    open(&text).unwrap();
    let mac = STANDARD_NO_PAD.encode(URL_SAFE_NO_PAD.decode(mac).unwrap());
    assert!(mac.contains(['+', '/']), "{mac}");
    assert_eq!(open(&format!("{signed}.{mac}")), None);
}
