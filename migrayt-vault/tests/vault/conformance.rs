use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use migrayt_vault::{CredentialVault, FileVault, MemoryVault, VaultKey, conformance};

use crate::fixture::{PASSPHRASE, passphrase};

#[tokio::test]
async fn the_vault_in_memory_keeps_the_contract() {
    let make = async |audit, clock| Arc::new(MemoryVault::new(audit, clock));
    conformance::suite(make).await.unwrap();
}

#[tokio::test]
async fn the_vault_of_files_keeps_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let key_file = folder.path().join("key");
    VaultKey::make_file(&key_file).unwrap();
    let next = AtomicU32::new(0);
    let make = async |audit, clock| {
        let vault = folder.path().join(next.fetch_add(1, Ordering::SeqCst).to_string());
        let key = VaultKey::from_file(&key_file).unwrap();
        Arc::new(FileVault::create(vault, key, audit, clock).await.unwrap())
    };
    conformance::suite(make).await.unwrap();
    assert!(next.into_inner() > 20);
}

#[tokio::test]
async fn a_vault_is_one_behind_its_port() {
    let folder = tempfile::tempdir().unwrap();
    let make = async |audit, clock| {
        let place = tempfile::tempdir_in(&folder).unwrap().keep().join("vault");
        let key = passphrase(PASSPHRASE);
        let vault: Arc<dyn CredentialVault> =
            Arc::new(FileVault::create(place, key, audit, clock).await.unwrap());
        vault
    };
    conformance::suite(make).await.unwrap();
}
