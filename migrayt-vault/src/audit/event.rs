use migrayt_core::id::TenantId;
use migrayt_tenancy::{Actor, TenantScope};
use time::OffsetDateTime;

use super::{VaultAct, VaultOutcome};
use crate::{SecretName, SecretVersion};

/// One thing that was asked of a vault: who, what, when and what came of it. Never the value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct VaultEvent {
    /// The tenant of whoever asked.
    pub tenant: TenantId,
    /// Who asked.
    pub actor: Actor,
    /// What the secret is called; one that does not exist is named as it was asked for.
    pub name: SecretName,
    /// The version that was lent or made, where there is one.
    pub version: Option<SecretVersion>,
    /// What was asked.
    pub act: VaultAct,
    /// What came of it.
    pub outcome: VaultOutcome,
    /// When, by the vault's clock.
    pub at: OffsetDateTime,
}

impl VaultEvent {
    /// What whoever implements a vault tells its audit.
    pub fn new(
        scope: &TenantScope,
        name: &SecretName,
        act: VaultAct,
        outcome: VaultOutcome,
        at: OffsetDateTime,
    ) -> Self {
        Self {
            tenant: scope.tenant().clone(),
            actor: scope.actor().clone(),
            name: name.clone(),
            version: None,
            act,
            outcome,
            at,
        }
    }

    /// Names the version that was lent or made.
    #[must_use]
    pub fn with_version(mut self, version: Option<SecretVersion>) -> Self {
        self.version = version;
        self
    }
}
