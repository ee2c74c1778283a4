//! Builds a tree from events in reading order, as a browser lays a page out: whitespace
//! collapses, text outside a block makes a paragraph, and what is misplaced finds a place.

mod align;
mod close;
mod frame;
mod line;
mod lists;

use migrayt_core::richtext::{Block, Document, Inline, Marks, Media};

pub(crate) use self::align::Align;
use self::frame::Frame;
pub(crate) use self::frame::{CellShape, Kind};
use self::line::Line;
pub(crate) use self::line::White;
pub(crate) use self::lists::glyph;
use crate::loss::{LossKind, Losses, Path};
use crate::outcome::Reading;

/// How deep blocks may be nested, the document counted; deeper ones stand for themselves in the
/// innermost. Each level is two of JSON, of which common parsers take 128, and the answer that
/// holds a document needs some of its own.
const DEPTH: usize = 48;

/// A tree under construction.
#[derive(Debug)]
pub(crate) struct Builder {
    /// The open containers; the first is the document and is never closed.
    frames: Vec<Frame>,
    line: Line,
    losses: Losses,
    /// Whether a list made of paragraphs is open and its last paragraph has ended.
    sealed: bool,
    /// Where lines stand from here on.
    pub(crate) align: Option<Align>,
    /// Where the current line stands: as lines did at its beginning.
    line_align: Option<Align>,
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            frames: vec![Frame::new(Kind::Document)],
            line: Line::default(),
            losses: Losses::default(),
            sealed: false,
            align: None,
            line_align: None,
        }
    }

    /// The finished tree.
    pub(crate) fn finish(mut self) -> Reading {
        self.close_to(1);
        let blocks = self.frames.pop().map(Frame::into_blocks).unwrap_or_default();
        Reading { document: Document::from(blocks), losses: self.losses.into_rows() }
    }

    /// Notes a loss at the present place.
    pub(crate) fn note(&mut self, kind: LossKind) {
        let frames = &self.frames;
        self.losses.note(kind, || {
            Path::of(frames.windows(2).filter_map(|pair| match pair {
                [outer, inner] => Some(inner.kind.step(outer.children())),
                _ => None,
            }))
        });
    }

    /// How many containers are open: what [`Builder::close_to`] wants back.
    pub(crate) fn depth(&self) -> usize {
        self.frames.len()
    }

    /// Ends the current line; the next text begins a new paragraph.
    pub(crate) fn boundary(&mut self) {
        self.flush();
        self.unseal();
    }

    /// Opens a container, and first what it needs around it.
    pub(crate) fn open(&mut self, kind: Kind) {
        self.try_open(kind);
    }

    /// Opens a container; false if it would stand too deep.
    pub(crate) fn try_open(&mut self, kind: Kind) -> bool {
        self.flush();
        self.unseal();
        while kind.needs().is_some() && self.frames.last().is_some_and(|frame| frame.implied) {
            self.close();
        }
        self.make_room(&kind);
        let reserve = kind.reserve();
        if self.frames.len() + reserve > DEPTH || kind.needs().is_some_and(|it| !self.is_in(it)) {
            self.note(LossKind::Depth);
            return false;
        }
        self.frames.push(Frame::new(kind));
        true
    }

    /// Closes containers until `depth` of them are open.
    pub(crate) fn close_to(&mut self, depth: usize) {
        self.flush();
        while self.frames.len() > depth.max(1) {
            self.close();
        }
        self.sealed &= self.in_paragraph_list();
    }

    /// Adds a block that holds no others.
    pub(crate) fn leaf(&mut self, block: Block) {
        self.flush();
        self.unseal();
        self.make_room(&Kind::Quote);
        self.push(block);
    }

    /// Adds text.
    pub(crate) fn text(&mut self, text: &str, marks: &Marks, white: White) {
        if text.chars().all(line::is_space) && (white != White::Pre || self.line.is_empty()) {
            if !self.sealed && !self.holds_only_parts() {
                if self.line.is_empty() {
                    self.line_align = self.align;
                }
                self.line.text(text, marks, white);
            }
            return;
        }
        self.begin_line();
        self.line.text(text, marks, white);
    }

    /// Adds a line break.
    pub(crate) fn line_break(&mut self) {
        self.begin_line();
        self.line.line_break();
    }

    /// Adds a piece of a line.
    pub(crate) fn inline(&mut self, inline: Inline) {
        self.begin_line();
        self.line.push(inline);
    }

    fn begin_line(&mut self) {
        self.unseal();
        if self.line.is_empty() {
            self.make_room(&Kind::Quote);
            self.line_align = self.align;
        }
    }

    /// Ends the line and puts it where it belongs.
    fn flush(&mut self) {
        let Some(inlines) = self.line.take() else { return };
        let align = self.line_align.take().filter(|_| !inlines.is_empty());
        let aligned = |block| match align {
            Some(align) => align.detailed(block),
            None => block,
        };
        if let Some(Frame { kind: Kind::Heading(level), .. }) = self.frames.last() {
            if !inlines.is_empty() {
                let level = *level;
                self.push(aligned(Block::Heading { level, inlines }));
            }
            return;
        }
        match only_media(inlines) {
            Ok(files) => files.into_iter().for_each(|file| self.push(Block::Media(vec![file]))),
            Err(inlines) => self.push(aligned(Block::Paragraph(inlines))),
        }
    }

    fn push(&mut self, block: Block) {
        if let Some(frame) = self.frames.last_mut() {
            frame.blocks.push(block);
        }
    }
}

/// The media of a line, if it shows nothing else.
fn only_media(inlines: Vec<Inline>) -> Result<Vec<Media>, Vec<Inline>> {
    let blank = |inline: &Inline| match inline {
        Inline::Media(_) | Inline::Break => true,
        Inline::Text { text, .. } => text.as_str().chars().all(char::is_whitespace),
        _ => false,
    };
    if !inlines.iter().all(blank) || !inlines.iter().any(|it| matches!(it, Inline::Media(_))) {
        return Err(inlines);
    }
    let media = |inline| if let Inline::Media(file) = inline { Some(file) } else { None };
    Ok(inlines.into_iter().filter_map(media).collect())
}
