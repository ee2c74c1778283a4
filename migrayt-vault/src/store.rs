//! What a vault is built on: a place for values, and nothing about who may ask for them.

use std::fmt::Debug;

use async_trait::async_trait;
use migrayt_core::Result;
use migrayt_tenancy::{TenantScope, TenantScoped};

use crate::{Secret, SecretName, SecretVersion};

/// A secret's place: its name inside its tenant.
pub type Place = TenantScoped<SecretName>;

/// Where a vault keeps its values. Whether a caller may ask, and who learns of it, is not its
/// question: [`KeptVault`](crate::KeptVault) makes a vault of it.
///
/// # Contract
/// Durable before it returns, as far as the vault says that it is durable; atomic: of several changes
/// of one place from one version at most one is done. What is in a place is never taken for what was
/// put into another. Values rest encrypted.
///
/// # Errors
/// `DataCorrupt` for a value that is not what was put; any other for a store that cannot do it now.
/// An error whose effect is `None` left everything as it was.
#[async_trait]
pub trait Store: Debug + Send + Sync + 'static {
    /// Fills a place that is empty; `None` if it is not.
    async fn fill(&self, place: Place, secret: Secret) -> Result<Option<SecretVersion>>;

    /// What is in a place.
    async fn read(&self, place: Place) -> Result<Option<(Secret, SecretVersion)>>;

    /// Puts another value in place of one that is of a version.
    async fn exchange(&self, place: Place, from: SecretVersion, secret: Secret)
    -> Result<Exchange>;

    /// Keeps a value of a version beside one that is of the version `from`, in place of another that
    /// was kept so.
    async fn stage(
        &self,
        place: Place,
        from: SecretVersion,
        version: SecretVersion,
        secret: Secret,
    ) -> Result<Staging>;

    /// Puts the value that is staged as `to` in place of one that is of a version.
    async fn promote(
        &self,
        place: Place,
        from: SecretVersion,
        to: SecretVersion,
    ) -> Result<Promotion>;

    /// Empties a place, of what is staged too; tells whether there was anything in it.
    async fn empty(&self, place: Place) -> Result<bool>;

    /// The names of all places of the scope's tenant that are not empty, in any order.
    async fn names(&self, scope: &TenantScope) -> Result<Vec<SecretName>>;
}

/// What became of an exchange.
#[derive(Clone, Copy, Debug)]
pub enum Exchange {
    /// The new value is there.
    Done(SecretVersion),
    /// The value is of another version.
    Newer,
    /// There is none.
    Empty,
}

/// What became of a value that was to be staged.
#[derive(Clone, Copy, Debug)]
pub enum Staging {
    /// It is staged.
    Done,
    /// Its version is there already.
    Taken,
    /// The value is of another version.
    Newer,
    /// The place is empty.
    Empty,
}

/// What became of a promotion.
#[derive(Clone, Copy, Debug)]
pub enum Promotion {
    /// The staged value is the current one, now or for some time.
    Done,
    /// The value is of another version.
    Newer,
    /// Nothing is staged under that version.
    Unstaged,
    /// There is none.
    Empty,
}
