mod actor;
mod admission;
mod job;
mod solo;

use migrayt_core::id::TenantId;
use migrayt_core::port::Clock;
use migrayt_core::{Error, ErrorKind, Result};
use time::OffsetDateTime;

pub use self::actor::Actor;
pub use self::admission::admit;
pub use self::job::admit_job;
pub use self::solo::Solo;
use crate::{Rights, TenantScoped};

/// The proof that a caller acts for one tenant.
///
/// It is made by [`admit`], [`admit_job`] and [`Solo`] and by nothing else: it has no other
/// constructor, no setter and no stored form. Whatever belongs to a tenant is asked for with one,
/// so that a query without a tenant, or for another, cannot be written.
///
/// It says what was true when it was made. Make one for each request and each job and keep it no
/// longer; where that takes long, ask [`TenantScope::ensure_current`] again on the way. It may be
/// cloned: what is proved once stays proved, and a job's parts each hold it.
#[derive(Clone, Debug)]
pub struct TenantScope {
    tenant: TenantId,
    actor: Actor,
    rights: Rights,
    ends_at: Option<OffsetDateTime>,
}

impl TenantScope {
    /// The tenant.
    pub fn tenant(&self) -> &TenantId {
        &self.tenant
    }

    /// Who acts for it.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// What the actor may do; [`TenantScope::permit`] proves one of them.
    pub fn rights(&self) -> Rights {
        self.rights
    }

    /// The moment from which the session or the claim is not accepted any more, if it ends.
    pub fn ends_at(&self) -> Option<OffsetDateTime> {
        self.ends_at
    }

    /// Puts a key of whatever lies outside a database into this tenant.
    pub fn scoped<K>(&self, key: K) -> TenantScoped<K> {
        TenantScoped::new(self, key)
    }

    /// Refuses a scope that outlived its session or claim.
    ///
    /// # Errors
    /// `Unauthenticated` from [`TenantScope::ends_at`] on.
    pub fn ensure_current(&self, clock: &dyn Clock) -> Result<()> {
        match self.ends_at {
            Some(end) if clock.now() >= end => Err(match self.actor {
                Actor::Account { .. } => refused(),
                Actor::Job { .. } => expired(),
            }),
            _ => Ok(()),
        }
    }
}

/// The one answer to whoever is not let in. It is the same for a credential that never was, was
/// taken back or has ended, so that nobody learns which ones exist.
fn refused() -> Error {
    Error::new(ErrorKind::Unauthenticated, "the credential is not accepted")
        .with_help("Sign in again, or ask an owner of the tenant for a new credential.")
}

/// A claim's holder is a worker of ours, which learns nothing from the reason.
fn expired() -> Error {
    Error::new(ErrorKind::Unauthenticated, "the claim of the job has expired").with_help(
        "Ask for the job again; if it waited too long in a queue, give its claim longer.",
    )
}
