use std::fmt;

use serde::Serialize;

use crate::Role;

/// A right and who has it: one line of the permission matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Row {
    /// Its name in files and on the wire. It is never given to another right.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// The least role that has it; so have all above.
    pub least: Role,
}

impl Row {
    /// Whether a role has the right.
    pub fn is_held_by(&self, role: Role) -> bool {
        role >= self.least
    }
}

impl fmt::Display for Row {
    /// A line of the table of [`table`](super::table).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "| {} | `{}` |", self.title, self.name)?;
        Role::ALL.into_iter().rev().try_for_each(|role| {
            f.write_str(if self.is_held_by(role) { " yes |" } else { " no |" })
        })
    }
}
