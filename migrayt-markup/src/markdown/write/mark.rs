use migrayt_core::richtext::{Link, Mark, Marks};

use crate::color::notation;
use crate::html::{Target, work_item};

/// What stands around a text, the outermost first.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wrap {
    Link(Link),
    Color([u8; 3]),
    Background([u8; 3]),
    Strong,
    Emphasis,
    Strike,
    Underline,
    Subscript,
    Superscript,
}

/// Whether an address runs code when it is opened.
pub(super) fn runs_code(address: &str) -> bool {
    Target::of(address) == Target::Unsafe
}

/// Whether an address is read as a link again.
pub(super) fn opens(address: &str) -> bool {
    matches!(Target::of(address), Target::Open(_))
}

impl Wrap {
    /// What stands around a text of these marks, whether it is code, and whether a mark is lost.
    pub(super) fn of(marks: &Marks) -> (Vec<Self>, bool, bool) {
        if let Some(link) = marks.link.clone().filter(|link| {
            work_item(link.href.as_str()).is_some() && !runs_code(link.href.as_str())
        }) {
            // Read again, it is a reference to the item.
            let alone = Marks::default().linked(link.clone());
            return (vec![Self::Link(link)], false, *marks != alone);
        }
        // Whoever made the tree: nothing that runs code is written, nor what no reader opens.
        let link = marks.link.as_ref().filter(|link| opens(link.href.as_str()));
        let linked = link.is_some();
        let both = marks.has(Mark::Subscript) && marks.has(Mark::Superscript);
        let mut wraps: Vec<Self> = link.cloned().into_iter().map(Self::Link).collect();
        wraps.extend(marks.color.filter(|color| *color != [0; 3]).map(Self::Color));
        wraps.extend(marks.background.filter(|color| *color != [255; 3]).map(Self::Background));
        for (mark, wrap, stands) in [
            (Mark::Strong, Self::Strong, true),
            (Mark::Emphasis, Self::Emphasis, true),
            (Mark::Strike, Self::Strike, true),
            (Mark::Underline, Self::Underline, !linked),
            (Mark::Subscript, Self::Subscript, !both),
            (Mark::Superscript, Self::Superscript, true),
        ] {
            if marks.has(mark) && stands {
                wraps.push(wrap);
            }
        }
        let lost = both || (linked && marks.has(Mark::Underline));
        (wraps, marks.has(Mark::Code), lost)
    }

    /// The characters of Markdown's own mark, if it has one.
    pub(super) fn delimiter(&self) -> Option<&'static str> {
        match self {
            Self::Strong => Some("**"),
            Self::Emphasis => Some("_"),
            Self::Strike => Some("~~"),
            _ => None,
        }
    }

    /// The tags of HTML.
    pub(super) fn tags(&self) -> (String, &'static str) {
        let (open, close) = match self {
            Self::Link(_) => ("", ""),
            Self::Color(color) => {
                return (format!("<span style=\"color:{}\">", notation(*color)), "</span>");
            }
            Self::Background(color) => {
                return (
                    format!("<span style=\"background-color:{}\">", notation(*color)),
                    "</span>",
                );
            }
            Self::Strong => ("<strong>", "</strong>"),
            Self::Emphasis => ("<em>", "</em>"),
            Self::Strike => ("<del>", "</del>"),
            Self::Underline => ("<u>", "</u>"),
            Self::Subscript => ("<sub>", "</sub>"),
            Self::Superscript => ("<sup>", "</sup>"),
        };
        (open.to_owned(), close)
    }
}
