use std::fmt;
use std::marker::PhantomData;

use migrayt_core::{Error, ErrorKind, Result};

use crate::{Actor, Right, TenantScope};

/// The proof that a caller acts for one tenant and has the right `R` there.
///
/// A service takes a permit rather than a scope, so that its signature says what it needs and
/// nobody can call it without the check. A permit is as good as its scope, and as old: it may be
/// cloned and kept for as long as the scope may.
pub struct Permit<R: Right> {
    scope: TenantScope,
    right: PhantomData<fn() -> R>,
}

impl<R: Right> Permit<R> {
    /// On whose behalf.
    pub fn scope(&self) -> &TenantScope {
        &self.scope
    }
}

impl TenantScope {
    /// Proves that this scope has a right.
    ///
    /// # Errors
    /// `PermissionDenied`, which names the right, the role that is held and the least role that
    /// would do; or, for a job, the right that its claim does not carry.
    pub fn permit<R: Right>(&self) -> Result<Permit<R>> {
        if !self.rights().contains::<R>() {
            return Err(denied::<R>(self.actor()));
        }
        Ok(Permit { scope: self.clone(), right: PhantomData })
    }
}

fn denied<R: Right>(actor: &Actor) -> Error {
    match actor {
        Actor::Account { role, .. } => {
            Error::new(ErrorKind::PermissionDenied, "the role does not have this right")
                .with_help("Ask somebody who has the role to do it, or to give it to you.")
                .with("right", R::ROW.name)
                .with("role", role.name())
                .with("least role", R::ROW.least.name())
        }
        Actor::Job { job, .. } => {
            Error::new(ErrorKind::PermissionDenied, "the job was not given this right")
                .with_help("Name the right in the order of the job when it is made.")
                .with("right", R::ROW.name)
                .with("job", job)
        }
    }
}

impl<R: Right> Clone for Permit<R> {
    fn clone(&self) -> Self {
        Self { scope: self.scope.clone(), right: PhantomData }
    }
}

impl<R: Right> fmt::Debug for Permit<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit").field("right", &R::ROW.name).field("scope", &self.scope).finish()
    }
}
