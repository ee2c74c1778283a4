use migrayt_core::ErrorKind;

use super::bench::{Bench, is, name, secret};
use super::breach::{Verdict, fails, holds, same};
use crate::CredentialVault;

pub(super) async fn what_is_destroyed_is_gone<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let own = bench.own().await?;
    let (token, other) = (name("token")?, name("other")?);
    let version = vault.put(&own, &token, secret("first")?).await?;
    vault.put(&own, &other, secret("other")?).await?;
    vault.destroy(&own, &token).await?;
    let sentence = "what was destroyed is not found";
    fails(vault.hold(&own, &token).await, ErrorKind::NotFound, sentence)?;
    fails(vault.destroy(&own, &token).await, ErrorKind::NotFound, sentence)?;
    let rotated = vault.rotate(&own, &token, version, secret("second")?).await;
    fails(rotated, ErrorKind::NotFound, sentence)?;
    same(&vault.names(&own).await?, &vec![other.clone()], "what was destroyed has no name")?;
    let held = vault.hold(&own, &other).await?;
    is(&held.secret, b"other", "nothing else is destroyed")
}

pub(super) async fn a_new_life_is_another_one<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let own = bench.own().await?;
    let token = name("token")?;
    let first = vault.put(&own, &token, secret("first")?).await?;
    vault.destroy(&own, &token).await?;
    let second = vault.put(&own, &token, secret("second")?).await?;
    holds(first != second, "a version does not come back with the name", || format!("{first}"))?;
    fails(
        vault.rotate(&own, &token, first, secret("third")?).await,
        ErrorKind::Conflict,
        "who knew the destroyed value does not replace the new one",
    )?;
    is(&vault.hold(&own, &token).await?.secret, b"second", "a destroyed name is free again")
}

pub(super) async fn an_ended_scope_gets_nothing<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let (own, ending) = (bench.own().await?, bench.ending().await?);
    let (token, other) = (name("token")?, name("other")?);
    let version = vault.put(&ending, &token, secret("first")?).await?;
    vault.hold(&ending, &token).await?;
    bench.pass();
    let sentence = "a scope that has ended is refused";
    let kind = ErrorKind::Unauthenticated;
    fails(vault.hold(&ending, &token).await, kind, sentence)?;
    fails(vault.hold(&ending, &other).await, kind, sentence)?;
    fails(vault.put(&ending, &other, secret("other")?).await, kind, sentence)?;
    fails(vault.rotate(&ending, &token, version, secret("second")?).await, kind, sentence)?;
    fails(vault.destroy(&ending, &token).await, kind, sentence)?;
    fails(vault.names(&ending).await, kind, sentence)?;
    is(&vault.hold(&own, &token).await?.secret, b"first", "an ended scope changes nothing")?;
    same(&vault.names(&own).await?, &vec![token], "an ended scope changes nothing")
}
