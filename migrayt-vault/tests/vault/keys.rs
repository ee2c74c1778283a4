//! What opens a vault, and what does not.

use std::fs;
use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use migrayt_core::ErrorKind;
use migrayt_vault::{
    CredentialVault as _, FileVault, MemoryAudit, SecretVersion, Stretch, VaultKey,
};
use secrecy::SecretString;

use crate::fixture::{
    Noon, PASSPHRASE, Place, files, name, open, passphrase, scope, secret, value,
};

async fn create(folder: &std::path::Path, key: VaultKey) -> migrayt_core::Result<FileVault> {
    FileVault::create(folder, key, Arc::new(MemoryAudit::default()), Arc::new(Noon)).await
}

#[tokio::test]
async fn a_wrong_passphrase_is_called_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let vault = create(&path, passphrase(PASSPHRASE)).await.unwrap();
    vault.put(&scope("ten_a"), &name("x"), secret("value")).await.unwrap();
    for wrong in ["correct horse battery stapl", "correct horse battery staple ", "CORRECT HORSE …"]
    {
        let error = open(&path, passphrase(wrong)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unauthenticated);
        assert_eq!(error.message(), "the passphrase is not the vault's");
        assert!(error.help().is_some() && !format!("{error:?}").contains(wrong));
    }
    let vault = open(&path, passphrase(PASSPHRASE)).await.unwrap();
    assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), b"value");
}

#[tokio::test]
async fn another_vaults_key_file_is_called_so() {
    let (place, _vault) = Place::new().await;
    let other = place.key_file().with_extension("other");
    let error = open(&place.vault(), VaultKey::make_file(other).unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthenticated);
    assert_eq!(error.message(), "the key file is not the vault's");
}

#[tokio::test]
async fn the_other_kind_of_key_is_called_so() {
    let (place, vault) = Place::new().await;
    let file = || VaultKey::from_file(place.key_file()).unwrap();
    let error = open(&place.vault(), passphrase(PASSPHRASE)).await.unwrap_err();
    assert_eq!(error.message(), "the vault is opened by a key file");
    vault.rewrap(file(), passphrase(PASSPHRASE)).await.unwrap();
    let error = open(&place.vault(), file()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConfigInvalid);
    assert_eq!(error.message(), "the vault is opened by a passphrase");
}

#[test]
fn a_short_passphrase_is_refused() {
    for (text, good) in [("", false), ("eleven char", false), ("twelve chars", true)] {
        let key = VaultKey::from_passphrase(SecretString::from(text));
        assert_eq!(key.is_ok(), good, "{text}");
    }
}

#[tokio::test]
async fn a_rewrapped_vault_is_opened_by_the_new_key_alone() {
    let (place, vault) = Place::new().await;
    let file = || VaultKey::from_file(place.key_file()).unwrap();
    let first = vault.put(&scope("ten_a"), &name("x"), secret("first")).await.unwrap();
    let wrong = vault.rewrap(passphrase(PASSPHRASE), passphrase("a new passphrase")).await;
    assert_eq!(wrong.unwrap_err().kind(), ErrorKind::ConfigInvalid);
    assert!(place.open().await.is_ok());

    vault.rewrap(file(), passphrase(PASSPHRASE)).await.unwrap();
    assert!(place.open().await.is_err());
    // A vault that is open goes on, and does not need the new key.
    vault.rotate(&scope("ten_a"), &name("x"), first, secret("second")).await.unwrap();
    let wrong = vault.rewrap(passphrase("a new passphrase"), passphrase(PASSPHRASE)).await;
    assert_eq!(wrong.unwrap_err().kind(), ErrorKind::Unauthenticated);
    vault.rewrap(passphrase(PASSPHRASE), passphrase("a new passphrase")).await.unwrap();
    assert!(open(&place.vault(), passphrase(PASSPHRASE)).await.is_err());
    let vault = open(&place.vault(), passphrase("a new passphrase")).await.unwrap();
    assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), b"second");
}

/// Whoever can write the header must not be able to make the key cheap to find, nor to exhaust the
/// machine that opens it.
#[tokio::test]
async fn parameters_that_somebody_else_wrote_are_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    create(&path, passphrase(PASSPHRASE)).await.unwrap();
    let good = fs::read(path.join("vault")).unwrap();
    let cases = [
        ([8, 1, 1], ErrorKind::DataCorrupt),
        ([19 * 1024 - 1, 2, 1], ErrorKind::DataCorrupt),
        ([19 * 1024, 1, 1], ErrorKind::DataCorrupt),
        ([u32::MAX, u32::MAX, 1], ErrorKind::DataCorrupt),
        // Within the limits they are bound to the sealed key.
        ([20 * 1024, 2, 1], ErrorKind::Unauthenticated),
        ([19 * 1024, 3, 1], ErrorKind::Unauthenticated),
    ];
    for (parameters, kind) in cases {
        let mut bad = good.clone();
        bad.truncate(good.len() - 32);
        for (place, parameter) in [6, 10, 14].into_iter().zip(parameters) {
            bad[place..place + 4].copy_from_slice(&u32::to_be_bytes(parameter));
        }
        bad.extend_from_slice(digest(&SHA256, &bad).as_ref());
        fs::write(path.join("vault"), &bad).unwrap();
        let error = open(&path, passphrase(PASSPHRASE)).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{parameters:?}");
    }
    fs::write(path.join("vault"), &good).unwrap();
    assert!(open(&path, passphrase(PASSPHRASE)).await.is_ok());
    assert_ne!(Stretch::default(), Stretch::LEAST);
}

/// Under a key file nothing is computed from the parameters: that they count shows the binding.
#[tokio::test]
async fn whatever_stands_in_a_header_is_bound_to_the_sealed_key() {
    let (place, _vault) = Place::new().await;
    let header = place.vault().join("vault");
    let good = fs::read(&header).unwrap();
    for byte in 6..34 {
        let mut bad = good.clone();
        bad.truncate(good.len() - 32);
        bad[byte] ^= 1;
        bad.extend_from_slice(digest(&SHA256, &bad).as_ref());
        fs::write(&header, &bad).unwrap();
        let error = place.open().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unauthenticated, "byte {byte}");
    }
}

#[tokio::test]
async fn a_vault_is_made_once_and_only_where_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a/b");
    let error = open(&path, passphrase(PASSPHRASE)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConfigInvalid);
    assert!(!path.exists());
    create(&path, passphrase(PASSPHRASE)).await.unwrap();
    let header = fs::read(path.join("vault")).unwrap();
    let error = create(&path, passphrase("another passphrase")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AlreadyExists);
    assert_eq!(fs::read(path.join("vault")).unwrap(), header);
    // A process that died before there was a vault left half a header.
    let path = folder.path().join("c");
    create(&path, passphrase(PASSPHRASE)).await.unwrap();
    fs::rename(path.join("vault"), path.join("new")).unwrap();
    create(&path, passphrase(PASSPHRASE)).await.unwrap();
    assert!(open(&path, passphrase(PASSPHRASE)).await.is_ok());
}

#[test]
fn without_a_runtime_a_vault_says_so() {
    let opened = std::pin::pin!(open(std::path::Path::new("."), passphrase(PASSPHRASE)));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Err(error)) = opened.poll(&mut context) else {
        panic!("there is no answer")
    };
    assert_eq!(error.kind(), ErrorKind::Misuse);
}

#[tokio::test]
async fn nobody_takes_a_vault_that_is_there_for_a_new_one() {
    let (place, vault) = Place::new().await;
    let token = name("x");
    let stale = SecretVersion::from_bits(1);
    let rotated = vault.rotate(&scope("ten_a"), &token, stale, secret("value")).await;
    assert_eq!(rotated.unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(files(&place.vault()).len(), 2);
}

#[cfg(unix)]
#[tokio::test]
async fn files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;

    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let (place, vault) = Place::new().await;
    vault.put(&scope("ten_a"), &name("x"), secret("value")).await.unwrap();
    for file in files(&place.vault()).into_iter().chain([place.key_file()]) {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    for folder in [place.vault(), place.file("ten_a", "x").parent().unwrap().to_owned()] {
        assert_eq!(mode(&folder), 0o700, "{}", folder.display());
    }
    let set = |path: &std::path::Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    for wider in [0o640, 0o604, 0o620, 0o601] {
        set(&place.key_file(), wider);
        let error = VaultKey::from_file(place.key_file()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConfigInvalid, "{wider:o}");
        assert!(error.help().unwrap().contains("chmod 600"));
    }
    set(&place.key_file(), 0o400);
    assert!(place.open().await.is_ok());
    for wider in [0o750, 0o701] {
        set(&place.vault(), wider);
        let error = place.open().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConfigInvalid, "{wider:o}");
        assert!(error.help().unwrap().contains("chmod 700"));
    }
    set(&place.vault(), 0o700);
    assert!(place.open().await.is_ok());
}

#[test]
fn a_key_file_is_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    VaultKey::make_file(&path).unwrap();
    let first = fs::read(&path).unwrap();
    assert_eq!(VaultKey::make_file(&path).unwrap_err().kind(), ErrorKind::AlreadyExists);
    assert_eq!(fs::read(&path).unwrap(), first);
    let missing = VaultKey::from_file(folder.path().join("missing")).unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::ConfigInvalid);
}
