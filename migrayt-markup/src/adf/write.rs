use migrayt_core::Content;
use migrayt_core::richtext::{Block, Document, Format, Inline, PanelKind, UnknownNode};
use serde_json::{Map, Value, json};

use super::inline::{plain, visible};
use super::kept::Kept;
use super::node::{self, at_least_a_paragraph, attrs, dressed};
use super::place::{Out, Place, Room};
use super::read::{card, code, is_good_single, kind};
use super::shape;
use crate::beyond;
use crate::loss::{LossKind, Noting, Trail};
use crate::names;
use crate::outcome::Writing;

/// Writes one document.
#[derive(Debug, Default)]
pub(super) struct Writer {
    trail: Trail,
    /// How many ids were given out.
    ids: u64,
    /// Whether the line is one below a picture.
    pub(super) in_caption: bool,
}

impl Noting for Writer {
    fn trail(&mut self) -> &mut Trail {
        &mut self.trail
    }
}

impl Writer {
    pub(super) fn run(mut self, document: &Document) -> Writing<Value> {
        let place = Place { room: Room::Document, tables: true };
        let content = Out::nodes(self.blocks(&document.blocks, place));
        beyond::note(&mut self, document, Format::Adf);
        let value = json!({ "version": 1, "type": "doc", "content": content });
        Writing { value, losses: self.trail.into_rows() }
    }

    /// An id that is unique in the document, in the form of a UUID.
    pub(super) fn local_id(&mut self) -> Value {
        self.ids += 1;
        Value::String(format!("00000000-0000-4000-8000-{:012x}", self.ids))
    }

    /// A node with what is kept of it.
    pub(super) fn dress(
        &mut self,
        kind: &str,
        attrs: Option<Map<String, Value>>,
        content: Vec<Value>,
        kept: Option<&Kept>,
        place: Place,
    ) -> Value {
        let (node, lost) = dressed(kind, attrs, content, kept, place);
        if lost {
            self.note(LossKind::Appearance);
        }
        node
    }

    pub(super) fn blocks(&mut self, blocks: &[Block], place: Place) -> Vec<Out> {
        let mut outs = Vec::with_capacity(blocks.len());
        for (index, block) in blocks.iter().enumerate() {
            let outs = &mut outs;
            self.at(names::block(block), index, |writer| writer.block(block, None, place, outs));
        }
        outs
    }

    fn block(&mut self, block: &Block, kept: Option<&Kept>, place: Place, outs: &mut Vec<Out>) {
        match block {
            Block::Paragraph(inlines) => outs.extend(self.paragraph(inlines, false, kept, place)),
            Block::Heading { level, inlines } => self.heading(*level, inlines, kept, place, outs),
            Block::BulletList(items) => outs.extend(self.list(None, items, kept, place)),
            Block::OrderedList { start, items } => {
                outs.extend(self.list(Some(*start), items, kept, place));
            }
            Block::TaskList(tasks) if place.takes_tasks() => {
                outs.extend(self.task_list(tasks, kept, place));
            }
            Block::DecisionList(items) if place.takes_decisions() => {
                outs.extend(self.decision_list(items, kept, place));
            }
            Block::TaskList(tasks) | Block::DecisionList(tasks) => {
                self.note(LossKind::TasksFlattened);
                outs.extend(self.boxed_list(tasks).map(Out::Here));
            }
            Block::Quote(blocks) => self.quote(blocks, kept, place, outs),
            Block::Code { language, text } => {
                let language = language.as_deref().filter(|it| !it.is_empty());
                let attrs = attrs([("language", language.map(Value::from))]);
                let stood = kept.and_then(|kept| kept.content.as_ref());
                let content = match stood.filter(|it| is_code(it, text.as_str())) {
                    Some(stood) => stood.clone(),
                    None => plain(text).into_iter().collect(),
                };
                outs.push(Out::Here(self.dress("codeBlock", Some(attrs), content, kept, place)));
            }
            Block::Panel { kind, blocks } => self.panel(*kind, blocks, kept, place, outs),
            Block::Expand { title, blocks } => self.expand(title, blocks, kept, place, outs),
            Block::Rule if place.takes_rules() => {
                let mut rule = self.dress("rule", None, Vec::new(), kept, place);
                if let Value::Object(rule) = &mut rule {
                    rule.remove("content");
                }
                outs.push(Out::Here(rule));
            }
            Block::Rule => self.note(LossKind::RuleDropped),
            Block::Table(table) => self.table(table, place, outs),
            Block::Media(files) => self.files(files, kept, place, outs),
            Block::Section(blocks) => self.section(blocks, kept, place, outs),
            Block::Detailed { details, block } => {
                let kept = Kept::of(details);
                match kept.as_ref().and_then(|kept| kept.node.as_ref()) {
                    Some(node)
                        if place.takes(kind(node))
                            && shape::leaf(node)
                            && card(node).as_ref() == Some(block) =>
                    {
                        outs.push(Out::Here(node.clone()));
                    }
                    _ => self.block(block, kept.as_ref(), place, outs),
                }
            }
            Block::Unknown(unknown) => outs.push(Out::Here(self.unknown(unknown, place))),
            _ => self.note(LossKind::UnknownNode),
        }
    }

    /// A node as it stood, where it may stand; else its words.
    fn unknown(&mut self, unknown: &UnknownNode, place: Place) -> Value {
        let node = (unknown.format == Format::Adf)
            .then(|| serde_json::from_str::<Value>(unknown.raw.as_str()).ok())
            .flatten();
        // A synchronised block takes pictures of any content.
        let may_stand = |node: &Value| {
            place.takes(kind(node)) && shape::leaf(node)
                || place.room == Room::SyncBlock && is_good_single(node)
        };
        if let Some(node) = node.filter(may_stand) {
            return node;
        }
        self.note(LossKind::UnknownNode);
        node_of_words(unknown)
    }

    fn heading(
        &mut self,
        level: u8,
        inlines: &[Inline],
        kept: Option<&Kept>,
        place: Place,
        outs: &mut Vec<Out>,
    ) {
        if !place.takes_headings() {
            self.note(LossKind::HeadingFlattened);
            outs.extend(self.paragraph(inlines, true, None, place));
            return;
        }
        let attrs = attrs([("level", Some(level.clamp(1, 6).into()))]);
        let line = self.line(inlines);
        outs.push(Out::Here(self.dress("heading", Some(attrs), line, kept, place)));
    }

    /// Blocks that belong together: in the container that they stood in, where it may stand.
    fn section(
        &mut self,
        blocks: &[Block],
        kept: Option<&Kept>,
        place: Place,
        outs: &mut Vec<Out>,
    ) {
        let name = kept.and_then(|kept| kept.kind.as_deref()).unwrap_or_default();
        let container = match name {
            "layoutSection" if place.takes(name) => self.columns(blocks, place),
            "bodiedExtension" if place.takes(name) => {
                Some(self.body(blocks, place, Room::Extension))
            }
            "bodiedSyncBlock" if place.takes(name) => {
                Some(self.body(blocks, place, Room::SyncBlock))
            }
            _ => None,
        };
        let told = kept.and_then(|kept| node::attributes(name, None, kept));
        let good = shape::attributes(name, &told.unwrap_or_default());
        match container.filter(|_| good) {
            Some(content) => outs.push(Out::Here(self.dress(name, None, content, kept, place))),
            None => outs.extend(self.blocks(blocks, place)),
        }
    }

    fn body(&mut self, blocks: &[Block], place: Place, room: Room) -> Vec<Value> {
        at_least_a_paragraph(Out::nodes(self.blocks(blocks, place.inside(room))))
    }

    /// The columns of a page, if all blocks are columns, and there are as many as may be.
    fn columns(&mut self, blocks: &[Block], place: Place) -> Option<Vec<Value>> {
        let mut columns = Vec::with_capacity(blocks.len());
        for block in blocks {
            let Block::Detailed { details, block } = block else { return None };
            let Block::Section(blocks) = &**block else { return None };
            let kept = Kept::of(details).filter(|it| it.kind.as_deref() == Some("layoutColumn"))?;
            let attrs = node::attributes("layoutColumn", None, &kept)?;
            if !shape::attributes("layoutColumn", &attrs) {
                return None;
            }
            columns.push((kept, blocks));
        }
        if place.room != Room::SyncBlock && !(2..=3).contains(&columns.len()) {
            return None;
        }
        let columns = columns.into_iter().enumerate().map(|(index, (kept, blocks))| {
            self.at("section", index, |writer| {
                let content = Out::nodes(writer.blocks(blocks, place.inside(Room::Column)));
                let content = at_least_a_paragraph(content);
                writer.dress("layoutColumn", None, content, Some(&kept), place)
            })
        });
        Some(columns.collect())
    }

    fn quote(&mut self, blocks: &[Block], kept: Option<&Kept>, place: Place, outs: &mut Vec<Out>) {
        if !place.takes_boxes() {
            self.note(LossKind::QuoteFlattened);
            outs.extend(self.blocks(blocks, place));
            return;
        }
        let inner = self.blocks(blocks, place.inside(Room::Quote));
        let mut kept = kept;
        let wrap = |content| {
            self.dress("blockquote", None, at_least_a_paragraph(content), kept.take(), place)
        };
        outs.extend(Out::part(inner, place, wrap));
    }

    fn panel(
        &mut self,
        kind: PanelKind,
        blocks: &[Block],
        kept: Option<&Kept>,
        place: Place,
        outs: &mut Vec<Out>,
    ) {
        if !place.takes_boxes() {
            self.note(LossKind::PanelFlattened);
            outs.extend(self.blocks(blocks, place));
            return;
        }
        let inner = self.blocks(blocks, place.inside(Room::Panel));
        let mut kept = kept;
        outs.extend(Out::part(inner, place, |content| {
            let attrs = attrs([("panelType", Some(names::panel(kind).into()))]);
            let kept = kept.take();
            self.dress("panel", Some(attrs), at_least_a_paragraph(content), kept, place)
        }));
    }

    fn expand(
        &mut self,
        title: &Content<String>,
        blocks: &[Block],
        kept: Option<&Kept>,
        place: Place,
        outs: &mut Vec<Out>,
    ) {
        let Some((name, room)) = place.expand() else {
            self.note(LossKind::ExpandFlattened);
            if !title.as_str().is_empty() {
                let title = Inline::plain(title.as_str());
                outs.extend(self.paragraph(&[title], true, None, place));
            }
            outs.extend(self.blocks(blocks, place));
            return;
        };
        let content = Out::nodes(self.blocks(blocks, place.inside(room)));
        let attrs = attrs([("title", Some(visible(title.as_str()).into()))]);
        let content = at_least_a_paragraph(content);
        outs.push(Out::Here(self.dress(name, Some(attrs), content, kept, place)));
    }
}

fn node_of_words(unknown: &UnknownNode) -> Value {
    node::node("paragraph", plain(&unknown.text).into_iter().collect())
}

/// Whether these are the parts of a block of code with this text.
fn is_code(parts: &[Value], text: &str) -> bool {
    let good = |part: &Value| {
        part.as_object().is_some_and(|it| shape::only(it, &["type", "text", "marks"]))
            && kind(part) == "text"
            && part.get("text").and_then(Value::as_str).is_some_and(|text| !text.is_empty())
            && part.get("marks").is_none_or(|marks| *marks == Value::Array(Vec::new()))
    };
    parts.iter().all(good) && code(parts) == text
}
