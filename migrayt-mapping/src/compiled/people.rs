use std::collections::BTreeMap;

use migrayt_core::catalog::Catalog;
use migrayt_core::content::Content;
use migrayt_core::digest::DigestKey;
use migrayt_core::id::PersonId;
use migrayt_core::person::Person;

use crate::document::{MappingDocument, PersonRule};

/// Who is who: by rule, by the same account id, by the digest of the e-mail address.
#[derive(Debug)]
pub(super) struct People {
    /// By source account; `None` where a rule leaves the person out.
    accounts: BTreeMap<PersonId, Option<PersonId>>,
    /// The target's assignable accounts by the digest of their address.
    digests: BTreeMap<String, PersonId>,
    fallback: Option<PersonId>,
}

/// The account of a person in the target.
pub(super) enum Account {
    /// The person's own.
    Own(PersonId),
    /// The one for people who have none.
    Fallback(PersonId),
    /// None.
    Unknown,
}

impl People {
    pub(super) fn new(document: &MappingDocument, source: &Catalog, target: &Catalog) -> Self {
        let active = || target.people.iter().filter(|person| person.active);
        let digests: BTreeMap<_, _> = active()
            .filter_map(|person| Some((person.email_digest.clone()?, person.id.clone())))
            .collect();
        let ids: std::collections::BTreeSet<_> = active().map(|person| &person.id).collect();
        let mut accounts = BTreeMap::new();
        for person in &source.people {
            let same = ids.contains(&person.id).then(|| person.id.clone());
            let by_digest = || digests.get(person.email_digest.as_ref()?).cloned();
            if let Some(account) = same.or_else(by_digest) {
                accounts.insert(person.id.clone(), Some(account));
            }
        }
        for (id, rule) in &document.people {
            let account = match rule {
                PersonRule::Account(account) => Some(PersonId::new(account)),
                PersonRule::Leave => None,
            };
            accounts.insert(PersonId::new(id), account);
        }
        let fallback = document.options.unknown_person.as_ref().map(PersonId::new);
        Self { accounts, digests, fallback }
    }

    /// The account of a person.
    pub(super) fn account(&self, person: &Person, key: &DigestKey) -> Account {
        let by_address = || {
            let address = person.email.as_ref()?;
            self.digests.get(&key.email(address.as_str()).to_string()).cloned()
        };
        let own = match self.accounts.get(&person.id) {
            Some(account) => account.clone(),
            None => by_address(),
        };
        match (own, &self.fallback) {
            (Some(account), _) => Account::Own(account),
            (None, Some(account)) => Account::Fallback(account.clone()),
            (None, None) => Account::Unknown,
        }
    }

    /// The account of a person of whom only the id is known.
    pub(super) fn own(&self, person: &PersonId) -> Option<&PersonId> {
        self.accounts.get(person)?.as_ref()
    }
}

/// A person of the target, called as in the source.
pub(super) fn called(account: PersonId, name: Content<String>) -> Person {
    Person { id: account, name, email: None, active: true }
}
