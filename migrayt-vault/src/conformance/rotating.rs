use migrayt_core::ErrorKind;

use super::bench::{Bench, is, name, secret};
use super::breach::{Verdict, fails, holds, same};
use crate::{CredentialVault, SecretVersion};

pub(super) async fn a_rotation_replaces<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let own = bench.own().await?;
    let token = name("token")?;
    let first = vault.put(&own, &token, secret("first")?).await?;
    let second = vault.rotate(&own, &token, first, secret("second")?).await?;
    holds(first != second, "a new value has another version", || format!("{first}"))?;
    let held = vault.hold(&own, &token).await?;
    is(&held.secret, b"second", "what was rotated is lent")?;
    same(&held.version, &second, "what is lent has the version that its rotation returned")?;
    let third = vault.rotate(&own, &token, second, secret("second")?).await?;
    holds(second != third, "the same value again has another version", || format!("{third}"))
}

pub(super) async fn a_stale_version_changes_nothing<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let own = bench.own().await?;
    let token = name("token")?;
    let first = vault.put(&own, &token, secret("first")?).await?;
    let second = vault.rotate(&own, &token, first, secret("second")?).await?;
    let never = SecretVersion::from_bits(first.bits() ^ second.bits() ^ u128::MAX);
    for stale in [first, never] {
        fails(
            vault.rotate(&own, &token, stale, secret("third")?).await,
            ErrorKind::Conflict,
            "a value of another version is not replaced",
        )?;
        let held = vault.hold(&own, &token).await?;
        is(&held.secret, b"second", "a rotation that was refused changes nothing")?;
        same(&held.version, &second, "a rotation that was refused changes nothing")?;
    }
    Ok(())
}

pub(super) async fn versions_are_never_repeated<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let (own, stranger) = (bench.own().await?, bench.stranger().await?);
    let mut versions: Vec<SecretVersion> = Vec::new();
    for scope in [&own, &stranger] {
        for text in ["a", "b"] {
            let mut version = vault.put(scope, &name(text)?, secret("value")?).await?;
            versions.push(version);
            for _ in 0..3 {
                version = vault.rotate(scope, &name(text)?, version, secret("value")?).await?;
                versions.push(version);
            }
        }
    }
    let count = versions.len();
    versions.sort_by_key(|version| version.bits());
    versions.dedup();
    same(&versions.len(), &count, "each value has a version that no other has")
}
