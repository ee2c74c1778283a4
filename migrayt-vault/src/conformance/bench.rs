use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use migrayt_core::id::{AccountId, TenantId};
use migrayt_core::port::Clock;
use migrayt_core::{Error, ErrorKind, Result};
use migrayt_tenancy::{Member, Membership, Presented, Role, TenantDirectory, TenantScope, admit};
use time::{Duration, OffsetDateTime};

use super::breach::{Breach, Verdict, holds};
use crate::{Secret, SecretName, VaultAudit, VaultEvent};

/// What a vault under test is surrounded by: an audit that can be made to fail, a clock that stands
/// until it is set, and callers of two tenants.
#[derive(Debug)]
pub(super) struct Bench {
    audit: Arc<Audit>,
    clock: Arc<StandingClock>,
}

impl Bench {
    pub(super) async fn around<V: ?Sized>(
        make: &impl AsyncFn(Arc<dyn VaultAudit>, Arc<dyn Clock>) -> Arc<V>,
    ) -> (Arc<V>, Self) {
        let bench = Self { audit: Arc::default(), clock: Arc::default() };
        (make(bench.audit.clone(), bench.clock.clone()).await, bench)
    }

    /// A caller of the tenant that the cases are about.
    pub(super) async fn own(&self) -> Result<TenantScope> {
        self.scope(1, 11, None).await
    }

    /// A caller of another tenant.
    pub(super) async fn stranger(&self) -> Result<TenantScope> {
        self.scope(2, 22, None).await
    }

    /// A caller whose session ends at the next [`Bench::pass`].
    pub(super) async fn ending(&self) -> Result<TenantScope> {
        let soon = self.clock.now() + Duration::seconds(1);
        self.scope(1, 11, Some(soon)).await
    }

    async fn scope(
        &self,
        tenant: u128,
        account: u128,
        session_end: Option<OffsetDateTime>,
    ) -> Result<TenantScope> {
        let member = Member::new(AccountId::from_bits(account), Role::Owner);
        let membership = Membership { tenant: TenantId::from_bits(tenant), member, session_end };
        admit(&Guest(membership), &Presented::new("guest"), self.clock.as_ref()).await
    }

    /// Lets a second pass.
    pub(super) fn pass(&self) {
        self.clock.0.fetch_add(1, Ordering::SeqCst);
    }

    pub(super) fn now(&self) -> OffsetDateTime {
        self.clock.now()
    }

    /// Makes the audit refuse all events that come after this many more.
    pub(super) fn fail_audit_after(&self, events: usize) {
        *self.audit.left() = Some(events);
    }

    pub(super) fn mend_audit(&self) {
        *self.audit.left() = None;
    }

    /// The events since this was last asked.
    pub(super) fn told(&self) -> Vec<VaultEvent> {
        std::mem::take(&mut *self.audit.events.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

pub(super) fn name(text: &'static str) -> Result<SecretName> {
    SecretName::new(text)
}

pub(super) fn secret(text: &'static str) -> Result<Secret> {
    Secret::new(text)
}

/// The secret is this text. What it is instead is not shown.
pub(super) fn is(secret: &Secret, expected: &[u8], sentence: &'static str) -> Verdict {
    holds(secret.expose() == expected, sentence, || "other bytes".to_owned())
}

/// Everything of an error that a caller can see.
pub(super) fn seen<T>(
    result: std::result::Result<T, Error>,
    sentence: &'static str,
) -> std::result::Result<String, Breach> {
    match result {
        Err(error) => Ok(format!("{error} {error:?} {:?}", error.help())),
        Ok(_) => Err(Breach::of(sentence, "no error")),
    }
}

struct Guest(Membership);

#[async_trait]
impl TenantDirectory for Guest {
    async fn look_up(&self, _presented: &Presented) -> Result<Option<Membership>> {
        Ok(Some(self.0.clone()))
    }
}

impl fmt::Debug for Guest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Guest")
    }
}

#[derive(Debug, Default)]
struct Audit {
    events: Mutex<Vec<VaultEvent>>,
    left: Mutex<Option<usize>>,
}

impl Audit {
    fn left(&self) -> MutexGuard<'_, Option<usize>> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl VaultAudit for Audit {
    async fn record(&self, event: &VaultEvent) -> Result<()> {
        if let Some(left) = self.left().as_mut() {
            match left.checked_sub(1) {
                Some(fewer) => *left = fewer,
                None => return Err(Error::new(ErrorKind::Timeout, "the audit is asleep")),
            }
        }
        self.events.lock().unwrap_or_else(PoisonError::into_inner).push(event.clone());
        Ok(())
    }
}

/// Seconds since 1970.
#[derive(Debug, Default)]
struct StandingClock(AtomicI64);

#[async_trait]
impl Clock for StandingClock {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::UNIX_EPOCH + Duration::seconds(self.0.load(Ordering::SeqCst))
    }

    async fn sleep_until(&self, _moment: OffsetDateTime) {}
}
