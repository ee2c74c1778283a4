use std::fs;
use std::sync::Arc;

use migrayt_core::ErrorKind;
use migrayt_core::id::TenantId;
use migrayt_tenancy::{Solo, TenantScope};
use migrayt_vault::{CredentialVault, MemoryAudit, MemoryVault, Secret, SecretName, SecretVersion};
use proptest::collection::vec;
use proptest::prelude::*;
use tokio::runtime::{Builder, Runtime};

use crate::fixture::{Noon, Place, name, scope, secret, value};

fn runtime() -> Runtime {
    Builder::new_current_thread().build().unwrap()
}

/// Names as the documentation says, in other words than the code.
const NAME: &str = "[a-zA-Z0-9_.-]{1,64}";

#[test]
fn any_bytes_under_any_name_of_any_tenant_come_back() {
    let runtime = runtime();
    let (place, vault) = runtime.block_on(Place::new());
    let strategy = (".{0,80}", NAME, vec(any::<u8>(), 1..2_000));
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(256));
    let outcome = runner.run(&strategy, |(tenant, text, bytes)| {
        runtime.block_on(async {
            let own = Solo::new(TenantId::new(tenant)).scope();
            let text = name(&text);
            let version = vault.put(&own, &text, secret(&bytes)).await.unwrap();
            let reopened = place.open().await.unwrap();
            let held = reopened.hold(&own, &text).await.unwrap();
            assert!(held.secret.expose() == bytes && held.version == version);
            assert_eq!(reopened.names(&own).await.unwrap(), std::slice::from_ref(&text));
            vault.destroy(&own, &text).await.unwrap();
            assert_eq!(reopened.names(&own).await.unwrap(), []);
        });
        Ok(())
    });
    outcome.unwrap();
}

/// Whatever lies in the place of a secret's file is refused, and nothing panics.
#[test]
fn no_other_bytes_are_taken_for_a_secret() {
    let runtime = runtime();
    let (place, vault) = runtime.block_on(Place::new());
    runtime.block_on(vault.put(&scope("ten_a"), &name("x"), secret("value"))).unwrap();
    let good = fs::read(place.file("ten_a", "x")).unwrap();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(512));
    let strategy = (0..good.len(), vec(any::<u8>(), 0..300));
    let outcome = runner.run(&strategy, |(kept, rest)| {
        let bad = [&good[..kept], &rest].concat();
        prop_assume!(bad != good);
        fs::write(place.file("ten_a", "x"), bad).unwrap();
        let found = runtime.block_on(value(&vault, "ten_a", "x"));
        prop_assert_eq!(found, Err(ErrorKind::DataCorrupt));
        Ok(())
    });
    outcome.unwrap();
}

#[test]
fn one_value_put_twice_has_nothing_in_common() {
    let runtime = runtime();
    let (place, vault) = runtime.block_on(Place::new());
    runtime.block_on(async {
        let mut sealed = Vec::new();
        let (own, token) = (scope("ten_a"), name("x"));
        for _ in 0..2 {
            vault.put(&own, &token, secret("the very same value")).await.unwrap();
            sealed.push(fs::read(place.file("ten_a", "x")).unwrap());
            vault.destroy(&own, &token).await.unwrap();
        }
        // Magic, format and name are the same; version, keys and value are not, not even in part.
        let (first, second) = (&sealed[0], &sealed[1]);
        let open = 4 + 1 + 1 + 1;
        assert_eq!(first[..open], second[..open]);
        for window in first[open..].windows(8) {
            assert!(!second[open..].windows(8).any(|other| other == window));
        }
    });
}

proptest! {
    #[test]
    fn a_name_is_what_the_documentation_says(text in prop_oneof![NAME, ".{0,70}", "[a-z/ .]{0,9}"]) {
        let plain = |character: char| {
            matches!(character, 'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' | '.')
        };
        let good = (1..=64).contains(&text.chars().count()) && text.chars().all(plain);
        let read = SecretName::new(text.clone());
        prop_assert_eq!(read.is_ok(), good);
        if let Ok(read) = read {
            prop_assert_eq!(read.as_str(), text);
        }
    }
}

/// What a caller may ask of a vault, among two tenants and two names.
#[derive(Clone, Debug)]
enum Ask {
    Put(u8),
    Hold,
    Rotate(u8, bool),
    Destroy,
    Names,
}

fn asks() -> impl Strategy<Value = Vec<(bool, bool, Ask)>> {
    let ask = prop_oneof![
        any::<u8>().prop_map(Ask::Put),
        Just(Ask::Hold),
        (any::<u8>(), any::<bool>()).prop_map(|(value, stale)| Ask::Rotate(value, stale)),
        Just(Ask::Destroy),
        Just(Ask::Names),
    ];
    vec((any::<bool>(), any::<bool>(), ask), 0..30)
}

/// What came of it, in terms that do not depend on the vault.
async fn answer(
    vault: &dyn CredentialVault,
    own: &TenantScope,
    token: &SecretName,
    ask: &Ask,
) -> Result<String, ErrorKind> {
    let one = |value: &u8| Secret::new([*value]).unwrap();
    let answer = match ask {
        Ask::Put(value) => vault.put(own, token, one(value)).await.map(|_| String::new()),
        Ask::Hold => vault.hold(own, token).await.map(|held| format!("{:?}", held.secret.expose())),
        Ask::Rotate(value, stale) => {
            let from = match vault.hold(own, token).await {
                Ok(held) if !stale => held.version,
                _ => SecretVersion::from_bits(u128::MAX),
            };
            vault.rotate(own, token, from, one(value)).await.map(|_| String::new())
        }
        Ask::Destroy => vault.destroy(own, token).await.map(|()| String::new()),
        Ask::Names => vault.names(own).await.map(|names| format!("{names:?}")),
    };
    answer.map_err(|error| error.kind())
}

#[test]
fn both_vaults_answer_alike_whatever_is_asked() {
    let runtime = runtime();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(48));
    let outcome = runner.run(&asks(), |asks| {
        runtime.block_on(async {
            let (_place, files) = Place::new().await;
            let memory = MemoryVault::new(Arc::new(MemoryAudit::default()), Arc::new(Noon));
            for (tenant, text, ask) in &asks {
                let own = scope(if *tenant { "ten_a" } else { "ten_b" });
                let token = name(if *text { "x" } else { "X" });
                let answers = (
                    answer(&files, &own, &token, ask).await,
                    answer(&memory, &own, &token, ask).await,
                );
                assert_eq!(answers.0, answers.1, "{ask:?}");
            }
        });
        Ok(())
    });
    outcome.unwrap();
}
