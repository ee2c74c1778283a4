//! Attached files: bytes that were given, or bytes that follow from the file's id.

use bytes::Bytes;
use sha2::{Digest as _, Sha256};

use super::shelf::Content;

/// A file.
#[derive(Clone)]
pub(crate) struct File {
    pub(crate) name: String,
    content: Content,
}

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("File").field("size", &self.size()).finish_non_exhaustive()
    }
}

impl File {
    pub(crate) fn held(name: &str, content: Content) -> Self {
        Self { name: name.to_owned(), content }
    }

    /// A file of that size whose bytes follow from its id.
    pub(crate) fn made(name: &str, id: &str, size: usize) -> Self {
        let seed = Sha256::digest(id).into();
        Self { name: name.to_owned(), content: Content::Made { seed, size } }
    }

    pub(crate) fn size(&self) -> usize {
        self.content.size()
    }

    /// The bytes; none where only their size is known.
    pub(crate) fn bytes(&self) -> Option<Bytes> {
        self.content.read()
    }

    pub(crate) fn content(self) -> Content {
        self.content
    }
}

/// Letters and line breaks, so that the bytes pass as text too.
pub(crate) fn made(seed: [u8; 32], size: usize) -> Bytes {
    let mut state = seed
        .iter()
        .take(8)
        .fold(0x9e37_79b9_u64, |sum, byte| sum.rotate_left(8) ^ u64::from(*byte));
    let mut bytes = Vec::with_capacity(size);
    while bytes.len() < size {
        // xorshift64: cheap, and the same on every machine.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        for byte in state.to_le_bytes() {
            let letter = byte & 31;
            bytes.push(if letter < 26 { b'a' + letter } else { b'\n' });
        }
    }
    bytes.truncate(size);
    bytes.into()
}

/// The media type that the service guesses from a file name.
pub(crate) fn media_type(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("txt" | "log" | "md") => "text/plain",
        Some("pdf") => "application/pdf",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::File;

    #[test]
    fn made_bytes_follow_from_the_id() {
        let one = File::made("a.png", "id-1", 1_001);
        assert_eq!(one.bytes().unwrap().len(), 1_001);
        assert_eq!(one.bytes(), File::made("b.png", "id-1", 1_001).bytes());
        assert_ne!(one.bytes(), File::made("a.png", "id-2", 1_001).bytes());
    }
}
