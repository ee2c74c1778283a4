use std::rc::Rc;

use migrayt_core::richtext::{Link, Mark, Marks};

use super::color::Paint;
use super::sheet::{Raised, Sheet};
use crate::build::{Align, White};

/// How the text at one place is shown.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    marks: Vec<Mark>,
    pub(super) link: Option<Rc<Link>>,
    color: Option<[u8; 3]>,
    background: Option<[u8; 3]>,
    pub(super) white: White,
    pub(super) align: Option<Align>,
}

/// The page's own colours: carrying them would only get in the way of another page's.
const BLACK: [u8; 3] = [0, 0, 0];
const WHITE: [u8; 3] = [255, 255, 255];

impl Style {
    /// The style inside an element of this name, as the element alone makes it.
    pub(super) fn element(&mut self, name: &str) {
        match name {
            "b" | "strong" | "dt" => self.set(Mark::Strong, true),
            "i" | "em" | "cite" | "dfn" | "var" | "address" => self.set(Mark::Emphasis, true),
            "u" | "ins" => self.set(Mark::Underline, self.link.is_none()),
            "s" | "strike" | "del" => self.set(Mark::Strike, true),
            "code" | "tt" | "kbd" | "samp" => self.set(Mark::Code, true),
            "sub" => self.raise(Raised::Sub),
            "sup" => self.raise(Raised::Super),
            "center" => self.align = Some(Align::Center),
            "mark" => self.background = Some([255, 255, 0]),
            "pre" | "listing" | "xmp" | "plaintext" | "textarea" => self.white = White::Pre,
            _ => {}
        }
    }

    /// The style with what a `style` attribute declares; `outer` is the style around the
    /// element, `inline` whether it stands in a line.
    pub(super) fn declare(&mut self, sheet: &Sheet, outer: &Self, inline: bool) {
        if let Some(bold) = sheet.bold {
            self.set(Mark::Strong, bold);
        }
        if let Some(italic) = sheet.italic {
            self.set(Mark::Emphasis, italic);
        }
        if let Some(lines) = sheet.lines {
            let under = lines.under && self.link.is_none();
            self.set(Mark::Underline, under || outer.has(Mark::Underline));
            self.set(Mark::Strike, lines.through || outer.has(Mark::Strike));
        }
        if let Some(raised) = sheet.raised {
            self.raise(raised);
        }
        if let Some(paint) = sheet.color {
            self.paint(paint, outer);
        }
        if let Some(Paint::Rgb(color)) = sheet.background
            && inline
        {
            self.background = Some(color).filter(|color| *color != WHITE);
        }
        if let Some(align) = sheet.align {
            self.align = align.unusual();
        }
        if let Some(white) = sheet.white {
            self.white = white;
        }
    }

    /// Paints the text.
    pub(super) fn paint(&mut self, paint: Paint, outer: &Self) {
        self.color = match paint {
            Paint::Rgb(color) => Some(color).filter(|color| *color != BLACK),
            Paint::Default => None,
            Paint::Inherit => outer.color,
        };
    }

    /// The style inside a link: the line below it is how links look, and no mark.
    pub(super) fn linked(mut self, link: Link) -> Self {
        self.link = Some(Rc::new(link));
        self.set(Mark::Underline, false);
        self
    }

    pub(super) fn marks(&self) -> Marks {
        let mut marks = self.marks.iter().fold(Marks::default(), |marks, mark| marks.with(*mark));
        marks.link = self.link.as_deref().cloned();
        marks.color = self.color;
        marks.background = self.background;
        marks
    }

    fn has(&self, mark: Mark) -> bool {
        self.marks.contains(&mark)
    }

    fn set(&mut self, mark: Mark, on: bool) {
        if !on {
            self.marks.retain(|it| *it != mark);
        } else if !self.has(mark) {
            self.marks.push(mark);
        }
    }

    fn raise(&mut self, raised: Raised) {
        self.set(Mark::Subscript, raised == Raised::Sub);
        self.set(Mark::Superscript, raised == Raised::Super);
    }
}
