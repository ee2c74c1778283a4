use super::bench::{Bench, is, name, secret};
use super::breach::{Verdict, same};
use crate::{CredentialVault, Secret, SecretName};

pub(super) async fn names_are_sorted_and_complete<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let own = bench.own().await?;
    same(&vault.names(&own).await?, &Vec::new(), "an empty vault has no names")?;
    let longest = "X".repeat(SecretName::LONGEST);
    let texts = ["jira", "b", "..", "a-1", "C", "a", "con", longest.as_str()];
    for text in texts {
        vault.put(&own, &SecretName::new(text)?, secret("value")?).await?;
    }
    let mut expected: Vec<SecretName> =
        texts.into_iter().map(SecretName::new).collect::<Result<_, _>>()?;
    expected.sort();
    same(&vault.names(&own).await?, &expected, "the names of all secrets are given, ascending")
}

pub(super) async fn the_case_of_letters_counts<V: CredentialVault + ?Sized>(
    vault: &V,
    bench: &Bench,
) -> Verdict {
    let own = bench.own().await?;
    for text in ["token", "Token", "TOKEN"] {
        vault.put(&own, &name(text)?, Secret::new(text)?).await?;
    }
    for text in ["token", "Token", "TOKEN"] {
        let held = vault.hold(&own, &name(text)?).await?;
        is(&held.secret, text.as_bytes(), "names that differ in case are two names")?;
    }
    Ok(())
}
