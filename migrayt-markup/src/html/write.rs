//! Writes the HTML that Azure DevOps keeps in its fields. What HTML has no element for is shown
//! in words, with `data-` attributes that the reader turns back into nodes.

mod line;
mod media;
mod mentions;
mod page;
mod tags;

use migrayt_core::richtext::{
    Block, Cell, Details, Document, Format, Inline, ListItem, PanelKind, Table, TaskItem,
};

pub(super) use self::page::page;
use self::tags::Tags;
use crate::beyond;
use crate::build::Align;
use crate::color::notation;
use crate::loss::{LossKind, Noting, Trail};
use crate::names;
use crate::outcome::Writing;

/// A page under construction.
#[derive(Debug, Default)]
pub(super) struct Writer {
    tags: Tags,
    trail: Trail,
}

impl Noting for Writer {
    fn trail(&mut self) -> &mut Trail {
        &mut self.trail
    }
}

impl Writer {
    pub(super) fn run(mut self, document: &Document) -> Writing<String> {
        self.blocks(&document.blocks);
        beyond::note(&mut self, document, Format::Html);
        Writing { value: self.tags.finish(), losses: self.trail.into_rows() }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for (index, block) in blocks.iter().enumerate() {
            self.at(names::block(block), index, |writer| writer.block(block, None));
        }
    }

    /// Blocks in an item or a cell: a paragraph at the beginning needs no element of its own.
    fn content(&mut self, blocks: &[Block]) {
        let rest = match blocks {
            [Block::Paragraph(inlines), rest @ ..] => {
                self.line(inlines);
                rest
            }
            all => all,
        };
        self.blocks(rest);
    }

    fn block(&mut self, block: &Block, align: Option<Align>) {
        match block {
            Block::Paragraph(inlines) => self.lines("p", inlines, align),
            Block::Heading { level, inlines } => self.lines(heading(*level), inlines, align),
            Block::BulletList(items) => self.list("ul", &[], items),
            Block::OrderedList { start: 1, items } => self.list("ol", &[], items),
            Block::OrderedList { start, items } => {
                self.list("ol", &[("start", &start.to_string())], items);
            }
            Block::TaskList(items) => self.tasks(items),
            Block::DecisionList(items) => {
                self.tags.open("div", &[("data-decisions", "")]);
                self.tasks(items);
                self.tags.close("div");
            }
            Block::Quote(blocks) => {
                self.tags.open("blockquote", &[]);
                self.blocks(blocks);
                self.tags.close("blockquote");
            }
            Block::Code { language, text } => self.code(language.as_deref(), text.as_str()),
            Block::Panel { kind, blocks } => self.panel(*kind, blocks),
            Block::Expand { title, blocks } => {
                self.tags.open("details", &[]);
                self.tags.element("summary", &[], title.as_str());
                self.blocks(blocks);
                self.tags.close("details");
            }
            Block::Rule => self.tags.open("hr", &[]),
            Block::Table(table) => self.table(table),
            Block::Media(files) => files.iter().for_each(|file| self.figure(file)),
            Block::Section(blocks) => self.blocks(blocks),
            Block::Detailed { details, block } => {
                self.block(block, aligned(details).or(align));
            }
            Block::Unknown(node) => {
                self.note(LossKind::UnknownNode);
                self.lines("p", &[Inline::plain(node.text.as_str())], align);
            }
            _ => self.note(LossKind::UnknownNode),
        }
    }

    /// An element that holds one line.
    fn lines(&mut self, name: &'static str, inlines: &[Inline], align: Option<Align>) {
        match align {
            Some(align) => self.tags.open(name, &[("style", align.style())]),
            None => self.tags.open(name, &[]),
        }
        self.line(inlines);
        self.tags.close(name);
    }

    fn list(&mut self, name: &'static str, attributes: tags::Attributes<'_>, items: &[ListItem]) {
        self.tags.open(name, attributes);
        for (index, item) in items.iter().enumerate() {
            self.tags.open("li", &[]);
            self.at("item", index, |writer| writer.content(&item.blocks));
            self.tags.close("li");
        }
        self.tags.close(name);
    }

    /// Boxes are characters: editors take out fields of forms.
    fn tasks(&mut self, items: &[TaskItem]) {
        self.tags.open("ul", &[]);
        for (index, item) in items.iter().enumerate() {
            let checked = if item.done { "true" } else { "false" };
            self.tags.open("li", &[("role", "checkbox"), ("aria-checked", checked)]);
            self.tags.element("span", &[("data-box", "")], crate::build::glyph(item.done));
            self.at("item", index, |writer| {
                if !item.inlines.is_empty() {
                    writer.line(&item.inlines);
                }
                if !item.children.is_empty() {
                    writer.tasks(&item.children);
                }
            });
            self.tags.close("li");
        }
        self.tags.close("ul");
    }

    fn code(&mut self, language: Option<&str>, text: &str) {
        self.tags.open("pre", &[]);
        let language = language.and_then(|it| it.split_ascii_whitespace().next());
        match language {
            Some(language) => {
                let class = ["language-", language].concat();
                self.tags.element("code", &[("class", &class)], text);
            }
            None => self.tags.element("code", &[], text),
        }
        self.tags.close("pre");
    }

    fn panel(&mut self, kind: PanelKind, blocks: &[Block]) {
        let style = match kind {
            PanelKind::Note => "padding:8px;background-color:#eae6ff",
            PanelKind::Tip => "padding:8px;background-color:#e3fcef",
            PanelKind::Warning => "padding:8px;background-color:#fffae6",
            PanelKind::Error => "padding:8px;background-color:#ffebe6",
            PanelKind::Success => "padding:8px;background-color:#abf5d1",
            _ => "padding:8px;background-color:#deebff",
        };
        self.tags.open("div", &[("data-panel-type", names::panel(kind)), ("style", style)]);
        self.blocks(blocks);
        self.tags.close("div");
    }

    fn table(&mut self, table: &Table) {
        self.tags.open("table", &[("border", "1")]);
        self.tags.open("tbody", &[]);
        for (index, row) in table.rows.iter().enumerate() {
            self.at("row", index, |writer| {
                writer.tags.open("tr", &[]);
                for (index, cell) in row.cells.iter().enumerate() {
                    writer.at("cell", index, |writer| writer.cell(cell));
                }
                writer.tags.close("tr");
            });
        }
        self.tags.close("tbody");
        self.tags.close("table");
    }

    fn cell(&mut self, cell: &Cell) {
        let name = if cell.heading { "th" } else { "td" };
        let (columns, rows) = (cell.columns.to_string(), cell.rows.to_string());
        let style = cell.background.map(|color| ["background-color:", &notation(color)].concat());
        let mut attributes = Vec::with_capacity(3);
        if cell.columns > 1 {
            attributes.push(("colspan", columns.as_str()));
        }
        if cell.rows > 1 {
            attributes.push(("rowspan", rows.as_str()));
        }
        if let Some(style) = &style {
            attributes.push(("style", style));
        }
        self.tags.open(name, &attributes);
        self.content(&cell.blocks);
        self.tags.close(name);
    }
}

fn aligned(details: &Details) -> Option<Align> {
    (details.format == Format::Html).then(|| Align::kept(details.raw.as_str())).flatten()
}

fn heading(level: u8) -> &'static str {
    match level {
        0 | 1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
}
