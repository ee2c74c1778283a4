use migrayt_core::richtext::{
    Document, Format as Form, Inline, ItemReference, Mark, Marks, UnknownNode,
};

use super::address;
use super::emoji::Emoji;
use super::entity;
use super::flow::{Flow, Node, blocks};
use super::format::{Format, Memo};
use super::macros::{Call, Head, Macro};
use super::skip::Skip;
use super::source::{Source, Span};
use crate::loss::{LossKind, Noting, Trail};
use crate::outcome::Reading;

/// How deep texts may stand in one another: formats in formats, macros in macros.
const DEPTH: u8 = 24;

/// How deep blocks may stand in one another, so that every form can hold them.
const NEST: u8 = 45;

/// What may be escaped with a backslash.
const ESCAPABLE: &[u8] = b"-#*_+?^~|%{}[]()!@";

/// Where a text stands.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) marks: Marks,
    pub(super) skip: Skip,
    /// How many texts are around this one.
    depth: u8,
    /// How many levels of blocks are around this one.
    nest: u8,
    /// Whether it is a part of a line.
    in_line: bool,
}

impl Place {
    pub(super) fn new() -> Self {
        Self { marks: Marks::default(), skip: Skip::NOTHING, depth: 0, nest: 1, in_line: false }
    }

    /// A place for blocks, `levels` deeper.
    pub(super) fn inside(&self, skip: Skip, levels: u8) -> Self {
        let (depth, nest) = (self.depth + 1, self.nest.saturating_add(levels));
        Self { marks: Marks::default(), skip, depth, nest, in_line: false }
    }

    /// A place in the same line.
    pub(super) fn within(&self, skip: Skip, marks: Marks) -> Self {
        Self { marks, skip, depth: self.depth + 1, nest: self.nest, in_line: true }
    }

    /// How many more levels of blocks may stand here.
    pub(super) fn room(&self) -> u8 {
        NEST.saturating_sub(self.nest)
    }
}

/// Reads one text.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    pub(super) source: Source<'a>,
    trail: Trail,
    /// How many bytes were looked at.
    pub(super) work: u64,
}

impl Noting for Reader<'_> {
    fn trail(&mut self) -> &mut Trail {
        &mut self.trail
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { source: Source::new(text), trail: Trail::default(), work: text.len() as u64 }
    }

    pub(super) fn run(mut self) -> (Reading, u64) {
        let nodes = self.flow(self.source.whole(), &Place::new());
        let reading =
            Reading { document: Document::from(blocks(nodes)), losses: self.trail.into_rows() };
        (reading, self.work)
    }

    /// The nodes of a text. White space at the ends of a part of a line is a space: it parts words.
    pub(super) fn flow(&mut self, whole: Span, place: &Place) -> Vec<Node> {
        let mut flow = Flow::new(place.marks.clone());
        let mut memo = Memo::default();
        let span = if place.in_line { self.source.trimmed(whole) } else { whole };
        if span.start > whole.start {
            flow.push(' ');
        }
        let mut at = span.start;
        let mut fresh = true;
        while at < span.end {
            if fresh {
                while matches!(self.source.byte(at, span), Some(b' ' | b'\t')) {
                    at += 1;
                }
                fresh = false;
                if let Some((nodes, end)) = self.leading(at, span, place) {
                    flow.nodes(nodes);
                    fresh = end > at && self.source.newline(end - 1, span) > 0;
                    at = end.max(at);
                    continue;
                }
            }
            let newline = self.source.newline(at, span);
            if newline > 0 {
                flow.newline();
                at += newline;
                fresh = true;
                continue;
            }
            at = self.token(at, span, place, &mut memo, &mut flow);
        }
        self.work += memo.steps + (span.end - span.start) as u64;
        if span.end < whole.end {
            flow.push(' ');
        }
        flow.finish()
    }

    /// Reads what stands at a place in a line; returns where to go on.
    fn token(
        &mut self,
        at: usize,
        span: Span,
        place: &Place,
        memo: &mut Memo,
        flow: &mut Flow,
    ) -> usize {
        let Some(byte) = self.source.byte(at, span) else { return span.end };
        match byte {
            b'{' => self.brace(at, span, place, memo, flow),
            b'[' if !place.skip.has(Skip::BRACKETS) => match self.link(at, span, place) {
                Some((nodes, end)) => {
                    flow.nodes(nodes);
                    end
                }
                None => copy(flow, "[", at),
            },
            b'\\' => self.backslash(at, span, flow),
            b'!' => self.picture(at, span, place, memo, flow),
            b'-' => self.dashes(at, span, place, memo, flow),
            b'+' | b'*' | b'^' | b'~' | b'_' | b'?' => self.format(at, span, place, memo, flow),
            b':' | b';' | b'(' => match Emoji::at(&self.source, at, span) {
                Some(emoji) => {
                    flow.nodes(vec![Node::Inline(Inline::Emoji {
                        short_name: emoji.short_name.to_owned(),
                        text: emoji.text.into(),
                    })]);
                    at + emoji.notation.len()
                }
                None => self.plain(at, span, flow),
            },
            b'&' => match entity::at(&self.source, at, span) {
                Some((c, end)) => {
                    flow.push(c);
                    end
                }
                None => self.plain(at, span, flow),
            },
            b'h' | b'f' | b'i' | b'm' if !place.skip.has(Skip::ADDRESS) => {
                match self.address(at, span, place) {
                    Some((nodes, end)) => {
                        flow.nodes(nodes);
                        end
                    }
                    None => self.plain(at, span, flow),
                }
            }
            b'A'..=b'Z' if place.marks.is_empty() && !place.skip.has(Skip::ISSUE) => {
                match address::issue_key(&self.source, at, span) {
                    Some(end) => {
                        let key = self.source.text(Span::new(at, end));
                        flow.word(Inline::Item(ItemReference {
                            item: key.into(),
                            text: key.into(),
                            href: None,
                        }));
                        end
                    }
                    None => self.word(at, span, flow),
                }
            }
            _ => self.plain(at, span, flow),
        }
    }

    /// Text up to the next character that may mean something.
    fn plain(&self, at: usize, span: Span, flow: &mut Flow) -> usize {
        let rest = self.source.text(span.from(at)).as_bytes();
        let more = rest.iter().skip(1).take_while(|byte| !means_something(**byte)).count();
        self.copy_to(at, at + 1 + more, span, flow)
    }

    /// Text up to the end of a word in capital letters.
    fn word(&self, at: usize, span: Span, flow: &mut Flow) -> usize {
        let rest = self.source.text(span.from(at)).as_bytes();
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        self.copy_to(at, at + length.max(1), span, flow)
    }

    fn copy_to(&self, at: usize, end: usize, span: Span, flow: &mut Flow) -> usize {
        let mut end = end.min(span.end);
        while end < span.end && !self.source.is_boundary(end) {
            end += 1;
        }
        flow.text(self.source.text(Span::new(at, end)));
        end
    }

    fn brace(
        &mut self,
        at: usize,
        span: Span,
        place: &Place,
        memo: &mut Memo,
        flow: &mut Flow,
    ) -> usize {
        if !self.source.is_behind_brace(at, span) {
            if let Some(call) = Call::at(&self.source, at, span) {
                if call.kind == Macro::Anchor {
                    let raw = self.source.text(Span::new(at, call.end));
                    flow.word(Inline::Unknown(UnknownNode {
                        format: Form::Wiki,
                        raw: raw.into(),
                        text: "".into(),
                    }));
                    return call.end;
                }
                if let Some(nodes) = self.call(call, place) {
                    flow.nodes(nodes);
                    return call.end;
                }
            } else if place.marks.is_empty()
                && let Some(head) = Head::at(&self.source, at, span)
                && head.is_foreign()
            {
                let raw = self.source.text(Span::new(at, head.end));
                flow.word(Inline::Unknown(UnknownNode {
                    format: Form::Wiki,
                    raw: raw.into(),
                    text: raw.into(),
                }));
                return head.end;
            }
        }
        match Format::at(&self.source, at, span) {
            Some(_) => self.format(at, span, place, memo, flow),
            None => copy(flow, "{", at),
        }
    }

    fn format(
        &mut self,
        at: usize,
        span: Span,
        place: &Place,
        memo: &mut Memo,
        flow: &mut Flow,
    ) -> usize {
        let Some(format) = Format::at(&self.source, at, span) else {
            return self.plain(at, span, flow);
        };
        let found = memo.formatted(&self.source, format, at, span);
        let Some(found) = found.filter(|_| self.may_go_deeper(place)) else {
            let braced = self.source.byte(at, span) == Some(b'{') && format != Format::Code
                || self.source.starts_with(at, span, "{{{}");
            let length = format.open().len() + if braced { 2 } else { 0 };
            return self.copy_to(at, at + length, span, flow);
        };
        if format == Format::Code {
            flow.nodes(self.monospace(found.inner, place));
            return found.end;
        }
        let place = place.within(Skip::FORMAT, with(&place.marks, format));
        let mut nodes = self.flow(found.inner, &place);
        if format == Format::Citation
            && let Some(Node::Inline(Inline::Text { text, .. })) = nodes.first_mut()
        {
            text.expose_mut().insert_str(0, "\u{2014} ");
        }
        flow.nodes(nodes);
        found.end
    }

    /// Text in which nothing but escapes means anything.
    fn monospace(&self, inner: Span, place: &Place) -> Vec<Node> {
        let mut text = String::new();
        let mut at = inner.start;
        while let Some(c) = self.source.char(at, inner) {
            let meant = match c {
                '\\' => self.escaped(at, inner).map(|next| (next, at + 2)),
                '&' => entity::at(&self.source, at, inner),
                _ => None,
            };
            let (c, end) = meant.unwrap_or((c, at + c.len_utf8()));
            text.push(c);
            at = end;
        }
        let mut marks = Marks::of(Mark::Code);
        marks.link.clone_from(&place.marks.link);
        vec![Node::Inline(Inline::marked(text, marks))]
    }

    /// The character that a backslash at this place takes its meaning.
    fn escaped(&self, at: usize, span: Span) -> Option<char> {
        let next = self.source.byte(at + 1, span)?;
        (ESCAPABLE.contains(&next) && self.source.before(at, span) != Some('\\'))
            .then_some(char::from(next))
    }

    fn backslash(&self, at: usize, span: Span, flow: &mut Flow) -> usize {
        if self.source.byte(at + 1, span) == Some(b'\\') {
            let rest = self.source.text(span.from(at + 2));
            let more = rest.find(|c: char| c == '\\' || c.is_whitespace());
            let goes_on = more.is_some_and(|more| rest.as_bytes().get(more) == Some(&b'\\'));
            if goes_on || self.source.before(at, span) == Some('\\') {
                flow.text("\\\\");
            } else {
                flow.nodes(vec![Node::Inline(Inline::Break)]);
            }
            return at + 2;
        }
        if let Some(c) = self.escaped(at, span) {
            flow.push(c);
            return at + 2;
        }
        flow.push('\\');
        match self.source.char(at + 1, span) {
            Some(next) if !matches!(next, '\n' | '\r') => {
                flow.push(next);
                at + 1 + next.len_utf8()
            }
            _ => at + 1,
        }
    }

    fn picture(
        &mut self,
        at: usize,
        span: Span,
        place: &Place,
        memo: &mut Memo,
        flow: &mut Flow,
    ) -> usize {
        let found = memo.formatted(&self.source, Format::Picture, at, span);
        match found.and_then(|found| Some((self.shown(found.inner, place)?, found.end))) {
            Some((node, end)) => {
                flow.nodes(vec![node]);
                end
            }
            None => copy(flow, "!", at),
        }
    }

    fn dashes(
        &mut self,
        at: usize,
        span: Span,
        place: &Place,
        memo: &mut Memo,
        flow: &mut Flow,
    ) -> usize {
        let rest = self.source.text(span.from(at)).as_bytes();
        let count = rest.iter().take_while(|byte| **byte == b'-').count();
        let alone = |length: usize| {
            let before = self.source.before(at, span).is_none_or(char::is_whitespace);
            let after = self.source.char(at + length, span).is_none_or(char::is_whitespace);
            before && after
        };
        match count {
            0 | 1 => return self.format(at, span, place, memo, flow),
            4.. if place.skip.long_dash() => return self.format(at, span, place, memo, flow),
            4.. => {
                let ends = self.source.char(at + count, span).is_none_or(char::is_whitespace);
                return self.copy_to(at, at + if ends { count } else { 4 }, span, flow);
            }
            _ if place.skip.has(Skip::DASHES) => return self.format(at, span, place, memo, flow),
            2 if alone(2) => flow.push('\u{2013}'),
            3 if alone(3) => flow.push('\u{2014}'),
            _ => flow.text(self.source.text(Span::new(at, at + count))),
        }
        at + count
    }

    /// Whether another text may stand in this one.
    pub(super) fn may_go_deeper(&mut self, place: &Place) -> bool {
        let may = place.depth < DEPTH;
        if !may {
            self.note(LossKind::Depth);
        }
        may
    }
}

fn copy(flow: &mut Flow, text: &str, at: usize) -> usize {
    flow.text(text);
    at + text.len()
}

/// These marks and that of a format; a text stands above or below its line, not both.
fn with(marks: &Marks, format: Format) -> Marks {
    let Some(mark) = format.mark() else { return marks.clone() };
    let raised = matches!(mark, Mark::Subscript | Mark::Superscript);
    let kept = marks
        .simple()
        .iter()
        .filter(|it| !(raised && matches!(it, Mark::Subscript | Mark::Superscript)));
    let mut all = kept.fold(Marks::default(), |marks, mark| marks.with(*mark)).with(mark);
    all.link.clone_from(&marks.link);
    all.color = marks.color;
    all
}

fn means_something(byte: u8) -> bool {
    matches!(
        byte,
        b'{' | b'['
            | b'\\'
            | b'!'
            | b'-'
            | b'+'
            | b'*'
            | b'^'
            | b'~'
            | b'_'
            | b'?'
            | b':'
            | b';'
            | b'('
            | b'&'
            | b'\n'
            | b'\r'
            | b'h'
            | b'f'
            | b'i'
            | b'm'
            | b'A'..=b'Z'
    )
}
