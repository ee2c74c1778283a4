use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// Everything that happened in a seed, as a hash; as text too, when somebody wants to read it.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    hasher: Sha256,
    lines: Option<Vec<String>>,
}

impl Trace {
    pub(crate) fn new(kept: bool) -> Self {
        Self { hasher: Sha256::new(), lines: kept.then(Vec::new) }
    }

    pub(crate) fn add(&mut self, line: String) {
        self.hasher.update(line.as_bytes());
        self.hasher.update([b'\n']);
        if let Some(lines) = &mut self.lines {
            lines.push(line);
        }
    }

    pub(crate) fn hash(&self) -> String {
        hex(&self.hasher.clone().finalize())
    }

    pub(crate) fn lines(&mut self) -> Vec<String> {
        self.lines.take().unwrap_or_default()
    }
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a text cannot fail.
        write!(text, "{byte:02x}").unwrap_or_default();
    }
    text
}

/// One hash of many, in the order of their seeds.
pub(crate) fn combined<'a>(all: impl IntoIterator<Item = &'a str>) -> String {
    let mut hasher = Sha256::new();
    for one in all {
        hasher.update(one.as_bytes());
    }
    hex(&hasher.finalize())
}
