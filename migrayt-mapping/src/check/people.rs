use migrayt_core::catalog::Address;

use super::{Check, place};
use crate::document::PersonRule;

impl Check<'_> {
    pub(super) fn people(&mut self) {
        let document = self.document;
        for (person, rule) in &document.people {
            let known = self.source.people.iter().any(|known| known.id.as_str() == person);
            if person.parse::<Address>().is_err() {
                if person.contains('@') {
                    self.addressed();
                    continue;
                }
                if !known {
                    let at = place("people", &[person]);
                    self.note(&at, "the scan did not find this person", &[]);
                }
            }
            self.person(&place("people", &[person]), rule);
        }
        for (old, new) in &document.people_rules.domains {
            let is_domain = |text: &String| {
                let text = text.strip_prefix('@').unwrap_or(text);
                !text.trim().is_empty() && !text.contains('@')
            };
            if !is_domain(old) || !is_domain(new) {
                self.error("people_rules.domains", "these are not two domains", &[]);
            }
        }
    }

    fn person(&mut self, at: &str, rule: &PersonRule) {
        match rule {
            PersonRule::Account(account) => self.account(at, account),
            PersonRule::Address(address) => {
                let digest = Some(address.digest());
                let mut people = self.target.people.iter();
                if !people.any(|person| person.email_digest.as_deref() == digest) {
                    let facts = [("address", address.masked())];
                    self.warning(at, "no account of the target has this address yet", &facts);
                }
            }
            PersonRule::Placeholder if self.document.options.placeholder.is_none() => {
                self.warning(at, "there is no options.placeholder; fields stay empty", &[]);
            }
            PersonRule::Placeholder | PersonRule::Leave => {}
        }
    }

    /// Not every account is visible to whoever scans, so that a stranger is no error.
    pub(super) fn account(&mut self, at: &str, account: &str) {
        if account.contains('@') {
            return self.addressed();
        }
        let known = self.target.people.iter().find(|person| person.id.as_str() == account);
        match known {
            Some(person) if !person.active => {
                self.warning(at, "the account is closed; nothing can be assigned to it", &[]);
            }
            Some(person) if person.assignable == Some(false) => {
                self.warning(at, "the project's work cannot be assigned to this account", &[]);
            }
            Some(_) => {}
            None => self.warning(at, "the scan did not find this account", &[]),
        }
    }

    /// The place is not named: it would repeat the address.
    fn addressed(&mut self) {
        let message = "an address stands where an account id should; use `migrayt people import`";
        if !self.found.iter().any(|found| found.message == message) {
            self.error("people", message, &[]);
        }
    }
}
