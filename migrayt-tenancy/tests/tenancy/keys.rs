use std::collections::BTreeSet;
use std::path::{Component, Path};

use migrayt_core::id::TenantId;
use migrayt_tenancy::{Solo, TenantScoped};
use proptest::prelude::*;

fn scoped(tenant: &str, key: &str) -> TenantScoped<String> {
    Solo::new(TenantId::new(tenant)).scope().scoped(key.to_owned())
}

/// Texts that were made to escape, collide or vanish, and their neighbours.
fn hostile() -> impl Strategy<Value = String> {
    let one = prop_oneof![
        Just(String::new()),
        "[a-cA-C/.=%_\\-]{0,6}",
        "(t|k|th|kh)-[a-f0-9/=]{0,8}",
        "\\PC{0,20}",
        Just("..".to_owned()),
        Just("../ten_b/k-x".to_owned()),
        Just("\0\u{202e}\u{200b}".to_owned()),
        (150_usize..170).prop_map(|length| "a".repeat(length)),
        (50_usize..60).prop_map(|length| "/".repeat(length)),
        Just("x".repeat(5_000)),
    ];
    (one.clone(), one).prop_map(|(first, second)| first + &second)
}

#[test]
fn the_texts_are_as_documented() {
    let key = scoped("ten_0a", "Report/1");
    assert_eq!(key.prefix(), "t-ten_0a/");
    assert_eq!(key.path(), "t-ten_0a/k-=52eport=2f1");
    assert_eq!(key.folder(), Path::new("t-ten_0a").join("k-=52eport=2f1"));
    assert_eq!(key.label(), "k_e9e0eaeec7646ae6463e4ce6418c3d0cbb8e227d7857b682f4972c7c");
    assert_eq!(key.key(), "Report/1");
    assert_eq!(key.tenant(), &TenantId::new("ten_0a"));
}

#[test]
fn a_key_of_another_type_is_of_its_tenant_too() {
    let key = |tenant: &str, kind: u8| Solo::new(TenantId::new(tenant)).scope().scoped(kind);
    let all = BTreeSet::from([key("a", 1), key("b", 1), key("a", 2), key("a", 1)]);
    assert_eq!(all.len(), 3);
    assert_ne!(key("a", 1).prefix(), key("b", 1).prefix());
}

/// Keys that a careless rendering could mix up with this one.
fn neighbours(key: &str) -> Vec<String> {
    let path = scoped("ten_a", key).path();
    let rendered = path.strip_prefix("t-ten_a/").unwrap();
    // Without the kind, and as it would be if what is too long had no kind of its own.
    let (kind, text) = rendered.split_once('-').unwrap();
    vec![
        text.to_owned(),
        rendered.to_owned(),
        format!("{kind}{text}"),
        format!("h-{text}"),
        key.to_uppercase(),
        key.to_lowercase(),
        key.replace('/', "."),
        key.replace('=', ""),
        format!("{key}\0"),
        format!("{key} "),
        format!("{key}/"),
        format!("{key}a"),
        key.chars().take(160).collect(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn two_keys_have_one_text_only_if_they_are_one(
        (tenant, key) in (hostile(), hostile()),
        (other_tenant, other_key) in (hostile(), hostile()),
        same_tenant: bool,
        same_key: bool,
    ) {
        let other_tenant = if same_tenant { tenant.clone() } else { other_tenant };
        let other_key = if same_key { key.clone() } else { other_key };
        let same = (&tenant, &key) == (&other_tenant, &other_key);
        let (one, other) = (scoped(&tenant, &key), scoped(&other_tenant, &other_key));
        prop_assert_eq!(one == other, same);
        prop_assert_eq!(one.path() == other.path(), same);
        prop_assert_eq!(one.folder() == other.folder(), same);
        prop_assert_eq!(one.label() == other.label(), same);
        prop_assert_eq!(one.path().to_lowercase() == other.path().to_lowercase(), same);
        // Not even a part of the other tenant's names is ours.
        let one_tenant = tenant == other_tenant;
        prop_assert_eq!(other.path().starts_with(&one.prefix()), one_tenant);
        prop_assert_eq!(one.prefix() == other.prefix(), one_tenant);
    }

    #[test]
    fn no_text_leaves_its_tenant_or_surprises_a_store(tenant in hostile(), key in hostile()) {
        let one = scoped(&tenant, &key);
        let path = one.path();
        prop_assert!(path.len() <= 327);
        prop_assert!(path.split('/').all(|part| (2..=163).contains(&part.len())));
        prop_assert_eq!(path.matches('/').count(), 1);
        let plain = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_=/".contains(&byte)
        };
        prop_assert!(path.bytes().all(plain));
        let folder = one.folder();
        prop_assert!(folder.components().all(|part| matches!(part, Component::Normal(_))));
        let root = Path::new("root");
        prop_assert!(root.join(&folder).starts_with(root.join(one.prefix())));
        let label = one.label();
        prop_assert_eq!(label.len(), 58);
        prop_assert!(label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'));
    }

    #[test]
    fn no_key_has_the_text_of_its_neighbours(key in hostile()) {
        let one = scoped("ten_a", &key);
        for other in neighbours(&key) {
            let same = other == key;
            let as_key = scoped("ten_a", &other);
            prop_assert_eq!(one.path() == as_key.path(), same, "{:?}", other);
            prop_assert_eq!(one.label() == as_key.label(), same, "{:?}", other);
            let (as_tenant, one) = (scoped(&other, "key"), scoped(&key, "key"));
            prop_assert_eq!(one.prefix() == as_tenant.prefix(), same, "{:?}", other);
            prop_assert!(same || !as_tenant.path().starts_with(&one.prefix()));
        }
    }
}
