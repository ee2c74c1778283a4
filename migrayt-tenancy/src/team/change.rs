use migrayt_core::id::AccountId;
use migrayt_core::{Error, ErrorKind, Result};

use crate::{Member, Role};

/// What is to become of an account in a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// Make it a member, enabled, with this role.
    Add(Role),
    /// Give it this role.
    Give(Role),
    /// Let it act again.
    Enable,
    /// Let it act no more; its role stays.
    Disable,
    /// End its membership.
    Remove,
}

impl Change {
    /// The member afterwards, `None` if it is removed.
    pub(super) fn of(self, account: &AccountId, before: Option<&Member>) -> Result<Option<Member>> {
        if let Self::Add(role) = self {
            return match before {
                None => Ok(Some(Member::new(account.clone(), role))),
                Some(_) => Err(Error::new(ErrorKind::AlreadyExists, "the account is a member")
                    .with("account", account)),
            };
        }
        let mut member = before.cloned().ok_or_else(|| {
            Error::new(ErrorKind::NotFound, "the account is no member").with("account", account)
        })?;
        match self {
            Self::Add(role) | Self::Give(role) => member.role = role,
            Self::Enable => member.enabled = true,
            Self::Disable => member.enabled = false,
            Self::Remove => return Ok(None),
        }
        Ok(Some(member))
    }
}

/// What a change did to one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The member as it was, if it was one.
    pub before: Option<Member>,
    /// The member as it is, if it is one.
    pub after: Option<Member>,
}

impl Changed {
    /// Whether the account's sessions in this tenant must end: what it may do is not what it was
    /// when they began.
    pub fn ends_sessions(&self) -> bool {
        self.before.is_some() && self.before != self.after
    }
}
