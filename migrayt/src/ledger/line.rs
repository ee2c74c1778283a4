use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::ledger::{Entry, Hash, Header, Leaf};
use serde::{Deserialize, Serialize};

use super::signature::Signature;

/// What the first line holds.
pub(super) const HEADER: &str = "ledger";

/// What the other lines hold, but for the last.
pub(super) const ROW: &str = "row";

/// How the last line begins.
pub(super) const END: &[u8] = b"{\"end\":";

/// The first line.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HeaderLine {
    #[serde(rename = "check")]
    _check: String,
    pub(super) ledger: Header,
}

/// As much of the first line as every version has.
#[derive(Debug, Deserialize)]
pub(super) struct AnyHeaderLine {
    pub(super) ledger: AnyHeader,
}

#[derive(Debug, Deserialize)]
pub(super) struct AnyHeader {
    pub(super) version: u32,
}

/// The line of an operation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RowLine {
    #[serde(rename = "check")]
    _check: String,
    pub(super) row: Entry,
}

/// What the last line holds.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct End {
    pub(super) rows: u64,
    pub(super) root: Hash,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) signature: Option<Signature>,
}

/// The last line.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EndLine {
    pub(super) end: End,
}

/// The line of a leaf. The leaf is what stands between its name and the closing brace.
pub(super) fn of_leaf(name: &'static str, leaf: &Leaf) -> Vec<u8> {
    let mut line = format!("{{\"check\":\"{}\",\"{name}\":", leaf.check).into_bytes();
    line.extend_from_slice(&leaf.bytes);
    line.extend_from_slice(b"}\n");
    line
}

impl End {
    pub(super) fn line(&self) -> Result<Vec<u8>> {
        let end = serde_json::to_vec(self).map_err(|error| {
            Error::new(ErrorKind::Unexpected, "the ledger's last line cannot be written")
                .with_source(error)
        })?;
        Ok([END, &end, b"}\n"].concat())
    }
}
