mod anchor;
mod enter;
mod own;

use std::collections::HashSet;
use std::rc::Rc;

use super::arena::{Arena, Data, Id};
use super::element::{self, Element};
use super::sheet::Sheet;
use super::style::Style;
use crate::build::{Align, Builder};
use crate::loss::LossKind;
use crate::outcome::Reading;

/// The way through a page in reading order.
pub(super) struct Walk<'a> {
    arena: &'a Arena,
    builder: Builder,
    /// The elements that are entered and not yet left.
    open: Vec<Open>,
    style: Rc<Style>,
    /// The summaries that became the titles of their parts.
    titles: HashSet<Id>,
}

/// An element that is entered: what is put back when it is left.
struct Open {
    /// How many containers were open before it.
    depth: usize,
    style: Rc<Style>,
    /// Whether it parts lines.
    block: bool,
    /// Whether it is the paragraph of a Word list.
    list_paragraph: bool,
}

/// Whether an element's children are walked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    Children,
    Next,
}

impl<'a> Walk<'a> {
    pub(super) fn new(arena: &'a Arena) -> Self {
        Self {
            arena,
            builder: Builder::new(),
            open: Vec::new(),
            style: Rc::default(),
            titles: HashSet::new(),
        }
    }

    pub(super) fn note_depth(&mut self) {
        self.builder.note(LossKind::Depth);
    }

    /// Walks the page without recursion: pages nest as deep as their writers like.
    pub(super) fn run(mut self) -> Reading {
        let mut at = self.arena.get(0).and_then(|root| root.first);
        while let Some(id) = at {
            let entered = self.open.len();
            if self.visit(id) == Then::Children
                && let Some(first) = self.arena.get(id).and_then(|node| node.first)
            {
                at = Some(first);
                continue;
            }
            if self.open.len() > entered {
                self.leave();
            }
            at = self.onward(id);
        }
        self.builder.finish()
    }

    /// The next node that is not below this one; leaves what ends before it.
    fn onward(&mut self, id: Id) -> Option<Id> {
        let mut at = id;
        loop {
            let node = self.arena.get(at)?;
            if node.next.is_some() {
                return node.next;
            }
            at = node.parent?;
            self.leave();
        }
    }

    fn visit(&mut self, id: Id) -> Then {
        match self.arena.get(id).map(|node| &node.data) {
            Some(Data::Text(text)) => {
                self.builder.text(text, &self.style.marks(), self.style.white);
                Then::Next
            }
            Some(Data::Element { name, .. }) => self.element(id, &name.local),
            _ => Then::Next,
        }
    }

    fn element(&mut self, id: Id, name: &str) -> Then {
        let element = Element::of(name);
        if let Element::Hidden(why) = element {
            if let Some(why) = why {
                self.builder.note(why);
            }
            return Then::Next;
        }
        let sheet = self.arena.attribute(id, "style").map(Sheet::parse).unwrap_or_default();
        if sheet.list_marker || self.is_box(id) {
            return Then::Next;
        }
        if !self.is_own(id) {
            self.note_attributes(id, &sheet);
        }
        let block = element::is_block(name);
        if block && !is_list_paragraph(element, &sheet) {
            // What ends here must not be counted among what is open around this element.
            self.builder.unseal();
        }
        self.open.push(Open {
            depth: self.builder.depth(),
            style: Rc::clone(&self.style),
            block,
            list_paragraph: false,
        });
        self.restyle(id, name, &sheet, !block);
        self.enter(id, element, &sheet)
    }

    fn leave(&mut self) {
        let Some(open) = self.open.pop() else { return };
        if open.list_paragraph {
            self.builder.seal_paragraph_item();
        } else if open.block {
            self.builder.close_to(open.depth);
        }
        self.style = open.style;
        self.builder.align = self.style.align;
    }

    fn restyle(&mut self, id: Id, name: &str, sheet: &Sheet, inline: bool) {
        let outer = Rc::clone(&self.style);
        let mut style = (*outer).clone();
        style.element(name);
        if name == "font"
            && let Some(color) = self.arena.attribute(id, "color")
        {
            match super::color::Paint::parse(color) {
                Some(paint) => style.paint(paint, &outer),
                None => self.builder.note(LossKind::Color),
            }
        }
        style.declare(sheet, &outer, inline);
        if element::is_block(name)
            && let Some(align) = self.arena.attribute(id, "align")
            && name != "table"
            && sheet.align.is_none()
        {
            style.align = Align::parse(align).unusual();
        }
        self.builder.align = style.align;
        self.style = Rc::new(style);
    }

    fn note_attributes(&mut self, id: Id, sheet: &Sheet) {
        if sheet.appearance {
            self.builder.note(LossKind::Appearance);
        }
        if sheet.strange_color {
            self.builder.note(LossKind::Color);
        }
        for attribute in self.arena.attributes(id) {
            match attribute.name.local.as_bytes() {
                [b'o' | b'O', b'n' | b'N', _, ..] => self.builder.note(LossKind::DroppedHandler),
                b"face" | b"size" | b"align" | b"valign" => {
                    self.builder.note(LossKind::Appearance);
                }
                _ => {}
            }
        }
    }
}

/// Whether a paragraph goes on with a list that is made of them, or begins one.
fn is_list_paragraph(element: Element, sheet: &Sheet) -> bool {
    matches!(element, Element::Block | Element::Heading(_)) && sheet.list_level.is_some()
}
