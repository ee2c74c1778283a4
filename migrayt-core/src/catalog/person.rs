use serde::{Deserialize, Serialize};

use super::address::{Address, masked};
use crate::digest::DigestKey;
use crate::id::PersonId;
use crate::person::Person;

/// A person as a catalog may keep them: an account id, and address and name only in forms that
/// cannot be read back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct KnownPerson {
    /// The account id; where a tracker has none but the address, the address as [`Address`].
    pub id: PersonId,
    /// The keyed digest of the lower-cased e-mail address, in hexadecimal.
    pub email_digest: Option<String>,
    /// The address with all but first letters and its ending hidden.
    pub email_masked: Option<String>,
    /// The keyed digest of what stands before the address' `@`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local_digest: Option<String>,
    /// The keyed digest of the address' domain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain_digest: Option<String>,
    /// The keyed digest of the name as it is shown, whatever its case and spacing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_digest: Option<String>,
    /// Whether the account is open.
    pub active: bool,
    /// Whether the project's work can be assigned to the account, where the scan could tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignable: Option<bool>,
    /// How often items name the person, where the scan counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used: Option<u64>,
}

impl KnownPerson {
    /// A person as found in a tracker; the address stays only as its digests and masked.
    pub fn new(id: PersonId, email: Option<&str>, active: bool, key: &DigestKey) -> Self {
        let email = email.map(str::trim).filter(|email| email.contains('@'));
        let parts = email.and_then(|email| email.rsplit_once('@'));
        Self {
            id: Self::id(id, key),
            email_digest: email.map(|email| key.email(email).to_string()),
            email_masked: email.and_then(masked),
            local_digest: parts.map(|(local, _)| Self::local(local, key)),
            domain_digest: parts.map(|(_, domain)| Self::domain(domain, key)),
            name_digest: None,
            active,
            assignable: None,
            used: None,
        }
    }

    /// A person as an item names them.
    pub fn of(person: &Person, key: &DigestKey) -> Self {
        let email = person.email.as_ref().map(crate::Content::as_str);
        Self::new(person.id.clone(), email, person.active, key).called(person.name.as_str(), key)
    }

    /// The same person with the name that is shown, of which the digest stays.
    #[must_use]
    pub fn called(mut self, name: &str, key: &DigestKey) -> Self {
        let words: Vec<_> = name.split_whitespace().map(str::to_lowercase).collect();
        let name = zeroize::Zeroizing::new(words.join(" "));
        let known = !name.is_empty() && !name.contains('@');
        self.name_digest = known.then(|| key.digest("name", name.as_bytes()).to_string());
        self
    }

    /// The digest under which the same domain is found in every catalog of one key.
    pub fn domain(domain: &str, key: &DigestKey) -> String {
        let domain = domain.trim().trim_start_matches('@').to_lowercase();
        key.digest("email_domain", domain.as_bytes()).to_string()
    }

    fn local(local: &str, key: &DigestKey) -> String {
        let local = zeroize::Zeroizing::new(local.to_lowercase());
        key.digest("email_local", local.as_bytes()).to_string()
    }

    /// Old texts of trackers name people by nothing but their address.
    fn id(id: PersonId, key: &DigestKey) -> PersonId {
        match Address::of(id.as_str(), key) {
            Some(address) if id.as_str().parse::<Address>().is_err() => {
                PersonId::new(address.as_str())
            }
            _ => id,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::KnownPerson;
    use crate::digest::DigestKey;
    use crate::id::PersonId;

    #[test]
    fn an_address_rests_only_as_digest_and_mask() {
        let key = DigestKey::new([3; 32]);
        let known = |email| KnownPerson::new(PersonId::new("7"), email, true, &key);
        let person = known(Some(" Jamal@Fabrikam.example ")).called("Jamal  Hartnett", &key);
        assert_eq!(person.email_masked.as_deref(), Some("j***@f***.example"));
        assert_eq!(person.email_digest, known(Some("jamal@fabrikam.EXAMPLE")).email_digest);
        assert_eq!(person.local_digest, known(Some("JAMAL@contoso.example")).local_digest);
        let domain = KnownPerson::domain("@fabrikam.example", &key);
        assert_eq!(person.domain_digest, Some(domain));
        assert_eq!(person.name_digest, known(None).called(" jamal hartnett", &key).name_digest);
        let json = serde_json::to_string(&person).unwrap().to_lowercase();
        assert!(!json.contains("amal") && !json.contains("fabrikam") && !json.contains("hart"));
        assert_eq!(known(Some("no address")).email_digest, None);
        assert_eq!(known(Some("@example.org")).email_masked, None);
        assert_eq!(known(None).called(" ", &key).name_digest, None);
    }

    #[test]
    fn an_address_is_no_id() {
        let key = DigestKey::new([3; 32]);
        let id = |id: &str| KnownPerson::new(PersonId::new(id), None, true, &key).id;
        let made = id("jamal@fabrikam.example");
        assert!(made.as_str().starts_with("j***@f***.example#"), "{made}");
        assert_eq!(made, id("Jamal@Fabrikam.example"));
        assert_eq!(id(made.as_str()), made);
        assert_eq!(id("CORP\\build").as_str(), "CORP\\build");
    }

    #[test]
    fn a_catalog_of_before_is_read() {
        let json = r#"{"id":"7","email_digest":null,"email_masked":null,"active":true}"#;
        let person: KnownPerson = serde_json::from_str(json).unwrap();
        assert_eq!((person.used, person.assignable), (None, None));
    }
}
