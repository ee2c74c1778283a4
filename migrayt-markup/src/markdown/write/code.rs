use migrayt_core::Content;

use super::Writer;
use super::dialect::visible;
use crate::loss::{LossKind, Noting as _};

impl Writer {
    /// A block of code, its fence longer than any in it.
    pub(super) fn code(&mut self, language: Option<&str>, text: &Content<String>) {
        let text = visible(text.as_str());
        let text = text.trim_end_matches('\n');
        if text.is_empty() {
            return;
        }
        let language = language.filter(|name| !name.is_empty());
        let named = language.filter(|name| name.chars().all(is_named));
        if language != named {
            self.note(LossKind::Appearance);
        }
        let fence = "`".repeat(longest_run(text).max(2) + 1);
        self.put(&[&fence, named.unwrap_or_default()].concat());
        self.put_lines(text);
        self.put(&fence);
    }
}

/// Whether a character may stand in a language's name.
fn is_named(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '+' | '-' | '#' | '.' | '_' | ':' | '/')
}

/// The longest run of backticks.
pub(super) fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}
