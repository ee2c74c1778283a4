use futures_util::future::join_all;
use migrayt_core::{ErrorKind, Result};
use migrayt_tenancy::TenantScope;

use super::bench::{Bench, is, name, secret, seen};
use super::breach::{Verdict, fails, holds, same};
use crate::{CredentialVault, SecretName, SecretVersion};

/// Versions as a caller makes them of randomness.
const ONE: SecretVersion = SecretVersion::from_bits(0x0001_6f6e_655f_0000_7374_6167_6564_0001);
const TWO: SecretVersion = SecretVersion::from_bits(0x0002_7477_6f5f_0000_7374_6167_6564_0002);

pub(super) async fn what_is_promoted_is_lent<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let (own, token) = (bench.own().await?, name("token")?);
    let first = vault.put(&own, &token, secret("first")?).await?;
    vault.stage(&own, &token, first, ONE, secret("second")?).await?;
    lends(vault, &own, &token, b"first", first, "what is staged is not lent").await?;
    same(&vault.names(&own).await?, &vec![token.clone()], "what is staged has no name of its own")?;
    vault.promote(&own, &token, first, ONE).await?;
    lends(vault, &own, &token, b"second", ONE, "what is promoted is lent").await?;
    vault.promote(&own, &token, first, ONE).await?;
    lends(vault, &own, &token, b"second", ONE, "a promotion that is repeated changes nothing").await
}

pub(super) async fn only_what_is_staged_is_promoted<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let (own, token) = (bench.own().await?, name("token")?);
    let first = vault.put(&own, &token, secret("first")?).await?;
    let sentence = "what is not staged is not promoted";
    fails(vault.promote(&own, &token, first, ONE).await, ErrorKind::Conflict, sentence)?;
    vault.stage(&own, &token, first, ONE, secret("second")?).await?;
    vault.stage(&own, &token, first, TWO, secret("third")?).await?;
    let sentence = "only the version that is staged is promoted";
    fails(vault.promote(&own, &token, first, ONE).await, ErrorKind::Conflict, sentence)?;
    lends(vault, &own, &token, b"first", first, sentence).await?;
    let sentence = "another value takes the place of what is staged";
    vault.promote(&own, &token, first, TWO).await?;
    lends(vault, &own, &token, b"third", TWO, sentence).await?;
    let sentence = "a version that was replaced is not promoted";
    fails(vault.promote(&own, &token, first, ONE).await, ErrorKind::Conflict, sentence)?;
    lends(vault, &own, &token, b"third", TWO, sentence).await
}

pub(super) async fn a_stale_promotion_changes_nothing<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let (own, token) = (bench.own().await?, name("token")?);
    let first = vault.put(&own, &token, secret("first")?).await?;
    vault.stage(&own, &token, first, ONE, secret("staged")?).await?;
    let second = vault.rotate(&own, &token, first, secret("second")?).await?;
    let sentence = "a value of another version is not replaced by what is staged";
    fails(vault.promote(&own, &token, first, ONE).await, ErrorKind::Conflict, sentence)?;
    lends(vault, &own, &token, b"second", second, sentence).await
}

pub(super) async fn a_stale_staging_changes_nothing<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let (own, token) = (bench.own().await?, name("token")?);
    let first = vault.put(&own, &token, secret("first")?).await?;
    let second = vault.rotate(&own, &token, first, secret("second")?).await?;
    vault.stage(&own, &token, second, ONE, secret("staged")?).await?;
    let sentence = "nothing is staged beside a value of another version";
    let stale = vault.stage(&own, &token, first, TWO, secret("late")?).await;
    fails(stale, ErrorKind::Conflict, sentence)?;
    vault.promote(&own, &token, second, ONE).await?;
    lends(vault, &own, &token, b"staged", ONE, "what was staged stands").await
}

pub(super) async fn a_version_is_staged_once<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let (own, token) = (bench.own().await?, name("token")?);
    let first = vault.put(&own, &token, secret("first")?).await?;
    vault.stage(&own, &token, first, ONE, secret("second")?).await?;
    let sentence = "a version that is staged is not staged again";
    let again = vault.stage(&own, &token, first, ONE, secret("third")?).await;
    fails(again, ErrorKind::AlreadyExists, sentence)?;
    vault.promote(&own, &token, first, ONE).await?;
    lends(vault, &own, &token, b"second", ONE, sentence).await?;
    let again = vault.stage(&own, &token, first, ONE, secret("third")?).await;
    fails(again, ErrorKind::AlreadyExists, "the current version is not staged")
}

pub(super) async fn what_is_staged_ends_with_its_secret<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let (own, token) = (bench.own().await?, name("token")?);
    let sentence = "nothing is staged for a name that nobody has";
    let early = vault.stage(&own, &token, TWO, ONE, secret("early")?).await;
    fails(early, ErrorKind::NotFound, sentence)?;
    fails(vault.promote(&own, &token, ONE, TWO).await, ErrorKind::NotFound, sentence)?;
    let missing = vault.hold(&own, &token).await.map(|held| held.version);
    fails(missing, ErrorKind::NotFound, sentence)?;
    let first = vault.put(&own, &token, secret("first")?).await?;
    vault.stage(&own, &token, first, ONE, secret("second")?).await?;
    vault.destroy(&own, &token).await?;
    let next = vault.put(&own, &token, secret("next")?).await?;
    let sentence = "what is staged ends with its secret";
    fails(vault.promote(&own, &token, next, ONE).await, ErrorKind::Conflict, sentence)?;
    lends(vault, &own, &token, b"next", next, sentence).await
}

pub(super) async fn strangers_stage_nothing<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let (own, stranger) = (bench.own().await?, bench.stranger().await?);
    let token = name("token")?;
    let sentence = "another tenant's name is answered as one that nobody has, to the last byte";
    let mut answers = Vec::new();
    let mut first = SecretVersion::from_bits(1);
    for _ in 0..2 {
        answers.push([
            seen(vault.stage(&stranger, &token, first, ONE, secret("stolen")?).await, sentence)?,
            seen(vault.promote(&stranger, &token, first, TWO).await, sentence)?,
        ]);
        if answers.len() == 1 {
            first = vault.put(&own, &token, secret("first")?).await?;
            vault.stage(&own, &token, first, TWO, secret("second")?).await?;
        }
    }
    lends(vault, &own, &token, b"first", first, "strangers promote nothing").await?;
    let [before, after] = answers.as_slice() else { return Ok(()) };
    same(after, before, sentence)?;
    vault.promote(&own, &token, first, TWO).await?;
    lends(vault, &own, &token, b"second", TWO, "strangers stage nothing").await
}

pub(super) async fn one_of_a_promotion_and_rotations_wins<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let (own, token) = (bench.own().await?, name("token")?);
    let first = vault.put(&own, &token, secret("first")?).await?;
    vault.stage(&own, &token, first, ONE, secret("staged")?).await?;
    let attempts = (0..8).map(async |number| -> Result<SecretVersion> {
        if number % 2 == 1 {
            let rotated = secret("rotated")?;
            return vault.rotate(&own, &token, first, rotated).await;
        }
        vault.promote(&own, &token, first, ONE).await.map(|()| ONE)
    });
    let mut won: Vec<_> = join_all(attempts).await.into_iter().flatten().collect();
    won.dedup();
    same(&won.len(), &1, "of rotations and promotions from one version one succeeds")?;
    let held = vault.hold(&own, &token).await?;
    holds(won == [held.version], "the one that succeeded is not lost", || held.version.to_string())
}

async fn lends<V: CredentialVault + ?Sized>(
    vault: &V,
    scope: &TenantScope,
    name: &SecretName,
    value: &'static [u8],
    version: SecretVersion,
    sentence: &'static str,
) -> Verdict {
    let held = vault.hold(scope, name).await?;
    is(&held.secret, value, sentence)?;
    same(&held.version, &version, sentence)
}
