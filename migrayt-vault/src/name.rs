use std::fmt;

use migrayt_core::error::Fact;
use migrayt_core::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};

/// What a tenant calls a secret: 1 to [`SecretName::LONGEST`] of the letters `a` to `z` and `A` to
/// `Z`, digits, `-`, `_` and `.`.
///
/// Names are not secrets: they stand in errors, audit records and configurations. Names that differ
/// in the case of a letter are two names.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SecretName(String);

impl SecretName {
    /// The most characters of a name.
    pub const LONGEST: usize = 64;

    /// Reads a name.
    ///
    /// # Errors
    /// `InputInvalid` with the position, from 1, of the first character that a name cannot have. The
    /// text is not repeated: it may be a secret that was given in the wrong place.
    pub fn new(text: impl Into<String>) -> Result<Self> {
        let text = text.into();
        let invalid = |message| {
            Error::new(ErrorKind::InputInvalid, message).with_help(
                "A name has 1 to 64 characters: letters a to z and A to Z, digits, - _ and a dot.",
            )
        };
        if text.is_empty() {
            return Err(invalid("the name of the secret is empty"));
        }
        if let Some(place) = text.chars().position(|character| !is_allowed(character)) {
            return Err(invalid("the name of the secret has a character that it cannot have")
                .with("position", place.saturating_add(1)));
        }
        if text.len() > Self::LONGEST {
            return Err(invalid("the name of the secret is too long")
                .with("characters", text.len())
                .with("position", Self::LONGEST + 1));
        }
        Ok(Self(text))
    }

    /// The text of the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_allowed(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.')
}

impl fmt::Display for SecretName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SecretName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for SecretName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for SecretName {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        Self::new(text)
    }
}

impl From<SecretName> for String {
    fn from(name: SecretName) -> Self {
        name.0
    }
}

impl From<&SecretName> for Fact {
    fn from(name: &SecretName) -> Self {
        Self::name(name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use migrayt_core::error::Fact;

    use super::SecretName;

    #[test]
    fn a_name_is_plain_and_short() {
        let longest = "a".repeat(64);
        for name in ["a", "jira.token", "Azure-DevOps_2", "..", longest.as_str()] {
            assert_eq!(SecretName::new(name).unwrap().as_str(), name);
        }
    }

    #[test]
    fn the_first_wrong_character_is_named_by_its_position_and_not_repeated() {
        let long = "a".repeat(65);
        let cases = [
            ("a b", 2),
            ("/a", 1),
            ("é", 1),
            ("aé/", 2),
            ("a\0", 2),
            ("ab\u{202e}", 3),
            (&long, 65),
        ];
        for (text, position) in cases {
            let error = SecretName::new(text).unwrap_err();
            let places = error.context().iter().filter(|(key, _)| *key == "position");
            assert_eq!(
                places.map(|(_, fact)| fact).collect::<Vec<_>>(),
                [&Fact::Number(position)],
                "{text:?}"
            );
            assert!(!format!("{error} {error:?}").contains(text));
        }
        assert!(SecretName::new("").is_err());
    }

    #[test]
    fn a_name_is_checked_when_it_is_read() {
        let name = SecretName::new("jira.token").unwrap();
        let text = serde_json::to_string(&name).unwrap();
        assert_eq!(serde_json::from_str::<SecretName>(&text).unwrap(), name);
        assert!(serde_json::from_str::<SecretName>("\"../b\"").is_err());
    }
}
