//! What is found in the text between Markdown's own marks.

use super::emoji;
use crate::html::is_guid;

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    /// `@<GUID>`, without what is around the GUID.
    Mention(&'a str),
    /// `#123`, without the `#`.
    Item(&'a str),
    /// An address that stands bare.
    Address(&'a str),
    /// The character of an emoji that was written by its short name.
    Emoji(&'static str),
}

/// Text that the parser hands over in parts, with the places of characters that were escaped.
#[derive(Debug, Default)]
pub(super) struct Words {
    text: String,
    escaped: Vec<usize>,
}

impl Words {
    /// Adds a part; `escaped` says whether its first character stood behind a backslash.
    pub(super) fn push(&mut self, part: &str, escaped: bool) {
        if escaped {
            self.escaped.push(self.text.len());
        }
        self.text.push_str(part);
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.escaped.clear();
    }

    /// Whether a tag behind it is the GUID of a mention that begins with a letter.
    pub(super) fn is_mention(&self, tag: &str) -> bool {
        is_mention(&self.text, tag)
    }

    /// The pieces, in order and without gaps.
    pub(super) fn pieces(&self) -> Pieces<'_> {
        Pieces { words: self, at: 0, next: None }
    }

    fn is_escaped(&self, place: usize) -> bool {
        self.escaped.binary_search(&place).is_ok()
    }
}

/// The pieces of a text.
#[derive(Debug)]
pub(super) struct Pieces<'a> {
    words: &'a Words,
    at: usize,
    /// The piece behind the text that was given out last.
    next: Option<Piece<'a>>,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if let Some(piece) = self.next.take() {
            return Some(piece);
        }
        let text = self.words.as_str();
        let start = self.at;
        let mut from = start;
        while let Some(place) =
            text.get(from..).and_then(|rest| rest.find(['@', '#', ':'])).map(|it| it + from)
        {
            if let Some((begin, piece, end)) = self.found(start, place) {
                self.at = end;
                let head = text.get(start..begin).unwrap_or_default();
                if head.is_empty() {
                    return Some(piece);
                }
                self.next = Some(piece);
                return Some(Piece::Text(head));
            }
            from = place + 1;
        }
        self.at = text.len();
        text.get(start..).filter(|rest| !rest.is_empty()).map(Piece::Text)
    }
}

impl<'a> Pieces<'a> {
    /// The piece at one of the characters that give pieces away, with its beginning and end.
    fn found(&self, start: usize, place: usize) -> Option<(usize, Piece<'a>, usize)> {
        if self.words.is_escaped(place) {
            return None;
        }
        let (head, tail) = self.words.as_str().split_at_checked(place)?;
        match tail.as_bytes().first()? {
            b'@' if !self.words.is_escaped(place + 1) => {
                let (piece, length) = mention(tail)?;
                Some((place, piece, place + length))
            }
            b'#' => {
                let (piece, length) = item(head.chars().next_back(), tail)?;
                Some((place, piece, place + length))
            }
            b':' if tail.starts_with("://") => {
                let begin = scheme(head)?;
                let end = place + end_of_address(tail, |at| self.words.is_escaped(place + at))?;
                let address = self.words.as_str().get(begin..end)?;
                (begin >= start).then_some((begin, Piece::Address(address), end))
            }
            b':' if !head.ends_with(char::is_alphanumeric) => {
                let name = tail.get(1..)?.split_once(':')?.0;
                let character = emoji::character(name)?;
                Some((place, Piece::Emoji(character), place + name.len() + 2))
            }
            _ => None,
        }
    }
}

/// Whether a tag behind a text is the GUID of a mention that begins with a letter.
pub(super) fn is_mention(text: &str, tag: &str) -> bool {
    let guid = tag.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    text.ends_with('@') && guid.is_some_and(is_guid)
}

fn mention(text: &str) -> Option<(Piece<'_>, usize)> {
    let guid = text.strip_prefix("@<")?.get(..36)?;
    let closed = text.as_bytes().get(38) == Some(&b'>');
    (closed && is_guid(guid)).then_some((Piece::Mention(guid), 39))
}

/// A number behind `#`, if no word goes on before or behind it.
fn item(before: Option<char>, text: &str) -> Option<(Piece<'_>, usize)> {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '&' | '#' | '.');
    if before.is_some_and(joins) {
        return None;
    }
    let rest = text.strip_prefix('#')?;
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, after) = rest.split_at_checked(length)?;
    let joined = after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let fits = (1..=10).contains(&digits.len()) && !digits.starts_with('0');
    (fits && !joined).then_some((Piece::Item(digits), 1 + digits.len()))
}

/// Where the scheme of an address begins, before `://`.
fn scheme(head: &str) -> Option<usize> {
    let tail = |length: usize| head.len().checked_sub(length).map(|at| (at, head.get(at..)));
    let (begin, _) = [5, 4].into_iter().filter_map(tail).find(|(_, scheme)| {
        scheme.is_some_and(|it| it.eq_ignore_ascii_case("https") || it.eq_ignore_ascii_case("http"))
    })?;
    let before = head.get(..begin)?.chars().next_back();
    before.is_none_or(|c| !c.is_alphanumeric()).then_some(begin)
}

/// How long the rest of an address is, by GitHub's rule: it ends before a space or `<`, and
/// without the punctuation that closes a sentence or a bracket around it.
fn end_of_address(text: &str, escaped: impl Fn(usize) -> bool) -> Option<usize> {
    let ends = |(at, c): (usize, char)| {
        (c.is_whitespace() || c == '<' || c.is_control() || (at > 0 && escaped(at))).then_some(at)
    };
    let mut end = text.char_indices().find_map(ends).unwrap_or(text.len());
    let address = text.get(..end)?;
    let count = |c| address.bytes().filter(|b| *b == c).count();
    let mut surplus = count(b')').saturating_sub(count(b'('));
    while let Some(last) = text.get(..end)?.chars().next_back() {
        match last {
            ')' if surplus > 0 => surplus -= 1,
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' | ';' => {}
            _ => break,
        }
        end -= last.len_utf8();
    }
    (end > 3).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::{Piece, Words};

    fn words(text: &str) -> Words {
        let mut words = Words::default();
        words.push(text, false);
        words
    }

    #[track_caller]
    fn check(text: &str, expected: &[Piece<'_>]) {
        assert_eq!(words(text).pieces().collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn mentions_and_items_are_found() {
        let guid = "0a1b2c3d-0000-4000-8000-00000000000f";
        check(
            &format!("see #12, @<{guid}>."),
            &[
                Piece::Text("see "),
                Piece::Item("12"),
                Piece::Text(", "),
                Piece::Mention(guid),
                Piece::Text("."),
            ],
        );
    }

    #[test]
    fn addresses_end_before_a_sentence_does() {
        check(
            "(https://a.example/b_(c)). :tada:!",
            &[
                Piece::Text("("),
                Piece::Address("https://a.example/b_(c)"),
                Piece::Text("). "),
                Piece::Emoji("\u{1f389}"),
                Piece::Text("!"),
            ],
        );
    }

    #[test]
    fn what_only_looks_like_one_is_text() {
        for text in [
            "a#12",
            "#12a",
            "#",
            "@<me>",
            "#012",
            "a@<b",
            "C#",
            "&#12",
            "1#2",
            "\u{e9}#1",
            "xhttp://a",
            "http://",
            "http:// a",
            ":nothing:",
            "12:30:x:",
            "://",
        ] {
            check(text, &[Piece::Text(text)]);
        }
    }

    #[test]
    fn what_is_escaped_is_text() {
        for (head, tail) in [("", "#12"), ("see ", "#12"), ("https", "://a.example"), ("", ":x:")] {
            let mut words = Words::default();
            words.push(head, false);
            words.push(tail, true);
            let whole = [head, tail].concat();
            assert_eq!(words.pieces().collect::<Vec<_>>(), [Piece::Text(&whole)]);
        }
    }
}
