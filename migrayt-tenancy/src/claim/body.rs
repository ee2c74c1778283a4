use migrayt_core::id::{AccountId, JobId, RunId, TenantId};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{JobClaim, JobOrder};
use crate::Rights;

/// What is sealed, in version 1. Every field but the run is there in every claim.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Body {
    tenant: TenantId,
    asked_by: AccountId,
    job: JobId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    run: Option<RunId>,
    rights: Vec<String>,
    epoch: u64,
    /// In seconds since 1970.
    expires: i64,
}

impl Body {
    pub(super) fn new(tenant: &TenantId, asked_by: &AccountId, order: &JobOrder) -> Self {
        Self {
            tenant: tenant.clone(),
            asked_by: asked_by.clone(),
            job: order.job.clone(),
            run: order.run.clone(),
            rights: order.rights.rows().map(|row| row.name.to_owned()).collect(),
            epoch: order.epoch,
            expires: order.expires_at.unix_timestamp(),
        }
    }

    /// The claim, unless it names a right or a moment that is none.
    pub(super) fn claim(self) -> Option<JobClaim> {
        let rights = Rights::named(self.rights.iter().map(String::as_str)).ok()?;
        let expires_at = OffsetDateTime::from_unix_timestamp(self.expires).ok()?;
        let Self { tenant, asked_by, job, run, epoch, .. } = self;
        Some(JobClaim { tenant, asked_by, order: JobOrder { job, run, rights, epoch, expires_at } })
    }
}
