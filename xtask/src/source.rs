//! Rust files as tokens, without comments and without what stands in strings.

mod lex;

use std::fs;
use std::path::Path;

pub(crate) use self::lex::Token;
use crate::fault::{Fault, Result};

/// A Rust file.
#[derive(Clone, Debug)]
pub(crate) struct SourceFile {
    /// Its path in the workspace, with `/`.
    pub(crate) path: String,
    /// How many lines it has.
    pub(crate) lines: usize,
    /// Its tokens.
    pub(crate) tokens: Vec<Token>,
}

impl SourceFile {
    pub(crate) fn read(root: &Path, path: &str) -> Result<Self> {
        let whole = root.join(path);
        let text =
            fs::read_to_string(&whole).map_err(|cause| Fault::Unreadable { path: whole, cause })?;
        Self::parse(path, &text)
    }

    pub(crate) fn parse(path: &str, text: &str) -> Result<Self> {
        let tokens = lex::tokens(text).map_err(|reason| Fault::shape(path, reason))?;
        Ok(Self { path: path.to_owned(), lines: text.lines().count(), tokens })
    }

    /// The last part of its path.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// Whether the whole file is compiled for tests only.
    pub(crate) fn is_test(&self) -> bool {
        self.path.split('/').any(|part| part == "tests" || part == "benches" || part == "tests.rs")
    }

    /// Whether it stands in one of those folders, or is one of those files.
    pub(crate) fn is_in(&self, places: &[&str]) -> bool {
        places.iter().any(|place| {
            self.path.strip_prefix(place).is_some_and(|rest| {
                rest.is_empty() || place.ends_with('/') || rest.starts_with('/')
            })
        })
    }

    /// The tokens at which a sequence begins.
    pub(crate) fn find<'a>(&'a self, sequence: &'a [&'a str]) -> impl Iterator<Item = usize> + 'a {
        self.tokens
            .windows(sequence.len().max(1))
            .enumerate()
            .filter(move |(_, window)| {
                window.iter().zip(sequence).all(|(token, wanted)| token.text == *wanted)
            })
            .map(|(place, _)| place)
    }

    /// The token before a place.
    pub(crate) fn before(&self, place: usize) -> Option<&Token> {
        self.tokens.get(place.checked_sub(1)?)
    }
}

#[cfg(test)]
mod tests {
    use super::SourceFile;

    #[test]
    fn places_are_whole_parts_of_a_path() {
        let file = SourceFile::parse("migrayt/src/clock.rs", "").unwrap();
        assert!(file.is_in(&["migrayt/"]));
        assert!(file.is_in(&["migrayt/src"]));
        assert!(file.is_in(&["migrayt/src/clock.rs"]));
        assert!(!file.is_in(&["migra", "migrayt/src/clo", "migrayt-core/"]));
    }

    #[test]
    fn a_sequence_is_found_where_it_begins() {
        let file = SourceFile::parse("a.rs", "fn a() { b::c(); b::c() }").unwrap();
        let lines: Vec<_> = file.find(&["b", ":", ":", "c", "("]).collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(file.before(lines[0]).unwrap().text, "{");
    }
}
