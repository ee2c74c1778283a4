use std::collections::{BTreeMap, BTreeSet};

use migrayt_core::catalog::{Catalog, KnownPerson};
use migrayt_core::id::PersonId;

use crate::document::{InactivePeople, MappingDocument};

/// The target's accounts, and how they are found.
#[derive(Debug, Default)]
pub(super) struct Accounts {
    /// By id, with whether work can be assigned to it.
    known: BTreeMap<PersonId, bool>,
    /// Those that may stand for people.
    open: BTreeSet<PersonId>,
    addresses: BTreeMap<String, PersonId>,
    /// Addresses that only closed accounts have, where those stand for nobody.
    closed: BTreeSet<String>,
    /// By what stands before the `@` and by the domain.
    parts: BTreeMap<(String, String), PersonId>,
    /// By what stands before the `@`; `None` where several have it.
    locals: BTreeMap<String, Option<PersonId>>,
}

impl Accounts {
    pub(super) fn new(document: &MappingDocument, target: &Catalog) -> Self {
        let keep = document.options.inactive_people == InactivePeople::Keep;
        let mut accounts = Self::default();
        // Of two accounts with one address the open one is the person's.
        let (active, inactive): (Vec<_>, Vec<_>) =
            target.people.iter().partition(|person| person.active);
        for person in active.into_iter().chain(inactive) {
            let takes_work = person.active && person.assignable != Some(false);
            accounts.known.insert(person.id.clone(), takes_work);
            if person.active || keep {
                accounts.add(person);
            } else if let Some(digest) = &person.email_digest
                && !accounts.addresses.contains_key(digest)
            {
                accounts.closed.insert(digest.clone());
            }
        }
        accounts
    }

    fn add(&mut self, person: &KnownPerson) {
        let id = || person.id.clone();
        self.open.insert(id());
        if let Some(digest) = &person.email_digest {
            self.addresses.entry(digest.clone()).or_insert_with(id);
        }
        let Some(local) = &person.local_digest else { return };
        if let Some(domain) = &person.domain_digest {
            self.parts.entry((local.clone(), domain.clone())).or_insert_with(id);
        }
        self.locals.entry(local.clone()).and_modify(|it| *it = None).or_insert_with(|| Some(id()));
    }

    /// The account of the same id, as between two projects of one site.
    pub(super) fn same(&self, id: &PersonId) -> Option<&PersonId> {
        self.open.get(id)
    }

    /// The account that has an address, by its digest.
    pub(super) fn at(&self, digest: &str) -> Option<&PersonId> {
        self.addresses.get(digest)
    }

    /// Whether closed accounts alone have an address, by its digest.
    pub(super) fn is_closed(&self, digest: &str) -> bool {
        self.closed.contains(digest)
    }

    /// The account of what stands before the `@` at another domain, both by their digests.
    pub(super) fn moved(&self, local: &str, domain: &str) -> Option<&PersonId> {
        self.parts.get(&(local.to_owned(), domain.to_owned()))
    }

    /// The only account of what stands before the `@`, by its digest.
    pub(super) fn only(&self, local: &str) -> Option<&PersonId> {
        self.locals.get(local)?.as_ref()
    }

    /// Whether work can be assigned to an account; of one that the scan did not find nobody knows.
    pub(super) fn takes_work(&self, account: &PersonId) -> bool {
        self.known.get(account).copied().unwrap_or(true)
    }
}
