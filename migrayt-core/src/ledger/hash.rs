use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// A SHA-256 of a leaf, of a node, or of what was hashed so far. As text it is 64 hexadecimal
/// digits in lower case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Hash([u8; Self::LENGTH]);

impl Hash {
    /// Its length in bytes.
    pub const LENGTH: usize = 32;

    /// Wraps stored bytes.
    pub fn from_bytes(bytes: [u8; Self::LENGTH]) -> Self {
        Self(bytes)
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }

    /// The hash of a leaf.
    pub fn of_leaf(leaf: &[u8]) -> Self {
        Self::of(&[&[0], leaf])
    }

    /// The hash of a node over two others.
    pub fn of_node(left: &Self, right: &Self) -> Self {
        Self::of(&[&[1], &left.0, &right.0])
    }

    /// The hash of several pieces, one behind the other.
    pub(super) fn of(pieces: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        for piece in pieces {
            hasher.update(piece);
        }
        Self(hasher.finalize().into())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        hash.to_string()
    }
}

impl TryFrom<String> for Hash {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        const WRONG: &str = "a hash is 64 hexadecimal digits in lower case";
        let mut bytes = [0; Self::LENGTH];
        if text.len() != 2 * Self::LENGTH {
            return Err(WRONG);
        }
        for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            *byte = digits.iter().try_fold(0, |sum, digit| match digit {
                b'0'..=b'9' => Ok(sum * 16 + (digit - b'0')),
                b'a'..=b'f' => Ok(sum * 16 + (digit - b'a' + 10)),
                _ => Err(WRONG),
            })?;
        }
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::Hash;

    #[test]
    fn text_leads_back_to_the_hash() {
        let hash = Hash::of_leaf(b"leaf");
        assert_eq!(Hash::try_from(hash.to_string()).unwrap(), hash);
        for wrong in [
            String::new(),
            hash.to_string().to_uppercase(),
            format!("{hash}0"),
            "\u{e9}".repeat(32),
            "+".repeat(64),
        ] {
            assert!(Hash::try_from(wrong).is_err());
        }
    }
}
