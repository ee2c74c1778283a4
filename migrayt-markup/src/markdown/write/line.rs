use std::mem;

use migrayt_core::richtext::{Inline, Link};

use super::Writer;
use super::code::longest_run;
use super::dialect::{destination, title};
use super::escape::{Around, escaped};
use super::mark::Wrap;
use super::piece::Piece;

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    Paragraph,
    Heading,
    /// A cell of a table's row.
    Cell,
}

/// A part of a line.
#[derive(Debug)]
enum Part {
    Open(Wrap),
    Close(Wrap),
    Text(String),
    Code(String),
    Whole(String),
    Break,
}

impl Writer {
    /// The lines of a paragraph; none if nobody would see any of it.
    pub(super) fn line(&mut self, inlines: &[Inline], room: Room) -> Option<String> {
        let mut pieces = Vec::new();
        self.pieces(inlines, room, &mut pieces);
        let mut line = Line::default();
        let mut pieces = pieces.into_iter().peekable();
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Text { text, wraps, code } => line.text(&text, &wraps, code),
                Piece::Whole(text) => line.whole(text),
                Piece::Break => line.line_break(),
                Piece::Item(text) => {
                    let next = match pieces.peek() {
                        Some(Piece::Text { text, .. }) => text.chars().next(),
                        Some(Piece::Item(_)) => Some('#'),
                        _ => None,
                    };
                    line.item(text, next);
                }
            }
        }
        line.finish().map(|parts| Printer::new(parts, room).run())
    }
}

/// The parts of a line, its spaces settled: none at its ends, one where there are several, and
/// none in marks that end beside it.
#[derive(Debug, Default)]
struct Line {
    parts: Vec<Part>,
    open: Vec<Wrap>,
    /// What is around the last character that is no space; nothing at a line's beginning.
    last: Option<(Vec<Wrap>, bool)>,
    /// What is around a space that may come next.
    space: Option<(Vec<Wrap>, bool)>,
    /// Whether there is anything that is seen.
    seen: bool,
}

impl Line {
    fn text(&mut self, text: &str, wraps: &[Wrap], code: bool) {
        for (index, word) in text.split([' ', '\t', '\n', '\r', '\x0c']).enumerate() {
            if index > 0 && self.space.is_none() {
                self.space = Some((wraps.to_vec(), code));
            }
            if !word.is_empty() {
                self.settle(wraps, code);
                self.add(word, wraps, code);
                self.seen |= !word.chars().all(char::is_whitespace);
                self.last = Some((wraps.to_vec(), code));
            }
        }
    }

    fn whole(&mut self, text: String) {
        self.settle(&[], false);
        self.turn(&[]);
        self.parts.push(Part::Whole(text));
        self.last = Some((Vec::new(), false));
        self.seen = true;
    }

    fn item(&mut self, text: String, next: Option<char>) {
        let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '&' | '#' | '.');
        let before = match self.parts.last() {
            Some(Part::Text(text) | Part::Code(text) | Part::Whole(text))
                if self.space.is_none() =>
            {
                text.chars().next_back()
            }
            _ => None,
        };
        if before.is_some_and(joins)
            || next.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
        {
            self.text(&text, &[], false);
        } else {
            self.whole(text);
        }
    }

    fn line_break(&mut self) {
        self.turn(&[]);
        self.parts.push(Part::Break);
        (self.last, self.space) = (None, None);
    }

    fn finish(mut self) -> Option<Vec<Part>> {
        self.turn(&[]);
        while matches!(self.parts.last(), Some(Part::Break)) {
            self.parts.pop();
        }
        self.seen.then_some(self.parts)
    }

    /// Writes the space before a word or whole that stands in these.
    fn settle(&mut self, wraps: &[Wrap], code: bool) {
        let Some((mut around, in_code)) = self.space.take() else { return };
        let Some((last, last_code)) = &self.last else { return };
        around.retain(|wrap| last.contains(wrap) && wraps.contains(wrap));
        let code = in_code && code && *last_code;
        self.add(" ", &around, code);
    }

    fn add(&mut self, text: &str, wraps: &[Wrap], code: bool) {
        self.turn(wraps);
        match self.parts.last_mut() {
            Some(Part::Text(last)) if !code => last.push_str(text),
            Some(Part::Code(last)) if code => last.push_str(text),
            _ if code => self.parts.push(Part::Code(text.to_owned())),
            _ => self.parts.push(Part::Text(text.to_owned())),
        }
    }

    /// Closes and opens what is around the text that follows.
    fn turn(&mut self, wraps: &[Wrap]) {
        let shared = self.open.iter().zip(wraps).take_while(|(one, other)| one == other).count();
        while self.open.len() > shared {
            if let Some(wrap) = self.open.pop() {
                self.parts.push(Part::Close(wrap));
            }
        }
        for wrap in wraps.iter().skip(shared) {
            self.open.push(wrap.clone());
            self.parts.push(Part::Open(wrap.clone()));
        }
    }
}

/// Prints the parts of a line.
struct Printer {
    parts: Vec<Part>,
    room: Room,
    out: String,
    /// For each part, whether it needs a tag where Markdown has a mark of its own.
    tags: Vec<bool>,
    /// Whether there are tildes that could strike text.
    tildes: bool,
    links: u32,
    /// Where the present line begins.
    begin: usize,
}

impl Printer {
    fn new(parts: Vec<Part>, room: Room) -> Self {
        let tildes = |part: &Part| match part {
            Part::Text(text) => text.matches('~').count(),
            Part::Open(Wrap::Strike) => 2,
            _ => 0,
        };
        let tildes = parts.iter().map(tildes).sum::<usize>() > 1;
        let tags = vec![false; parts.len()];
        Self { parts, room, out: String::new(), tags, tildes, links: 0, begin: 0 }
    }

    fn run(mut self) -> String {
        self.choose();
        let parts = mem::take(&mut self.parts);
        let mut at = 0;
        while let Some(part) = parts.get(at) {
            if let Some(address) =
                bare(&parts, at).filter(|it| self.room != Room::Cell || !it.contains('|'))
            {
                self.out.push('<');
                self.out.push_str(address);
                self.out.push('>');
                at += 3;
                continue;
            }
            let behind = parts.get(at + 1).and_then(front);
            self.part(at, part, behind);
            at += 1;
        }
        self.out
    }

    /// Finds out where Markdown's own marks would not be seen as such.
    fn choose(&mut self) {
        let mut open = Vec::new();
        for at in 0..self.parts.len() {
            match self.parts.get(at) {
                Some(Part::Open(_)) => open.push(at),
                Some(Part::Close(wrap)) => {
                    let Some(begin) = open.pop() else { continue };
                    let intraword = *wrap != Wrap::Emphasis;
                    let class = |at: Option<usize>, end: fn(&Part) -> Option<char>| {
                        Class::of(at.and_then(|at| self.parts.get(at)).and_then(end))
                    };
                    let opens = Class::flanks(
                        class(begin.checked_sub(1), back),
                        class(Some(begin + 1), front),
                        intraword,
                    );
                    let closes = Class::flanks(
                        class(Some(at + 1), front),
                        class(at.checked_sub(1), back),
                        intraword,
                    );
                    if !(opens && closes) {
                        for place in [begin, at] {
                            if let Some(tag) = self.tags.get_mut(place) {
                                *tag = true;
                            }
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn part(&mut self, at: usize, part: &Part, behind: Option<char>) {
        let in_row = self.room == Room::Cell;
        let tag = self.tags.get(at) == Some(&true);
        match part {
            Part::Open(Wrap::Link(_)) => {
                self.links += 1;
                self.out.push('[');
            }
            Part::Close(Wrap::Link(Link { href, title: tip })) => {
                self.links = self.links.saturating_sub(1);
                let tip = tip.as_ref().map(|tip| title(tip.as_str(), in_row)).unwrap_or_default();
                let to = destination(href.as_str(), in_row);
                self.out.extend(["](", &to, &tip, ")"]);
            }
            Part::Open(wrap) => match wrap.delimiter().filter(|_| !tag) {
                Some(mark) => self.out.push_str(mark),
                None => self.out.push_str(&wrap.tags().0),
            },
            Part::Close(wrap) => match wrap.delimiter().filter(|_| !tag) {
                Some(mark) => self.out.push_str(mark),
                None => self.out.push_str(wrap.tags().1),
            },
            Part::Text(text) => {
                let before = self.out.get(self.begin..).and_then(|line| line.chars().next_back());
                let around = Around {
                    begins: (before.is_none() && self.room == Room::Paragraph)
                        .then_some(u32::from(self.begin > 0)),
                    in_link: self.links > 0,
                    in_row,
                    tildes: self.tildes,
                    before,
                    behind,
                };
                let text = escaped(text, around);
                match text
                    .strip_suffix('#')
                    .filter(|_| behind.is_none() && self.room == Room::Heading)
                {
                    Some(head) if !head.ends_with('\\') => self.out.extend([head, "\\#"]),
                    _ => self.out.push_str(&text),
                }
            }
            Part::Code(text) => self.code(text),
            Part::Whole(text) => self.out.push_str(text),
            Part::Break if self.room == Room::Paragraph => {
                self.out.push_str("\\\n");
                self.begin = self.out.len();
            }
            Part::Break => self.out.push_str("<br>"),
        }
    }

    fn code(&mut self, text: &str) {
        let ticks = "`".repeat(longest_run(text) + 1);
        let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
        let text = match self.room {
            Room::Cell => text.replace('|', "\\|"),
            _ => text.to_owned(),
        };
        self.out.extend([&ticks, pad, &text, pad, &ticks]);
    }
}

/// The address of a link that shows nothing else.
fn bare(parts: &[Part], at: usize) -> Option<&str> {
    match parts.get(at..at + 3)? {
        [
            Part::Open(Wrap::Link(Link { href, title: None })),
            Part::Text(text),
            Part::Close(Wrap::Link(_)),
        ] if href.as_str() == text && is_bare(text) => Some(text),
        _ => None,
    }
}

/// Whether an address is seen as one between `<` and `>`.
fn is_bare(address: &str) -> bool {
    let scheme = ["http://", "https://"].iter().any(|scheme| address.starts_with(scheme));
    scheme
        && !address
            .contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>'))
}

/// What a character is to the rules of marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    White,
    Word,
    Punctuation,
    /// It may be punctuation or not.
    Other,
}

impl Class {
    fn of(c: Option<char>) -> Self {
        match c {
            None => Self::White,
            Some(c) if c.is_whitespace() => Self::White,
            Some(c) if c.is_alphanumeric() => Self::Word,
            Some(c) if c.is_ascii_punctuation() => Self::Punctuation,
            Some(_) => Self::Other,
        }
    }

    /// Whether a mark between these is seen as one: `outer` stands outside of what it marks.
    fn flanks(outer: Self, inner: Self, intraword: bool) -> bool {
        let apart = matches!(outer, Self::White | Self::Punctuation);
        match inner {
            Self::White => false,
            Self::Word => intraword || apart,
            _ => apart,
        }
    }
}

/// The character that a part begins with; all marks are punctuation.
fn front(part: &Part) -> Option<char> {
    match part {
        Part::Open(Wrap::Link(_)) => Some('['),
        Part::Open(_) | Part::Close(_) => Some('*'),
        Part::Code(_) => Some('`'),
        Part::Text(text) | Part::Whole(text) => text.chars().next(),
        Part::Break => None,
    }
}

fn back(part: &Part) -> Option<char> {
    match part {
        Part::Text(text) | Part::Whole(text) => text.chars().next_back(),
        part => front(part),
    }
}
