use migrayt_core::richtext::Mark;

use super::macros::Call;
use super::source::{Source, Span, is_word};

/// A pair of symbols around a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Strong,
    Emphasis,
    Citation,
    Strike,
    Underline,
    Superscript,
    Subscript,
    Code,
    /// `!...!`.
    Picture,
}

impl Format {
    const ALL: [(Self, &'static str, &'static str); 8] = [
        (Self::Strong, "*", "*"),
        (Self::Emphasis, "_", "_"),
        (Self::Citation, "??", "??"),
        (Self::Strike, "-", "-"),
        (Self::Underline, "+", "+"),
        (Self::Superscript, "^", "^"),
        (Self::Subscript, "~", "~"),
        (Self::Code, "{{", "}}"),
    ];

    /// The format whose symbol begins at a place, alone or in braces.
    pub(super) fn at(source: &Source<'_>, at: usize, span: Span) -> Option<Self> {
        let braced = source.byte(at, span) == Some(b'{');
        let found = Self::ALL.into_iter().find(|(_, open, _)| {
            source.starts_with(at, span, open)
                || braced
                    && source.starts_with(at + 1, span, open)
                    && source.byte(at + 1 + open.len(), span) == Some(b'}')
        });
        found.map(|(format, ..)| format)
    }

    pub(super) fn mark(self) -> Option<Mark> {
        match self {
            Self::Strong => Some(Mark::Strong),
            Self::Emphasis | Self::Citation => Some(Mark::Emphasis),
            Self::Strike => Some(Mark::Strike),
            Self::Underline => Some(Mark::Underline),
            Self::Superscript => Some(Mark::Superscript),
            Self::Subscript => Some(Mark::Subscript),
            Self::Code => Some(Mark::Code),
            Self::Picture => None,
        }
    }

    pub(super) fn open(self) -> &'static str {
        self.symbols().0
    }

    pub(super) fn close(self) -> &'static str {
        self.symbols().1
    }

    fn symbols(self) -> (&'static str, &'static str) {
        let found = Self::ALL.into_iter().find(|(format, ..)| *format == self);
        found.map_or(("!", "!"), |(_, open, close)| (open, close))
    }

    fn index(self) -> usize {
        Self::ALL.iter().position(|(format, ..)| *format == self).unwrap_or(Self::ALL.len())
    }
}

/// A text between its symbols.
#[derive(Clone, Copy, Debug)]
pub(super) struct Formatted {
    pub(super) inner: Span,
    pub(super) end: usize,
}

/// What was found on the way through one text, so that no part of it is searched twice for the
/// same end.
#[derive(Debug, Default)]
pub(super) struct Memo {
    /// For each format, alone and in braces: from where its end was sought, and where the search
    /// stopped; with its end there, or without.
    ends: [[Option<(usize, usize, bool)>; 2]; 9],
    /// For each format: from where its closing symbol was sought, and the next one.
    next: [Option<(usize, usize)>; 9],
    /// How many bytes were looked at.
    pub(super) steps: u64,
}

impl Memo {
    /// The text between the symbols that begin at a place; nothing if they are just text.
    pub(super) fn formatted(
        &mut self,
        source: &Source<'_>,
        format: Format,
        at: usize,
        span: Span,
    ) -> Option<Formatted> {
        let (open, close) = (format.open(), format.close());
        let braced = source.byte(at, span) == Some(b'{')
            && source.starts_with(at + 1, span, open)
            && source.byte(at + 1 + open.len(), span) == Some(b'}');
        if !braced && source.before(at, span).is_some_and(is_word) {
            return None;
        }
        let start = at + open.len() + if braced { 2 } else { 0 };
        if source.byte(start, span) == Some(b' ') {
            return None;
        }
        let next = self.next_symbol(source, format, start, span)?;
        let wrapped = next > start
            && source.byte(next - 1, span) == Some(b'{')
            && source.byte(next + close.len(), span) == Some(b'}');
        let length = close.len() + if wrapped { 2 } else { 0 };
        let end = self.end(source, format, wrapped, start, span)?;
        let inner = Span::new(start, end);
        if end == start || source.byte(end - 1, inner) == Some(b' ') {
            return None;
        }
        Some(Formatted { inner, end: end + length })
    }

    /// The next closing symbol in the line, whatever stands around it.
    fn next_symbol(
        &mut self,
        source: &Source<'_>,
        format: Format,
        from: usize,
        span: Span,
    ) -> Option<usize> {
        let memo = self.next.get_mut(format.index())?;
        let place = match *memo {
            Some((since, place)) if since <= from && from <= place => place,
            _ => {
                let close = format.close();
                let mut at = from;
                loop {
                    match source.byte(at, span) {
                        None | Some(b'\n' | b'\r') => break,
                        Some(b'\\') => at += 1,
                        Some(_) if source.starts_with(at, span, close) => break,
                        Some(_) => {}
                    }
                    at += 1;
                }
                self.steps += (at - from) as u64;
                *memo = Some((from, at));
                at
            }
        };
        source.starts_with(place, span, format.close()).then_some(place)
    }

    /// Where the closing symbol stands that ends a text: in the same line, not in front of a
    /// word, and with no block before it.
    fn end(
        &mut self,
        source: &Source<'_>,
        format: Format,
        wrapped: bool,
        from: usize,
        span: Span,
    ) -> Option<usize> {
        let braced = ["{", format.close(), "}"].concat();
        let close = if wrapped { braced.as_str() } else { format.close() };
        // A symbol at once is no end, but no text either.
        if source.starts_with(from, span, close) {
            return Some(from);
        }
        let memo =
            self.ends.get_mut(format.index()).and_then(|it| it.get_mut(usize::from(wrapped)))?;
        let (stop, found) = match *memo {
            Some((since, stop, found)) if since <= from && from <= stop => (stop, found),
            _ => {
                let (stop, found) = search(source, close, wrapped, from, span);
                self.steps += (stop - from) as u64;
                *memo = Some((from, stop, found));
                (stop, found)
            }
        };
        found.then_some(stop)
    }
}

fn search(
    source: &Source<'_>,
    close: &str,
    wrapped: bool,
    from: usize,
    span: Span,
) -> (usize, bool) {
    let mut at = from;
    loop {
        let Some(byte) = source.byte(at, span) else { return (span.end, false) };
        if matches!(byte, b'\n' | b'\r') {
            return (at, false);
        }
        if source.starts_with(at, span, close) {
            let after = at + close.len();
            if wrapped || !source.char(after, span).is_some_and(is_word) {
                return (at, true);
            }
            at = after;
            continue;
        }
        at = match byte {
            b'{' if source.byte(at + 1, span) == Some(b'{') => at + 2,
            b'{' => match Call::at(source, at, span) {
                Some(call) if call.kind.is_inline() => call.end,
                Some(_) => return (at, false),
                None => at + 1,
            },
            b'[' => source.brackets(at, span).unwrap_or(at + 1),
            b'\\' if source.newline(at + 1, span) == 0 => at + 2,
            _ => at + 1,
        };
    }
}
