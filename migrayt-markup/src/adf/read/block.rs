use migrayt_core::Content;
use migrayt_core::richtext::{Block, Format, UnknownNode};
use serde_json::Value;

use super::{Reader, attr, card, content, kind, text_attr, words};
use crate::adf::inline::visible;
use crate::adf::kept::{DEEPEST, Kept};
use crate::adf::norm;
use crate::adf::shape::{self, shallow};
use crate::loss::{LossKind, Noting as _};
use crate::names;

impl Reader {
    pub(super) fn block(&mut self, node: &Value, blocks: &mut Vec<Block>) {
        let block = match kind(node) {
            "paragraph" => self.with("paragraph", node, |it| Block::Paragraph(it.line(node))),
            "heading" => self.with("heading", node, |it| Block::Heading {
                level: attr(node, "level").map_or(1, norm::level),
                inlines: it.line(node),
            }),
            "bulletList" => {
                self.with("bulletList", node, |it| Block::BulletList(it.items(content(node))))
            }
            "orderedList" => self.with("orderedList", node, |it| Block::OrderedList {
                start: attr(node, "order").map_or(1, norm::order),
                items: it.items(content(node)),
            }),
            "taskList" => self.task_list(node),
            "decisionList" => self.decision_list(node),
            "blockquote" => {
                self.with("blockquote", node, |it| Block::Quote(it.inside(content(node))))
            }
            "codeBlock" => self.code(node),
            "panel" => self.with("panel", node, |it| Block::Panel {
                kind: names::panel_of(text_attr(node, "panelType")),
                blocks: it.inside(content(node)),
            }),
            name @ ("expand" | "nestedExpand") => self.with(name, node, |it| Block::Expand {
                title: text_attr(node, "title").into(),
                blocks: it.inside(content(node)),
            }),
            "rule" | "media" | "blockCard" | "embedCard" if !content(node).is_empty() => {
                self.unknown(node)
            }
            "rule" => self.with("rule", node, |_| Block::Rule),
            "table" => self.table(node),
            "mediaSingle" => self.media_single(node),
            "mediaGroup" => self.media_group(node),
            "media" => self.loose_media(node),
            name @ ("layoutSection" | "layoutColumn" | "bodiedExtension" | "bodiedSyncBlock") => {
                self.section(name, node)
            }
            "blockCard" | "embedCard" => self.card(node),
            "doc" => Block::Section(self.inside(content(node))),
            _ => self.unknown(node),
        };
        blocks.push(block);
    }

    /// A block with what its node says beyond it.
    pub(super) fn with(
        &mut self,
        kind: &str,
        node: &Value,
        read: impl FnOnce(&mut Self) -> Block,
    ) -> Block {
        let kept = self.beyond(kind, node);
        let block = read(self);
        detailed(&kept, block)
    }

    fn code(&mut self, node: &Value) -> Block {
        let mut kept = self.beyond("codeBlock", node);
        let parts = content(node);
        let text = words::code(parts);
        // A writer makes one plain text of it.
        let is_plain = match parts {
            [] => true,
            [part] => part.as_object().is_some_and(|it| it.len() == 2) && visible(&text) == text,
            _ => false,
        };
        if !is_plain && parts.iter().all(|part| shallow(part, DEEPEST)) {
            kept.content = Some(parts.to_vec());
        }
        let language = text_attr(node, "language");
        let language = (!language.is_empty()).then(|| language.to_owned());
        detailed(&kept, Block::Code { language, text: text.into() })
    }

    fn section(&mut self, name: &str, node: &Value) -> Block {
        let mut kept = self.beyond(name, node);
        let attrs = node.get("attrs").and_then(Value::as_object);
        let good = match attrs {
            Some(attrs) => shape::attributes(name, attrs),
            None => name == "layoutSection",
        };
        let blocks = self.inside(content(node));
        if !good {
            self.note(LossKind::Attribute);
            return Block::Section(blocks);
        }
        kept.kind = Some(name.to_owned());
        detailed(&kept, Block::Section(blocks))
    }

    fn card(&mut self, node: &Value) -> Block {
        let Some(block) = card(node) else { return self.unknown(node) };
        self.whole(node).map_or_else(|| block.clone(), |kept| detailed(&kept, block.clone()))
    }

    /// A node that holds no others as it stands, if it is a good one.
    pub(super) fn whole(&mut self, node: &Value) -> Option<Kept> {
        if !words::is_safe(node) {
            self.note(LossKind::UnsafeLink);
            return None;
        }
        if !shape::leaf(node) {
            self.note(LossKind::Attribute);
            return None;
        }
        Some(Kept::whole(node))
    }

    fn unknown(&mut self, node: &Value) -> Block {
        Block::Unknown(self.unknown_node(node))
    }

    pub(super) fn unknown_node(&mut self, node: &Value) -> UnknownNode {
        let is_carried = shallow(node, DEEPEST);
        if !is_carried {
            self.note(LossKind::Depth);
        }
        let raw = if is_carried { node.to_string() } else { String::new() };
        let text = Content::text(words::of(node));
        UnknownNode { format: Format::Adf, raw: Content::text(raw), text }
    }
}

/// A block with details, if there are some.
pub(super) fn detailed(kept: &Kept, block: Block) -> Block {
    match kept.details() {
        Some(details) => Block::Detailed { details, block: Box::new(block) },
        None => block,
    }
}
