use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
#[cfg(feature = "file")]
use aws_lc_rs::constant_time;
#[cfg(any(feature = "file", test))]
use aws_lc_rs::rand;
use migrayt_core::{Error, ErrorKind, Result};
use zeroize::Zeroizing;

/// What sealing adds to a value: the nonce in front and the tag behind.
pub(crate) const ADDED: usize = NONCE_LEN + 16;

/// 256 bits, zeroed on drop.
pub(crate) struct Key(Zeroizing<[u8; 32]>);

impl Key {
    pub(crate) fn new(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self(bytes)
    }

    /// A key that nobody had before.
    #[cfg(any(feature = "file", test))]
    pub(crate) fn fresh() -> Result<Self> {
        let mut bytes = Zeroizing::new([0; 32]);
        random(bytes.as_mut_slice())?;
        Ok(Self(bytes))
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    #[cfg(feature = "file")]
    pub(crate) fn is(&self, other: &Self) -> bool {
        constant_time::verify_slices_are_equal(self.bytes(), other.bytes()).is_ok()
    }

    /// Nonce, ciphertext and tag of a value under AES-256-GCM, bound to what it belongs to. The
    /// nonce is 96 random bits.
    pub(crate) fn seal(&self, bound: &[u8], value: &[u8]) -> Result<Vec<u8>> {
        let failed = |_| Error::new(ErrorKind::Unexpected, "the value cannot be encrypted");
        let cipher = RandomizedNonceKey::new(&AES_256_GCM, self.bytes()).map_err(failed)?;
        // At its final size: a buffer that grows leaves a copy of the value behind.
        let mut sealed = Zeroizing::new(Vec::with_capacity(value.len() + 16));
        sealed.extend_from_slice(value);
        let nonce =
            cipher.seal_in_place_append_tag(Aad::from(bound), &mut *sealed).map_err(failed)?;
        Ok([nonce.as_ref().as_slice(), sealed.as_slice()].concat())
    }

    /// The value that was sealed so; `None` if any bit of it or of what it is bound to is another.
    pub(crate) fn open(&self, bound: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let cipher = RandomizedNonceKey::new(&AES_256_GCM, self.bytes()).ok()?;
        let mut value = Zeroizing::new(sealed.to_vec());
        let length = cipher.open_in_place(nonce, Aad::from(bound), &mut value).ok()?.len();
        value.truncate(length);
        Some(value)
    }

    /// The same for a key.
    #[cfg(feature = "file")]
    pub(crate) fn open_key(&self, bound: &[u8], sealed: &[u8]) -> Option<Self> {
        let bytes = self.open(bound, sealed)?;
        Some(Self(Zeroizing::new(bytes.as_slice().try_into().ok()?)))
    }
}

/// Fills bytes from the crypto library's generator.
#[cfg(any(feature = "file", test))]
pub(crate) fn random(bytes: &mut [u8]) -> Result<()> {
    rand::fill(bytes).map_err(|_| Error::new(ErrorKind::Unexpected, "there is no randomness"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Key;

    #[test]
    fn what_is_sealed_opens_only_as_it_was() {
        let key = Key::fresh().unwrap();
        let sealed = key.seal(b"place", b"value").unwrap();
        assert_eq!(key.open(b"place", &sealed).unwrap().as_slice(), b"value");
        assert!(key.open(b"another", &sealed).is_none());
        assert!(Key::fresh().unwrap().open(b"place", &sealed).is_none());
        for length in 0..sealed.len() {
            assert!(key.open(b"place", &sealed[..length]).is_none());
        }
    }

    #[test]
    fn no_nonce_is_used_twice() {
        let key = Key::fresh().unwrap();
        let nonces: BTreeSet<_> =
            (0..20_000).map(|_| key.seal(b"", b"").unwrap()[..12].to_vec()).collect();
        assert_eq!(nonces.len(), 20_000);
    }
}
