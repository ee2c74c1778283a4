use migrayt_core::richtext::{Inline, Mark, Marks, StatusColor};

use super::Writer;
use crate::color::notation;
use crate::html::address::{Target, work_item};
use crate::loss::{LossKind, Noting as _};
use crate::names;

/// What stands before a text, as far as a browser's spaces are concerned.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// A beginning or another space: a space would be seen by nobody.
    Gap,
    Words,
}

impl Writer {
    /// The pieces of a line; an empty line is held open by a break, and a break at the end by
    /// another one.
    pub(super) fn line(&mut self, inlines: &[Inline]) {
        let mut pieces = Vec::with_capacity(inlines.len());
        flatten(inlines, &mut pieces);
        if pieces.iter().all(|piece| is_blank(piece)) {
            self.tags.open("br", &[]);
            return;
        }
        let mut before = Before::Gap;
        for (index, piece) in pieces.iter().enumerate() {
            let ends = match pieces.get(index + 1) {
                None | Some(Inline::Break) => true,
                Some(next) => shown(next).is_some_and(|text| text.starts_with('\n')),
            };
            before = self.piece(piece, before, ends);
        }
        let open_end = pieces.last().is_some_and(|piece| match piece {
            Inline::Break => true,
            piece => shown(piece).is_some_and(ends_in_break),
        });
        if open_end {
            self.tags.open("br", &[]);
        }
    }

    fn piece(&mut self, piece: &Inline, before: Before, ends: bool) -> Before {
        match piece {
            Inline::Text { text, marks } => return self.text(text.as_str(), marks, before, ends),
            Inline::Break => {
                self.tags.open("br", &[]);
                return Before::Gap;
            }
            Inline::Unknown(node) => {
                self.note(LossKind::UnknownNode);
                return self.text(node.text.as_str(), &Marks::default(), before, ends);
            }
            Inline::Mention(mention) => self.mention(mention),
            Inline::Item(reference) => self.reference(reference),
            Inline::Media(media) => {
                self.media(media);
                if !media.caption.is_empty() {
                    self.tags.text(" ");
                    self.line(&media.caption);
                }
            }
            Inline::Status { text, color } => {
                let (name, style) = (names::status(*color), status_style(*color));
                let attributes = [("data-status", name), ("style", style)];
                self.tags.element("span", &attributes, &one_line(text.as_str()));
            }
            Inline::Date(date) => {
                let date = date.to_string();
                self.tags.element("time", &[("datetime", &date)], &date);
            }
            Inline::Emoji { short_name, text } => {
                let text = one_line(text.as_str());
                let shown = if text.is_empty() { short_name } else { &text };
                self.tags.element("span", &[("data-emoji", short_name)], shown);
            }
            _ => self.note(LossKind::UnknownNode),
        }
        Before::Words
    }

    fn text(&mut self, text: &str, marks: &Marks, before: Before, ends: bool) -> Before {
        let kept = is_kept(text, before, ends);
        let mut style = Vec::new();
        if kept {
            style.push("white-space:pre-wrap".to_owned());
        }
        style.extend(marks.color.map(|color| ["color:", &notation(color)].concat()));
        style
            .extend(marks.background.map(|color| ["background-color:", &notation(color)].concat()));

        let mut open = Vec::new();
        if self.link(marks) {
            open.push("a");
        }
        if !style.is_empty() {
            self.tags.open("span", &[("style", &style.join(";"))]);
            open.push("span");
        }
        for name in self.names(marks, open.first() == Some(&"a")) {
            self.tags.open(name, &[]);
            open.push(name);
        }
        self.tags.text(text);
        open.into_iter().rev().for_each(|name| self.tags.close(name));
        let gap = if kept { ends_in_break(text) } else { text.ends_with(' ') };
        if gap { Before::Gap } else { Before::Words }
    }

    /// Opens a link, if it leads somewhere that is safe; links are checked here again, whoever
    /// made the tree.
    fn link(&mut self, marks: &Marks) -> bool {
        let Some(link) = &marks.link else { return false };
        match Target::of(link.href.as_str()) {
            Target::Open(href) => {
                let mut attributes = vec![("href", href.as_str())];
                if let Some(title) = link.title.as_ref().filter(|it| !it.as_str().is_empty()) {
                    attributes.push(("title", title.as_str()));
                }
                if work_item(&href).is_some() {
                    // Without it, the reader would make a reference of it.
                    attributes.push(("data-link", ""));
                }
                self.tags.open("a", &attributes);
                return true;
            }
            Target::Nothing => {}
            Target::Unsafe => self.note(LossKind::UnsafeLink),
            Target::Foreign => self.note(LossKind::LinkNotCarried),
        }
        false
    }

    /// The elements of the simple marks. A link is underlined anyway, and no text stands above
    /// and below its line.
    fn names(&mut self, marks: &Marks, linked: bool) -> Vec<&'static str> {
        let clash = (linked && marks.has(Mark::Underline))
            || (marks.has(Mark::Subscript) && marks.has(Mark::Superscript));
        if clash {
            self.note(LossKind::MarkCombination);
        }
        let name = |mark: &Mark| match mark {
            Mark::Strong => Some("strong"),
            Mark::Emphasis => Some("em"),
            Mark::Underline => (!linked).then_some("u"),
            Mark::Strike => Some("s"),
            Mark::Code => Some("code"),
            Mark::Subscript => Some("sub"),
            Mark::Superscript => (!marks.has(Mark::Subscript)).then_some("sup"),
            _ => None,
        };
        marks.simple().iter().filter_map(name).collect()
    }
}

/// The words of a piece that stands for itself: on one line, no space around them.
pub(super) fn one_line(text: &str) -> String {
    text.split([' ', '\t', '\n', '\r', '\x0c'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
        .trim()
        .to_owned()
}

/// The pieces without what is only around or beside them.
fn flatten<'a>(inlines: &'a [Inline], pieces: &mut Vec<&'a Inline>) {
    for mut inline in inlines {
        while let Inline::Detailed { inline: inner, .. } = inline {
            inline = inner;
        }
        if shown(inline).is_none_or(|text| !text.is_empty()) {
            pieces.push(inline);
        }
    }
}

fn shown(inline: &Inline) -> Option<&str> {
    match inline {
        Inline::Text { text, .. } => Some(text.as_str()),
        Inline::Unknown(node) => Some(node.text.as_str()),
        _ => None,
    }
}

/// Whether nothing stands behind the last line break of a text.
fn ends_in_break(text: &str) -> bool {
    text.strip_suffix('\r').unwrap_or(text).ends_with('\n')
}

fn is_blank(inline: &Inline) -> bool {
    shown(inline).is_some_and(|text| text.chars().all(char::is_whitespace))
}

/// Whether a browser would leave out spaces of the text, if it were not told to keep them.
fn is_kept(text: &str, before: Before, ends: bool) -> bool {
    let mut gap = before == Before::Gap;
    for c in text.chars() {
        if matches!(c, '\t' | '\n' | '\r' | '\x0c') || (c == ' ' && gap) {
            return true;
        }
        gap = c == ' ';
    }
    gap && ends
}

fn status_style(color: StatusColor) -> &'static str {
    match color {
        StatusColor::Purple => "background-color:#eae6ff",
        StatusColor::Blue => "background-color:#deebff",
        StatusColor::Red => "background-color:#ffebe6",
        StatusColor::Yellow => "background-color:#fff0b3",
        StatusColor::Green => "background-color:#e3fcef",
        _ => "background-color:#dfe1e6",
    }
}
