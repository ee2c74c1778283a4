use migrayt_mapping::Compiled;
use serde::{Deserialize, Serialize};

use crate::scan::Scan;

/// How many people of the source have an account in the target. Nobody is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// Those that the scan of the source found.
    pub found: u64,
    /// Those of them who have an account: the same one, one with their address, or one that a rule
    /// names.
    pub matched: u64,
    /// Those of them who have none. Their names stand in texts; fields stay empty, or have the
    /// account that the mapping has for them.
    pub unmatched: u64,
}

impl People {
    pub(super) fn of(scan: &Scan, mapper: &Compiled) -> Self {
        let people = &scan.source.people;
        let count = |len: usize| u64::try_from(len).unwrap_or(u64::MAX);
        let matched =
            people.iter().filter(|person| mapper.account_of(&person.id).is_some()).count();
        Self {
            found: count(people.len()),
            matched: count(matched),
            unmatched: count(people.len() - matched),
        }
    }
}
