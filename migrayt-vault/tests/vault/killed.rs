//! Processes that are killed in the middle of a write.

use std::fs;

use migrayt_core::ErrorKind;
use migrayt_vault::{CredentialVault as _, Step};

use crate::child::{NEW_PASSPHRASE, STAGED, kill_at};
use crate::fixture::{Place, files, name, open, passphrase, scope, secret, value};

/// Whether what is written stands in its place at a step.
fn is_new(step: Step) -> bool {
    step == Step::Renamed
}

#[tokio::test]
async fn a_rotation_that_is_killed_leaves_the_old_value_or_the_new_one() {
    for step in Step::ALL {
        let (place, vault) = Place::new().await;
        vault.put(&scope("ten_a"), &name("token"), secret("old")).await.unwrap();
        vault.put(&scope("ten_a"), &name("other"), secret("other")).await.unwrap();
        kill_at(step, "rotate", &place.vault(), &place.key_file());
        let expected: &[u8] = if is_new(step) { b"new" } else { b"old" };
        for vault in [&vault, &place.open().await.unwrap()] {
            assert_eq!(value(vault, "ten_a", "token").await.unwrap(), expected, "{step:?}");
            assert_eq!(value(vault, "ten_a", "other").await.unwrap(), b"other", "{step:?}");
            let names = vault.names(&scope("ten_a")).await.unwrap();
            assert_eq!(names, [name("other"), name("token")], "{step:?}");
        }
        // Nobody holds the lock, and what was left half written is in nobody's way.
        let from = vault.hold(&scope("ten_a"), &name("token")).await.unwrap().version;
        vault.rotate(&scope("ten_a"), &name("token"), from, secret("next")).await.unwrap();
        assert_eq!(value(&vault, "ten_a", "token").await.unwrap(), b"next", "{step:?}");
        assert!(files(&place.vault()).iter().all(|file| !file.ends_with("new")), "{step:?}");
    }
}

/// A process that stages and dies leaves the current value, and the staged one if it was finished.
#[tokio::test]
async fn a_staging_that_is_killed_leaves_the_current_value() {
    for step in Step::ALL {
        let (place, vault) = Place::new().await;
        let from = vault.put(&scope("ten_a"), &name("token"), secret("old")).await.unwrap();
        kill_at(step, "stage", &place.vault(), &place.key_file());
        assert_eq!(value(&vault, "ten_a", "token").await.unwrap(), b"old", "{step:?}");
        let promoted = vault.promote(&scope("ten_a"), &name("token"), from, STAGED).await;
        assert_eq!(promoted.is_ok(), is_new(step), "{step:?}");
        let expected: &[u8] = if is_new(step) { b"new" } else { b"old" };
        assert_eq!(value(&vault, "ten_a", "token").await.unwrap(), expected, "{step:?}");
    }
}

#[tokio::test]
async fn a_promotion_that_is_killed_is_done() {
    let (place, vault) = Place::new().await;
    let from = vault.put(&scope("ten_a"), &name("token"), secret("old")).await.unwrap();
    vault.stage(&scope("ten_a"), &name("token"), from, STAGED, secret("new")).await.unwrap();
    kill_at(Step::Renamed, "promote", &place.vault(), &place.key_file());
    assert_eq!(value(&vault, "ten_a", "token").await.unwrap(), b"new");
    vault.promote(&scope("ten_a"), &name("token"), from, STAGED).await.unwrap();
    let next = vault.rotate(&scope("ten_a"), &name("token"), STAGED, secret("next")).await;
    assert!(next.is_ok());
}

#[tokio::test]
async fn a_put_that_is_killed_leaves_nothing_or_the_new_value() {
    for step in Step::ALL {
        let (place, vault) = Place::new().await;
        kill_at(step, "put", &place.vault(), &place.key_file());
        let expected = if is_new(step) { Ok(b"new".to_vec()) } else { Err(ErrorKind::NotFound) };
        assert_eq!(value(&vault, "ten_a", "token").await, expected, "{step:?}");
        let names = vault.names(&scope("ten_a")).await.unwrap();
        assert_eq!(names.len(), usize::from(is_new(step)), "{step:?}");
        let again = vault.put(&scope("ten_a"), &name("token"), secret("again")).await;
        assert_eq!(again.is_ok(), !is_new(step), "{step:?}");
    }
}

#[tokio::test]
async fn a_rewrap_that_is_killed_leaves_one_key_that_opens() {
    for step in Step::ALL {
        let (place, vault) = Place::new().await;
        vault.put(&scope("ten_a"), &name("token"), secret("kept")).await.unwrap();
        kill_at(step, "rewrap", &place.vault(), &place.key_file());
        let (old, new) =
            (place.open().await, open(&place.vault(), passphrase(NEW_PASSPHRASE)).await);
        assert_eq!((old.is_ok(), new.is_ok()), (!is_new(step), is_new(step)), "{step:?}");
        let vault = old.or(new).unwrap();
        assert_eq!(value(&vault, "ten_a", "token").await.unwrap(), b"kept", "{step:?}");
    }
}

/// The steps are told in their order, so that the tests above are about what they name.
#[tokio::test]
async fn every_write_goes_through_every_step() {
    let (place, vault) = Place::new().await;
    let (tell, told) = std::sync::mpsc::channel();
    let (new, there) = (place.file("ten_a", "x").with_file_name("new"), place.file("ten_a", "x"));
    let vault = vault.watched(move |step| {
        let length = fs::metadata(&new).map(|metadata| metadata.len()).ok();
        tell.send((step, length, there.exists())).unwrap();
    });
    vault.put(&scope("ten_a"), &name("x"), secret("value")).await.unwrap();
    let told: Vec<_> = told.try_iter().collect();
    let whole = fs::metadata(place.file("ten_a", "x")).unwrap().len();
    let expected = [
        (Step::Begun, None, false),
        (Step::HalfWritten, Some(whole / 2), false),
        (Step::Written, Some(whole), false),
        (Step::Flushed, Some(whole), false),
        (Step::Renamed, None, true),
    ];
    assert_eq!(told, expected);
}
