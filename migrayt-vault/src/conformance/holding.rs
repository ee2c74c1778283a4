use std::time::Duration;

use migrayt_core::ErrorKind;

use super::bench::{Bench, is, name, secret};
use super::breach::{Verdict, fails, holds, same};
use crate::{CredentialVault, Held, Secret, SecretVersion};

pub(super) async fn what_is_put_is_lent<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let own = bench.own().await?;
    let put = vault.put(&own, &name("token")?, secret("first")?).await?;
    for _ in 0..2 {
        let held = vault.hold(&own, &name("token")?).await?;
        is(&held.secret, b"first", "what was put is lent, as often as it is asked for")?;
        same(&held.version, &put, "what is lent has the version that putting it returned")?;
    }
    Ok(())
}

pub(super) async fn any_bytes_come_back<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let own = bench.own().await?;
    let every: Vec<u8> = (0..=u8::MAX).collect();
    let cases = [
        ("every", every),
        ("zero", vec![0]),
        ("end", b" end\r\n\0".to_vec()),
        ("high", vec![0xff]),
    ];
    for (text, bytes) in &cases {
        vault.put(&own, &name(text)?, Secret::new(bytes.clone())?).await?;
    }
    for (text, bytes) in &cases {
        let held = vault.hold(&own, &name(text)?).await?;
        is(&held.secret, bytes, "bytes are not interpreted")?;
    }
    Ok(())
}

pub(super) async fn nothing_is_put_over_another<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let own = bench.own().await?;
    let put = vault.put(&own, &name("token")?, secret("first")?).await?;
    fails(
        vault.put(&own, &name("token")?, secret("second")?).await,
        ErrorKind::AlreadyExists,
        "a name that is taken is not put again",
    )?;
    let held = vault.hold(&own, &name("token")?).await?;
    is(&held.secret, b"first", "a put that was refused changes nothing")?;
    same(&held.version, &put, "a put that was refused changes nothing")
}

pub(super) async fn a_name_that_nobody_has<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let own = bench.own().await?;
    let (missing, from) = (name("missing")?, SecretVersion::from_bits(1));
    let sentence = "a name that nobody has is not found";
    fails(vault.hold(&own, &missing).await, ErrorKind::NotFound, sentence)?;
    let rotated = vault.rotate(&own, &missing, from, secret("new")?).await;
    fails(rotated, ErrorKind::NotFound, sentence)?;
    fails(vault.destroy(&own, &missing).await, ErrorKind::NotFound, sentence)?;
    fails(vault.hold(&own, &missing).await, ErrorKind::NotFound, "a rotation puts nothing new")
}

pub(super) async fn lending_is_short<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let own = bench.own().await?;
    vault.put(&own, &name("token")?, secret("first")?).await?;
    let fresh = vault.hold(&own, &name("token")?).await?.fresh_for;
    holds(
        fresh > Duration::ZERO && fresh <= Held::LONGEST,
        "a secret is lent for more than nothing and at most 5 minutes",
        || format!("{fresh:?}"),
    )
}
