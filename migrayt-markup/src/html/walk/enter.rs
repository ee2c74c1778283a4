use migrayt_core::Content;
use migrayt_core::richtext::{Block, Inline, PanelKind};

use super::{Then, Walk, is_list_paragraph};
use crate::build::{CellShape, Kind};
use crate::html::arena::Id;
use crate::html::color::Paint;
use crate::html::element::Element;
use crate::html::image::Image;
use crate::html::sheet::Sheet;
use crate::loss::LossKind;
use crate::names;

/// The largest spans that HTML allows.
const COLUMNS: u32 = 1_000;
const ROWS: u32 = 65_534;

impl Walk<'_> {
    /// Does what an element does at its beginning.
    pub(super) fn enter(&mut self, id: Id, element: Element, sheet: &Sheet) -> Then {
        match element {
            _ if is_list_paragraph(element, sheet) => {
                self.list_paragraph(id, sheet.list_level.unwrap_or(1));
            }
            Element::Hidden(_) => {}
            Element::Inline => return self.own(id),
            Element::Block if self.panel(id).is_some() => {
                self.builder.open(Kind::Panel(self.panel(id).unwrap_or(PanelKind::Info)));
            }
            Element::Block if self.is_captioned(id) => self.builder.open(Kind::Figure),
            Element::Block if self.has(id, "data-decisions") => {
                self.builder.open(Kind::Decisions);
            }
            Element::Block | Element::Term => self.builder.boundary(),
            Element::Control(why) => {
                self.builder.note(why);
                self.builder.boundary();
            }
            Element::Unknown => self.builder.note(LossKind::UnknownElement),
            Element::Heading(level) => self.builder.open(Kind::Heading(level)),
            Element::Quote => self.builder.open(Kind::Quote),
            Element::BulletList => self.builder.open(Kind::List { start: None, level: None }),
            Element::OrderedList => {
                let start = self.number(id, "start").unwrap_or(1);
                self.builder.open(Kind::List { start: Some(start), level: None });
            }
            Element::Item => self.item(id),
            Element::Table => self.builder.open(Kind::Table),
            Element::Caption => self.builder.open(Kind::Caption),
            Element::Row => self.builder.open(Kind::Row),
            Element::Cell { heading } => self.cell(id, heading, sheet),
            Element::Preformatted => return self.preformatted(id),
            Element::Rule => self.builder.leaf(Block::Rule),
            Element::Break => self.builder.line_break(),
            Element::Image => self.image(id),
            Element::Anchor => return self.anchor(id),
            Element::Details => self.details(id),
            Element::Summary => return self.summary(id),
            Element::Input => self.input(id),
        }
        Then::Children
    }

    fn list_paragraph(&mut self, id: Id, level: u32) {
        let is_marker = |id| {
            let style = self.arena.attribute(id, "style");
            style.is_some_and(|style| Sheet::parse(style).list_marker)
        };
        let marker = self.arena.find_below(id, is_marker).map(|id| self.arena.line_text(id));
        self.builder.open_paragraph_item(level, marker.as_deref().and_then(first_number));
        if let Some(open) = self.open.last_mut() {
            open.list_paragraph = true;
        }
    }

    fn item(&mut self, id: Id) {
        let task = (self.arena.attribute(id, "role") == Some("checkbox"))
            .then(|| self.arena.attribute(id, "aria-checked") == Some("true"));
        self.builder.open(Kind::Item(task));
    }

    fn cell(&mut self, id: Id, heading: bool, sheet: &Sheet) {
        let span = |name, most| match self.number(id, name) {
            Some(number) => u32::try_from(number).unwrap_or(most).clamp(1, most),
            None => 1,
        };
        let color = self.arena.attribute(id, "bgcolor").and_then(Paint::parse);
        let background = match sheet.background.or(color) {
            Some(Paint::Rgb(color)) if color != [255, 255, 255] => Some(color),
            _ => None,
        };
        let (columns, rows) = (span("colspan", COLUMNS), span("rowspan", ROWS));
        self.builder.open(Kind::Cell(CellShape { heading, columns, rows, background }));
    }

    /// Code, unless there is something in it that code cannot hold.
    fn preformatted(&mut self, id: Id) -> Then {
        let rich = |id| {
            matches!(
                Element::of(self.arena.name(id)),
                Element::Image
                    | Element::Table
                    | Element::BulletList
                    | Element::OrderedList
                    | Element::Quote
                    | Element::Heading(_)
                    | Element::Input
            )
        };
        if self.arena.any_below(id, rich) {
            self.builder.boundary();
            return Then::Children;
        }
        if self.arena.any_below(id, |id| self.arena.attribute(id, "href").is_some()) {
            self.builder.note(LossKind::LinkInCode);
        }
        let mut text = self.arena.raw_text(id);
        text.truncate(text.trim_end_matches(['\n', '\r']).len());
        if !text.is_empty() {
            let (language, text) = (self.language(id), Content::text(text));
            self.builder.leaf(Block::Code { language, text });
        }
        Then::Next
    }

    /// The language in a class such as `language-rust`, of the element or its first child.
    fn language(&self, id: Id) -> Option<String> {
        let child = self.arena.get(id).and_then(|node| node.first);
        let classes = [Some(id), child].into_iter().flatten();
        classes.filter_map(|id| self.arena.attribute(id, "class")).find_map(|classes| {
            classes.split_ascii_whitespace().find_map(|class| {
                let name = class.strip_prefix("language-").or_else(|| class.strip_prefix("lang-"));
                name.filter(|name| !name.is_empty()).map(str::to_owned)
            })
        })
    }

    fn image(&mut self, id: Id) {
        let link = self.style.link.as_ref().map(|link| link.href.as_str());
        match Image::read(self.arena, id, link) {
            Image::Shown(media) => self.builder.inline(Inline::Media(media)),
            Image::Lost { alt, why } => {
                if let Some(why) = why {
                    self.builder.note(why);
                }
                let (marks, white) = (self.style.marks(), self.style.white);
                self.builder.text(&format!(" {alt} "), &marks, white);
            }
        }
    }

    fn details(&mut self, id: Id) {
        let summary = self.child(id, "summary");
        let title = summary.map(|id| self.arena.line_text(id)).unwrap_or_default();
        if self.builder.try_open(Kind::Expand(title)) {
            self.titles.extend(summary);
        }
    }

    /// The first summary of a part is its title already; any other is a paragraph.
    fn summary(&mut self, id: Id) -> Then {
        if self.titles.contains(&id) {
            return Then::Next;
        }
        self.builder.boundary();
        Then::Children
    }

    fn child(&self, id: Id, name: &str) -> Option<Id> {
        let mut at = self.arena.get(id)?.first;
        while let Some(child) = at {
            if self.arena.name(child) == name {
                return Some(child);
            }
            at = self.arena.get(child)?.next;
        }
        None
    }

    fn input(&mut self, id: Id) {
        match self.arena.attribute(id, "type") {
            Some(kind) if kind.eq_ignore_ascii_case("checkbox") => {
                self.builder.task(self.arena.attribute(id, "checked").is_some());
            }
            Some(kind) if kind.eq_ignore_ascii_case("hidden") => {}
            _ => self.builder.note(LossKind::FormControl),
        }
    }

    /// The panel that an element is, by the attribute that Atlassian's editors write.
    fn panel(&self, id: Id) -> Option<PanelKind> {
        self.arena.attribute(id, "data-panel-type").map(names::panel_of)
    }

    fn number(&self, id: Id, name: &str) -> Option<u64> {
        self.arena.attribute(id, name).and_then(|value| value.trim().parse().ok())
    }
}

/// The number of a numbered list's marker: `3.`, `b)`, `iv.`; nothing for a bullet.
fn first_number(marker: &str) -> Option<u64> {
    let marker = marker.trim().trim_start_matches('(');
    let number = marker.trim_end_matches(['.', ')', ' ', '\u{a0}']);
    if number == marker || number.is_empty() {
        return None;
    }
    match number.rsplit('.').next().unwrap_or(number).parse() {
        Ok(number) => Some(number),
        Err(_) if number.chars().all(char::is_alphanumeric) => Some(1),
        Err(_) => None,
    }
}
