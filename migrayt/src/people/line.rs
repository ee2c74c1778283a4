use std::collections::BTreeMap;

use migrayt_core::id::PersonId;
use migrayt_mapping::Compiled;
use migrayt_mapping::document::{Entry, PersonRule};
use serde::{Deserialize, Serialize};

use super::How;
use crate::scan::Scan;

/// A person of the source as a list may show them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonLine {
    /// The account in the source.
    pub id: PersonId,
    /// The address with all but first letters and its ending hidden.
    pub address: Option<String>,
    /// How often items name the person.
    pub used: u64,
    /// The account in the target.
    pub account: Option<PersonId>,
    /// How it was found, or why not.
    pub how: How,
    /// Whether work can be assigned to the account, as far as is known.
    pub takes_work: bool,
    /// The account that was suggested, for a person to accept.
    pub suggested: Option<String>,
}

impl PersonLine {
    /// Every person of the scan, those who are named most first.
    pub fn all(scan: &Scan, mapper: &Compiled) -> Vec<Self> {
        let suggestions: BTreeMap<&str, &str> = mapper
            .document()
            .review
            .suggestions
            .iter()
            .filter_map(|suggested| match &suggested.entry {
                Entry::Person { source, rule: PersonRule::Account(account) } => {
                    Some((source.as_str(), account.as_str()))
                }
                _ => None,
            })
            .collect();
        let line = |person: &migrayt_core::catalog::KnownPerson| {
            let who = mapper.who(person);
            let (how, account) = (How::of(&who), who.account().cloned());
            let suggested = suggestions.get(person.id.as_str()).filter(|_| !how.is_matched());
            Self {
                id: person.id.clone(),
                address: person.email_masked.clone(),
                used: person.used.unwrap_or_default(),
                takes_work: account.as_ref().is_some_and(|account| mapper.takes_work(account)),
                account,
                how,
                suggested: suggested.map(|account| (*account).to_owned()),
            }
        };
        let mut lines: Vec<_> = scan.source.people.iter().map(line).collect();
        lines.sort_by(|one, other| other.used.cmp(&one.used).then_with(|| one.id.cmp(&other.id)));
        lines
    }
}

/// People who were matched alike, counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// How.
    pub how: How,
    /// How many people.
    pub people: u64,
    /// How often items name them.
    pub used: u64,
}

impl Group {
    /// The groups of a list, in the order of [`How`].
    pub fn all(lines: &[PersonLine]) -> Vec<Self> {
        let mut groups: BTreeMap<How, Self> = BTreeMap::new();
        for line in lines {
            let empty = Self { how: line.how, people: 0, used: 0 };
            let group = groups.entry(line.how).or_insert(empty);
            group.people += 1;
            group.used += line.used;
        }
        groups.into_values().collect()
    }
}
