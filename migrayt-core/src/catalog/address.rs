use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::digest::{Digest, DigestKey};

/// An e-mail address as it may rest: `j***@f***.example#` and the address' keyed digest in
/// hexadecimal. A person recognises their own; nobody reads it back.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address(String);

impl Address {
    /// The form of an address under a key; `None` if the text is no address.
    pub fn of(email: &str, key: &DigestKey) -> Option<Self> {
        let masked = masked(email.trim())?;
        Some(Self(format!("{masked}#{}", key.email(email))))
    }

    /// The digest under which catalogs of the same key know the address.
    pub fn digest(&self) -> &str {
        self.parts().1
    }

    /// What is shown of the address.
    pub fn masked(&self) -> &str {
        self.parts().0
    }

    /// The whole form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn parts(&self) -> (&str, &str) {
        self.0.rsplit_once('#').unwrap_or((&self.0, ""))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The error of a text that is not an address in this form. It does not repeat the text, which
/// may be the address itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotMasked;

impl fmt::Display for NotMasked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "expected an address as `migrayt people import` writes it, such as \
             `j***@f***.example#` and 32 digits",
        )
    }
}

impl std::error::Error for NotMasked {}

impl FromStr for Address {
    type Err = NotMasked;

    fn from_str(text: &str) -> Result<Self, NotMasked> {
        let (shown, digest) = text.rsplit_once('#').ok_or(NotMasked)?;
        // The letters may be stars themselves.
        let domain = behind_one(shown, "***@").ok_or(NotMasked)?;
        let end = behind_one(domain, "***").ok_or(NotMasked)?;
        let ending = end.is_empty()
            || end
                .strip_prefix('.')
                .is_some_and(|end| !end.is_empty() && end.chars().all(char::is_alphanumeric));
        let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let digits = digest.len() == 2 * Digest::LENGTH && digest.bytes().all(hex);
        if ending && digits { Ok(Self(text.to_owned())) } else { Err(NotMasked) }
    }
}

/// What stands behind one letter and a text.
fn behind_one<'a>(text: &'a str, next: &str) -> Option<&'a str> {
    let mut letters = text.chars();
    letters.next()?;
    letters.as_str().strip_prefix(next)
}

impl TryFrom<String> for Address {
    type Error = NotMasked;

    fn try_from(text: String) -> Result<Self, NotMasked> {
        text.parse()
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.0
    }
}

/// `jamal@fabrikam.example` as `j***@f***.example`: of name and domain the first letter, and the
/// domain's ending.
pub(super) fn masked(email: &str) -> Option<String> {
    let email = zeroize::Zeroizing::new(email.to_lowercase());
    let (name, domain) = email.rsplit_once('@')?;
    let first = |text: &str| text.chars().next();
    let ending = domain.rsplit_once('.').map(|(_, ending)| ending);
    let ending = ending.filter(|it| !it.is_empty() && it.chars().all(char::is_alphanumeric));
    let mut text = format!("{}***@{}***", first(name)?, first(domain)?);
    if let Some(ending) = ending {
        text.push('.');
        text.push_str(ending);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::{Address, NotMasked, masked};
    use crate::digest::DigestKey;

    #[test]
    fn an_address_keeps_its_first_letters_and_its_ending() {
        for (email, shown) in [
            ("jamal@fabrikam.example", Some("j***@f***.example")),
            ("a@b", Some("a***@b***")),
            ("Øyvind@mail.øst.no", Some("ø***@m***.no")),
            ("odd@[127.0.0.1]", Some("o***@[***")),
            ("@fabrikam.example", None),
            ("jamal@", None),
            ("jamal", None),
        ] {
            assert_eq!(masked(email).as_deref(), shown, "{email}");
        }
    }

    #[test]
    fn what_is_written_is_read_and_nothing_else() {
        let key = DigestKey::new([3; 32]);
        let address = Address::of(" Jamal@Fabrikam.example ", &key).unwrap();
        assert_eq!(address.masked(), "j***@f***.example");
        assert_eq!(address.digest(), key.email("jamal@fabrikam.example").to_string());
        assert_eq!(address.as_str().parse(), Ok(address.clone()));
        let json = serde_json::to_string(&address).unwrap();
        assert_eq!(serde_json::from_str::<Address>(&json).unwrap(), address);
        let digest = address.digest();
        for text in [
            "jamal@fabrikam.example".to_owned(),
            format!("jamal@fabrikam.example#{digest}"),
            format!("ja***@f***.example#{digest}"),
            format!("j***@f***.fabrikam.example#{digest}"),
            format!("j***@f***.example#{}", &digest[1..]),
            format!("j***@f***.example#{}", digest.replace(|_| true, "X")),
            "j***@f***.example".to_owned(),
        ] {
            assert_eq!(text.parse::<Address>(), Err(NotMasked), "{text}");
        }
        assert_eq!(Address::of("nobody", &key), None);
        // Whatever an address is, its own form is read again.
        for odd in ["!@*,", "*@*", "#@#.#", "a b@.c", "@@x"] {
            let address = Address::of(odd, &key).unwrap();
            assert_eq!(address.as_str().parse(), Ok(address.clone()), "{odd}");
        }
    }
}
