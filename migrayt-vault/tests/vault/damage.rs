//! What lies in the folder and is not as it was written.

use std::fs;
use std::sync::Arc;

use migrayt_core::error::Fact;
use migrayt_core::{Error, ErrorKind};
use migrayt_vault::{CredentialVault as _, FileVault, MemoryAudit, VaultKey};

use crate::child::STAGED;
use crate::fixture::{
    Noon, PASSPHRASE, Place, files, name, open, passphrase, scope, secret, value,
};

const CORRUPT: Result<Vec<u8>, ErrorKind> = Err(ErrorKind::DataCorrupt);

/// A vault with two secrets of one tenant and one of another.
async fn furnished() -> (Place, FileVault) {
    let (place, vault) = Place::new().await;
    for (tenant, text) in [("ten_a", "x"), ("ten_a", "y"), ("ten_b", "x")] {
        vault.put(&scope(tenant), &name(text), secret(format!("{tenant}{text}"))).await.unwrap();
    }
    (place, vault)
}

/// The error says what to do and shows nothing that its reader may not know.
fn ensure_discreet(error: &Error, foreign: &[&str]) {
    let text = format!("{error} {error:?}");
    assert!(error.help().is_some(), "{text}");
    for word in foreign {
        assert!(!text.contains(word), "{word} in {text}");
    }
}

#[tokio::test]
async fn a_change_of_any_bit_of_what_is_staged_is_refused() {
    let (place, vault) = Place::new().await;
    let (own, x) = (scope("ten_a"), name("x"));
    let (from, to) = (vault.put(&own, &x, secret("value")).await.unwrap(), STAGED);
    vault.stage(&own, &x, from, to, secret("staged")).await.unwrap();
    let path = place.file("ten_a", "x").with_file_name("s-x");
    let good = fs::read(&path).unwrap();
    for bit in 0..good.len() * 8 {
        let mut bad = good.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        fs::write(&path, &bad).unwrap();
        let error = vault.promote(&own, &x, from, to).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::DataCorrupt, "bit {bit}");
        assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), b"value", "bit {bit}");
    }
    // What is damaged is in nobody's way.
    vault.stage(&own, &x, from, to, secret("staged")).await.unwrap();
    vault.promote(&own, &x, from, to).await.unwrap();
    assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), b"staged");
    assert!(!path.exists());
}

#[tokio::test]
async fn a_change_of_any_bit_of_any_file_is_refused() {
    let (place, vault) = Place::new().await;
    vault.put(&scope("ten_a"), &name("x"), secret("value")).await.unwrap();
    let (header, record) = (place.vault().join("vault"), place.file("ten_a", "x"));
    let mut refused = 0;
    for path in files(&place.vault()) {
        let good = fs::read(&path).unwrap();
        for bit in 0..good.len() * 8 {
            let mut bad = good.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            fs::write(&path, &bad).unwrap();
            if path == header {
                let error = place.open().await.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::DataCorrupt, "bit {bit}");
                ensure_discreet(&error, &[]);
            } else {
                assert_eq!(path, record);
                assert_eq!(value(&vault, "ten_a", "x").await, CORRUPT, "bit {bit}");
                let error = vault.names(&scope("ten_a")).await.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::DataCorrupt, "bit {bit}");
            }
            refused += 1;
        }
        fs::write(&path, &good).unwrap();
    }
    // A header of 126 bytes, a secret of 116, and a lock that holds nothing.
    assert_eq!(refused, (126 + 116) * 8);
    let vault = place.open().await.unwrap();
    assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), b"value");
}

#[tokio::test]
async fn what_is_short_or_long_is_refused() {
    let (place, vault) = furnished().await;
    for path in [place.vault().join("vault"), place.file("ten_a", "x")] {
        let good = fs::read(&path).unwrap();
        let longer = [good.as_slice(), b"\0"].concat();
        let huge = [good.as_slice(), &vec![7; 70_000]].concat();
        let cut = (0..good.len()).map(|length| good[..length].to_vec());
        for bad in cut.chain([longer, huge]) {
            fs::write(&path, &bad).unwrap();
            let kind = if path.ends_with("vault") {
                place.open().await.unwrap_err().kind()
            } else {
                value(&vault, "ten_a", "x").await.unwrap_err()
            };
            assert_eq!(kind, ErrorKind::DataCorrupt, "{} bytes", bad.len());
        }
        fs::write(&path, &good).unwrap();
    }
}

#[tokio::test]
async fn files_that_are_exchanged_are_refused() {
    let (place, vault) = furnished().await;
    for (one, other) in [(("ten_a", "x"), ("ten_a", "y")), (("ten_a", "x"), ("ten_b", "x"))] {
        let (first, second) = (place.file(one.0, one.1), place.file(other.0, other.1));
        let (of_first, of_second) = (fs::read(&first).unwrap(), fs::read(&second).unwrap());
        fs::write(&first, &of_second).unwrap();
        fs::write(&second, &of_first).unwrap();
        for (tenant, text) in [one, other] {
            let error = vault.hold(&scope(tenant), &name(text)).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::DataCorrupt);
            ensure_discreet(&error, &["ten_a", "ten_b", "ten_ax"]);
            assert!(vault.names(&scope(tenant)).await.is_err());
        }
        fs::write(&first, &of_first).unwrap();
        fs::write(&second, &of_second).unwrap();
        assert!(value(&vault, one.0, one.1).await.is_ok());
    }
}

#[tokio::test]
async fn a_file_under_another_name_is_refused() {
    let (place, vault) = furnished().await;
    // A destroyed name comes back under the file of another, and under its own old file.
    let (old, kept) = (place.file("ten_a", "x"), fs::read(place.file("ten_a", "y")).unwrap());
    vault.destroy(&scope("ten_a"), &name("x")).await.unwrap();
    assert_eq!(value(&vault, "ten_a", "x").await, Err(ErrorKind::NotFound));
    fs::write(&old, &kept).unwrap();
    assert_eq!(value(&vault, "ten_a", "x").await, CORRUPT);
    let error = vault.names(&scope("ten_a")).await.unwrap_err();
    assert_eq!(error.context(), [("damaged", Fact::Number(1))]);
    // What is damaged is not put over, and can be destroyed.
    let put = vault.put(&scope("ten_a"), &name("x"), secret("new")).await.unwrap_err();
    assert_eq!(put.kind(), ErrorKind::AlreadyExists);
    vault.destroy(&scope("ten_a"), &name("x")).await.unwrap();
    vault.put(&scope("ten_a"), &name("x"), secret("new")).await.unwrap();
    assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), b"new");
    assert_eq!(vault.names(&scope("ten_a")).await.unwrap(), [name("x"), name("y")]);
}

#[tokio::test]
async fn another_tenants_folder_opens_nothing_and_names_nobody() {
    let (place, vault) = furnished().await;
    let shown = ["ten_a", "classified", "k-", "t-"];
    vault.put(&scope("ten_a"), &name("classified"), secret("value")).await.unwrap();
    let from = place.file("ten_a", "x").parent().unwrap().to_owned();
    let to = place.file("ten_c", "x").parent().unwrap().to_owned();
    fs::create_dir(&to).unwrap();
    for file in files(&from) {
        fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
    }
    let error = vault.names(&scope("ten_c")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::DataCorrupt);
    assert_eq!(error.context(), [("damaged", Fact::Number(3))]);
    ensure_discreet(&error, &shown);
    let error = vault.hold(&scope("ten_c"), &name("x")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::DataCorrupt);
    ensure_discreet(&error, &shown);
    assert_eq!(value(&vault, "ten_c", "z").await, Err(ErrorKind::NotFound));
}

#[tokio::test]
async fn a_vault_under_another_header_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut vaults = Vec::new();
    for text in ["one", "two"] {
        let path = folder.path().join(text);
        let (audit, clock) = (Arc::new(MemoryAudit::default()), Arc::new(Noon));
        let vault = FileVault::create(&path, passphrase(PASSPHRASE), audit, clock).await.unwrap();
        vault.put(&scope("ten_a"), &name("x"), secret(text)).await.unwrap();
        vaults.push(vault);
    }
    let header = |text: &str| folder.path().join(text).join("vault");
    fs::copy(header("two"), header("one")).unwrap();
    let changed = open(&folder.path().join("one"), passphrase(PASSPHRASE)).await.unwrap();
    assert_eq!(value(&changed, "ten_a", "x").await, CORRUPT);
    let rewrapped = vaults[0].rewrap(passphrase(PASSPHRASE), passphrase("another passphrase"));
    assert_eq!(rewrapped.await.unwrap_err().kind(), ErrorKind::DataCorrupt);
}

#[tokio::test]
async fn a_key_file_that_was_changed_opens_nothing() {
    let (place, _vault) = furnished().await;
    let good = fs::read(place.key_file()).unwrap();
    for bit in 0..good.len() * 8 {
        let mut bad = good.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        fs::write(place.key_file(), &bad).unwrap();
        match VaultKey::from_file(place.key_file()) {
            Ok(key) => {
                let error = open(&place.vault(), key).await.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::Unauthenticated, "bit {bit}");
            }
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::ConfigInvalid, "bit {bit}");
                ensure_discreet(&error, &[str::from_utf8(&good[8..40]).unwrap()]);
            }
        }
    }
}
