use std::collections::BTreeSet;
use std::fmt;

use super::{Encoding, Kind};

/// A canary that stands in a surface, without its value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Hit {
    /// The surface: a name that the caller gave, or a file's path.
    pub surface: String,
    /// What the canary stands for.
    pub kind: Kind,
    /// How it is written there.
    pub encoding: Encoding,
    /// Where it stands first, in bytes; in a compressed surface, of what was unpacked.
    pub first: u64,
    /// How often it stands there so.
    pub count: u64,
}

impl fmt::Display for Hit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} as {}, ", self.surface, self.kind, self.encoding)?;
        match self.count {
            1 => write!(f, "once, at byte {}", self.first),
            count => write!(f, "{count} times, first at byte {}", self.first),
        }
    }
}

/// The kinds that were found.
pub fn kinds<'h>(hits: impl IntoIterator<Item = &'h Hit>) -> BTreeSet<Kind> {
    hits.into_iter().map(|hit| hit.kind).collect()
}
