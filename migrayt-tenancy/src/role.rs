use std::fmt;

use migrayt_core::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};

/// What a member is in a tenant. The order is that of power: each role may do all that the ones
/// below it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Migrates.
    Member,
    /// Sets up projects and looks after the members as well.
    Admin,
    /// Answers for the tenant. There is always at least one who can act, see [`Team`](crate::Team).
    Owner,
}

impl Role {
    /// Every role, from the least to the most powerful.
    pub const ALL: [Self; 3] = [Self::Member, Self::Admin, Self::Owner];

    /// The name, in files, on the wire and for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Admin => "admin",
            Self::Owner => "owner",
        }
    }

    /// The role of a name.
    ///
    /// # Errors
    /// `InputInvalid` for every other text, capitals included. The text is not repeated.
    pub fn named(name: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name).ok_or_else(|| {
            Error::new(ErrorKind::InputInvalid, "there is no role of this name")
                .with_help("A role is member, admin or owner.")
        })
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::Role;

    #[test]
    fn names_lead_back_to_their_roles_and_rise() {
        assert!(Role::ALL.is_sorted());
        for role in Role::ALL {
            assert_eq!(Role::named(role.name()).unwrap(), role);
            assert_eq!(serde_json::to_string(&role).unwrap(), format!("\"{role}\""));
        }
        for name in ["", "Owner", "owner ", "superuser"] {
            assert!(Role::named(name).is_err(), "{name}");
        }
    }
}
