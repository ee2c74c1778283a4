mod body;
mod key;
mod order;
mod sealed;

use migrayt_core::id::{AccountId, JobId, RunId, TenantId};
use time::OffsetDateTime;

pub use self::key::ClaimKey;
pub use self::order::JobOrder;
pub use self::sealed::SealedClaim;
use crate::Rights;

/// The verified word of somebody who was let in, that a job may act for their tenant.
///
/// Only [`ClaimKey::open`] makes one. It names tenant, job and run in one sealed piece, so that
/// none of them can be exchanged on the way through a queue. [`admit_job`](crate::admit_job) turns
/// it into a scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobClaim {
    tenant: TenantId,
    asked_by: AccountId,
    order: JobOrder,
}

impl JobClaim {
    /// The tenant that the job is for.
    pub fn tenant(&self) -> &TenantId {
        &self.tenant
    }

    /// The account that asked for the job.
    pub fn asked_by(&self) -> &AccountId {
        &self.asked_by
    }

    /// The job.
    pub fn job(&self) -> &JobId {
        &self.order.job
    }

    /// The run that the job is about, if there was one already.
    pub fn run(&self) -> Option<&RunId> {
        self.order.run.as_ref()
    }

    /// What the job may do.
    pub fn rights(&self) -> Rights {
        self.order.rights
    }

    /// Which attempt at the job this is.
    pub fn epoch(&self) -> u64 {
        self.order.epoch
    }

    /// The moment from which the claim is not accepted any more.
    pub fn expires_at(&self) -> OffsetDateTime {
        self.order.expires_at
    }
}
