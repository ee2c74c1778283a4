use migrayt_core::Result;
use migrayt_core::port::Clock;

use super::{Actor, TenantScope};
use crate::JobClaim;

/// Lets a worker in on a claim that [`ClaimKey::open`](crate::ClaimKey::open) has verified.
///
/// The scope has the rights that the claim carries, no more, whatever the role of who asked for it
/// was or is. Whether the claim is the newest of its job only the store of jobs knows: compare
/// [`Actor::Job`]'s `epoch` there.
///
/// # Errors
/// `Unauthenticated` from the moment on at which the claim expires.
pub fn admit_job(claim: &JobClaim, clock: &dyn Clock) -> Result<TenantScope> {
    let scope = TenantScope {
        tenant: claim.tenant().clone(),
        actor: Actor::Job {
            job: claim.job().clone(),
            run: claim.run().cloned(),
            asked_by: claim.asked_by().clone(),
            epoch: claim.epoch(),
        },
        rights: claim.rights(),
        ends_at: Some(claim.expires_at()),
    };
    scope.ensure_current(clock)?;
    Ok(scope)
}
