use migrayt_vault::CredentialVault as _;

use crate::child::{ADDITIONS, start};
use crate::fixture::{Place, name, scope, secret, value};

#[tokio::test]
async fn nothing_is_lost_between_processes() {
    let (place, vault) = Place::new().await;
    vault.put(&scope("ten_a"), &name("number"), secret("0")).await.unwrap();
    let workers = ["one", "two", "three"];
    let children: Vec<_> = workers
        .iter()
        .map(|worker| start("add", &place.vault(), &place.key_file(), worker))
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
    let sum = (3 * ADDITIONS).to_string();
    assert_eq!(value(&vault, "ten_a", "number").await.unwrap(), sum.as_bytes());
    for worker in workers {
        for round in 0..ADDITIONS {
            let text = format!("{worker}.{round}");
            assert_eq!(value(&vault, "ten_a", &text).await.unwrap(), text.as_bytes());
        }
    }
    let names = vault.names(&scope("ten_a")).await.unwrap();
    assert_eq!(names.len(), workers.len() * ADDITIONS as usize + 1);
}

#[tokio::test]
async fn of_two_vaults_in_one_process_one_rotates() {
    let (place, vault) = Place::new().await;
    let other = place.open().await.unwrap();
    let (own, token) = (scope("ten_a"), name("token"));
    let from = vault.put(&own, &token, secret("first")).await.unwrap();
    let (one, two) = tokio::join!(
        vault.rotate(&own, &token, from, secret("one")),
        other.rotate(&own, &token, from, secret("two"))
    );
    assert!(one.is_ok() != two.is_ok());
    let expected: &[u8] = if one.is_ok() { b"one" } else { b"two" };
    assert_eq!(value(&other, "ten_a", "token").await.unwrap(), expected);
}
