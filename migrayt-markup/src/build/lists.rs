use migrayt_core::Content;
use migrayt_core::richtext::{Inline, Marks};

use super::frame::{CellShape, Frame, Kind, Part};
use super::{Builder, White};

impl Builder {
    /// Opens the item of a list that is made of paragraphs, as Word writes them.
    ///
    /// `level` counts from 1; `start` is the item's number if it has one.
    pub(crate) fn open_paragraph_item(&mut self, level: u32, start: Option<u64>) {
        self.flush();
        self.sealed = false;
        while self.paragraph_level().is_some_and(|open| open >= level) {
            self.close();
            let same = matches!(
                self.frames.last(),
                Some(Frame { kind: Kind::List { start: of, level: Some(open) }, .. })
                    if *open == level && of.is_some() == start.is_some()
            );
            if same {
                self.open(Kind::Item(None));
                return;
            }
            self.close();
        }
        self.open(Kind::List { start, level: Some(level) });
        self.open(Kind::Item(None));
    }

    /// Ends a paragraph of such a list; only another one of them can go on with the list.
    pub(crate) fn seal_paragraph_item(&mut self) {
        self.flush();
        self.sealed = self.in_paragraph_list();
    }

    /// Says that the current item is a task; elsewhere the box is shown as a character.
    pub(crate) fn task(&mut self, done: bool) {
        let fresh = self.line.is_empty();
        if let Some(Frame { kind: Kind::Item(task), blocks, .. }) = self.frames.last_mut()
            && fresh
            && blocks.is_empty()
            && task.is_none()
        {
            *task = Some(done);
            return;
        }
        self.text(glyph(done), &Marks::default(), White::Collapse);
    }

    pub(super) fn in_paragraph_list(&self) -> bool {
        self.paragraph_level().is_some()
    }

    /// Ends a list made of paragraphs, if one is open and something else follows.
    pub(crate) fn unseal(&mut self) {
        if self.sealed {
            self.sealed = false;
            while self.in_paragraph_list() {
                self.close();
                self.close();
            }
        }
    }

    /// Whether the innermost container holds parts only, so that a space in it means nothing.
    pub(super) fn holds_only_parts(&self) -> bool {
        self.line.is_empty() && self.frames.last().is_some_and(|it| it.kind.holds().is_some())
    }

    pub(super) fn is_in(&self, part: Part) -> bool {
        self.frames.last().is_some_and(|frame| frame.kind.holds() == Some(part))
    }

    /// Opens what a container or a line needs around it.
    pub(super) fn make_room(&mut self, kind: &Kind) {
        match (kind.needs(), self.frames.last().and_then(|frame| frame.kind.holds())) {
            (Some(Part::List), None) => self.open(Kind::List { start: None, level: None }),
            (Some(Part::Row), Some(Part::Table)) => self.open(Kind::Row),
            (None, Some(Part::List))
                if !matches!(kind, Kind::List { .. }) || !self.reopen_item() =>
            {
                self.frames.push(Frame::implied(Kind::Item(None)));
            }
            (None, Some(Part::Table)) => {
                self.frames.push(Frame::implied(Kind::Row));
                self.frames.push(Frame::implied(Kind::Cell(CellShape::default())));
            }
            (None, Some(Part::Row)) => {
                self.frames.push(Frame::implied(Kind::Cell(CellShape::default())));
            }
            _ => {}
        }
    }

    /// Goes on with the last item of the innermost list: a list that stands directly in a list
    /// belongs to the item before it.
    fn reopen_item(&mut self) -> bool {
        let Some((task, item)) = self.frames.last_mut().and_then(|list| list.items.pop()) else {
            return false;
        };
        self.frames.push(Frame { blocks: item.blocks, ..Frame::new(Kind::Item(task)) });
        true
    }

    /// The level of the innermost list, if it is made of paragraphs and its item is open.
    fn paragraph_level(&self) -> Option<u32> {
        match self.frames.as_slice() {
            [
                ..,
                Frame { kind: Kind::List { level, .. }, .. },
                Frame { kind: Kind::Item(_), .. },
            ] => *level,
            _ => None,
        }
    }
}

/// The character of a box.
pub(crate) fn glyph(done: bool) -> &'static str {
    if done { "\u{2611} " } else { "\u{2610} " }
}

/// A box as a piece of a line.
pub(super) fn box_text(done: bool) -> Inline {
    Inline::Text { text: Content::text(glyph(done)), marks: Marks::default() }
}
