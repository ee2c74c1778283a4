mod code;
mod dialect;
mod escape;
mod flat;
mod line;
mod list;
mod mark;
mod piece;
mod table;

use migrayt_core::richtext::{Block, Document, Format, Inline, Media, PanelKind, UnknownNode};

use self::flat::{Family, flat};
use self::line::Room;
use super::toc;
use crate::beyond;
use crate::loss::{LossKind, Noting, Trail};
use crate::names;
use crate::outcome::Writing;

/// Writes one document.
#[derive(Debug, Default)]
pub(super) struct Writer {
    out: String,
    /// What stands before each line.
    prefix: String,
    /// What stands before the next line instead.
    first: Option<String>,
    /// The empty line that the next line needs before it.
    gap: Option<String>,
    trail: Trail,
}

impl Noting for Writer {
    fn trail(&mut self) -> &mut Trail {
        &mut self.trail
    }
}

impl Writer {
    pub(super) fn run(mut self, document: &Document) -> Writing<String> {
        self.blocks(&document.blocks, false);
        beyond::note(&mut self, document, Format::Markdown);
        self.out.truncate(self.out.trim_end_matches('\n').len());
        Writing { value: self.out, losses: self.trail.into_rows() }
    }

    /// Writes blocks, with empty lines between them unless `tight`.
    fn blocks(&mut self, blocks: &[Block], tight: bool) {
        let mut last: Option<(Family, bool)> = None;
        let mut written = false;
        for (index, block) in flat(blocks).into_iter().enumerate() {
            if written && !tight {
                self.part();
            }
            let family = Family::of(block);
            let other =
                matches!((last, family), (Some((one, other)), Some(two)) if one == two && !other);
            let length = self.out.len();
            self.at(names::block(block), index, |writer| writer.block(block, other));
            if self.out.len() > length {
                written = true;
                last = family.map(|family| (family, other));
            }
        }
    }

    fn block(&mut self, block: &Block, other: bool) {
        match block {
            Block::Paragraph(inlines) => self.paragraph(inlines),
            Block::Heading { level, inlines } => {
                if let Some(line) = self.line(inlines, Room::Heading) {
                    let sign = "#".repeat(usize::from((*level).clamp(1, 6)));
                    self.put(&[&sign, " ", &line].concat());
                }
            }
            Block::BulletList(items) => self.list(None, items, other),
            Block::OrderedList { start, items } => self.list(Some(*start), items, other),
            Block::TaskList(tasks) => self.tasks(tasks, other),
            Block::DecisionList(tasks) => {
                if !tasks.is_empty() {
                    self.note(LossKind::TasksFlattened);
                }
                self.tasks(tasks, other);
            }
            Block::Quote(blocks) => self.inside("> ", "> ", |writer| writer.blocks(blocks, false)),
            Block::Code { language, text } => self.code(language.as_deref(), text),
            Block::Panel { kind, blocks } => self.panel(*kind, blocks),
            Block::Expand { title, blocks } => self.expand(title.as_str(), blocks),
            Block::Rule => self.put(if self.first.is_some() { "___" } else { "---" }),
            Block::Table(table) => self.table(table),
            Block::Media(files) => {
                for (index, file) in files.iter().enumerate() {
                    if index > 0 {
                        self.part();
                    }
                    self.at("file", index, |writer| writer.file(file));
                }
            }
            Block::Unknown(unknown) => self.unknown(unknown),
            _ => self.note(LossKind::UnknownNode),
        }
    }

    fn paragraph(&mut self, inlines: &[Inline]) {
        match self.line(inlines, Room::Paragraph) {
            Some(text) => self.put_lines(&text),
            None => self.note(LossKind::EmptyParagraph),
        }
    }

    fn panel(&mut self, kind: PanelKind, blocks: &[Block]) {
        if kind == PanelKind::Success {
            self.note(LossKind::PanelColor);
        }
        self.inside("> ", "> ", |writer| {
            writer.put(dialect::alert(kind));
            if !matches!(flat(blocks).first(), Some(Block::Paragraph(line)) if list::shows(line)) {
                writer.part();
            }
            writer.blocks(blocks, false);
        });
    }

    fn expand(&mut self, title: &str, blocks: &[Block]) {
        self.put("<details>");
        self.put(&["<summary>", &dialect::html(title), "</summary>"].concat());
        self.part();
        self.blocks(blocks, false);
        self.part();
        self.put("</details>");
    }

    /// A file on a line of its own, and its caption below it.
    fn file(&mut self, file: &Media) {
        let mut shown = file.clone();
        let caption = std::mem::take(&mut shown.caption);
        self.paragraph(&[Inline::Media(shown)]);
        if !caption.is_empty() {
            self.note(LossKind::CaptionFlattened);
            self.part();
            self.paragraph(&caption);
        }
    }

    /// A node of Markdown as it was, any other by its words.
    fn unknown(&mut self, unknown: &UnknownNode) {
        if unknown.raw.as_str() == toc::NOTATION {
            return self.put(toc::NOTATION);
        }
        self.note(LossKind::UnknownNode);
        if !unknown.text.as_str().is_empty() {
            self.paragraph(&[Inline::plain(unknown.text.as_str())]);
        }
    }

    /// Writes what stands behind marks at the beginnings of its lines.
    fn inside(&mut self, first: &str, rest: &str, act: impl FnOnce(&mut Self)) {
        let (length, written) = (self.prefix.len(), self.out.len());
        let outer = self.first.clone();
        let mut line = self.first.take().unwrap_or_else(|| self.prefix.clone());
        line.push_str(first);
        self.first = Some(line);
        self.prefix.push_str(rest);
        act(self);
        self.prefix.truncate(length);
        self.first = outer.filter(|_| self.out.len() == written);
        if self.out.len() > written {
            self.gap = None;
        }
    }

    /// Asks for an empty line before the next one.
    fn part(&mut self) {
        if self.gap.is_none() && self.first.is_none() {
            self.gap = Some(self.prefix.trim_end().to_owned());
        }
    }

    fn put_lines(&mut self, text: &str) {
        for line in text.split('\n') {
            self.put(line);
        }
    }

    /// Writes a line.
    fn put(&mut self, line: &str) {
        if let Some(gap) = self.gap.take() {
            self.out.push_str(&gap);
            self.out.push('\n');
        }
        let first = self.first.take();
        let prefix = first.as_deref().unwrap_or(&self.prefix);
        self.out.push_str(if line.is_empty() { prefix.trim_end() } else { prefix });
        self.out.push_str(line);
        self.out.push('\n');
    }
}
