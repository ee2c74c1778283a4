use std::fmt::Debug;

use async_trait::async_trait;
use migrayt_core::Result;
use migrayt_tenancy::TenantScope;

use crate::{Held, Secret, SecretName, SecretVersion, VaultCapabilities};

/// Keeps the secrets of tenants: tokens, keys, passwords.
///
/// Every method takes the scope of whoever asks: a run holds with the scope of its job, a person
/// manages with that of their session. No right of the published matrix is about connections, so
/// the service that offers their management demands a permit of the right that it chooses and
/// passes on `permit.scope()`.
///
/// # Contract
///
/// **Tenants.** A name belongs to the scope's tenant. Another tenant's name does not exist: the
/// answer is the same, to the last byte, as for a name that nobody has. Two tenants may use one
/// name for two secrets.
///
/// **At rest** a value is encrypted, bound to tenant, name, version and format: a stored value that
/// is changed, shortened, or put into the place of another is `DataCorrupt`. There is no mode
/// without encryption. What stays in memory only is zeroed on drop.
///
/// **Versions.** Each value has a version that the vault gives to no other value, not even after
/// the secret was destroyed. Of several `rotate` and `promote` from one version at most one
/// succeeds, and of several `put` of one name at most one, from however many processes that share
/// the vault.
///
/// **Audit.** Every `hold`, `put`, `rotate`, `stage`, `promote` and `destroy`, refused or not, is told to the vault's
/// [`VaultAudit`](crate::VaultAudit), without the value: a hold before it returns, a change before
/// it is made (`Begun`) and after it. What cannot be told does not happen: the answer is
/// `Unavailable`, nothing was lent and nothing changed. If only the end of a change cannot be told,
/// the error's effect is `Unknown` and the change stands.
///
/// **Scopes end.** A scope that outlived its session or claim is refused with `Unauthenticated`.
///
/// **Errors** hold no value, no key and nothing of another tenant. An error whose effect is `None`
/// left everything as it was. A future that is dropped may still change what it was about to.
///
/// Values and names are read as they are: bytes are not interpreted, and the case of letters
/// counts.
#[async_trait]
pub trait CredentialVault: Debug + Send + Sync + 'static {
    /// Puts a new secret under a name that is free, and returns its version.
    ///
    /// # Errors
    /// - `AlreadyExists` if the tenant has a secret of this name: a value is replaced with
    ///   [`rotate`](Self::rotate) only.
    /// - `InputInvalid` with `longest` for a secret that is longer than the vault takes.
    async fn put(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        secret: Secret,
    ) -> Result<SecretVersion>;

    /// Lends a secret.
    ///
    /// # Errors
    /// `NotFound` if the tenant has no secret of this name.
    async fn hold(&self, scope: &TenantScope, name: &SecretName) -> Result<Held>;

    /// Replaces a value that is still of the version `from`, and returns the new value's version.
    ///
    /// # Errors
    /// - `NotFound` if the tenant has no secret of this name.
    /// - `Conflict` if the value is of another version: hold it again.
    /// - `InputInvalid` with `longest` for a secret that is longer than the vault takes.
    async fn rotate(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        from: SecretVersion,
        secret: Secret,
    ) -> Result<SecretVersion>;

    /// Keeps a value beside the current one while that is of the version `from`, under a version that
    /// the caller made of fresh randomness. It is not lent until it is promoted. A name has one
    /// staged value at most: another takes its place, and it ends with the secret.
    ///
    /// With [`promote`](Self::promote) it is a rotation in two steps, for a value that somebody else
    /// made and that must not be lost: what was staged is found again by its version after a crash
    /// or a lost answer, by whoever knows the version.
    ///
    /// # Errors
    /// - `NotFound` if the tenant has no secret of this name.
    /// - `AlreadyExists` if the version is staged or current already; whether by this call, which
    ///   was repeated, tells [`promote`](Self::promote).
    /// - `Conflict` if the current value is of another version: hold it again.
    /// - `InputInvalid` with `longest` for a secret that is longer than the vault takes.
    async fn stage(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        from: SecretVersion,
        version: SecretVersion,
        secret: Secret,
    ) -> Result<()>;

    /// Makes the value that is staged as `to` the current one, in place of one that is of the
    /// version `from`. If `to` is current already it is done, whatever `from` is.
    ///
    /// # Errors
    /// - `NotFound` if the tenant has no secret of this name.
    /// - `Conflict` if the current value is of neither version, or nothing is staged as `to`: hold
    ///   it again, whose version tells which.
    async fn promote(
        &self,
        scope: &TenantScope,
        name: &SecretName,
        from: SecretVersion,
        to: SecretVersion,
    ) -> Result<()>;

    /// Ends a secret. What was lent before is not taken back: revoke it where it is accepted.
    ///
    /// # Errors
    /// `NotFound` if the tenant has no secret of this name.
    async fn destroy(&self, scope: &TenantScope, name: &SecretName) -> Result<()>;

    /// The names of all secrets of the tenant, ascending. Names are no secrets; it is not told to
    /// the audit.
    async fn names(&self, scope: &TenantScope) -> Result<Vec<SecretName>>;

    /// What the vault can do.
    fn capabilities(&self) -> VaultCapabilities;
}
