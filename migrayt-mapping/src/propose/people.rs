use std::collections::BTreeMap;

use migrayt_core::catalog::{Catalog, KnownPerson};

use super::{Proposer, USUAL};
use crate::document::{Confidence, Entry, PersonRule, Reason, Suggested};

/// What of a person is compared.
type Trait = fn(&KnownPerson) -> Option<&String>;

/// Each with how sure it makes us, in percent.
const TRAITS: [(Trait, Reason, u8); 2] = [
    (|person| person.local_digest.as_ref(), Reason::SameLocalPart, 60),
    (|person| person.name_digest.as_ref(), Reason::SameName, 50),
];

impl Proposer<'_> {
    /// Suggests accounts of the same name, or of the same letters before the `@`, to people who
    /// have none yet. Two people may share a name, so that none of it is accepted by itself,
    /// however sure whoever asks wants to be.
    pub(super) fn people(&mut self) {
        let strangers: Vec<&KnownPerson> = self
            .source
            .people
            .iter()
            .filter(|person| !self.target.people.iter().any(|other| is_same(person, other)))
            .collect();
        for (of, reason, percent) in TRAITS {
            let (here, there) = (unique(self.source, of), unique(self.target, of));
            for person in &strangers {
                let Some(shared) = of(person) else { continue };
                let (Some(Some(_)), Some(Some(other))) = (here.get(shared), there.get(shared))
                else {
                    continue;
                };
                if !other.active {
                    continue;
                }
                let rule = PersonRule::Account(other.id.to_string());
                let entry = Entry::Person { source: person.id.to_string(), rule };
                let mut made = self.document.review.suggestions.iter_mut();
                if let Some(same) = made.find(|made| made.entry == entry) {
                    // Both agree.
                    same.confidence = Confidence::percent(70);
                    continue;
                }
                let confidence = Confidence::percent(percent);
                let by = USUAL.to_owned();
                self.document.review.suggestions.push(Suggested { entry, confidence, reason, by });
            }
        }
    }
}

/// Whether nothing needs to be suggested.
fn is_same(person: &KnownPerson, other: &KnownPerson) -> bool {
    let addressed = person.email_digest.is_some() && person.email_digest == other.email_digest;
    addressed || person.id == other.id
}

/// Who alone has something; `None` where several have it.
fn unique(catalog: &Catalog, of: Trait) -> BTreeMap<&String, Option<&KnownPerson>> {
    let mut found = BTreeMap::new();
    for person in &catalog.people {
        if let Some(it) = of(person) {
            found.entry(it).and_modify(|it| *it = None).or_insert(Some(person));
        }
    }
    found
}
