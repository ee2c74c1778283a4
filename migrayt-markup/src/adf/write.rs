use migrayt_core::Content;
use migrayt_core::richtext::{Block, Document, Inline, PanelKind};
use serde_json::{Value, json};

use super::inline::{plain, visible};
use super::node::{at_least_a_paragraph, attrs, node, node_with};
use super::place::{Out, Place, Room};
use crate::loss::{LossKind, Losses, Path, Step};
use crate::outcome::Writing;

/// Writes one document.
#[derive(Debug, Default)]
pub(super) struct Writer {
    losses: Losses,
    /// The nodes around the present one.
    steps: Vec<Step>,
    /// How many ids were given out.
    ids: u64,
}

impl Writer {
    pub(super) fn run(mut self, document: &Document) -> Writing<Value> {
        let place = Place { room: Room::Document, tables: true };
        let content = Out::nodes(self.blocks(&document.blocks, place));
        let value = json!({ "version": 1, "type": "doc", "content": content });
        Writing { value, losses: self.losses.into_rows() }
    }

    pub(super) fn note(&mut self, kind: LossKind) {
        let steps = &self.steps;
        self.losses.note(kind, || Path::of(steps.iter().copied()));
    }

    /// Does something with a node on the path.
    pub(super) fn at<T>(
        &mut self,
        kind: &'static str,
        index: usize,
        act: impl FnOnce(&mut Self) -> T,
    ) -> T {
        self.steps.push(Step { kind, index });
        let done = act(self);
        self.steps.pop();
        done
    }

    /// An id that is unique in the document, in the form of a UUID.
    pub(super) fn local_id(&mut self) -> Value {
        self.ids += 1;
        Value::String(format!("00000000-0000-4000-8000-{:012x}", self.ids))
    }

    pub(super) fn blocks(&mut self, blocks: &[Block], place: Place) -> Vec<Out> {
        let mut outs = Vec::with_capacity(blocks.len());
        for (index, block) in blocks.iter().enumerate() {
            let outs = &mut outs;
            self.at(name(block), index, |writer| writer.block(block, place, outs));
        }
        outs
    }

    fn block(&mut self, block: &Block, place: Place, outs: &mut Vec<Out>) {
        match block {
            Block::Paragraph(inlines) => outs.extend(self.paragraph(inlines, false)),
            Block::Heading { level, inlines } => self.heading(*level, inlines, place, outs),
            Block::BulletList(items) => outs.extend(self.list(None, items, place)),
            Block::OrderedList { start, items } => {
                outs.extend(self.list(Some(*start), items, place));
            }
            Block::TaskList(tasks) if place.takes_tasks() => outs.extend(self.task_list(tasks)),
            Block::DecisionList(items) if place.takes_decisions() => {
                outs.extend(self.decision_list(items));
            }
            Block::TaskList(tasks) | Block::DecisionList(tasks) => {
                self.note(LossKind::TasksFlattened);
                outs.extend(self.boxed_list(tasks).map(Out::Here));
            }
            Block::Quote(blocks) => self.quote(blocks, place, outs),
            Block::Code { language, text } => {
                let language = language.as_deref().filter(|it| !it.is_empty());
                let attrs = attrs([("language", language.map(Value::from))]);
                let content = plain(text).into_iter().collect();
                outs.push(Out::Here(node_with("codeBlock", attrs, content)));
            }
            Block::Panel { kind, blocks } => self.panel(*kind, blocks, place, outs),
            Block::Expand { title, blocks } => self.expand(title, blocks, place, outs),
            Block::Rule if place.takes_rules() => outs.push(Out::Here(json!({ "type": "rule" }))),
            Block::Rule => self.note(LossKind::RuleDropped),
            Block::Table(table) => self.table(table, place, outs),
            Block::Media(files) => self.files(files, place, outs),
            Block::Section(blocks) => outs.extend(self.blocks(blocks, place)),
            Block::Detailed { block, .. } => self.block(block, place, outs),
            Block::Unknown(unknown) => {
                self.note(LossKind::UnknownNode);
                let content = plain(&unknown.text).into_iter().collect();
                outs.push(Out::Here(node("paragraph", content)));
            }
            _ => self.note(LossKind::UnknownNode),
        }
    }

    fn heading(&mut self, level: u8, inlines: &[Inline], place: Place, outs: &mut Vec<Out>) {
        if !place.takes_headings() {
            self.note(LossKind::HeadingFlattened);
            outs.extend(self.paragraph(inlines, true));
            return;
        }
        let attrs = attrs([("level", Some(level.clamp(1, 6).into()))]);
        outs.push(Out::Here(node_with("heading", attrs, self.line(inlines))));
    }

    fn quote(&mut self, blocks: &[Block], place: Place, outs: &mut Vec<Out>) {
        if !place.takes_boxes() {
            self.note(LossKind::QuoteFlattened);
            outs.extend(self.blocks(blocks, place));
            return;
        }
        let inner = self.blocks(blocks, place.inside(Room::Quote));
        let wrap = |content| node("blockquote", at_least_a_paragraph(content));
        outs.extend(Out::part(inner, place, wrap));
    }

    fn panel(&mut self, kind: PanelKind, blocks: &[Block], place: Place, outs: &mut Vec<Out>) {
        if !place.takes_boxes() {
            self.note(LossKind::PanelFlattened);
            outs.extend(self.blocks(blocks, place));
            return;
        }
        let inner = self.blocks(blocks, place.inside(Room::Panel));
        outs.extend(Out::part(inner, place, |content| {
            let attrs = attrs([("panelType", Some(panel_name(kind).into()))]);
            node_with("panel", attrs, at_least_a_paragraph(content))
        }));
    }

    fn expand(
        &mut self,
        title: &Content<String>,
        blocks: &[Block],
        place: Place,
        outs: &mut Vec<Out>,
    ) {
        let Some((name, room)) = place.expand() else {
            self.note(LossKind::ExpandFlattened);
            if !title.as_str().is_empty() {
                let title = Inline::plain(title.as_str());
                outs.extend(self.paragraph(&[title], true));
            }
            outs.extend(self.blocks(blocks, place));
            return;
        };
        let content = Out::nodes(self.blocks(blocks, place.inside(room)));
        let attrs = attrs([("title", Some(visible(title.as_str()).into()))]);
        outs.push(Out::Here(node_with(name, attrs, at_least_a_paragraph(content))));
    }
}

fn panel_name(kind: PanelKind) -> &'static str {
    match kind {
        PanelKind::Note => "note",
        PanelKind::Tip => "tip",
        PanelKind::Warning => "warning",
        PanelKind::Error => "error",
        PanelKind::Success => "success",
        _ => "info",
    }
}

/// A block's name on a path.
fn name(block: &Block) -> &'static str {
    match block {
        Block::Paragraph(_) => "paragraph",
        Block::Heading { .. } => "heading",
        Block::BulletList(_) | Block::OrderedList { .. } => "list",
        Block::TaskList(_) => "tasks",
        Block::DecisionList(_) => "decisions",
        Block::Quote(_) => "quote",
        Block::Code { .. } => "code",
        Block::Panel { .. } => "panel",
        Block::Expand { .. } => "expand",
        Block::Rule => "rule",
        Block::Table(_) => "table",
        Block::Media(_) => "media",
        _ => "unknown",
    }
}
