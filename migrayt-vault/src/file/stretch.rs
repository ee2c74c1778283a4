use argon2::{Algorithm, Argon2, Params, Version};
use migrayt_core::{Error, ErrorKind, Result};
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use crate::cipher::Key;

/// What it costs to try one passphrase: the parameters of Argon2id (RFC 9106).
///
/// They are written into the vault, so that they may be raised later by
/// [`rewrap`](super::FileVault::rewrap).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Stretch {
    /// The least: 19 MiB, 2 passes, 1 lane, below which nothing is made and nothing is opened.
    pub const LEAST: Self = Self { memory_kib: 19 * 1024, passes: 2, lanes: 1 };

    /// The most: 1 GiB, 16 passes, 16 lanes. A header that asks for more is not followed, so that a
    /// file cannot exhaust the machine that opens it.
    pub const MOST: Self = Self { memory_kib: 1024 * 1024, passes: 16, lanes: 16 };

    /// Parameters within [`Stretch::LEAST`] and [`Stretch::MOST`]; memory in KiB.
    ///
    /// # Errors
    /// `InputInvalid` if one of them is outside.
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self> {
        let stretch = Self { memory_kib, passes, lanes };
        if stretch.is_sane() {
            Ok(stretch)
        } else {
            Err(Error::new(ErrorKind::InputInvalid, "the passphrase cannot be stretched so")
                .with_help("Take 19 MiB to 1 GiB of memory, 2 to 16 passes and 1 to 16 lanes.")
                .with("memory_kib", memory_kib)
                .with("passes", passes)
                .with("lanes", lanes))
        }
    }

    /// The 12 bytes of the header.
    pub(super) fn to_bytes(self) -> Vec<u8> {
        [self.memory_kib, self.passes, self.lanes].map(u32::to_be_bytes).concat()
    }

    /// Reads the bytes of a header; `None` if they are outside the limits.
    pub(super) fn from_bytes(bytes: [[u8; 4]; 3]) -> Option<Self> {
        let [memory_kib, passes, lanes] = bytes.map(u32::from_be_bytes);
        let stretch = Self { memory_kib, passes, lanes };
        stretch.is_sane().then_some(stretch)
    }

    /// The key of a passphrase.
    pub(super) fn key(self, passphrase: &SecretString, salt: &[u8; 16]) -> Result<Key> {
        let failed =
            |_| Error::new(ErrorKind::Unexpected, "the passphrase cannot be made into a key");
        let params =
            Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).map_err(failed)?;
        let mut bytes = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.expose_secret().as_bytes(), salt, bytes.as_mut_slice())
            .map_err(failed)?;
        Ok(Key::new(bytes))
    }

    fn is_sane(self) -> bool {
        let within =
            |of: fn(&Self) -> u32| (of(&Self::LEAST)..=of(&Self::MOST)).contains(&of(&self));
        within(|stretch| stretch.memory_kib)
            && within(|stretch| stretch.passes)
            && within(|stretch| stretch.lanes)
    }
}

impl Default for Stretch {
    /// 64 MiB, 3 passes, 1 lane: a few tenths of a second.
    fn default() -> Self {
        Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::Stretch;

    #[test]
    fn what_is_weak_or_absurd_is_refused() {
        let cases = [
            (19_456, 2, 1, true),
            (19_455, 2, 1, false),
            (19_456, 1, 1, false),
            (19_456, 2, 0, false),
            (1_048_576, 16, 16, true),
            (1_048_577, 16, 16, false),
            (1_048_576, 17, 16, false),
            (1_048_576, 16, 17, false),
            (u32::MAX, u32::MAX, u32::MAX, false),
        ];
        for (memory_kib, passes, lanes, good) in cases {
            assert_eq!(Stretch::new(memory_kib, passes, lanes).is_ok(), good);
            let bytes = [memory_kib, passes, lanes].map(u32::to_be_bytes);
            assert_eq!(Stretch::from_bytes(bytes).is_some(), good);
        }
        let default = Stretch::default();
        assert!(default.is_sane() && default != Stretch::LEAST);
    }
}
