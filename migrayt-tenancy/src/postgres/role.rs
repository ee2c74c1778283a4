use std::fmt;

use migrayt_core::error::Fact;
use migrayt_core::{Error, ErrorKind, Result};

/// The name of a role under which statements of tenants run.
///
/// It has at most 63 characters of `a` to `z`, `0` to `9` and `_`, and begins with a letter or `_`,
/// so that it means itself with and without quotes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AppRole(String);

impl AppRole {
    /// Reads a name.
    ///
    /// # Errors
    /// `ConfigInvalid` for any other name, for `none`, which would be the role that logged in, and
    /// for names that begin with `pg_`, which belong to PostgreSQL.
    pub fn parse(name: &str) -> Result<Self> {
        let first =
            name.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase() || byte == b'_');
        let plain = name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
        if !first || !plain || name.len() > 63 || name == "none" || name.starts_with("pg_") {
            return Err(Error::new(ErrorKind::ConfigInvalid, "the role's name cannot be used")
                .with_help(
                    "Name a role of its own for the application, in small letters, digits and _.",
                ));
        }
        Ok(Self(name.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AppRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&AppRole> for Fact {
    fn from(role: &AppRole) -> Self {
        Self::name(role.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::AppRole;

    #[test]
    fn only_plain_names_are_roles() {
        for name in ["shop_app", "_a", "a1", "noneself", &"a".repeat(63)] {
            assert_eq!(AppRole::parse(name).unwrap().as_str(), name);
        }
        let long = "a".repeat(64);
        for name in [
            "",
            "none",
            "pg_read_all_data",
            "1a",
            "Shop",
            "a-b",
            "a b",
            "a'b",
            "a\"b",
            "a\\",
            "é",
            &long,
        ] {
            assert!(AppRole::parse(name).is_err(), "{name}");
        }
    }
}
