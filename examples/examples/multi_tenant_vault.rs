//! Keeps the tokens of two tenants in one encrypted vault: each sees only their own, a token is
//! replaced while a run needs it, and a run's credential comes from the vault.

#![expect(clippy::print_stdout, reason = "a program tells its user what it did")]

use std::fs;
use std::sync::Arc;

use async_trait::async_trait;
use migrayt::core::digest::{Digest, DigestKey};
use migrayt::core::id::{AccountId, TenantId};
use migrayt::core::{Error, ErrorKind, Result};
use migrayt::system::SystemIds;
use migrayt::verify::VerifyOptions;
use migrayt_examples::trackers::{EMAIL, TOKEN, Trackers};
use migrayt_examples::{ensure, unusable};
use migrayt_tenancy::{Member, Membership, Presented, Role, TenantDirectory, admit};
use migrayt_vault::{
    CredentialVault, FileVault, MemoryAudit, Secret, SecretName, StoredCredential, TokenKind,
    VaultKey,
};

/// Who signed in. Yours asks the sessions of your product, and says when each ends.
#[derive(Debug)]
struct Sessions(DigestKey, Vec<(Digest, TenantId)>);

#[async_trait]
impl TenantDirectory for Sessions {
    async fn look_up(&self, presented: &Presented) -> Result<Option<Membership>> {
        let digest = self.0.digest("session", presented.expose().as_bytes());
        let known = self.1.iter().find(|(known, _)| *known == digest);
        Ok(known.map(|(_, tenant)| Membership {
            tenant: tenant.clone(),
            member: Member::new(AccountId::from_bits(1), Role::Owner),
            session_end: None,
        }))
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let trackers = Trackers::new(20)?;
    let clock = Arc::clone(&trackers.clock);
    let key = DigestKey::new(SystemIds.key()?);
    let session = |token: &str, tenant| {
        (key.digest("session", token.as_bytes()), TenantId::from_bits(tenant))
    };
    let known = vec![session("session of Adatum", 1), session("session of Contoso", 2)];
    let sessions = Sessions(key.clone(), known);
    // Nobody makes a scope but who signed in, and no call of the vault goes without one.
    let adatum = admit(&sessions, &Presented::new("session of Adatum"), clock.as_ref()).await?;
    let contoso = admit(&sessions, &Presented::new("session of Contoso"), clock.as_ref()).await?;

    let folder = tempfile::tempdir().map_err(unusable)?;
    let place = folder.path().join("vault");
    // The key lies apart from the vault and from its backups.
    let opener = VaultKey::make_file(folder.path().join("vault.key"))?;
    let audit = Arc::new(MemoryAudit::default());
    let vault = FileVault::create(&place, opener, audit.clone(), clock.clone()).await?;
    let vault: Arc<dyn CredentialVault> = Arc::new(vault);

    // One name, two secrets. Adatum's is a token that the tracker does not take any more.
    let name = SecretName::new("jira.token")?;
    let first = vault.put(&adatum, &name, Secret::new("an expired token")?).await?;
    vault.put(&contoso, &name, Secret::new("a token of Contoso")?).await?;
    let theirs = vault.hold(&contoso, &name).await?;
    ensure(theirs.secret.expose_text()? == "a token of Contoso", "a tenant got another's secret")?;

    // Another tenant's name is answered like one that nobody has.
    let only = SecretName::new("azure-devops.token")?;
    vault.put(&adatum, &only, Secret::new("a token of Adatum")?).await?;
    let others = refused(vault.hold(&contoso, &only).await)?;
    let nobodys = refused(vault.hold(&contoso, &SecretName::new("nothing")?).await)?;
    ensure(others.kind() == ErrorKind::NotFound, "another tenant's name is not NotFound")?;
    ensure(others.message() == nobodys.message(), "another tenant's name can be told")?;

    // A run asks the vault itself, with the scope of who ordered it.
    let migration = || {
        let kind = TokenKind::ApiToken { email: EMAIL.to_owned() };
        let (vault, scope) = (Arc::clone(&vault), adatum.clone());
        let token = StoredCredential::new(vault, scope, name.clone(), kind, clock.clone());
        trackers.migration(trackers.source()?, trackers.target_with(Arc::new(token))?)
    };
    let expired = refused(migration()?.scan().await)?;
    ensure(expired.kind() == ErrorKind::Unauthenticated, "the expired token was taken")?;

    // Of two who replace it at once, the one who comes late is told to look again.
    vault.rotate(&adatum, &name, first, Secret::new(TOKEN)?).await?;
    let late = refused(vault.rotate(&adatum, &name, first, Secret::new("late")?).await)?;
    ensure(late.kind() == ErrorKind::Conflict, "a rotation was lost")?;
    let found = Trackers::carry_out(&migration()?, VerifyOptions::default()).await?;
    println!("{} items were migrated with the new token", found.matched);
    println!("the vault was asked {} times, and each is on record", audit.events().len());

    // What rests on the disk is encrypted.
    let mut looked = 0;
    for tenant in fs::read_dir(&place).map_err(unusable)? {
        let tenant = tenant.map_err(unusable)?.path();
        for file in fs::read_dir(tenant).into_iter().flatten() {
            let bytes = fs::read(file.map_err(unusable)?.path()).map_err(unusable)?;
            let shown = bytes.windows(TOKEN.len()).any(|it| it == TOKEN.as_bytes());
            ensure(!shown, "a token can be read in a file")?;
            looked += 1;
        }
    }
    ensure(looked == 3, "there are more or fewer files than tokens")
}

fn refused<T>(result: Result<T>) -> Result<Error> {
    let Err(error) = result else {
        return Err(Error::new(ErrorKind::DataCorrupt, "what must be refused was not"));
    };
    Ok(error)
}
