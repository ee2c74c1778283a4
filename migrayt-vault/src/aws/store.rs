use std::collections::BTreeSet;

use async_trait::async_trait;
use migrayt_core::error::{Effect, Retry};
use migrayt_core::{Error, ErrorKind, Result};
use migrayt_tenancy::TenantScope;

use super::SecretArn;
use super::cache::Cache;
use super::caller::Caller;
use super::fault::{Refusal, damaged, unexpected};
use super::key::{Context, MasterKey};
use super::naming::Naming;
use super::recent::Recent;
use super::record::{LONGEST_SECRET, Record};
use super::settings::Deletion;
use super::shelf::{Found, Shelf, Side, Standing};
use crate::desk::absent;
use crate::store::{Exchange, Place, Promotion, Staging, Store};
use crate::{Secret, SecretName, SecretVersion};

/// A store of sealed values in AWS.
#[derive(Debug)]
pub(super) struct AwsStore {
    pub(super) caller: Caller,
    pub(super) naming: Naming,
    pub(super) key: MasterKey,
    pub(super) shelf: Shelf,
    pub(super) cache: Cache,
    pub(super) recent: Recent,
    pub(super) deletion: Deletion,
}

impl AwsStore {
    /// The address of a secret.
    pub(super) async fn arn(&self, scope: &TenantScope, name: &SecretName) -> Result<SecretArn> {
        let whole = self.naming.whole(&scope.scoped(name.clone()));
        let standing = self.standing(&whole).await?.ok_or_else(|| absent(name))?;
        SecretArn::new(standing.arn)
    }

    /// The name of the tenant's secret that has an address; none if it is not the tenant's.
    pub(super) async fn find(
        &self,
        scope: &TenantScope,
        arn: &SecretArn,
    ) -> Result<Option<SecretName>> {
        // Another tenant's is not even asked for.
        if !arn.secret().starts_with(&self.naming.folder(scope)) {
            return Ok(None);
        }
        let Some(standing) = self.standing(arn.as_str()).await? else { return Ok(None) };
        let connection = standing.connection.filter(|_| standing.arn == arn.as_str());
        Ok(connection.and_then(|connection| self.naming.read(scope, arn.secret(), &connection)))
    }

    /// What is known of a secret that was not destroyed.
    async fn standing(&self, id: &str) -> Result<Option<Standing>> {
        Ok(self.shelf.standing(id).await?.filter(|standing| !standing.is_ending))
    }

    /// What stands in the way of a change that was refused. If that cannot be told, the change may
    /// have been made by a call whose answer was lost.
    async fn taken(&self, whole: &str) -> Result<Option<Standing>> {
        self.shelf.standing(whole).await.map_err(|error| error.with_effect(Effect::Unknown))
    }

    /// A value as it is kept, under a data key of its own.
    async fn seal(
        &self,
        place: &Place,
        whole: &str,
        version: SecretVersion,
        secret: &Secret,
    ) -> Result<Vec<u8>> {
        if secret.expose().len() > LONGEST_SECRET {
            return Err(Error::new(
                ErrorKind::InputInvalid,
                "the secret is too long for this vault",
            )
            .with_help("A secret is a token, key or password; check that it is the right file.")
            .with("bytes", secret.expose().len())
            .with("longest", LONGEST_SECRET));
        }
        let (key, sealed_key) = self.key.fresh(&Context::of(place, whole, version)).await?;
        Record::seal(&key, &sealed_key, place, version, secret)
    }

    async fn open(
        &self,
        place: &Place,
        whole: &str,
        found: &Found,
    ) -> Result<(Secret, SecretVersion)> {
        let version = found.version.ok_or_else(|| damaged(place.key()))?;
        let record = Record::read(&found.record, place)?;
        let context = Context::of(place, whole, version);
        let key = self.key.unseal(&context, record.sealed_key).await?;
        let key = key.ok_or_else(|| damaged(place.key()))?;
        Ok((record.open(&key, place, version)?, version))
    }

    /// Makes a secret, or tells that there is one; nothing as long as one that was destroyed at once
    /// still has the name.
    async fn create(
        &self,
        place: &Place,
        whole: &str,
        version: SecretVersion,
        record: &[u8],
    ) -> Result<Option<bool>> {
        let tags = Naming::tags(place);
        match self.shelf.create(whole, &tags, version, record).await? {
            Ok(()) => return Ok(Some(true)),
            Err(Refusal::Exists | Refusal::Ending) => {}
            Err(Refusal::Missing | Refusal::Invalid) => return Err(unexpected("CreateSecret")),
        }
        match (self.taken(whole).await?, self.deletion) {
            // It was made before, and its answer lost.
            (Some(standing), _) if standing.has(version) => Ok(Some(true)),
            (Some(standing), _) if !standing.is_ending => Ok(Some(false)),
            (_, Deletion::Immediate) => Ok(None),
            (_, Deletion::Recoverable { .. }) => Err(self.ending(place.key())),
        }
    }

    /// What became of a move of the current label that was refused.
    async fn judge(&self, whole: &str, to: SecretVersion) -> Result<Exchange> {
        Ok(match self.taken(whole).await? {
            None => Exchange::Empty,
            Some(standing) if standing.is_ending => Exchange::Empty,
            // It was made before, and its answer lost.
            Some(standing) if standing.is_current(to) => Exchange::Done(to),
            Some(_) => Exchange::Newer,
        })
    }

    /// The name is taken by a secret that was destroyed.
    fn ending(&self, name: &SecretName) -> Error {
        let error = Error::new(ErrorKind::AlreadyExists, "a destroyed secret still has this name");
        let error = match self.deletion {
            Deletion::Immediate => error.with_retry(Retry::Backoff).with_help(
                "AWS frees the name within moments: put it again, or choose another name.",
            ),
            Deletion::Recoverable { .. } => error.with_help(
                "Restore it in Secrets Manager, wait until it is deleted, or choose another name.",
            ),
        };
        error.with("secret", name)
    }
}

#[async_trait]
impl Store for AwsStore {
    async fn fill(&self, place: Place, secret: Secret) -> Result<Option<SecretVersion>> {
        let (whole, version) = (self.naming.whole(&place), self.caller.version());
        let record = self.seal(&place, &whole, version, &secret).await?;
        let created = self.caller.until_settled(|| self.create(&place, &whole, version, &record));
        if !created.await?.ok_or_else(|| self.ending(place.key()))? {
            return Ok(None);
        }
        self.cache.replace(&place, &secret, version);
        self.recent.note(&place);
        Ok(Some(version))
    }

    async fn read(&self, place: Place) -> Result<Option<(Secret, SecretVersion)>> {
        if let Some(found) = self.cache.find(&place) {
            return Ok(Some(found));
        }
        let (whole, ticket) = (self.naming.whole(&place), self.cache.ticket());
        match self.shelf.current(&whole).await? {
            Ok(found) => {
                let (secret, version) = self.open(&place, &whole, &found).await?;
                self.cache.keep(ticket, &place, &secret, version);
                Ok(Some((secret, version)))
            }
            Err(Refusal::Missing) => Ok(None),
            // So AWS answers for a secret that was destroyed.
            Err(_) => match self.standing(&whole).await? {
                None => Ok(None),
                Some(_) => Err(unexpected("GetSecretValue")),
            },
        }
    }

    async fn exchange(
        &self,
        place: Place,
        from: SecretVersion,
        secret: Secret,
    ) -> Result<Exchange> {
        let (whole, to) = (self.naming.whole(&place), self.caller.version());
        let record = self.seal(&place, &whole, to, &secret).await?;
        let laid = self.shelf.lay(&whole, Side::Rotating, to, &record).await?;
        let exchanged = match laid {
            Ok(()) => match self.shelf.promote(&whole, from, to).await? {
                Ok(()) => Exchange::Done(to),
                Err(_) => self.judge(&whole, to).await?,
            },
            Err(Refusal::Missing | Refusal::Ending) => match self.standing(&whole).await? {
                None => Exchange::Empty,
                Some(_) => return Err(unexpected("PutSecretValue")),
            },
            Err(Refusal::Exists | Refusal::Invalid) => return Err(unexpected("PutSecretValue")),
        };
        if let Exchange::Done(version) = exchanged {
            self.cache.replace(&place, &secret, version);
        } else {
            // Whoever is told to hold it again must not be lent the same once more.
            self.cache.forget(&place);
        }
        Ok(exchanged)
    }

    async fn stage(
        &self,
        place: Place,
        from: SecretVersion,
        version: SecretVersion,
        secret: Secret,
    ) -> Result<Staging> {
        let whole = self.naming.whole(&place);
        match self.standing(&whole).await? {
            None => return Ok(Staging::Empty),
            Some(standing) if standing.is_current(version) || standing.is_staged(version) => {
                return Ok(Staging::Taken);
            }
            Some(standing) if !standing.is_current(from) => return Ok(Staging::Newer),
            // AWS has no condition for what follows: a change in between is found by the promotion.
            Some(_) => {}
        }
        let record = self.seal(&place, &whole, version, &secret).await?;
        match self.shelf.lay(&whole, Side::Staged, version, &record).await? {
            Ok(()) => {
                self.cache.stage(&place, &secret, version);
                Ok(Staging::Done)
            }
            Err(Refusal::Exists) => Ok(Staging::Taken),
            Err(Refusal::Invalid) => Err(unexpected("PutSecretValue")),
            Err(Refusal::Missing | Refusal::Ending) => match self.standing(&whole).await? {
                None => Ok(Staging::Empty),
                Some(_) => Err(unexpected("PutSecretValue")),
            },
        }
    }

    async fn promote(
        &self,
        place: Place,
        from: SecretVersion,
        to: SecretVersion,
    ) -> Result<Promotion> {
        let whole = self.naming.whole(&place);
        // AWS would move the label to any version, also to one that was current long ago.
        let seen = self.caller.until_settled(|| async {
            Ok(match self.standing(&whole).await? {
                None => Some(Err(Promotion::Empty)),
                Some(standing) if standing.is_current(to) => Some(Err(Promotion::Done)),
                Some(standing) if !standing.is_current(from) => Some(Err(Promotion::Newer)),
                Some(standing) => standing.is_staged(to).then_some(Ok(())),
            })
        });
        let promoted = match seen.await?.unwrap_or(Err(Promotion::Unstaged)) {
            Ok(()) => match self.shelf.promote(&whole, from, to).await? {
                Ok(()) => Promotion::Done,
                Err(_) => self.judge(&whole, to).await?.into(),
            },
            Err(settled) => settled,
        };
        if matches!(promoted, Promotion::Done) {
            self.cache.promote(&place, to);
            // AWS leaves the label on it. That it could not be taken off changes nothing that is
            // lent, and the next stage takes it off.
            let _unstaged = self.shelf.unstage(&whole, to).await;
        } else {
            self.cache.forget(&place);
        }
        Ok(promoted)
    }

    async fn empty(&self, place: Place) -> Result<bool> {
        let whole = self.naming.whole(&place);
        // To delete at once what is not there is no error in AWS.
        let is_there = self.standing(&whole).await?.is_some();
        self.cache.forget(&place);
        if !is_there {
            return Ok(false);
        }
        let deleted = self.shelf.delete(&whole).await?;
        // It may have been put into the cache again meanwhile.
        self.cache.forget(&place);
        self.recent.note(&place);
        // Somebody else destroyed it in between.
        Ok(deleted.is_ok())
    }

    async fn names(&self, scope: &TenantScope) -> Result<Vec<SecretName>> {
        let listed = self.shelf.list(&self.naming.folder(scope)).await?;
        let count = listed.len();
        let mut names: BTreeSet<SecretName> = listed
            .into_iter()
            .filter_map(|(whole, tag)| self.naming.read(scope, &whole, &tag.unwrap_or_default()))
            .collect();
        let foreign = count.saturating_sub(names.len());
        for name in self.recent.names(scope) {
            if self.standing(&self.naming.whole(&scope.scoped(name.clone()))).await?.is_some() {
                names.insert(name);
            } else {
                names.remove(&name);
            }
        }
        if foreign == 0 {
            return Ok(names.into_iter().collect());
        }
        // They are not named: nothing says that they are the tenant's.
        Err(Error::new(ErrorKind::DataCorrupt, "secrets of the vault have lost their tags")
            .with_help("Tag each with migrayt:connection and the name that it has after /c/, or delete it.")
            .with("damaged", foreign))
    }
}

impl From<Exchange> for Promotion {
    fn from(exchange: Exchange) -> Self {
        match exchange {
            Exchange::Done(_) => Self::Done,
            Exchange::Newer => Self::Newer,
            Exchange::Empty => Self::Empty,
        }
    }
}
