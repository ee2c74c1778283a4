use migrayt_core::richtext::{
    Block, Details, Format, Inline, Mark, Marks, Media, PanelKind, UnknownNode,
};

use super::super::blocks::PANELS;
use super::super::language;
use super::super::macros::Head;
use super::super::source::Source;
use super::{Room, Tight, Writer};
use crate::color::notation;
use crate::loss::{LossKind, Noting as _};
use crate::names;

impl Writer {
    /// Blocks with empty lines between them, or without where none may stand.
    pub(super) fn blocks(&mut self, blocks: &[Block], room: Room) -> String {
        let between = if room.tight.is_some() { "\n" } else { "\n\n" };
        let mut out = String::new();
        for (index, block) in blocks.iter().enumerate() {
            let text =
                self.at(names::block(block), index, |writer| writer.block(block, None, room));
            if !out.is_empty() && !text.is_empty() {
                out.push_str(between);
            }
            out.push_str(&text);
        }
        out
    }

    pub(super) fn block(&mut self, block: &Block, details: Option<&str>, room: Room) -> String {
        match block {
            Block::Paragraph(inlines) => self.paragraph(inlines, room),
            Block::Heading { level, inlines } => {
                let line = self.line(inlines, false);
                if line.is_empty() { line } else { format!("h{}. {line}", (*level).clamp(1, 6)) }
            }
            Block::BulletList(items) => self.list(false, items, "", room),
            Block::OrderedList { start, items } => {
                if *start != 1 {
                    self.note(LossKind::Appearance);
                }
                self.list(true, items, "", room)
            }
            Block::TaskList(tasks) | Block::DecisionList(tasks) => {
                if !tasks.is_empty() {
                    self.note(LossKind::TasksFlattened);
                }
                self.tasks(tasks, matches!(block, Block::TaskList(_)), "*")
            }
            Block::Quote(blocks) => self.quote(blocks, room),
            Block::Code { language, text } => {
                self.code(language.as_deref(), text.as_str(), details, room)
            }
            Block::Panel { kind, blocks } => self.panel(*kind, blocks, details, room),
            Block::Expand { title, blocks } => self.expand(title.as_str(), blocks, room),
            Block::Rule => {
                if room.tight.is_some() {
                    self.note(LossKind::RuleDropped);
                    return String::new();
                }
                "----".to_owned()
            }
            Block::Table(table) => self.table(table, room),
            Block::Media(files) => self.files(files, room),
            Block::Section(blocks) => self.blocks(blocks, room),
            Block::Detailed { details, block } => self.block(block, own(Some(details)), room),
            Block::Unknown(node) => self.unknown(node, room),
            _ => {
                self.note(LossKind::UnknownNode);
                String::new()
            }
        }
    }

    pub(super) fn paragraph(&mut self, inlines: &[Inline], room: Room) -> String {
        let line = self.line(inlines, room.tight != Some(Tight::Cell));
        if line.is_empty() {
            self.note(LossKind::EmptyParagraph);
        }
        line
    }

    fn quote(&mut self, blocks: &[Block], room: Room) -> String {
        if room.quote {
            self.note(LossKind::QuoteFlattened);
            return self.blocks(blocks, room);
        }
        let inner = self.blocks(blocks, Room { tight: None, quote: true, ..room });
        format!("{{quote}}\n{inner}\n{{quote}}")
    }

    fn panel(
        &mut self,
        kind: PanelKind,
        blocks: &[Block],
        details: Option<&str>,
        room: Room,
    ) -> String {
        if room.panel {
            self.note(LossKind::PanelFlattened);
            return self.blocks(blocks, room);
        }
        let kind = match kind {
            PanelKind::Tip => {
                self.note(LossKind::PanelColor);
                PanelKind::Success
            }
            kind => kind,
        };
        let color = PANELS.iter().find(|(known, _)| *known == kind).map(|(_, color)| *color);
        let color = color.map(|color| format!("bgColor={}", notation(color)));
        let parameters = details.map(str::to_owned).or(color).unwrap_or_default();
        let inner = self.blocks(blocks, Room { tight: None, panel: true, ..room });
        format!("{{panel:{parameters}}}\n{inner}\n{{panel}}")
    }

    /// The title as a strong line, and the blocks below it: Jira has nothing that opens.
    fn expand(&mut self, title: &str, blocks: &[Block], room: Room) -> String {
        self.note(LossKind::ExpandFlattened);
        let title = Block::Paragraph(vec![Inline::marked(title, Marks::of(Mark::Strong))]);
        let mut all = vec![title];
        all.extend_from_slice(blocks);
        self.blocks(&all, room)
    }

    /// Code between its marks, or monospaced lines if it holds the marks at an end itself.
    fn code(
        &mut self,
        language: Option<&str>,
        text: &str,
        details: Option<&str>,
        room: Room,
    ) -> String {
        let text: String =
            text.chars().filter(|c| !c.is_control() || "\n\t".contains(*c)).collect();
        let lower = text.to_ascii_lowercase();
        let named = language.is_some_and(|language| !language.trim().is_empty());
        let language = language.and_then(language::write);
        if named && language.is_none() {
            self.note(LossKind::Appearance);
        }
        let name = if language.is_some() { "code" } else { "noformat" };
        let holds = |name: &str| lower.contains(&format!("{{{name}}}"));
        if holds(name) || room.quote && holds("quote") || room.panel && holds("panel") {
            self.note(LossKind::CodeAsText);
            let mut line = Vec::new();
            for (index, part) in text.split('\n').enumerate() {
                if index > 0 {
                    line.push(Inline::Break);
                }
                line.push(Inline::marked(part, Marks::of(Mark::Code)));
            }
            return self.paragraph(&line, room);
        }
        let parameters: Vec<&str> = language.as_deref().into_iter().chain(details).collect();
        let head = if parameters.is_empty() {
            String::new()
        } else {
            format!(":{}", parameters.join("|"))
        };
        format!("{{{name}{head}}}\n{text}\n{{{name}}}")
    }

    fn files(&mut self, files: &[Media], room: Room) -> String {
        let between = if room.tight.is_some() { "\n" } else { "\n\n" };
        let lines = files.iter().map(|file| self.line(&[Inline::Media(file.clone())], false));
        let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
        lines.join(between)
    }

    /// A node of wiki markup or of ADF as it was, any other by its words.
    fn unknown(&mut self, node: &UnknownNode, room: Room) -> String {
        let raw = node.raw.as_str();
        if node.format == Format::Wiki && is_macro(raw) {
            return raw.to_owned();
        }
        if node.format == Format::Adf
            && room.tight.is_none()
            && !raw.contains("{adf}")
            && !["{quote}", "{panel}"].iter().any(|name| raw.contains(name))
            && serde_json::from_str::<serde_json::Value>(raw).is_ok_and(|node| node.is_object())
        {
            return format!("{{adf:display=block}}\n{raw}\n{{adf}}");
        }
        self.note(LossKind::UnknownNode);
        self.line(&[Inline::plain(node.text.as_str())], false)
    }
}

/// Whether this is one macro that is read as an unknown one, and nothing else.
pub(super) fn is_macro(raw: &str) -> bool {
    let source = Source::new(raw);
    let head = Head::at(&source, 0, source.whole());
    head.is_some_and(|head| {
        head.end == raw.len()
            && (head.is_foreign() || head.name == "anchor" && !head.parameters.is_empty())
    })
}

/// What wiki markup says beyond the tree, as far as it may stand in a macro's head.
pub(super) fn own(details: Option<&Details>) -> Option<&str> {
    let raw = details.filter(|details| details.format == Format::Wiki)?.raw.as_str();
    (!raw.is_empty() && !raw.contains(['{', '}', '\n', '\r', '[', ']', '!'])).then_some(raw)
}
