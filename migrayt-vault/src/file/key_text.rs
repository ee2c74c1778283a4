use std::fmt::Write as _;

use zeroize::Zeroizing;

use crate::cipher::Key;

/// What the text of a key begins with; the digit is the version of its shape.
const PREFIX: &str = "mgvk1_";

/// The length of a key's text.
pub(super) const LENGTH: usize = PREFIX.len() + 64;

/// A key as it rests in a file or in a keyring; with room for the end of a line.
pub(super) fn write(key: &Key) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(LENGTH + 1));
    text.push_str(PREFIX);
    for byte in key.bytes() {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The key of a text; `None` if it is anything else.
pub(super) fn parse(text: &str) -> Option<Key> {
    let digits = text.strip_prefix(PREFIX)?;
    let mut bytes = Zeroizing::new([0; 32]);
    let plain = |digit: u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
    if digits.len() != 64 || !digits.bytes().all(plain) {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(index * 2..index * 2 + 2)?, 16).ok()?;
    }
    Some(Key::new(bytes))
}
