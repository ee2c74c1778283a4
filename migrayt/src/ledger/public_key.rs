use std::fmt;
use std::fs;
use std::path::Path;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use migrayt_core::error::{Error, ErrorKind, Fact, Result};
use serde::Serialize;

/// What stands before the 32 bytes of an Ed25519 key in its standard form (RFC 8410).
const PREFIX: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

const BEGIN: &str = "-----BEGIN PUBLIC KEY-----";
const END: &str = "-----END PUBLIC KEY-----";

/// The public half of an Ed25519 key. As text it is 44 characters of base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// Wraps the 32 bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads a file in PEM, or with the key's text alone.
    ///
    /// # Errors
    /// `ConfigInvalid` with `file` if it is neither.
    pub fn load(path: &Path) -> Result<Self> {
        let at = |error: Error| error.with("file", Fact::name(path.display().to_string()));
        let text = fs::read_to_string(path).map_err(|error| {
            at(Error::new(ErrorKind::ConfigInvalid, "the public key cannot be read")
                .with_source(error))
        })?;
        text.parse().map_err(at)
    }

    /// The key in PEM, as other programs read it.
    pub fn to_pem(&self) -> String {
        let bytes = [&PREFIX[..], &self.0].concat();
        format!("{BEGIN}\n{}\n{END}\n", STANDARD.encode(bytes))
    }
}

impl FromStr for PublicKey {
    type Err = Error;

    /// Reads the text of a key, or PEM.
    fn from_str(text: &str) -> Result<Self> {
        let wrong = || {
            Error::new(ErrorKind::ConfigInvalid, "this is not an Ed25519 public key")
                .with_help("name the .pub file that `migrayt ledger key` wrote, or give its text")
        };
        let text = text.trim();
        let pem = text.strip_prefix(BEGIN).and_then(|text| text.strip_suffix(END));
        let bytes = STANDARD.decode(pem.unwrap_or(text).trim()).map_err(|_| wrong())?;
        let raw = if pem.is_some() { bytes.strip_prefix(&PREFIX) } else { Some(&bytes[..]) };
        raw.and_then(|raw| raw.try_into().ok()).map(Self).ok_or_else(wrong)
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

impl From<PublicKey> for String {
    fn from(key: PublicKey) -> Self {
        key.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::PublicKey;

    #[test]
    fn text_and_pem_lead_back_to_the_key() {
        let key = PublicKey::from_bytes([7; 32]);
        for text in [key.to_string(), format!("{key}\n"), key.to_pem()] {
            assert_eq!(text.parse::<PublicKey>().unwrap(), key, "{text}");
        }
        for wrong in ["", "AAAA", &key.to_pem().replace("PUBLIC", "PRIVATE"), &format!("{key}AA")] {
            assert!(wrong.parse::<PublicKey>().is_err(), "{wrong}");
        }
    }
}
