use std::fmt;

use sha2::{Digest as _, Sha256};

/// The longest text of a component that stands for itself; file systems take 255 bytes.
const LONGEST: usize = 160;

/// A text as one part of a path.
///
/// Lower-case letters, digits, `-` and `_` stand for themselves and every other byte is `=` and two
/// digits: `=` is taken by file systems, object stores and AWS Secrets Manager alike. Capitals are
/// written so too, since some file systems do not tell them apart. The kind in front keeps a part
/// from being empty, from beginning with a sign, and from being a name that Windows keeps for
/// itself. What is too long is a digest, under a kind that no other text has.
pub(super) struct Component<'a> {
    kind: char,
    text: &'a str,
}

impl<'a> Component<'a> {
    /// A part of a kind, which is one lower-case letter.
    pub(super) fn of(kind: char, text: &'a str) -> Self {
        Self { kind, text }
    }

    fn length(&self) -> usize {
        self.text.bytes().map(|byte| if is_plain(byte) { 1 } else { 3 }).sum()
    }
}

impl fmt::Display for Component<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self.kind;
        if self.length() > LONGEST {
            write!(f, "{kind}h-")?;
            return Sha256::digest(self.text).iter().try_for_each(|byte| write!(f, "{byte:02x}"));
        }
        write!(f, "{kind}-")?;
        self.text.bytes().try_for_each(|byte| {
            if is_plain(byte) {
                write!(f, "{}", char::from(byte))
            } else {
                write!(f, "={byte:02x}")
            }
        })
    }
}

fn is_plain(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_')
}

#[cfg(test)]
mod tests {
    use super::{Component, LONGEST};

    fn text(key: &str) -> String {
        Component::of('k', key).to_string()
    }

    #[test]
    fn what_could_mislead_is_written_in_digits() {
        let cases = [
            ("", "k-"),
            ("run_1-a", "k-run_1-a"),
            ("..", "k-=2e=2e"),
            ("a/../b", "k-a=2f=2e=2e=2fb"),
            ("Ab", "k-=41b"),
            ("=41", "k-=3d41"),
            ("con", "k-con"),
            ("é\0", "k-=c3=a9=00"),
        ];
        for (key, expected) in cases {
            assert_eq!(text(key), expected);
        }
    }

    #[test]
    fn what_is_too_long_is_a_digest() {
        let longest = "a".repeat(LONGEST);
        assert_eq!(text(&longest), format!("k-{longest}"));
        assert_eq!(text(&"a".repeat(LONGEST + 1)).len(), 3 + 64);
        assert_eq!(text(&"/".repeat(54)).len(), 3 + 64);
        assert_ne!(text(&"a".repeat(161)), text(&"a".repeat(162)));
    }
}
