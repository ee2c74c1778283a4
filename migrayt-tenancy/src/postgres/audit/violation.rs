use std::fmt;

use super::Rule;

/// A rule that something in a database breaks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Violation {
    /// What breaks it: a table, view, index, constraint, function, sequence, schema, role or
    /// database, with its schema where it has one; of a grant, what is granted.
    pub object: String,
    /// The rule, which says what to do.
    pub rule: Rule,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.object, self.rule.help(), self.rule)
    }
}
