use std::str;

use migrayt_core::{Error, ErrorKind, Result};
use secrecy::{ExposeSecret as _, SecretBox};
use zeroize::{ZeroizeOnDrop, Zeroizing};

/// A token, key or password: 1 to [`Secret::LONGEST`] bytes of any kind.
///
/// It cannot be printed, stored or copied, and its bytes are zeroed on drop. Open it where it goes
/// into a request, with [`Secret::expose`], and keep nothing of what that lends.
#[expect(missing_debug_implementations, reason = "what cannot be printed cannot be leaked so")]
pub struct Secret(SecretBox<[u8]>);

impl Secret {
    /// The most bytes of a secret: 64 KiB.
    pub const LONGEST: usize = 64 * 1024;

    /// Wraps bytes or a text, and zeroes what was given.
    ///
    /// # Errors
    /// `InputInvalid` for nothing at all and for more than [`Secret::LONGEST`] bytes.
    pub fn new(value: impl Into<Vec<u8>>) -> Result<Self> {
        let value = Zeroizing::new(value.into());
        if value.is_empty() {
            return Err(Error::new(ErrorKind::InputInvalid, "the secret is empty")
                .with_help("A variable or file that was not filled in is the usual cause."));
        }
        if value.len() > Self::LONGEST {
            return Err(Error::new(ErrorKind::InputInvalid, "the secret is too long")
                .with_help("A secret is a token, key or password; check that it is the right file.")
                .with("bytes", value.len())
                .with("longest", Self::LONGEST));
        }
        Ok(Self::of(&value))
    }

    /// Opens it, for whoever sends it.
    pub fn expose(&self) -> &[u8] {
        self.0.expose_secret()
    }

    /// Opens it as a text.
    ///
    /// # Errors
    /// `InputInvalid` if it is none in UTF-8.
    pub fn expose_text(&self) -> Result<&str> {
        str::from_utf8(self.expose())
            // The cause would name a position within the secret.
            .map_err(|_| Error::new(ErrorKind::InputInvalid, "the secret is not a text"))
    }

    /// A second one, for a vault that keeps the first.
    pub(crate) fn again(&self) -> Self {
        Self::of(self.expose())
    }

    /// The box is made at its final size: one that grows or shrinks leaves copies behind.
    fn of(value: &[u8]) -> Self {
        Self(SecretBox::new(Box::from(value)))
    }
}

/// The box does it.
impl ZeroizeOnDrop for Secret {}

#[cfg(test)]
mod tests {
    use migrayt_core::ErrorKind;

    use super::Secret;

    #[test]
    fn a_secret_has_1_to_64_kib() {
        for (length, good) in [(0, false), (1, true), (65_536, true), (65_537, false)] {
            match Secret::new(vec![7; length]) {
                Ok(secret) => assert!(good && secret.expose() == vec![7; length]),
                Err(error) => {
                    assert!(!good && error.help().is_some());
                    assert_eq!(error.kind(), ErrorKind::InputInvalid);
                }
            }
        }
    }

    #[test]
    fn a_text_comes_back_and_what_is_none_is_refused() {
        assert_eq!(Secret::new("wörd").unwrap().expose_text().unwrap(), "wörd");
        assert!(Secret::new([0xff]).unwrap().expose_text().is_err());
        assert_eq!(Secret::new("wörd").unwrap().again().expose(), "wörd".as_bytes());
    }
}
