//! Percent-encoding of addresses.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

const PART: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Encodes one part of a path.
pub(super) fn encode(part: &str) -> String {
    utf8_percent_encode(part, PART).to_string()
}

/// Decodes one part of a path.
pub(super) fn decode(part: &str) -> String {
    percent_decode_str(part).decode_utf8_lossy().into_owned()
}
