use migrayt_core::ErrorKind;

use super::bench::{Bench, is, name, secret, seen};
use super::breach::{Verdict, fails, same};
use crate::CredentialVault;

/// The same name is asked for before the owner has it and after: a stranger must not see which.
pub(super) async fn a_strangers_name_does_not_exist<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let (own, stranger) = (bench.own().await?, bench.stranger().await?);
    let token = name("token")?;
    let sentence = "another tenant's name is answered as one that nobody has, to the last byte";
    let mut answers = Vec::new();
    let version = vault.put(&own, &name("other")?, secret("other")?).await?;
    for _ in 0..2 {
        answers.push([
            seen(vault.hold(&stranger, &token).await, sentence)?,
            seen(vault.rotate(&stranger, &token, version, secret("new")?).await, sentence)?,
            seen(vault.destroy(&stranger, &token).await, sentence)?,
        ]);
        if answers.len() == 1 {
            vault.put(&own, &token, secret("first")?).await?;
        }
    }
    let [before, after] = answers.as_slice() else { return Ok(()) };
    same(after, before, sentence)?;
    fails(vault.hold(&stranger, &token).await, ErrorKind::NotFound, sentence)
}

pub(super) async fn strangers_change_nothing<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let (own, stranger) = (bench.own().await?, bench.stranger().await?);
    let token = name("token")?;
    let first = vault.put(&own, &token, secret("first")?).await?;
    // Whether it is refused is another case's question.
    let _rotated = vault.rotate(&stranger, &token, first, secret("stolen")?).await;
    let _destroyed = vault.destroy(&stranger, &token).await;
    let sentence = "a stranger changes nothing";
    let held = vault.hold(&own, &token).await?;
    is(&held.secret, b"first", sentence)?;
    same(&held.version, &first, sentence)?;
    vault.put(&stranger, &token, secret("theirs")?).await?;
    let sentence = "two tenants may use one name for two secrets";
    is(&vault.hold(&own, &token).await?.secret, b"first", sentence)?;
    is(&vault.hold(&stranger, &token).await?.secret, b"theirs", sentence)?;
    vault.destroy(&stranger, &token).await?;
    is(&vault.hold(&own, &token).await?.secret, b"first", sentence)
}

pub(super) async fn names_are_a_tenants<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let (own, stranger) = (bench.own().await?, bench.stranger().await?);
    vault.put(&own, &name("ours")?, secret("value")?).await?;
    vault.put(&stranger, &name("theirs")?, secret("value")?).await?;
    let sentence = "each tenant is given its own names";
    same(&vault.names(&own).await?, &vec![name("ours")?], sentence)?;
    same(&vault.names(&stranger).await?, &vec![name("theirs")?], sentence)
}
