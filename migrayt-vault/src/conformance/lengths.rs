use migrayt_core::ErrorKind;

use super::bench::{Bench, is, name};
use super::breach::{Verdict, fails, holds, same};
use crate::{CredentialVault, Secret};

pub(super) async fn the_longest_is_taken_and_no_longer_one<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let own = bench.own().await?;
    let (token, other) = (name("token")?, name("other")?);
    let longest = vault.capabilities().longest_secret;
    holds((1..=Secret::LONGEST).contains(&longest), "the limit is one", || format!("{longest}"))?;
    let bytes = vec![7; longest];
    let version = vault.put(&own, &token, Secret::new(bytes.clone())?).await?;
    is(&vault.hold(&own, &token).await?.secret, &bytes, "the longest secret comes back whole")?;
    if longest < Secret::LONGEST {
        let sentence = "a longer secret than declared is refused";
        let kind = ErrorKind::InputInvalid;
        let longer = || Secret::new(vec![7; longest + 1]);
        fails(vault.put(&own, &other, longer()?).await, kind, sentence)?;
        fails(vault.rotate(&own, &token, version, longer()?).await, kind, sentence)?;
    }
    let again = vault.capabilities();
    same(&again, &vault.capabilities(), "capabilities stay the same")?;
    same(&again.longest_secret, &longest, "capabilities stay the same")
}
