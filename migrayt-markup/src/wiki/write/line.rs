use migrayt_core::richtext::{Inline, Mark, Marks};

use super::super::address::Target;
use super::super::link::CARDS;
use super::super::source::is_word;
use super::Writer;
use super::block::own;
use super::escape::{Around, escape};
use crate::color::notation;
use crate::loss::{LossKind, Noting as _};

/// The symbols of marks, outermost first.
const SYMBOLS: &[(Mark, &str)] = &[
    (Mark::Strong, "*"),
    (Mark::Emphasis, "_"),
    (Mark::Underline, "+"),
    (Mark::Strike, "-"),
    (Mark::Subscript, "~"),
    (Mark::Superscript, "^"),
];

/// A line on its way.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) out: String,
    /// Where the present line begins.
    pub(super) begin: usize,
}

impl Line {
    /// Whether the last character joins with a letter behind it.
    pub(super) fn ends_in_word(&self) -> bool {
        self.out.chars().next_back().is_some_and(is_word)
    }

    pub(super) fn text(&mut self, text: &str, around: Around) {
        escape(text, around, self.begin, &mut self.out);
    }

    fn is_blank(&self) -> bool {
        self.out.get(self.begin..).unwrap_or_default().trim().is_empty()
    }
}

impl Writer {
    /// The pieces of a line; empty if there is nothing to be seen. Where line breaks may not
    /// stand as such, they are written as two backslashes.
    pub(super) fn line(&mut self, inlines: &[Inline], breaks: bool) -> String {
        let mut pieces = Vec::with_capacity(inlines.len());
        for inline in inlines {
            see_through(inline, &mut pieces);
        }
        let mut line = Line::default();
        let mut waiting = 0_usize;
        for (index, piece) in pieces.iter().enumerate() {
            if let Inline::Break = piece {
                waiting += usize::from(!line.out.is_empty());
                continue;
            }
            let blank =
                matches!(piece, Inline::Text { text, .. } if text.as_str().trim().is_empty());
            if waiting > 0 && !blank {
                line.out.truncate(line.out.trim_end_matches(' ').len());
                if waiting == 1 && breaks && !line.is_blank() {
                    line.out.push('\n');
                } else {
                    line.out.push_str(&"\\\\ ".repeat(waiting));
                }
                line.begin = line.out.len();
                waiting = 0;
            } else if waiting > 0 {
                continue;
            }
            self.piece(piece, pieces.get(index + 1).copied(), &mut line);
        }
        let text = line.out.trim_matches(' ');
        if text.len() == line.out.len() { line.out } else { text.to_owned() }
    }

    /// A text with its marks around its words.
    pub(super) fn marked(&mut self, text: &str, marks: &Marks, next: bool, line: &mut Line) {
        let space = |c: char| c.is_whitespace() && c != '\u{a0}' || c.is_control();
        let inner = text.trim_matches(space);
        let (before, behind) = (text.trim_start_matches(space), text.trim_end_matches(space));
        if before.len() < text.len() {
            line.out.push(' ');
        }
        if !inner.is_empty() {
            self.words(inner, marks, next && behind.len() == text.len(), line);
            if behind.len() < text.len() {
                line.out.push(' ');
            }
        }
    }

    fn words(&mut self, text: &str, marks: &Marks, next: bool, line: &mut Line) {
        if marks.background.is_some() {
            self.note(LossKind::Appearance);
        }
        let symbols = self.symbols(marks);
        let color = marks.color;
        let href = match marks.link.as_ref().map(|link| Target::of(&address(link.href.as_str()))) {
            Some(Target::Open(href)) => Some(href),
            Some(Target::Unsafe) => {
                self.note(LossKind::UnsafeLink);
                None
            }
            Some(Target::Foreign | Target::Nothing) => {
                self.note(LossKind::LinkNotCarried);
                None
            }
            None => None,
        };
        let enclosed = color.is_some() || href.is_some();
        let begin = line.begin;
        if let Some(color) = color {
            line.out.extend(["{color:", &notation(color), "}"]);
        }
        if href.is_some() {
            line.out.push('[');
        }
        let braced = !enclosed && (next || line.ends_in_word()) || line.out.ends_with('{');
        for (open, _) in &symbols {
            push_symbol(open, braced, line);
        }
        if enclosed || !symbols.is_empty() {
            line.begin = line.out.len();
        }
        let code = marks.has(Mark::Code);
        line.text(text, Around { marks: !symbols.is_empty(), code, link: href.is_some() });
        for (_, close) in symbols.iter().rev() {
            push_symbol(close, braced, line);
        }
        if let Some(href) = href {
            line.out.push('|');
            line.out.push_str(&href);
            if let Some(title) = title(marks) {
                line.out.push('|');
                line.out.push_str(title);
            }
            line.out.push(']');
        }
        if color.is_some() {
            line.out.push_str("{color}");
        }
        line.begin = begin;
    }

    fn symbols(&mut self, marks: &Marks) -> Vec<(&'static str, &'static str)> {
        if marks.has(Mark::Code) {
            if marks.simple().len() > 1 {
                self.note(LossKind::MarkCombination);
            }
            return vec![("{{", "}}")];
        }
        let both = marks.has(Mark::Subscript) && marks.has(Mark::Superscript);
        if both {
            self.note(LossKind::MarkCombination);
        }
        let known = SYMBOLS.iter().filter(|(mark, _)| marks.has(*mark));
        let known = known.filter(|(mark, _)| !(both && *mark == Mark::Superscript));
        known.map(|(_, symbol)| (*symbol, *symbol)).collect()
    }
}

fn push_symbol(symbol: &str, braced: bool, line: &mut Line) {
    if braced {
        line.out.extend(["{", symbol, "}"]);
    } else {
        line.out.push_str(symbol);
    }
}

/// An address as it may stand in brackets; nothing for one that is read as something else.
pub(super) fn target(href: &str) -> Option<String> {
    let address = address(href);
    matches!(Target::of(&address), Target::Open(_)).then_some(address)
}

/// An address without the signs that mean something in brackets.
fn address(href: &str) -> String {
    let mut out = String::with_capacity(href.len());
    for c in href.trim().chars() {
        match c {
            '|' | '[' | ']' | '{' | '}' | '^' | '!' | '\\' | '"' | ' ' | '\t' => {
                let code = format!("%{:02X}", u32::from(c));
                out.push_str(&code);
            }
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// How a link is shown, or its tool tip.
fn title(marks: &Marks) -> Option<&str> {
    let card = own(marks.details.as_ref()).filter(|card| CARDS.contains(card));
    let tip = marks.link.as_ref().and_then(|link| link.title.as_ref());
    let tip = tip.map(|tip| tip.as_str().trim());
    card.or(tip
        .filter(|tip| !tip.is_empty() && !tip.contains(['[', ']', '|', '!', '{', '}', '\n', '\r'])))
}

fn see_through<'a>(inline: &'a Inline, out: &mut Vec<&'a Inline>) {
    match inline {
        Inline::Detailed { inline, .. } => see_through(inline, out),
        inline => out.push(inline),
    }
}
