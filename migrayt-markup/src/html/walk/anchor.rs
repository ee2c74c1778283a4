use std::rc::Rc;

use migrayt_core::Content;
use migrayt_core::richtext::{Inline, ItemReference, Link, Mention};

use super::{Then, Walk};
use crate::html::address::{Target, person, work_item};
use crate::html::arena::Id;
use crate::html::element::{self, Element};
use crate::loss::LossKind;

impl Walk<'_> {
    /// A mention, a reference to a work item, or a link.
    pub(super) fn anchor(&mut self, id: Id) -> Then {
        if let Some(mention) = self.mention(id) {
            self.piece(id, Inline::Mention(mention));
            return Then::Next;
        }
        if let Some(piece) = self.own_piece(id) {
            self.piece(id, piece);
            return Then::Next;
        }
        let Some(href) = self.arena.attribute(id, "href") else { return Then::Children };
        if !self.has(id, "data-link")
            && let Some(reference) = self.reference(id, href)
        {
            self.piece(id, Inline::Item(reference));
            return Then::Next;
        }
        match Target::of(href) {
            Target::Nothing => {}
            Target::Open(href) => {
                let title = self.arena.attribute(id, "title").filter(|title| !title.is_empty());
                let link = Link { title: title.map(Content::text), ..Link::to(href) };
                self.style = Rc::new((*self.style).clone().linked(link));
            }
            Target::Unsafe => self.builder.note(LossKind::UnsafeLink),
            Target::Foreign => self.builder.note(LossKind::LinkNotCarried),
        }
        Then::Children
    }

    /// Whether there are only words in a link, and not the rest of a page that never closes it.
    pub(super) fn is_line(&self, id: Id) -> bool {
        let more = |id| {
            let name = self.arena.name(id);
            element::is_block(name) || Element::of(name) == Element::Image
        };
        !self.arena.any_below(id, more)
    }

    /// Adds a piece that stands for a whole link, with the spaces that its text had around it.
    pub(super) fn piece(&mut self, id: Id, piece: Inline) {
        let text = self.arena.raw_text(id);
        let (marks, white) = (self.style.marks(), self.style.white);
        if text.starts_with([' ', '\t', '\n', '\r', '\x0c']) {
            self.builder.text(" ", &marks, white);
        }
        self.builder.inline(piece);
        if text.ends_with([' ', '\t', '\n', '\r', '\x0c']) {
            self.builder.text(" ", &marks, white);
        }
    }

    fn mention(&self, id: Id) -> Option<Mention> {
        let person = person(self.arena.attribute(id, "data-vss-mention")?)?;
        if !self.is_line(id) {
            return None;
        }
        let shown = self.arena.line_text(id);
        let name = Content::text(shown.strip_prefix('@').unwrap_or(&shown));
        Some(Mention { person, name, resolved: false })
    }

    /// A link to a work item is a reference unless it shows more than words, or nothing.
    fn reference(&self, id: Id, href: &str) -> Option<ItemReference> {
        let item = work_item(href)?;
        if !self.is_line(id) {
            return None;
        }
        let text = self.arena.line_text(id);
        let href = match Target::of(href) {
            Target::Open(href) => Some(Content::text(href)),
            _ => None,
        };
        (!text.is_empty()).then(|| ItemReference { item, text: Content::text(text), href })
    }
}
