use migrayt_mapping::Compiled;
use serde::{Deserialize, Serialize};

use crate::people::{Group, PersonLine};
use crate::scan::Scan;

/// How many people of the source have an account in the target. Nobody is named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// Those that the scan of the source found.
    pub found: u64,
    /// Those of them who have an account: the same one, one with their address, or one that a rule
    /// names.
    pub matched: u64,
    /// Those of them who have none. Their names stand in texts; fields stay empty, or have the
    /// account that the mapping has for them.
    pub unmatched: u64,
    /// Those with an account that the project's work cannot be assigned to.
    #[serde(default)]
    pub unassignable: u64,
    /// All of them by how they were matched, or why not.
    #[serde(default)]
    pub groups: Vec<Group>,
}

impl People {
    pub(super) fn of(scan: &Scan, mapper: &Compiled) -> Self {
        let lines = PersonLine::all(scan, mapper);
        let count = |wanted: fn(&PersonLine) -> bool| {
            let found = lines.iter().filter(|line| wanted(line)).count();
            u64::try_from(found).unwrap_or(u64::MAX)
        };
        Self {
            found: count(|_| true),
            matched: count(|line| line.how.is_matched()),
            unmatched: count(|line| !line.how.is_matched()),
            unassignable: count(|line| line.how.is_matched() && !line.takes_work),
            groups: Group::all(&lines),
        }
    }
}
