use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use migrayt_core::{Error, ErrorKind, Result};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::body::Body;
use super::{JobClaim, JobOrder, SealedClaim};
use crate::TenantScope;

/// The first part of a claim: its kind and the version of its shape.
const VERSION: &str = "mgj1";

/// What a key signs begins with this, so that a signature under a key that is used elsewhere too
/// is never a claim's.
const DOMAIN: &[u8] = b"migrayt job claim\0";

/// Seals the claims of jobs, and verifies them: HMAC-SHA-256 under a key that only those who hand
/// out and take up jobs have.
///
/// A sealed claim is `mgj1.BODY.MAC`, both parts in the URL-safe alphabet of base64 without
/// padding. The MAC is over everything before it, the version included.
pub struct ClaimKey {
    key: Zeroizing<[u8; 32]>,
    earlier: Vec<Zeroizing<[u8; 32]>>,
}

impl ClaimKey {
    /// Wraps 32 random bytes.
    pub fn new(key: [u8; 32]) -> Self {
        Self { key: Zeroizing::new(key), earlier: Vec::new() }
    }

    /// Verifies under an earlier key too, so that a key can be changed while jobs wait. Nothing new
    /// is sealed under it.
    #[must_use]
    pub fn accepting(mut self, earlier: [u8; 32]) -> Self {
        self.earlier.push(Zeroizing::new(earlier));
        self
    }

    /// Seals a claim for the scope's own tenant.
    ///
    /// # Errors
    /// - `PermissionDenied` if the order asks for a right that the scope does not have: nobody
    ///   hands on more than they hold.
    /// - `InputInvalid` if the ids are so long that the claim would be longer than
    ///   [`SealedClaim::LONGEST`].
    pub fn seal(&self, scope: &TenantScope, order: &JobOrder) -> Result<SealedClaim> {
        if let Some(row) = order.rights.beyond(scope.rights()).rows().next() {
            return Err(Error::new(
                ErrorKind::PermissionDenied,
                "a job cannot be given a right that its asker does not have",
            )
            .with_help("Ask somebody who has the right to start the job.")
            .with("right", row.name));
        }
        let body = Body::new(scope.tenant(), scope.actor().account(), order);
        let body = serde_json::to_vec(&body).map_err(|source| {
            Error::new(ErrorKind::Unexpected, "the claim cannot be written").with_source(source)
        })?;
        let signed = format!("{VERSION}.{}", URL_SAFE_NO_PAD.encode(body));
        let mac = mac(&self.key, &signed)?.finalize().into_bytes();
        let text = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac));
        if text.len() > SealedClaim::LONGEST {
            return Err(Error::new(ErrorKind::InputInvalid, "the ids of the job are too long")
                .with("bytes", text.len())
                .with("limit", SealedClaim::LONGEST));
        }
        Ok(SealedClaim::new(text))
    }

    /// Verifies a claim; signatures are compared in constant time. Whether it has expired is for
    /// [`admit_job`](crate::admit_job) to say.
    ///
    /// # Errors
    /// `Unauthenticated`, the same for everything that is wrong with it: its length, version,
    /// shape, signature, or a right that does not exist.
    pub fn open(&self, sealed: &SealedClaim) -> Result<JobClaim> {
        self.verified(sealed.as_str()).and_then(Body::claim).ok_or_else(|| {
            Error::new(ErrorKind::Unauthenticated, "the claim of the job is not accepted")
                .with_help(
                    "It was changed on the way, or sealed under a key that is not used here.",
                )
        })
    }

    fn verified(&self, text: &str) -> Option<Body> {
        if text.len() > SealedClaim::LONGEST {
            return None;
        }
        let (signed, given) = text.rsplit_once('.')?;
        let given = URL_SAFE_NO_PAD.decode(given).ok()?;
        let good = |key| mac(key, signed).is_ok_and(|mac| mac.verify_slice(&given).is_ok());
        if !std::iter::once(&self.key).chain(&self.earlier).any(good) {
            return None;
        }
        // Nothing is read before it is known to be ours.
        let (version, body) = signed.split_once('.')?;
        let body = URL_SAFE_NO_PAD.decode(body).ok()?;
        (version == VERSION).then(|| serde_json::from_slice(&body).ok())?
    }
}

fn mac(key: &Zeroizing<[u8; 32]>, signed: &str) -> Result<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_slice()).map_err(|source| {
        Error::new(ErrorKind::Unexpected, "the key of claims cannot be used").with_source(source)
    })?;
    mac.update(DOMAIN);
    mac.update(signed.as_bytes());
    Ok(mac)
}

impl fmt::Debug for ClaimKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClaimKey(..)")
    }
}
