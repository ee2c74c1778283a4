use sha2::{Digest as _, Sha256};

use super::{MappingDocument, Review};

/// The version of the way in which rules become commands. It rises with every change that makes
/// the same rules write something else, so that no run resumes under other behaviour.
const BEHAVIOUR: &str = "migrayt-mapping/2";

impl MappingDocument {
    /// The digest of everything in the document that decides what is written: SHA-256 in
    /// hexadecimal over the rules in canonical form. White space, comments, the order of entries,
    /// empty tables, options spelt out at their defaults, and `review` do not change it.
    pub fn fingerprint(&self) -> String {
        let mut rules = self.clone();
        rules.review = Review::default();
        rules.states.retain(|_, rules| !rules.is_empty());
        rules.fields_of.retain(|_, rules| !rules.is_empty());
        rules.values.retain(|_, rules| !rules.is_empty());
        let mut hash = Sha256::new();
        hash.update(BEHAVIOUR.as_bytes());
        hash.update([b'\n']);
        // Every key is a text, so that this cannot fail; maps are sorted, structs keep their order.
        hash.update(serde_json::to_vec(&rules).unwrap_or_default());
        let mut text = String::with_capacity(64);
        for byte in hash.finalize() {
            for nibble in [byte >> 4, byte & 15] {
                text.push(char::from_digit(nibble.into(), 16).unwrap_or('0'));
            }
        }
        text
    }
}
