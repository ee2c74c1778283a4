use futures_util::future::join_all;
use migrayt_core::ErrorKind;

use super::bench::{Bench, is, name};
use super::breach::{Verdict, holds, same};
use crate::{CredentialVault, Secret};

/// How many ask at once.
const CROWD: u8 = 8;

pub(super) async fn one_of_many_puts_wins<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let own = bench.own().await?;
    let token = name("token")?;
    let puts = (1..=CROWD).map(async |number| {
        let secret = Secret::new([number])?;
        vault.put(&own, &token, secret).await.map(|version| (number, version))
    });
    let results = join_all(puts).await;
    let mut won = Vec::new();
    for result in results {
        match result {
            Ok(winner) => won.push(winner),
            Err(error) => same(
                &error.kind(),
                &ErrorKind::AlreadyExists,
                "of many puts all others are told that there is one",
            )?,
        }
    }
    same(&won.len(), &1, "of many puts of one name one succeeds")?;
    for (number, version) in won {
        let held = vault.hold(&own, &token).await?;
        is(&held.secret, &[number], "a put that succeeded is not lost")?;
        same(&held.version, &version, "a put that succeeded is not lost")?;
    }
    Ok(())
}

pub(super) async fn one_of_many_rotations_wins<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let own = bench.own().await?;
    let token = name("token")?;
    let first = vault.put(&own, &token, Secret::new([0])?).await?;
    let rotations = (1..=CROWD).map(async |number| {
        let secret = Secret::new([number])?;
        vault.rotate(&own, &token, first, secret).await.map(|version| (number, version))
    });
    let results = join_all(rotations).await;
    let won: Vec<_> = results.into_iter().flatten().collect();
    same(&won.len(), &1, "of many rotations from one version one succeeds")?;
    for (number, version) in won {
        let held = vault.hold(&own, &token).await?;
        is(&held.secret, &[number], "a rotation that succeeded is not lost")?;
        holds(held.version == version, "a rotation that succeeded is not lost", || {
            format!("{} instead of {version}", held.version)
        })?;
    }
    Ok(())
}
