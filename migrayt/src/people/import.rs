use std::collections::BTreeMap;

use migrayt_core::catalog::{Address, Catalog, KnownPerson};
use migrayt_core::digest::DigestKey;
use migrayt_core::error::Result;
use migrayt_mapping::document::PersonRule;
use serde::Serialize;

use super::rows::{Row, at, read};
use crate::scan::Scan;

/// A table of people as rules for the mapping. Addresses are in it only as digests and masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// The rules by whom they are about, each with the masked address of that person.
    pub rules: BTreeMap<String, (PersonRule, Option<String>)>,
    /// What was counted.
    pub imported: Imported,
}

/// What an import came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// Rules that now stand in the mapping.
    pub rules: u64,
    /// Rows whose target is empty, which were passed over.
    pub blank: u64,
    /// Rules for people whom the scan of the source did not find.
    pub unseen: u64,
    /// Rules that name an address that no account of the target has yet.
    pub awaited: u64,
    /// Rules that name an account that the scan of the target did not find.
    pub strangers: u64,
}

impl Import {
    /// Reads a table in CSV. Under `source` stands a person's address or account id in the source;
    /// under `target` the address or account id in the target, `placeholder` or `leave`.
    ///
    /// # Errors
    /// `ConfigInvalid` with the first line that cannot be taken; nothing of a line is repeated.
    pub fn read(bytes: &[u8], scan: &Scan, key: &DigestKey) -> Result<Self> {
        let mut import = Self { rules: BTreeMap::new(), imported: Imported::default() };
        for row in read(bytes)? {
            import.take(&row, scan, key)?;
        }
        import.imported.rules = u64::try_from(import.rules.len()).unwrap_or(u64::MAX);
        Ok(import)
    }

    fn take(&mut self, row: &Row, scan: &Scan, key: &DigestKey) -> Result<()> {
        if row.target.as_str().is_empty() {
            self.imported.blank += 1;
            return Ok(());
        }
        let people = people(row, &scan.source, key)?;
        let rule = self.rule(row, &scan.target, key)?;
        for (person, masked) in people {
            let known = scan.source.people.iter().any(|it| it.id.as_str() == person);
            self.imported.unseen += u64::from(!known);
            if self.rules.insert(person, (rule.clone(), masked)).is_some() {
                return Err(at(row.line, "an earlier line is about the same person"));
            }
        }
        Ok(())
    }

    fn rule(&mut self, row: &Row, target: &Catalog, key: &DigestKey) -> Result<PersonRule> {
        let text = row.target.as_str();
        if text.eq_ignore_ascii_case("placeholder") {
            return Ok(PersonRule::Placeholder);
        }
        if text.eq_ignore_ascii_case("leave") {
            return Ok(PersonRule::Leave);
        }
        if !text.contains('@') {
            let is_id = text.len() <= 128
                && text.bytes().all(|it| it.is_ascii_alphanumeric() || b":._|-".contains(&it));
            if !is_id {
                return Err(at(row.line, "the target is neither an address nor an account id"));
            }
            let known = target.people.iter().any(|person| person.id.as_str() == text);
            self.imported.strangers += u64::from(!known);
            return Ok(PersonRule::Account(text.to_owned()));
        }
        let address = address(text, key)
            .ok_or_else(|| at(row.line, "the target is not an address with a name and a domain"))?;
        // Where two accounts had it, the open one is the person's.
        let has = |person: &&KnownPerson| person.email_digest.as_deref() == Some(address.digest());
        let account = target.people.iter().filter(has).max_by_key(|person| person.active);
        if let Some(person) = account {
            return Ok(PersonRule::Account(person.id.to_string()));
        }
        self.imported.awaited += 1;
        Ok(PersonRule::Address(address))
    }
}

/// Whom a row is about: the ids of the people with that address, or the address in masked form
/// where the scan found nobody; each with the masked address, if it is known.
fn people(row: &Row, source: &Catalog, key: &DigestKey) -> Result<Vec<(String, Option<String>)>> {
    let text = row.source.as_str();
    let shown = |person: &KnownPerson| (person.id.to_string(), person.email_masked.clone());
    if let Some(known) = source.people.iter().find(|it| it.id.as_str().eq_ignore_ascii_case(text)) {
        return Ok(vec![shown(known)]);
    }
    if text.contains('@') {
        let address = address(text, key)
            .ok_or_else(|| at(row.line, "the source is not an address with a name and a domain"))?;
        let digest = Some(address.digest());
        let has = |person: &&KnownPerson| person.email_digest.as_deref() == digest;
        let found: Vec<_> = source.people.iter().filter(has).map(shown).collect();
        return Ok(if found.is_empty() { vec![(address.into(), None)] } else { found });
    }
    if text.is_empty() {
        return Err(at(row.line, "the source is empty"));
    }
    // Somebody who only wrote comments was not counted.
    let is_guid = text.len() == 36 && text.bytes().all(|it| it.is_ascii_hexdigit() || it == b'-');
    if is_guid {
        return Ok(vec![(text.to_lowercase(), None)]);
    }
    Err(at(row.line, "the source is neither an address nor the id of somebody whom the scan found"))
}

/// An address in the clear, or masked as an export shows it.
fn address(text: &str, key: &DigestKey) -> Option<Address> {
    text.parse().ok().or_else(|| {
        let one = text.matches('@').count() == 1 && !text.contains(char::is_whitespace);
        one.then(|| Address::of(text, key)).flatten()
    })
}
