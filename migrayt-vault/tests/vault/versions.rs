//! Each format that was ever written is still read.

use std::fs;
use std::path::{Path, PathBuf};

use migrayt_core::ErrorKind;
use migrayt_vault::{CredentialVault as _, SecretVersion, VaultKey};
use tempfile::TempDir;

use crate::fixture::{PASSPHRASE, files, name, open, passphrase, scope, value};

/// A copy of a folder of fixtures that its owner alone may enter: a checkout has other modes.
fn copy(of: &str) -> TempDir {
    let to = tempfile::tempdir().unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vault/fixtures").join(of);
    for file in files(&from) {
        let copy = to.path().join(file.strip_prefix(&from).unwrap());
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        fs::copy(&file, &copy).unwrap();
        private(&copy, 0o600);
        private(copy.parent().unwrap(), 0o700);
    }
    to
}

#[cfg(unix)]
fn private(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;

    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
fn private(_path: &Path, _mode: u32) {}

/// The two vaults of a version: under a passphrase and under a key file.
fn vaults(of: &str) -> [(TempDir, PathBuf, VaultKey); 2] {
    let (one, two) = (copy(&format!("{of}/passphrase")), copy(&format!("{of}/key-file")));
    let key = VaultKey::from_file(two.path().join("key")).unwrap();
    let paths = [one.path().join("vault"), two.path().join("vault")];
    let [first, second] = paths;
    [(one, first, passphrase(PASSPHRASE)), (two, second, key)]
}

#[tokio::test]
async fn the_first_format_is_read() {
    for (_folder, path, key) in vaults("v1") {
        let vault = open(&path, key).await.unwrap();
        let names = vault.names(&scope("ten_a")).await.unwrap();
        assert_eq!(names, [name("Azure-DevOps_2"), name("jira.token")]);
        assert_eq!(value(&vault, "ten_a", "jira.token").await.unwrap(), b"rotated");
        let every: Vec<u8> = (0..=u8::MAX).collect();
        assert_eq!(value(&vault, "ten_a", "Azure-DevOps_2").await.unwrap(), every);
        assert_eq!(value(&vault, "ten_b", "jira.token").await.unwrap(), b"another tenant's");
        let version = vault.hold(&scope("ten_a"), &name("jira.token")).await.unwrap().version;
        assert_ne!(version, SecretVersion::from_bits(0));
        vault.destroy(&scope("ten_a"), &name("jira.token")).await.unwrap();
    }
}

#[tokio::test]
async fn a_later_format_is_called_so() {
    let [_, (_folder, path, key)] = vaults("v1");
    let vault = open(&path, key).await.unwrap();
    let file = path.join(scope("ten_a").scoped(name("jira.token")).folder());
    for file in [file, path.join("vault")] {
        let mut bytes = fs::read(&file).unwrap();
        bytes[4] = 2;
        if file.ends_with("vault") {
            let length = bytes.len() - 32;
            let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &bytes[..length]);
            bytes[length..].copy_from_slice(digest.as_ref());
        }
        fs::write(file, bytes).unwrap();
    }
    let error = vault.hold(&scope("ten_a"), &name("jira.token")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::DataCorrupt);
    assert_eq!(error.message(), "the secret's file has a format that is not known here");
    let error = open(&path, passphrase(PASSPHRASE)).await.unwrap_err();
    assert_eq!(error.message(), "the vault has a format that is not known here");
}
