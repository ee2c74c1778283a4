use migrayt_core::id::{AccountId, TenantId};
use time::OffsetDateTime;

use crate::Role;

/// An account's place in one tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Whose place it is.
    pub account: AccountId,
    /// What it is there.
    pub role: Role,
    /// Whether it may act. One that may not keeps its role for the day on which it may again.
    pub enabled: bool,
}

impl Member {
    /// A member that may act.
    pub fn new(account: AccountId, role: Role) -> Self {
        Self { account, role, enabled: true }
    }

    /// Whether it is an owner that may act: what every tenant must have.
    pub fn holds_the_tenant(&self) -> bool {
        self.enabled && self.role == Role::Owner
    }
}

/// What a directory answers about a credential: for which tenant it acts, as whom, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The tenant.
    pub tenant: TenantId,
    /// Whoever the credential belongs to, as a member of that tenant at this moment.
    pub member: Member,
    /// The moment from which the credential is not accepted any more; `None` if it has no end.
    pub session_end: Option<OffsetDateTime>,
}
