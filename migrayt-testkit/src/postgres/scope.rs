use async_trait::async_trait;
use migrayt_core::Result;
use migrayt_core::id::{AccountId, TenantId};
use migrayt_tenancy::{Member, Membership, Presented, Role, TenantDirectory, TenantScope, admit};

use crate::clock::VirtualClock;

/// The scope of a member of a tenant, whichever it is: a directory of a test lets everybody in.
///
/// # Errors
/// None that the directory of a test gives.
pub async fn scope_of(tenant: TenantId) -> Result<TenantScope> {
    let membership = Membership {
        tenant,
        member: Member::new(AccountId::from_bits(1), Role::Member),
        session_end: None,
    };
    admit(&OneTenant(membership), &Presented::new("token"), &VirtualClock::default()).await
}

#[derive(Debug)]
struct OneTenant(Membership);

#[async_trait]
impl TenantDirectory for OneTenant {
    async fn look_up(&self, _presented: &Presented) -> Result<Option<Membership>> {
        Ok(Some(self.0.clone()))
    }
}
