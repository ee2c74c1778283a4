use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use async_trait::async_trait;
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use migrayt_core::error::{Error, ErrorKind, Fact, Result};
use zeroize::Zeroizing;

use super::{PublicKey, Signer};
use crate::system::SystemIds;

/// What stands before the 32 bytes of an Ed25519 key in its standard form (RFC 8410).
const PREFIX: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const END: &str = "-----END PRIVATE KEY-----";

/// An Ed25519 key with which the owner of a run signs its ledger.
pub struct SigningKey {
    pair: Ed25519KeyPair,
    seed: Zeroizing<[u8; 32]>,
}

impl SigningKey {
    /// A fresh key from the operating system's randomness.
    pub fn generate() -> Result<Self> {
        Self::from_seed(&Zeroizing::new(SystemIds.key()?))
    }

    /// Reads a file in PEM, as [`Self::save`] or `openssl genpkey -algorithm ed25519` writes it.
    ///
    /// # Errors
    /// `ConfigInvalid` with `file` if it is anything else.
    pub fn load(path: &Path) -> Result<Self> {
        let failed = |message| {
            Error::new(ErrorKind::ConfigInvalid, message)
                .with("file", Fact::name(path.display().to_string()))
                .with_help("make a key with `migrayt ledger key`")
        };
        let text = fs::read_to_string(path)
            .map(Zeroizing::new)
            .map_err(|error| failed("the key cannot be read").with_source(error))?;
        let seed = seed(&text).ok_or_else(|| failed("this is not an Ed25519 private key"))?;
        Self::from_seed(&seed)
    }

    /// Writes the key in PEM to a file that is not there yet and that only its owner can read.
    ///
    /// # Errors
    /// `AlreadyExists` if the file is there: a key is never written over.
    pub fn save(&self, path: &Path) -> Result<()> {
        let bytes = Zeroizing::new([&PREFIX[..], &self.seed[..]].concat());
        let body = Zeroizing::new(STANDARD.encode(&bytes));
        let text = Zeroizing::new(format!("{BEGIN}\n{}\n{END}\n", body.as_str()));
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options
            .open(path)
            .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
            .map_err(|error| {
                let there = error.kind() == io::ErrorKind::AlreadyExists;
                let kind = if there { ErrorKind::AlreadyExists } else { ErrorKind::ConfigInvalid };
                Error::new(kind, "the key cannot be written")
                    .with("file", Fact::name(path.display().to_string()))
                    .with_help("name a file that is not there yet")
                    .with_source(error)
            })
    }

    fn from_seed(seed: &Zeroizing<[u8; 32]>) -> Result<Self> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed.as_slice())
            .map_err(|_| Error::new(ErrorKind::Unexpected, "the key cannot be used"))?;
        Ok(Self { pair, seed: seed.clone() })
    }
}

/// The key in a text in PEM.
fn seed(text: &str) -> Option<Zeroizing<[u8; 32]>> {
    let body = text.trim().strip_prefix(BEGIN)?.strip_suffix(END)?;
    let bytes = Zeroizing::new(STANDARD.decode(body.trim()).ok()?);
    Some(Zeroizing::new(bytes.strip_prefix(&PREFIX)?.try_into().ok()?))
}

/// Whether this is the key's signature of a message.
pub(super) fn is_signature(key: &PublicKey, message: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&ED25519, key.as_bytes()).verify(message, signature).is_ok()
}

#[async_trait]
impl Signer for SigningKey {
    fn public_key(&self) -> PublicKey {
        let mut bytes = [0; 32];
        for (to, from) in bytes.iter_mut().zip(self.pair.public_key().as_ref()) {
            *to = *from;
        }
        PublicKey::from_bytes(bytes)
    }

    async fn sign(&self, message: &[u8]) -> Result<[u8; 64]> {
        let failed = || Error::new(ErrorKind::Unexpected, "the key cannot sign");
        let signature = self.pair.try_sign(message).map_err(|_| failed())?;
        signature.as_ref().try_into().map_err(|_| failed())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use migrayt_core::ErrorKind;
    use zeroize::Zeroizing;

    use super::{SigningKey, is_signature};
    use crate::ledger::Signer as _;

    /// The first two test vectors of RFC 8032, section 7.1.
    #[tokio::test]
    async fn keys_and_signatures_are_those_of_rfc_8032() {
        let vectors = [
            (
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                "",
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac\
                 c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
            ),
            (
                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                "72",
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e\
                 458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
            ),
        ];
        let bytes = |text: &str| -> Vec<u8> {
            let digits = text.as_bytes().chunks(2);
            digits
                .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
                .collect()
        };
        for (seed, public, message, signature) in vectors {
            let seed = Zeroizing::new(bytes(seed).try_into().unwrap());
            let key = SigningKey::from_seed(&seed).unwrap();
            assert_eq!(key.public_key().as_bytes().to_vec(), bytes(public));
            let message = bytes(message);
            let signed = key.sign(&message).await.unwrap();
            assert_eq!(signed.to_vec(), bytes(signature));
            assert!(is_signature(&key.public_key(), &message, &signed));
            assert!(!is_signature(&key.public_key(), b"another", &signed));
        }
    }

    #[tokio::test]
    async fn a_saved_key_is_its_owners_and_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("owner.key");
        let key = SigningKey::generate().unwrap();
        key.save(&path).unwrap();
        assert_eq!(SigningKey::load(&path).unwrap().public_key(), key.public_key());
        assert_eq!(key.save(&path).unwrap_err().kind(), ErrorKind::AlreadyExists);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        let pem = fs::read_to_string(&path).unwrap();
        assert!(!format!("{key:?}").contains(pem.lines().nth(1).unwrap()));
        for wrong in [String::new(), pem.replace("PRIVATE", "PUBLIC"), pem.replace("MC4", "MC5")] {
            fs::write(&path, wrong).unwrap();
            assert_eq!(SigningKey::load(&path).unwrap_err().kind(), ErrorKind::ConfigInvalid);
        }
    }
}
