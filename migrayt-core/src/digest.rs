//! Keyed digests: what may rest in place of content.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::id::FieldId;

/// The key of a journal's digests. Without it a digest of a short text could be guessed.
#[derive(Clone)]
pub struct DigestKey(Zeroizing<[u8; 32]>);

impl DigestKey {
    /// Wraps 32 random bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes, for whoever keeps the key.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// The digest of a value in canonical form. The name keeps equal values of different fields
    /// apart.
    pub fn digest(&self, name: &str, canonical: &[u8]) -> Digest {
        let mut digesting = self.begin(name);
        digesting.update(canonical);
        digesting.finish()
    }

    /// Begins the digest of something that comes in pieces, a file's bytes say; it is that of
    /// `digest` over all of them.
    pub fn begin(&self, name: &str) -> Digesting {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_slice()).ok();
        if let Some(mac) = &mut mac {
            mac.update(name.as_bytes());
            mac.update(&[0]);
        }
        Digesting(mac)
    }

    /// The digest of an e-mail address, whatever its case and surrounding space: what catalogs and
    /// mappings compare people by.
    pub fn email(&self, address: &str) -> Digest {
        let canonical = zeroize::Zeroizing::new(address.trim().to_lowercase());
        self.digest("email", canonical.as_bytes())
    }
}

impl fmt::Debug for DigestKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DigestKey(..)")
    }
}

/// A digest under way.
pub struct Digesting(Option<Hmac<Sha256>>);

impl Digesting {
    /// Takes the next piece.
    pub fn update(&mut self, piece: &[u8]) {
        if let Some(mac) = &mut self.0 {
            mac.update(piece);
        }
    }

    /// Ends it.
    pub fn finish(self) -> Digest {
        let mut digest = [0; Digest::LENGTH];
        if let Some(mac) = self.0 {
            for (to, from) in digest.iter_mut().zip(mac.finalize().into_bytes()) {
                *to = from;
            }
        }
        Digest(digest)
    }
}

impl fmt::Debug for Digesting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digesting(..)")
    }
}

/// The first 128 bits of an HMAC-SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Digest([u8; Digest::LENGTH]);

impl Digest {
    /// Its length in bytes.
    pub const LENGTH: usize = 16;

    /// Wraps stored bytes.
    pub fn from_bytes(bytes: [u8; Self::LENGTH]) -> Self {
        Self(bytes)
    }

    /// The bytes to store.
    pub fn as_bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The digest of one field's value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FieldDigest {
    /// The target's field.
    pub field: FieldId,
    /// The digest of its value in canonical form.
    pub digest: Digest,
}

#[cfg(test)]
mod tests {
    use super::DigestKey;

    #[test]
    fn key_name_and_value_all_count() {
        let key = DigestKey::new([1; 32]);
        let digest = key.digest("summary", b"Title");
        assert_eq!(digest, key.digest("summary", b"Title"));
        assert_ne!(digest, key.digest("labels", b"Title"));
        assert_ne!(digest, key.digest("summary", b"title"));
        assert_ne!(digest, DigestKey::new([2; 32]).digest("summary", b"Title"));
        assert_eq!(digest.to_string().len(), 32);
    }

    #[test]
    fn pieces_have_the_digest_of_the_whole() {
        let key = DigestKey::new([1; 32]);
        let mut digesting = key.begin("file");
        for piece in [&b"one"[..], b"", b" and two"] {
            digesting.update(piece);
        }
        assert_eq!(digesting.finish(), key.digest("file", b"one and two"));
    }
}
