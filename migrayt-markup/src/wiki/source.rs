use std::collections::BTreeMap;

use super::macros::Macro;

/// A part of a text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Span {
    pub(super) fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    pub(super) fn from(self, start: usize) -> Self {
        Self::new(start, self.end)
    }
}

/// A text, and where each macro in it may end.
#[derive(Debug)]
pub(super) struct Source<'a> {
    text: &'a str,
    /// The places of `{name}`, in order, for each way a macro's name is spelled.
    closers: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> Source<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut closers = BTreeMap::<&str, Vec<usize>>::new();
        for (at, _) in text.match_indices('{') {
            let name = word(text.get(at + 1..).unwrap_or_default());
            let Some(kind) = Macro::named(name) else { continue };
            let ends = text.as_bytes().get(at + 1 + name.len()) == Some(&b'}');
            if ends && (kind.is_verbatim() || !is_escaped(text, at)) {
                closers.entry(name).or_default().push(at);
            }
        }
        Self { text, closers }
    }

    pub(super) fn whole(&self) -> Span {
        Span::new(0, self.text.len())
    }

    pub(super) fn text(&self, span: Span) -> &'a str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    pub(super) fn byte(&self, at: usize, span: Span) -> Option<u8> {
        if at < span.start || at >= span.end { None } else { self.text.as_bytes().get(at).copied() }
    }

    /// Whether a character begins or ends here.
    pub(super) fn is_boundary(&self, at: usize) -> bool {
        self.text.is_char_boundary(at)
    }

    /// The character at a place; nothing beyond the end.
    pub(super) fn char(&self, at: usize, span: Span) -> Option<char> {
        self.text(span.from(at)).chars().next()
    }

    /// A part without the white space at its ends.
    pub(super) fn trimmed(&self, span: Span) -> Span {
        let blank = |c| matches!(c, ' ' | '\t' | '\n' | '\r');
        let text = self.text(span);
        let start = span.start + text.len() - text.trim_start_matches(blank).len();
        Span::new(start, start + text.trim_matches(blank).len())
    }

    /// Whether a brace stands before a place that means what it says.
    pub(super) fn is_behind_brace(&self, at: usize, span: Span) -> bool {
        self.before(at, span) == Some('{') && !is_escaped(self.text, at - 1)
    }

    /// The character before a place; nothing at the beginning.
    pub(super) fn before(&self, at: usize, span: Span) -> Option<char> {
        self.text(Span::new(span.start, at)).chars().next_back()
    }

    pub(super) fn starts_with(&self, at: usize, span: Span, what: &str) -> bool {
        let all = self.text.as_bytes();
        at + what.len() <= span.end && all.get(at..at + what.len()) == Some(what.as_bytes())
    }

    /// The end of the line that `at` stands in: at its line break, or at the end.
    pub(super) fn line_end(&self, at: usize, span: Span) -> usize {
        self.text(span.from(at)).find(['\n', '\r']).map_or(span.end, |length| at + length)
    }

    /// How long the line break at a place is; 0 if there is none.
    pub(super) fn newline(&self, at: usize, span: Span) -> usize {
        match self.byte(at, span) {
            Some(b'\r') if self.byte(at + 1, span) == Some(b'\n') => 2,
            Some(b'\r' | b'\n') => 1,
            _ => 0,
        }
    }

    /// Whether there is only white space from a place to its line's end, and a line break there.
    pub(super) fn is_empty_line(&self, at: usize, span: Span) -> bool {
        let mut at = at;
        while matches!(self.byte(at, span), Some(b' ' | b'\t')) {
            at += 1;
        }
        self.newline(at, span) > 0
    }

    /// Where the next `{name}` begins, spelled just so.
    pub(super) fn closer(&self, name: &str, from: usize, span: Span) -> Option<usize> {
        let places = self.closers.get(name)?;
        let next = places.get(places.partition_point(|place| *place < from)).copied()?;
        (next + name.len() + 2 <= span.end).then_some(next)
    }

    /// The end of `[...]` without brackets and line breaks in it.
    pub(super) fn brackets(&self, at: usize, span: Span) -> Option<usize> {
        let inner = span.from(at + 1);
        let length = self.text(inner).find(['[', ']', '\n'])?;
        let end = inner.start + length;
        (length > 0 && self.byte(end, span) == Some(b']')).then_some(end + 1)
    }
}

/// Whether what stands at a place has lost its meaning by a backslash, which has not lost its own.
fn is_escaped(text: &str, at: usize) -> bool {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// The letters and digits of a macro's name at the beginning of a text.
pub(super) fn word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'));
    text.get(..end.unwrap_or(text.len()).min(40)).unwrap_or_default()
}

/// Whether the character is part of a word, next to which a format's symbol means nothing.
pub(super) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || (!c.is_ascii() && c != '\u{a0}')
}
