use migrayt_core::port::Clock;
use migrayt_core::{Error, ErrorKind, Result};

use super::{Actor, TenantScope, refused};
use crate::{Membership, Presented, Rights, TenantDirectory};

/// Lets a caller in on what it presents.
///
/// # Errors
/// - `Unauthenticated` if the directory does not know the credential or its session has ended.
///   Both are the same answer, so that it tells nothing about what exists.
/// - `PermissionDenied` if the credential is good and its member is disabled. Only who holds a good
///   credential can get this answer.
/// - Whatever the directory fails with if it cannot tell. If it answers that something does not
///   exist, that is `Unauthenticated` as well.
pub async fn admit(
    directory: &dyn TenantDirectory,
    presented: &Presented,
    clock: &dyn Clock,
) -> Result<TenantScope> {
    let membership = match directory.look_up(presented).await {
        Ok(found) => found.ok_or_else(refused)?,
        Err(error) if tells_of_existence(error.kind()) => return Err(refused()),
        Err(error) => return Err(error),
    };
    let Membership { tenant, member, session_end } = membership;
    let scope = TenantScope {
        tenant,
        rights: Rights::of(member.role),
        actor: Actor::Account { account: member.account, role: member.role },
        ends_at: session_end,
    };
    // The session comes first: a disabled member is told so only with a credential that is good.
    scope.ensure_current(clock)?;
    if !member.enabled {
        return Err(Error::new(ErrorKind::PermissionDenied, "the account is disabled here")
            .with_help("Ask an owner or admin of the tenant to enable it."));
    }
    Ok(scope)
}

fn tells_of_existence(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::NotFound | ErrorKind::Unauthenticated | ErrorKind::PermissionDenied)
}
