mod accounts;
mod who;

use std::collections::BTreeMap;

use migrayt_core::catalog::{Address, Catalog, KnownPerson};
use migrayt_core::content::Content;
use migrayt_core::digest::DigestKey;
use migrayt_core::id::PersonId;
use migrayt_core::person::Person;

use self::accounts::Accounts;
pub use self::who::{MatchedBy, Unmatched, Who};
use crate::document::{MappingDocument, PersonRule};

/// Who is who: by the table, by the same account, by the digest of the address, by the rules.
#[derive(Debug)]
pub(super) struct People {
    table: BTreeMap<PersonId, PersonRule>,
    /// The table's rules for people by address, by the address' digest.
    addresses: BTreeMap<String, PersonRule>,
    accounts: Accounts,
    /// The digests of domains and of what they became.
    domains: BTreeMap<String, String>,
    same_local_part: bool,
    placeholder: Option<PersonId>,
    /// The accounts of the people that the table names or the scan of the source found.
    found: BTreeMap<PersonId, PersonId>,
}

/// What a field of people takes for a person.
pub(super) enum Account {
    /// The person's own account.
    Own(PersonId),
    /// The placeholder, since the person has none.
    Placeholder(PersonId),
    /// Nothing, since the person has none.
    Unknown,
    /// The placeholder or nothing, since the field does not take the person's own.
    Refused(Option<PersonId>),
}

impl People {
    pub(super) fn new(
        document: &MappingDocument,
        source: &Catalog,
        target: &Catalog,
        key: &DigestKey,
    ) -> Self {
        let mut people = Self {
            table: BTreeMap::new(),
            addresses: BTreeMap::new(),
            accounts: Accounts::new(document, target),
            domains: BTreeMap::new(),
            same_local_part: document.people_rules.same_local_part,
            placeholder: document.options.placeholder.as_ref().map(PersonId::new),
            found: BTreeMap::new(),
        };
        for (person, rule) in &document.people {
            if let Ok(address) = person.parse::<Address>() {
                people.addresses.insert(address.digest().to_owned(), rule.clone());
            }
            people.table.insert(PersonId::new(person), rule.clone());
        }
        let named = |(person, rule): (&PersonId, &PersonRule)| match rule {
            PersonRule::Account(account) => Some((person.clone(), PersonId::new(account))),
            PersonRule::Address(address) => {
                Some((person.clone(), people.accounts.at(address.digest())?.clone()))
            }
            PersonRule::Placeholder | PersonRule::Leave => None,
        };
        people.found = people.table.iter().filter_map(named).collect();
        for (old, new) in &document.people_rules.domains {
            let (old, new) = (KnownPerson::domain(old, key), KnownPerson::domain(new, key));
            people.domains.insert(old, new);
        }
        for person in &source.people {
            if let Some(account) = people.who(person).account() {
                people.found.insert(person.id.clone(), account.clone());
            }
        }
        people
    }

    /// Who a person is in the target.
    pub(super) fn who(&self, person: &KnownPerson) -> Who {
        let digest = person.email_digest.as_deref();
        let rule = self.table.get(&person.id).or_else(|| self.addresses.get(digest?));
        match rule {
            Some(PersonRule::Leave) => Who::Left,
            Some(PersonRule::Placeholder) => Who::Placeholder,
            Some(PersonRule::Account(account)) => {
                Who::Account { account: PersonId::new(account), by: MatchedBy::Table }
            }
            Some(PersonRule::Address(address)) => self.at(address.digest(), MatchedBy::Table),
            None => self.matched(person),
        }
    }

    fn at(&self, digest: &str, by: MatchedBy) -> Who {
        match self.accounts.at(digest) {
            Some(account) => Who::Account { account: account.clone(), by },
            None if self.accounts.is_closed(digest) => Who::Nobody(Unmatched::Closed),
            None if by == MatchedBy::Table => Who::Nobody(Unmatched::Awaited),
            None => Who::Nobody(Unmatched::NoAccount),
        }
    }

    fn matched(&self, person: &KnownPerson) -> Who {
        let found = |account: &PersonId, by| Who::Account { account: account.clone(), by };
        if let Some(account) = self.accounts.same(&person.id) {
            return found(account, MatchedBy::SameAccount);
        }
        let Some(digest) = &person.email_digest else {
            return Who::Nobody(Unmatched::NoAddress);
        };
        let by_address = self.at(digest, MatchedBy::Address);
        if by_address.account().is_some() {
            return by_address;
        }
        let moved = || {
            let (local, domain) = (person.local_digest.as_ref()?, person.domain_digest.as_ref()?);
            self.accounts.moved(local, self.domains.get(domain)?)
        };
        let only = || {
            let local = person.local_digest.as_ref().filter(|_| self.same_local_part)?;
            self.accounts.only(local)
        };
        match (moved(), only()) {
            (Some(account), _) => found(account, MatchedBy::Domain),
            (None, Some(account)) => found(account, MatchedBy::LocalPart),
            (None, None) => by_address,
        }
    }

    /// What a field takes for a person; `assigns` says whether it assigns work.
    pub(super) fn account(&self, person: &Person, assigns: bool, key: &DigestKey) -> Account {
        let takes = |account: &PersonId| !assigns || self.accounts.takes_work(account);
        let placeholder = || self.placeholder.clone().filter(takes);
        let own = self.found.get(&person.id).cloned();
        let who = || self.who(&KnownPerson::of(person, key));
        let who = own.map_or_else(who, |account| Who::Account { account, by: MatchedBy::Table });
        match who {
            Who::Account { account, .. } if takes(&account) => Account::Own(account),
            Who::Account { .. } => Account::Refused(placeholder()),
            Who::Left => Account::Unknown,
            _ => placeholder().map_or(Account::Unknown, Account::Placeholder),
        }
    }

    /// The account of a person of whom only the id is known.
    pub(super) fn own(&self, person: &PersonId) -> Option<&PersonId> {
        self.found.get(person)
    }

    /// Whether work can be assigned to an account.
    pub(super) fn takes_work(&self, account: &PersonId) -> bool {
        self.accounts.takes_work(account)
    }
}

/// A person of the target, called as in the source.
pub(super) fn called(account: PersonId, name: Content<String>) -> Person {
    Person { id: account, name, email: None, active: true }
}
