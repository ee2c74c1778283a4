use std::fmt::Debug;

use async_trait::async_trait;
use migrayt_core::Result;

use super::{QuotaKind, Share};
use crate::TenantScope;

/// Keeps each tenant within its quota.
///
/// # Contract
/// - Taking is one step: however many take at once, in this process or in others that share the
///   store, what is used is never more than the limit.
/// - One tenant's use never changes what another gets.
/// - A limit that is lowered below what is used takes nothing back; nothing more fits until enough
///   was given back.
/// - Whoever needs several kinds takes what is given back first and what is spent last, so that a
///   refusal in between costs nothing.
#[async_trait]
pub trait Quotas: Debug + Send + Sync + 'static {
    /// Takes an amount, which is given back when the share is dropped if the kind
    /// [is held](QuotaKind::is_held). An amount of 0 always fits.
    ///
    /// # Errors
    /// `RateLimited` with the pause after which the amount fits, for requests in a minute;
    /// `Conflict` for every other kind, and for an amount that is over the whole limit. Both name
    /// the quota, what is used, what was asked for and the limit, and nothing was taken.
    async fn take(&self, scope: &TenantScope, kind: QuotaKind, amount: u64) -> Result<Share>;

    /// Gives back what a share that was [kept](Share::keep) holds. Of a kind that is not held, or
    /// more than is used, nothing is given.
    async fn give_back(&self, scope: &TenantScope, kind: QuotaKind, amount: u64) -> Result<()>;

    /// What is used at this moment.
    async fn usage(&self, scope: &TenantScope, kind: QuotaKind) -> Result<Usage>;
}

/// How much of a quota is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Usage {
    /// What is used.
    pub used: u64,
    /// The limit, if there is one. It may be less than what is used if it was lowered.
    pub limit: Option<u64>,
}

impl Usage {
    /// What an implementation of [`Quotas`] found.
    pub fn new(used: u64, limit: Option<u64>) -> Self {
        Self { used, limit }
    }
}
