use std::fmt;

use migrayt_core::error::Fact;

/// A major version of PostgreSQL: each has a shape of its own for its folders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version(u32);

impl Version {
    /// The oldest that knows `MERGE` and views with the rights of who asks.
    pub(super) const OLDEST: Self = Self(15);

    /// Reads what `postgres --version` says, such as `postgres (PostgreSQL) 17.2`.
    pub(super) fn of_program(text: &str) -> Option<Self> {
        Self::of_digits(text.split_once("(PostgreSQL) ")?.1)
    }

    /// Reads what a folder was made by.
    pub(super) fn of_folder(text: &str) -> Option<Self> {
        Self::of_digits(text)
    }

    fn of_digits(text: &str) -> Option<Self> {
        let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
        text.get(..end)?.parse().ok().map(Self)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl From<Version> for Fact {
    fn from(version: Version) -> Self {
        Self::from(version.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn what_programs_and_folders_say_is_read() {
        for (text, version) in [
            ("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n", Some(Version(15))),
            ("postgres (PostgreSQL) 17beta1\n", Some(Version(17))),
            ("postgres (PostgreSQL) 9.6.24\n", Some(Version(9))),
            ("postgres (PostgreSQL) devel\n", None),
            ("something else 15\n", None),
            ("", None),
        ] {
            assert_eq!(Version::of_program(text), version, "{text}");
        }
        assert_eq!(Version::of_folder("16\n"), Some(Version(16)));
        assert_eq!(Version::of_folder("\n"), None);
    }
}
