use std::fmt::Debug;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use migrayt_core::error::Result;
use migrayt_core::ledger::Totals;
use serde::{Deserialize, Serialize};

use super::PublicKey;

/// Somebody who signs with an Ed25519 key: a file's, or one that never leaves its keeper.
#[async_trait]
pub trait Signer: Debug + Send + Sync {
    /// The public half of the key.
    fn public_key(&self) -> PublicKey;

    /// The Ed25519 signature of a message (RFC 8032, without a context and not prehashed).
    async fn sign(&self, message: &[u8]) -> Result<[u8; 64]>;
}

/// A signature in a ledger's last line. Both texts are base64.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signature {
    /// The public key.
    pub(super) key: String,
    /// The signature of the [message].
    pub(super) value: String,
}

/// Signs what a ledger comes to.
pub(super) async fn sign(signer: &dyn Signer, totals: &Totals) -> Result<Signature> {
    let value = signer.sign(message(totals).as_bytes()).await?;
    Ok(Signature { key: signer.public_key().to_string(), value: STANDARD.encode(value) })
}

/// What is signed: a text of three lines. The first keeps it apart from everything else that the
/// same key may sign.
pub(super) fn message(totals: &Totals) -> String {
    format!("migrayt ledger 1\nroot {}\nrows {}\n", totals.root, totals.rows)
}

impl Signature {
    /// The key, if the text is one.
    pub(super) fn public_key(&self) -> Option<PublicKey> {
        let key: PublicKey = self.key.parse().ok()?;
        (key.to_string() == self.key).then_some(key)
    }

    /// Whether it is this key's signature of what a ledger comes to.
    #[cfg(feature = "signature")]
    #[expect(clippy::unnecessary_wraps, reason = "without the feature nobody can tell")]
    pub(super) fn fits(&self, key: &PublicKey, totals: &Totals) -> Result<bool> {
        let Ok(value) = STANDARD.decode(&self.value) else { return Ok(false) };
        Ok(super::signing_key::is_signature(key, message(totals).as_bytes(), &value))
    }

    /// Nobody can tell.
    #[cfg(not(feature = "signature"))]
    pub(super) fn fits(&self, _key: &PublicKey, _totals: &Totals) -> Result<bool> {
        use migrayt_core::error::{Error, ErrorKind};
        Err(Error::new(ErrorKind::Unsupported, "this program cannot check signatures")
            .with_help("build it with the feature `signature` of the crate `migrayt`"))
    }
}
