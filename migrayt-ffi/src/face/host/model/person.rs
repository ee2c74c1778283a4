use migrayt_core::catalog::{Address, KnownPerson};
use migrayt_core::digest::DigestKey;
use migrayt_core::id::PersonId;
use migrayt_core::person::Person;
use serde::{Deserialize, Serialize};

use super::words::Words;

/// A person in a value: only the id must be told.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::face::host) struct Named {
    pub(in crate::face::host) id: PersonId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::face::host) name: Option<Words>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::face::host) email: Option<Words>,
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub(in crate::face::host) active: bool,
}

impl Named {
    pub(in crate::face::host) fn into_person(self) -> Person {
        let name = self.name.map(|name| name.0).unwrap_or_default();
        Person { id: self.id, name, email: self.email.map(|email| email.0), active: self.active }
    }
}

/// A person of a catalog, as the host knows them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::face::host) struct Known {
    id: PersonId,
    #[serde(default)]
    name: Option<Words>,
    #[serde(default)]
    email: Option<Words>,
    #[serde(default = "yes")]
    active: bool,
    #[serde(default)]
    assignable: Option<bool>,
    #[serde(default)]
    used: Option<u64>,
}

impl Known {
    pub(super) fn is_addressed(&self, key: &DigestKey) -> bool {
        Address::of(self.id.as_str(), key).is_some()
    }

    /// The person as a catalog may keep them.
    pub(in crate::face::host) fn into_known(self, key: &DigestKey) -> KnownPerson {
        let email = self.email.as_ref().map(Words::as_str);
        let name = self.name.as_ref().map_or("", Words::as_str);
        let mut known = KnownPerson::new(self.id, email, self.active, key).called(name, key);
        known.assignable = self.assignable;
        known.used = self.used;
        known
    }
}

pub(super) fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_yes(yes: &bool) -> bool {
    *yes
}
