//! Whoever types: what they are asked, in which order, and what becomes of it.

use std::sync::{Arc, Mutex};

use migrayt_core::ErrorKind;
use migrayt_core::error::{Error, Result};
use secrecy::SecretString;
use tempfile::TempDir;

use super::{NewKey, Vault};
use crate::config::{Configuration, CredentialReference, EXAMPLE, Prompt, Wanted};
use crate::system::SystemClock;

const OLD: &str = "four random words together";
const NEW: &str = "four other words together";

/// Somebody who types what a test says.
#[derive(Debug)]
struct Typist {
    answers: Mutex<Vec<(Wanted, &'static str)>>,
}

impl Typist {
    fn new(answers: &[(Wanted, &'static str)]) -> Self {
        Self { answers: Mutex::new(answers.iter().rev().cloned().collect()) }
    }

    /// Nothing is left that they were to be asked.
    fn done(self) {
        assert_eq!(self.answers.into_inner().unwrap(), []);
    }
}

impl Prompt for Typist {
    fn ask(&self, wanted: &Wanted) -> Result<SecretString> {
        match self.answers.lock().unwrap().pop() {
            Some((expected, answer)) if expected == *wanted => Ok(SecretString::from(answer)),
            other => {
                panic!("asked for {wanted:?} instead of {:?}", other.map(|(wanted, _)| wanted))
            }
        }
    }
}

/// A folder whose configuration names no passphrase, so that it is typed.
fn folder() -> (TempDir, Configuration) {
    let folder = tempfile::tempdir().unwrap();
    let mut configuration = Configuration::parse(EXAMPLE).unwrap();
    configuration.folder = folder.path().to_owned();
    (folder, configuration)
}

fn clock() -> Arc<SystemClock> {
    Arc::new(SystemClock::new())
}

async fn open(configuration: &Configuration, passphrase: &'static str) -> Result<Vault> {
    let typist = Typist::new(&[(Wanted::Passphrase, passphrase)]);
    let vault = Vault::open(configuration, &typist, clock()).await;
    typist.done();
    vault
}

async fn make(configuration: &Configuration) {
    let typist = Typist::new(&[(Wanted::NewPassphrase, OLD), (Wanted::PassphraseAgain, OLD)]);
    let vault = Vault::create(configuration, &typist, clock()).await.unwrap();
    vault.put("token", &SecretString::from("kept")).await.unwrap();
    typist.done();
}

async fn rewrap(
    configuration: &Configuration,
    answers: &[(Wanted, &'static str)],
) -> Result<(), Error> {
    let typist = Typist::new(answers);
    let new = NewKey::Passphrase(CredentialReference::Prompt);
    let done = Vault::rewrap(configuration, &new, &typist, clock()).await;
    typist.done();
    done
}

#[tokio::test]
async fn the_present_passphrase_is_asked_for_once_and_the_new_one_twice() {
    let (_folder, configuration) = folder();
    make(&configuration).await;
    let answers =
        [(Wanted::Passphrase, OLD), (Wanted::OtherPassphrase, NEW), (Wanted::PassphraseAgain, NEW)];
    rewrap(&configuration, &answers).await.unwrap();
    let error = open(&configuration, OLD).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthenticated);
    open(&configuration, NEW).await.unwrap().check("token").await.unwrap();
}

#[tokio::test]
async fn a_slip_of_the_hand_changes_nothing() {
    let (_folder, configuration) = folder();
    make(&configuration).await;
    let present = (Wanted::Passphrase, OLD);
    for (answers, kind) in [
        // Nobody thinks of a new one in vain.
        (vec![(Wanted::Passphrase, NEW)], ErrorKind::Unauthenticated),
        (
            vec![
                present.clone(),
                (Wanted::OtherPassphrase, NEW),
                (Wanted::PassphraseAgain, "four otter words together"),
            ],
            ErrorKind::InputInvalid,
        ),
        (
            vec![present, (Wanted::OtherPassphrase, "short"), (Wanted::PassphraseAgain, "short")],
            ErrorKind::InputInvalid,
        ),
    ] {
        let error = rewrap(&configuration, &answers).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error:?}");
        open(&configuration, OLD).await.unwrap().check("token").await.unwrap();
    }
}

#[cfg(not(feature = "keyring"))]
#[tokio::test]
async fn a_program_without_the_keyring_says_so() {
    let (_folder, mut configuration) = folder();
    configuration.vault.keyring = Some("migration".to_owned());
    let error = Vault::create(&configuration, &Typist::new(&[]), clock()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConfigInvalid);
    assert!(error.help().unwrap().contains("`keyring`"), "{error:?}");
    assert!(!Vault::is_there(&configuration));
}
