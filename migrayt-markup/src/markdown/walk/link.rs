use migrayt_core::Content;
use migrayt_core::richtext::{Block, Inline, ItemReference, Link, Mark, Marks};
use pulldown_cmark::{Event, Tag, TagEnd};

use super::{NeedsHtml, Walk};
use crate::build::White;
use crate::html::{Image, Target, work_item};
use crate::loss::LossKind;
use crate::markdown::piece::is_mention;
use crate::markdown::size::{restored, size};

/// Something whose words are gathered before it is known what it is.
#[derive(Debug)]
pub(super) struct Whole {
    words: String,
    kind: Gathered,
}

#[derive(Debug)]
enum Gathered {
    Code {
        language: Option<String>,
    },
    /// A picture, and how many pictures are open in its alternative text.
    Image {
        source: String,
        title: String,
        open: u32,
    },
    /// A link to a work item.
    Item {
        href: String,
    },
}

impl Whole {
    pub(super) fn code(language: Option<String>) -> Self {
        Self { words: String::new(), kind: Gathered::Code { language } }
    }

    pub(super) fn image(source: &str, title: &str) -> Self {
        let (source, title) = (source.to_owned(), title.to_owned());
        Self { words: String::new(), kind: Gathered::Image { source, title, open: 1 } }
    }

    /// Takes an event in; false at the end.
    pub(super) fn takes(&mut self, event: &Event<'_>) -> Result<bool, NeedsHtml> {
        match (&mut self.kind, event) {
            (_, Event::Text(text) | Event::Code(text)) => self.words.push_str(&restored(text)),
            (Gathered::Image { .. }, Event::InlineHtml(tag)) if is_mention(&self.words, tag) => {
                self.words.push_str(tag);
            }
            (Gathered::Code { .. }, Event::End(TagEnd::CodeBlock))
            | (Gathered::Item { .. }, Event::End(TagEnd::Link)) => return Ok(false),
            (Gathered::Image { open, .. }, Event::End(TagEnd::Image)) => {
                *open -= 1;
                return Ok(*open > 0);
            }
            (Gathered::Image { open, .. }, Event::Start(Tag::Image { .. })) => *open += 1,
            (Gathered::Item { .. }, Event::Start(Tag::Image { .. }) | Event::InlineHtml(_)) => {
                return Err(NeedsHtml);
            }
            (_, Event::SoftBreak | Event::HardBreak) => self.words.push(' '),
            _ => {}
        }
        Ok(true)
    }
}

impl Walk<'_> {
    /// A link, or a reference to a work item.
    pub(super) fn link(&mut self, href: &str, title: &str) {
        self.links += 1;
        if work_item(href).is_some() {
            let kind = Gathered::Item { href: href.to_owned() };
            self.whole = Some(Whole { words: String::new(), kind });
            return;
        }
        match Target::of(href) {
            Target::Nothing => {}
            Target::Open(href) => {
                let title = (!title.is_empty()).then(|| Content::text(restored(title)));
                self.marks = linked(&self.marks, Link { title, ..Link::to(href) });
            }
            Target::Unsafe => self.builder.note(LossKind::UnsafeLink),
            Target::Foreign => self.builder.note(LossKind::LinkNotCarried),
        }
    }

    /// Ends what was gathered.
    pub(super) fn end_whole(&mut self) {
        let Some(Whole { words, kind }) = self.whole.take() else { return };
        if let Some(open) = self.open.pop() {
            self.marks = open.marks;
        }
        match kind {
            Gathered::Code { language } => self.code(language, words),
            Gathered::Image { source, title, .. } => self.image(&source, &title, &words),
            Gathered::Item { href } => {
                self.links = self.links.saturating_sub(1);
                self.reference(&href, &words);
            }
        }
    }

    fn code(&mut self, language: Option<String>, text: String) {
        let mut text = if text.contains('\r') { text.replace("\r\n", "\n") } else { text };
        text.truncate(text.trim_end_matches(['\n', '\r']).len());
        if text.is_empty() {
            self.builder.boundary();
        } else {
            self.builder.leaf(Block::Code { language, text: Content::text(text) });
        }
    }

    fn image(&mut self, source: &str, title: &str, alt: &str) {
        let link = self.marks.link.as_ref().map(|link| link.href.as_str().to_owned());
        match Image::at(source, alt, link.as_deref()) {
            Image::Shown(mut media) => {
                if let Some((width, height)) = size(title) {
                    (media.width, media.height) = (width, height);
                }
                self.builder.inline(Inline::Media(media));
            }
            Image::Lost { alt, why } => {
                if let Some(why) = why {
                    self.builder.note(why);
                }
                self.builder.text(&format!(" {alt} "), &self.marks, White::Collapse);
            }
        }
    }

    /// A link to a work item, with the spaces that its words had around them.
    pub(super) fn reference(&mut self, href: &str, words: &str) {
        let text = words.split([' ', '\t', '\n', '\r', '\x0c']).filter(|word| !word.is_empty());
        let text = text.collect::<Vec<_>>().join(" ");
        let Some(item) = work_item(href).filter(|_| !text.is_empty()) else { return };
        let href = match Target::of(href) {
            Target::Open(href) => Some(Content::text(href)),
            _ => None,
        };
        if words.starts_with([' ', '\t', '\n', '\r', '\x0c']) {
            self.builder.text(" ", &self.marks, White::Collapse);
        }
        self.builder.inline(Inline::Item(ItemReference { item, text: Content::text(text), href }));
        if words.ends_with([' ', '\t', '\n', '\r', '\x0c']) {
            self.builder.text(" ", &self.marks, White::Collapse);
        }
    }
}

/// The marks of text in a link: the line below it is how links look, and no mark.
pub(super) fn linked(marks: &Marks, link: Link) -> Marks {
    let simple = marks.simple().iter().filter(|mark| **mark != Mark::Underline);
    let mut linked = simple.fold(Marks::default(), |marks, mark| marks.with(*mark));
    linked.color = marks.color;
    linked.background = marks.background;
    linked.linked(link)
}
