//! From the parser's events straight to the tree.

mod html;
mod link;

use std::mem;
use std::ops::Range;

use migrayt_core::Content;
use migrayt_core::richtext::{Block, Inline, ItemReference, Link, Mark, Marks, Mention, PanelKind};
use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, Tag, TagEnd};

use self::link::Whole;
use super::piece::{Piece, Words};
use super::size::restored;
use crate::build::{Builder, CellShape, Kind, White};
use crate::html::work_item;
use crate::outcome::Reading;

/// The way through a text's events.
pub(super) struct Walk<'a> {
    source: &'a str,
    builder: Builder,
    /// What is entered and not yet left.
    open: Vec<Open>,
    /// The marks of the text at this place.
    marks: Marks,
    /// Text that is not yet handed over: the parser parts texts where mentions go on.
    words: Words,
    /// How many links are open, in which nothing is looked for.
    links: u32,
    /// The picture, code or reference whose words are gathered.
    whole: Option<Whole>,
    /// Whether the row is a table's head.
    head: bool,
}

/// Something entered: what is put back when it is left.
struct Open {
    marks: Marks,
    /// How many containers were open before it.
    depth: usize,
    /// The name of an HTML tag, if it is one.
    tag: Option<&'static str>,
}

/// The text cannot be read without the rules of HTML.
struct NeedsHtml;

impl<'a> Walk<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self {
            source,
            builder: Builder::new(),
            open: Vec::new(),
            marks: Marks::default(),
            words: Words::default(),
            links: 0,
            whole: None,
            head: false,
        }
    }

    /// Reads the events; nothing if there is HTML among them that only its own rules can place.
    pub(super) fn run<'e>(
        mut self,
        events: impl Iterator<Item = (Event<'e>, Range<usize>)>,
    ) -> Option<Reading> {
        for (event, range) in events {
            self.event(event, &range).ok()?;
        }
        self.flush();
        Some(self.builder.finish())
    }

    fn event(&mut self, event: Event<'_>, range: &Range<usize>) -> Result<(), NeedsHtml> {
        if let Some(whole) = &mut self.whole {
            if !whole.takes(&event)? {
                self.end_whole();
            }
            return Ok(());
        }
        match event {
            Event::Text(text) => {
                let escaped = is_escaped(self.source, range.start);
                self.words.push(&restored(&text), escaped);
            }
            Event::SoftBreak => self.words.push("\n", false),
            Event::InlineHtml(tag) if self.words.is_mention(&tag) => self.words.push(&tag, false),
            event => {
                self.flush();
                self.other(event)?;
            }
        }
        Ok(())
    }

    fn other(&mut self, event: Event<'_>) -> Result<(), NeedsHtml> {
        match event {
            Event::Start(tag) => return self.start(tag),
            Event::End(tag) => return self.end(tag),
            Event::Code(code) => {
                let marks = self.marks.clone().with(Mark::Code);
                self.builder.text(&restored(&code), &marks, White::Collapse);
            }
            Event::HardBreak => self.builder.line_break(),
            Event::Rule => self.builder.leaf(Block::Rule),
            Event::TaskListMarker(done) => self.builder.task(done),
            Event::InlineHtml(tag) => return self.tag(&tag),
            _ => return Err(NeedsHtml),
        }
        Ok(())
    }

    fn start(&mut self, tag: Tag<'_>) -> Result<(), NeedsHtml> {
        let (marks, depth) = (self.marks.clone(), self.builder.depth());
        self.open.push(Open { marks, depth, tag: None });
        match tag {
            Tag::Paragraph => self.builder.boundary(),
            Tag::Heading { level, .. } => self.builder.open(Kind::Heading(level as u8)),
            Tag::BlockQuote(None) => self.builder.open(Kind::Quote),
            Tag::BlockQuote(Some(kind)) => self.builder.open(Kind::Panel(panel(kind))),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => language(&info).map(str::to_owned),
                    CodeBlockKind::Indented => None,
                };
                self.whole = Some(Whole::code(language));
            }
            Tag::List(start) => self.builder.open(Kind::List { start, level: None }),
            Tag::Item => self.builder.open(Kind::Item(None)),
            Tag::Table(_) => self.builder.open(Kind::Table),
            Tag::TableHead => {
                self.head = true;
                self.builder.open(Kind::Row);
            }
            Tag::TableRow => self.builder.open(Kind::Row),
            Tag::TableCell => {
                let shape = CellShape { heading: self.head, ..CellShape::default() };
                self.builder.open(Kind::Cell(shape));
            }
            Tag::Emphasis => self.mark(Mark::Emphasis),
            Tag::Strong => self.mark(Mark::Strong),
            Tag::Strikethrough => self.mark(Mark::Strike),
            Tag::Link { dest_url, title, .. } => self.link(&dest_url, &title),
            Tag::Image { dest_url, title, .. } => {
                self.whole = Some(Whole::image(&dest_url, &title));
            }
            _ => return Err(NeedsHtml),
        }
        Ok(())
    }

    fn end(&mut self, tag: TagEnd) -> Result<(), NeedsHtml> {
        let open = self.open.pop().filter(|open| open.tag.is_none()).ok_or(NeedsHtml)?;
        self.marks = open.marks;
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {}
            TagEnd::Link => self.links = self.links.saturating_sub(1),
            TagEnd::TableHead => {
                self.head = false;
                self.builder.close_to(open.depth);
            }
            _ => self.builder.close_to(open.depth),
        }
        Ok(())
    }

    fn mark(&mut self, mark: Mark) {
        self.marks = mem::take(&mut self.marks).with(mark);
    }

    /// Hands the text over.
    fn flush(&mut self) {
        if self.words.as_str().is_empty() {
            return;
        }
        let words = mem::take(&mut self.words);
        if self.links > 0 {
            self.builder.text(words.as_str(), &self.marks, White::Collapse);
        } else {
            for piece in words.pieces() {
                self.piece(piece);
            }
        }
        self.words = words;
        self.words.clear();
    }

    fn piece(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Text(text) | Piece::Emoji(text) => {
                self.builder.text(text, &self.marks, White::Collapse);
            }
            Piece::Address(address) if work_item(address).is_some() => {
                self.reference(address, address);
            }
            Piece::Address(address) => {
                let marks = link::linked(&self.marks, Link::to(address));
                self.builder.text(address, &marks, White::Collapse);
            }
            Piece::Mention(guid) => self.builder.inline(Inline::Mention(Mention {
                person: guid.to_ascii_lowercase().as_str().into(),
                name: Content::text(String::new()),
                resolved: false,
            })),
            Piece::Item(number) => self.builder.inline(Inline::Item(ItemReference {
                item: number.into(),
                text: Content::text(format!("#{number}")),
                href: None,
            })),
        }
    }
}

/// Whether the character at a place stands behind a backslash that takes its meaning away: the
/// parser begins a new text there.
pub(super) fn is_escaped(source: &str, place: usize) -> bool {
    let before = source.as_bytes().get(..place).unwrap_or_default();
    before.last() == Some(&b'\\')
        && source.as_bytes().get(place).is_some_and(u8::is_ascii_punctuation)
}

/// The language that the first line of a fence names.
pub(super) fn language(info: &str) -> Option<&str> {
    info.split([' ', '\t', ',']).find(|word| !word.is_empty())
}

/// The panel that an alert is.
pub(super) fn panel(kind: BlockQuoteKind) -> PanelKind {
    match kind {
        BlockQuoteKind::Note => PanelKind::Info,
        BlockQuoteKind::Important => PanelKind::Note,
        BlockQuoteKind::Tip => PanelKind::Tip,
        BlockQuoteKind::Warning => PanelKind::Warning,
        BlockQuoteKind::Caution => PanelKind::Error,
    }
}
