use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use migrayt_core::Result;
use migrayt_core::id::TenantId;
use migrayt_core::port::Clock;

use super::meter::Meter;
use super::{Quota, QuotaKind, Quotas, Share, Usage};
use crate::{TenantScope, TenantScoped};

/// Quotas of one process, in memory: for embedders, tests, and services of one process. What is
/// used begins at 0 with the process.
#[derive(Debug)]
pub struct MemoryQuotas {
    usual: Quota,
    own: BTreeMap<TenantId, Quota>,
    clock: Arc<dyn Clock>,
    meters: Arc<Meters>,
}

impl MemoryQuotas {
    /// Gives every tenant the same quota.
    pub fn new(usual: Quota, clock: Arc<dyn Clock>) -> Self {
        Self { usual, own: BTreeMap::new(), clock, meters: Arc::default() }
    }

    /// Gives one tenant a quota of its own.
    #[must_use]
    pub fn with(mut self, tenant: TenantId, own: Quota) -> Self {
        self.own.insert(tenant, own);
        self
    }

    fn limit(&self, scope: &TenantScope, kind: QuotaKind) -> Option<u64> {
        self.own.get(scope.tenant()).unwrap_or(&self.usual).limit(kind)
    }
}

#[async_trait]
impl Quotas for MemoryQuotas {
    async fn take(&self, scope: &TenantScope, kind: QuotaKind, amount: u64) -> Result<Share> {
        if amount == 0 {
            return Ok(Share::spent());
        }
        let key = scope.scoped(kind);
        let limit = self.limit(scope, kind);
        let mut meters = self.meters.lock();
        // Under the lock, so that moments are counted in their order.
        let now = self.clock.now();
        let meter = meters.entry(key.clone()).or_insert_with(|| Meter::of(kind, now));
        meter.advance(now);
        let used = meter.used();
        let fits =
            used.checked_add(amount).is_some_and(|sum| limit.is_none_or(|limit| sum <= limit));
        if !fits {
            let limit = limit.unwrap_or(u64::MAX);
            return Err(kind.exceeded(used, amount, limit, meter.pause(now, amount, limit)));
        }
        meter.add(now, amount);
        if !kind.is_held() {
            return Ok(Share::spent());
        }
        let meters = Arc::clone(&self.meters);
        Ok(Share::new(move || meters.give_back(&key, amount)))
    }

    async fn give_back(&self, scope: &TenantScope, kind: QuotaKind, amount: u64) -> Result<()> {
        self.meters.give_back(&scope.scoped(kind), amount);
        Ok(())
    }

    async fn usage(&self, scope: &TenantScope, kind: QuotaKind) -> Result<Usage> {
        let mut meters = self.meters.lock();
        let now = self.clock.now();
        let used = meters.get_mut(&scope.scoped(kind)).map_or(0, |meter| {
            meter.advance(now);
            meter.used()
        });
        Ok(Usage::new(used, self.limit(scope, kind)))
    }
}

type Counted = BTreeMap<TenantScoped<QuotaKind>, Meter>;

#[derive(Default)]
struct Meters(Mutex<Counted>);

impl Meters {
    /// A panic elsewhere leaves the counts whole: each changes in one step.
    fn lock(&self) -> MutexGuard<'_, Counted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn give_back(&self, key: &TenantScoped<QuotaKind>, amount: u64) {
        if let Some(meter) = self.lock().get_mut(key) {
            meter.give_back(amount);
        }
    }
}

impl fmt::Debug for Meters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Meters")
    }
}
