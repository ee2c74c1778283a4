use async_trait::async_trait;
use migrayt_core::Result;
use migrayt_core::id::{AccountId, TenantId};

use super::{Actor, TenantScope};
use crate::{Member, Membership, Presented, Rights, Role, TenantDirectory};

/// A directory with one tenant and one owner who may do everything: for the command line, and for
/// an embedder whose program serves nobody but its own user.
///
/// One tenant is not a special case: the same code runs with the same proofs. A program that serves
/// several must not contain this, since it lets everybody in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solo {
    tenant: TenantId,
}

impl Solo {
    /// Fixes the tenant.
    pub fn new(tenant: TenantId) -> Self {
        Self { tenant }
    }

    /// The proof, without a credential: who runs the program is its owner.
    pub fn scope(&self) -> TenantScope {
        TenantScope {
            tenant: self.tenant.clone(),
            actor: Actor::Account { account: AccountId::solo(), role: Role::Owner },
            rights: Rights::of(Role::Owner),
            ends_at: None,
        }
    }
}

impl Default for Solo {
    /// The tenant is [`TenantId::solo`].
    fn default() -> Self {
        Self::new(TenantId::solo())
    }
}

#[async_trait]
impl TenantDirectory for Solo {
    /// The one owner, whatever is presented.
    async fn look_up(&self, _presented: &Presented) -> Result<Option<Membership>> {
        Ok(Some(Membership {
            tenant: self.tenant.clone(),
            member: Member::new(AccountId::solo(), Role::Owner),
            session_end: None,
        }))
    }
}
