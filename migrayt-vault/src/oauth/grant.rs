use migrayt_core::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::row::ConnectionRow;
use super::text::SecretText;
use crate::Secret;

/// The version of the shape in which a grant lies in the vault.
const FORMAT: u8 = 1;

/// What a person's consent has given us, as it lies in the vault.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Grant {
    format: u8,
    /// What is shown to the tracker.
    pub(super) access: SecretText,
    /// What is shown to the authority, for the next grant.
    pub(super) refresh: SecretText,
    /// When the access token ends.
    #[serde(with = "time::serde::timestamp")]
    pub(super) access_until: OffsetDateTime,
    /// When the request was sent that this answers.
    #[serde(with = "time::serde::timestamp")]
    pub(super) asked_at: OffsetDateTime,
    /// When the person consented.
    #[serde(with = "time::serde::timestamp")]
    pub(super) consented_at: OffsetDateTime,
    /// An earlier request may still arrive at the authority, which would then go on with its answer
    /// in place of this one: what it gives for this within the leeway is past doubt.
    pub(super) doubtful: bool,
}

impl Grant {
    pub(super) fn new(
        access: SecretText,
        refresh: SecretText,
        access_until: OffsetDateTime,
        asked_at: OffsetDateTime,
        consented_at: OffsetDateTime,
    ) -> Self {
        let doubtful = false;
        Self { format: FORMAT, access, refresh, access_until, asked_at, consented_at, doubtful }
    }

    /// The same, if an earlier request may still arrive.
    pub(super) fn doubtful_if(self, doubtful: bool) -> Self {
        Self { doubtful, ..self }
    }

    /// Whether the row tells of a later one. Here whole seconds are kept.
    pub(super) fn is_before(&self, row: &ConnectionRow) -> bool {
        self.asked_at.unix_timestamp() < row.renewed_at.unix_timestamp()
    }

    pub(super) fn to_secret(&self) -> Result<Secret> {
        let unwritten = |_| Error::new(ErrorKind::Unexpected, "the grant cannot be written");
        Secret::new(serde_json::to_vec(self).map_err(unwritten)?)
    }

    pub(super) fn from_secret(secret: &Secret) -> Result<Self> {
        let bytes = Zeroizing::new(secret.expose().to_vec());
        // The cause would quote what it could not read.
        let grant: Option<Self> = serde_json::from_slice(&bytes).ok();
        grant.filter(|grant| grant.format == FORMAT).ok_or_else(|| {
            Error::new(ErrorKind::DataCorrupt, "what lies under this name is not a grant")
                .with_help("Another kind of secret was put there: disconnect, and connect again.")
        })
    }
}
