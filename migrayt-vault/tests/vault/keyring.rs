//! A key in the system's keyring, which is one of memory here.

use std::any::Any;
use std::collections::HashMap;
use std::fs;
use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use keyring_core::api::{CredentialApi, CredentialStoreApi};
use keyring_core::{Credential, CredentialStore, Entry, Error, Result, mock};
use migrayt_core::ErrorKind;
use migrayt_vault::{CredentialVault as _, FileVault, Keyring, MemoryAudit, VaultKey};

use crate::fixture::{Noon, PASSPHRASE, Place, name, open, passphrase, scope, secret, value};

const SERVICE: &str = "migrayt vault";

fn store() -> Arc<CredentialStore> {
    mock::Store::new().unwrap()
}

fn entry(store: &CredentialStore, of: &str) -> Entry {
    store.build(SERVICE, of, None).unwrap()
}

#[tokio::test]
async fn a_vault_is_opened_by_its_own_entry_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let keyring = Keyring::of(store());
    let missing = VaultKey::from_keyring(&keyring, &name("own")).unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::ConfigInvalid);
    assert!(missing.to_string().contains("own"), "{missing}");
    let key = VaultKey::make_in_keyring(&keyring, &name("own")).unwrap();
    let vault = FileVault::create(&path, key, Arc::new(MemoryAudit::default()), Arc::new(Noon))
        .await
        .unwrap();
    vault.put(&scope("ten_a"), &name("x"), secret("value")).await.unwrap();
    assert_eq!(fs::read(path.join("vault")).unwrap()[5], b'k');

    let own = || VaultKey::from_keyring(&keyring, &name("own")).unwrap();
    let vault = open(&path, own()).await.unwrap();
    assert_eq!(value(&vault, "ten_a", "x").await.unwrap(), b"value");
    let other = VaultKey::make_in_keyring(&keyring, &name("other")).unwrap();
    let error = open(&path, other).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthenticated);
    assert_eq!(error.message(), "the keyring's entry is not the vault's key");
    let error = open(&path, passphrase(PASSPHRASE)).await.unwrap_err();
    assert_eq!(error.message(), "the vault is opened by a key in the system's keyring");

    vault.rewrap(own(), passphrase(PASSPHRASE)).await.unwrap();
    let error = open(&path, own()).await.unwrap_err();
    assert_eq!(error.message(), "the vault is opened by a passphrase");
    vault.rewrap(passphrase(PASSPHRASE), own()).await.unwrap();
    assert!(open(&path, own()).await.is_ok());
}

/// The kind is bound to the sealed key: the same key in a file is another one.
#[tokio::test]
async fn the_kind_of_a_key_counts() {
    let store = store();
    let (place, vault) = Place::new().await;
    let file = fs::read_to_string(place.key_file()).unwrap();
    entry(&*store, "same").set_secret(file.trim_end().as_bytes()).unwrap();
    let keyring = Keyring::of(store);
    let same = || VaultKey::from_keyring(&keyring, &name("same")).unwrap();
    let error = open(&place.vault(), same()).await.unwrap_err();
    assert_eq!(error.message(), "the vault is opened by a key file");
    let header = place.vault().join("vault");
    let mut bytes = fs::read(&header).unwrap();
    bytes.truncate(bytes.len() - 32);
    bytes[5] = b'k';
    bytes.extend_from_slice(digest(&SHA256, &bytes).as_ref());
    let good = fs::read(&header).unwrap();
    fs::write(&header, bytes).unwrap();
    assert_eq!(open(&place.vault(), same()).await.unwrap_err().kind(), ErrorKind::Unauthenticated);
    fs::write(&header, good).unwrap();
    vault.rewrap(VaultKey::from_file(place.key_file()).unwrap(), same()).await.unwrap();
    assert!(open(&place.vault(), same()).await.is_ok());
}

#[test]
fn an_entry_is_never_written_over_nor_mistaken() {
    let store = store();
    let keyring = Keyring::of(Arc::clone(&store));
    VaultKey::make_in_keyring(&keyring, &name("own")).unwrap();
    let first = entry(&*store, "own").get_secret().unwrap();
    assert!(first.starts_with(b"mgvk1_") && first.len() == 70);
    let error = VaultKey::make_in_keyring(&keyring, &name("own")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AlreadyExists);
    assert_eq!(entry(&*store, "own").get_secret().unwrap(), first);
    for wrong in [&b"a password of something else"[..], b"", b"\xff\xfe", &first[..69]] {
        entry(&*store, "wrong").set_secret(wrong).unwrap();
        let error = VaultKey::from_keyring(&keyring, &name("wrong")).unwrap_err();
        assert_eq!(error.message(), "the keyring's entry is not a vault's key");
        let error = VaultKey::make_in_keyring(&keyring, &name("wrong")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AlreadyExists);
    }
}

#[test]
fn what_a_keyring_says_is_told_and_what_it_holds_is_not() {
    const CANARY: &str = "what-the-keyring-holds";
    let canary = || CANARY.as_bytes().to_vec();
    let cause = || "the bus is gone".into();
    let store = store();
    let keyring = Keyring::of(Arc::clone(&store));
    for (fault, kind) in [
        (Error::NoEntry, ErrorKind::ConfigInvalid),
        (Error::BadEncoding(canary()), ErrorKind::ConfigInvalid),
        (Error::BadDataFormat(canary(), cause()), ErrorKind::ConfigInvalid),
        (Error::Ambiguous(Vec::new()), ErrorKind::ConfigInvalid),
        (Error::PlatformFailure(cause()), ErrorKind::Unavailable),
        (Error::NoStorageAccess(cause()), ErrorKind::Unavailable),
        (Error::NoDefaultStore, ErrorKind::Unavailable),
    ] {
        let entry = entry(&*store, "own");
        entry.as_any().downcast_ref::<mock::Cred>().unwrap().set_error(fault);
        let error = VaultKey::from_keyring(&keyring, &name("own")).unwrap_err();
        assert_eq!(error.kind(), kind, "{error:?}");
        assert!(error.help().is_some(), "{error:?}");
        let digits = format!("{:?}", canary());
        for shown in [format!("{error} {error:?}"), format!("{keyring:?}")] {
            assert!(!shown.contains(CANARY) && !shown.contains(&digits), "{shown}");
        }
        let told = std::error::Error::source(&error).map(ToString::to_string);
        assert_eq!(told.is_some(), format!("{error:?}").contains("the bus is gone"), "{error:?}");
    }
}

#[test]
fn nothing_is_sealed_under_a_key_that_the_keyring_has_lost() {
    let error =
        VaultKey::make_in_keyring(&Keyring::of(Arc::new(Forgetful)), &name("own")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert_eq!(error.message(), "the keyring does not give back what it was given");
}

/// A keyring that takes everything and keeps nothing.
#[derive(Debug)]
struct Forgetful;

impl CredentialStoreApi for Forgetful {
    fn vendor(&self) -> String {
        String::new()
    }

    fn id(&self) -> String {
        String::new()
    }

    fn build(&self, _: &str, _: &str, _: Option<&HashMap<&str, &str>>) -> Result<Entry> {
        Ok(Entry::new_with_credential(Arc::new(Self)))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl CredentialApi for Forgetful {
    fn set_secret(&self, _: &[u8]) -> Result<()> {
        Ok(())
    }

    fn get_secret(&self) -> Result<Vec<u8>> {
        Err(Error::NoEntry)
    }

    fn delete_credential(&self) -> Result<()> {
        Ok(())
    }

    fn get_credential(&self) -> Result<Option<Arc<Credential>>> {
        Ok(None)
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        None
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
