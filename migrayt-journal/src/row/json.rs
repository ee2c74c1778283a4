//! JSON: how lists of codes rest in one column.

use migrayt_core::digest::{Digest, FieldDigest};
use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::FieldId;
use migrayt_core::plan::{Loss, Refusal};
use serde_json::{Value, json};

/// Losses for a column, where none are NULL.
pub(crate) fn losses(losses: &[Loss]) -> Value {
    if losses.is_empty() { Value::Null } else { json!(losses) }
}

/// Refusals for a column, where none are NULL.
pub(crate) fn refusals(refusals: &[Refusal]) -> Value {
    if refusals.is_empty() { Value::Null } else { json!(refusals) }
}

/// Digests for a column, where none are NULL.
pub(crate) fn digests(digests: &[FieldDigest]) -> Value {
    if digests.is_empty() {
        return Value::Null;
    }
    digests.iter().map(|one| json!([one.field.as_str(), one.digest.to_string()])).collect()
}

pub(crate) fn to_digests(text: &str) -> Option<Vec<FieldDigest>> {
    let pairs: Vec<(String, String)> = serde_json::from_str(text).ok()?;
    let digest = |(field, hexadecimal): (String, String)| {
        let digest = Digest::from_bytes(bytes(&hexadecimal)?);
        Some(FieldDigest { field: FieldId::new(field), digest })
    };
    pairs.into_iter().map(digest).collect()
}

pub(crate) fn to_losses(text: &str) -> Option<Vec<Loss>> {
    serde_json::from_str(text).ok()
}

pub(crate) fn to_refusals(text: &str) -> Option<Vec<Refusal>> {
    serde_json::from_str(text).ok()
}

fn bytes(hexadecimal: &str) -> Option<[u8; Digest::LENGTH]> {
    let mut bytes = [0; Digest::LENGTH];
    let digits = hexadecimal.bytes().all(|digit| digit.is_ascii_hexdigit());
    if !digits || hexadecimal.len() != 2 * Digest::LENGTH {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hexadecimal.get(index * 2..index * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

pub(crate) fn text(value: &Value) -> Result<String> {
    serde_json::to_string(value).map_err(|error| {
        Error::new(ErrorKind::Unexpected, "a row cannot be written").with_source(error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_come_back_as_they_were() {
        let given = [("summary", 1), ("a\"b\u{e9}", 255), ("summary", 0)]
            .map(|(field, byte)| FieldDigest {
                field: FieldId::new(field),
                digest: Digest::from_bytes([byte; Digest::LENGTH]),
            })
            .to_vec();
        let text = text(&digests(&given)).unwrap();
        assert_eq!(to_digests(&text), Some(given));
        assert_eq!(digests(&[]), Value::Null);
    }

    #[test]
    fn what_is_no_digest_is_not_guessed_at() {
        let short = "0".repeat(30);
        let signed = format!("+0{short}");
        for digest in ["", "zz", &short, &signed, &"\u{e9}".repeat(16)] {
            let text = json!([["summary", digest]]).to_string();
            assert_eq!(to_digests(&text), None, "{digest}");
        }
        assert_eq!(to_digests("[1]"), None);
        assert_eq!(to_losses("{"), None);
        assert_eq!(to_refusals("[{}]"), None);
    }
}
