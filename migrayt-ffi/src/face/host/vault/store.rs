use std::sync::Arc;

use async_trait::async_trait;
use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::TenantId;
use migrayt_core::port::Ids;
use migrayt_tenancy::TenantScope;
use migrayt_vault::store::{Exchange, Place, Promotion, Staging, Store};
use migrayt_vault::{Secret, SecretName, SecretVersion};
use serde::{Deserialize, Serialize};

use crate::face::desk::{Desk, Question, ask, read};
use crate::face::host::secret;

pub(super) const PORT: &str = "vault";

/// Values that the host keeps.
#[derive(Debug)]
pub(super) struct HostStore {
    desk: Arc<dyn Desk>,
    ids: Arc<dyn Ids>,
    longest: usize,
}

/// What is asked for, of which each question has a part.
#[derive(Serialize)]
struct Asked<'p> {
    tenant: &'p TenantId,
    name: &'p SecretName,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lent {
    version: String,
}

/// What became of a change.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Came {
    /// It was made.
    Done,
    /// There is a value, or one of this version, already.
    Taken,
    /// The current value is of another version.
    Newer,
    /// Nothing is staged under the version.
    Unstaged,
    /// There is no value.
    Absent,
}

impl HostStore {
    pub(super) fn new(desk: Arc<dyn Desk>, ids: Arc<dyn Ids>, longest: usize) -> Self {
        Self { desk, ids, longest }
    }

    async fn change(
        &self,
        method: &'static str,
        place: &Place,
        versions: (Option<SecretVersion>, SecretVersion),
        secret: Option<Secret>,
    ) -> Result<Came> {
        let asked = Asked {
            tenant: place.tenant(),
            name: place.key(),
            from: versions.0.map(|version| version.to_string()),
            version: Some(versions.1.to_string()),
        };
        let mut question = Question::new(PORT, method, &asked)?;
        if let Some(secret) = secret {
            if secret.expose().len() > self.longest {
                return Err(too_long(secret.expose().len(), self.longest));
            }
            question = question.with_bytes(secret::lend(secret.expose()));
        }
        ask(self.desk.as_ref(), question).await
    }

    fn question(method: &'static str, place: &Place) -> Result<Question> {
        let (tenant, name) = (place.tenant(), place.key());
        Question::new(PORT, method, &Asked { tenant, name, from: None, version: None })
    }

    /// A version that no value had.
    fn fresh(&self) -> SecretVersion {
        SecretVersion::from_bits(self.ids.fresh())
    }
}

#[async_trait]
impl Store for HostStore {
    async fn fill(&self, place: Place, secret: Secret) -> Result<Option<SecretVersion>> {
        let version = self.fresh();
        match self.change("put", &place, (None, version), Some(secret)).await? {
            Came::Done => Ok(Some(version)),
            Came::Taken => Ok(None),
            _ => Err(strange("put")),
        }
    }

    async fn read(&self, place: Place) -> Result<Option<(Secret, SecretVersion)>> {
        let answer = self.desk.ask(Self::question("hold", &place)?).await?;
        let bytes = secret::take(answer.bytes);
        let Some(lent) = read::<Option<Lent>>(answer.value, PORT, "hold")? else {
            return Ok(None);
        };
        let version = version(&lent.version).ok_or_else(|| strange("hold"))?;
        // A value that could not have been put was not kept as it was.
        let secret = Secret::new(bytes).map_err(|_| {
            Error::new(ErrorKind::DataCorrupt, "the host lends a secret that is none")
                .with("secret", place.key())
        })?;
        Ok(Some((secret, version)))
    }

    async fn exchange(
        &self,
        place: Place,
        from: SecretVersion,
        secret: Secret,
    ) -> Result<Exchange> {
        let version = self.fresh();
        match self.change("rotate", &place, (Some(from), version), Some(secret)).await? {
            Came::Done => Ok(Exchange::Done(version)),
            Came::Newer => Ok(Exchange::Newer),
            Came::Absent => Ok(Exchange::Empty),
            _ => Err(strange("rotate")),
        }
    }

    async fn stage(
        &self,
        place: Place,
        from: SecretVersion,
        version: SecretVersion,
        secret: Secret,
    ) -> Result<Staging> {
        match self.change("stage", &place, (Some(from), version), Some(secret)).await? {
            Came::Done => Ok(Staging::Done),
            Came::Taken => Ok(Staging::Taken),
            Came::Newer => Ok(Staging::Newer),
            Came::Absent => Ok(Staging::Empty),
            Came::Unstaged => Err(strange("stage")),
        }
    }

    async fn promote(
        &self,
        place: Place,
        from: SecretVersion,
        to: SecretVersion,
    ) -> Result<Promotion> {
        match self.change("promote", &place, (Some(from), to), None).await? {
            Came::Done => Ok(Promotion::Done),
            Came::Newer => Ok(Promotion::Newer),
            Came::Unstaged => Ok(Promotion::Unstaged),
            Came::Absent => Ok(Promotion::Empty),
            Came::Taken => Err(strange("promote")),
        }
    }

    async fn empty(&self, place: Place) -> Result<bool> {
        match ask(self.desk.as_ref(), Self::question("destroy", &place)?).await? {
            Came::Done => Ok(true),
            Came::Absent => Ok(false),
            _ => Err(strange("destroy")),
        }
    }

    async fn names(&self, scope: &TenantScope) -> Result<Vec<SecretName>> {
        let asked = serde_json::json!({ "tenant": scope.tenant() });
        ask(self.desk.as_ref(), Question::new(PORT, "names", &asked)?).await
    }
}

fn version(text: &str) -> Option<SecretVersion> {
    let digits = text.strip_prefix("ver_").filter(|digits| digits.len() == 32)?;
    u128::from_str_radix(digits, 16).ok().map(SecretVersion::from_bits)
}

fn too_long(bytes: usize, longest: usize) -> Error {
    Error::new(ErrorKind::InputInvalid, "the secret is longer than the host's vault takes")
        .with_help("A secret is a token, key or password; check that it is the right file.")
        .with("bytes", bytes)
        .with("longest", longest)
}

/// An answer that the question does not have.
fn strange(method: &'static str) -> Error {
    Error::new(ErrorKind::InputInvalid, "the host's answer is none that this question has")
        .with("port", PORT)
        .with("method", method)
        .with_help("compare it with the page about host vaults in the documentation")
}
