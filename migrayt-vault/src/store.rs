use std::fmt::Debug;

use async_trait::async_trait;
use migrayt_core::Result;
use migrayt_tenancy::{TenantScope, TenantScoped};

use crate::{Secret, SecretName, SecretVersion};

/// A secret's place: its name inside its tenant.
pub(crate) type Place = TenantScoped<SecretName>;

/// Where a vault keeps its values. Whether a caller may ask, and who learns of it, is the
/// [`Desk`](crate::desk::Desk)'s question.
#[async_trait]
pub(crate) trait Store: Debug + Send + Sync + 'static {
    /// Fills a place that is empty; `None` if it is not.
    async fn fill(&self, place: Place, secret: Secret) -> Result<Option<SecretVersion>>;

    /// What is in a place.
    async fn read(&self, place: Place) -> Result<Option<(Secret, SecretVersion)>>;

    /// Puts another value in place of one that is of a version.
    async fn exchange(&self, place: Place, from: SecretVersion, secret: Secret)
    -> Result<Exchange>;

    /// Empties a place; tells whether there was anything in it.
    async fn empty(&self, place: Place) -> Result<bool>;

    /// The names of all places of the scope's tenant that are not empty, in any order.
    async fn names(&self, scope: &TenantScope) -> Result<Vec<SecretName>>;
}

/// What became of an exchange.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Exchange {
    /// The new value is there.
    Done(SecretVersion),
    /// The value is of another version.
    Newer,
    /// There is none.
    Empty,
}
