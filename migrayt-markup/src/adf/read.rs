//! ADF to the tree.

mod beyond;
mod block;
mod card;
mod leaf;
mod line;
mod list;
mod mark;
mod media;
mod table;
mod words;

use migrayt_core::richtext::{Block, Document};
use serde_json::Value;

pub(super) use self::card::card;
pub(super) use self::leaf::leaf;
pub(super) use self::list::task_line;
pub(super) use self::mark::Heard;
pub(super) use self::media::{file, is_good_single};
pub(super) use self::words::code;
use super::inline::is_inline;
use crate::loss::{LossKind, Noting, Trail};
use crate::outcome::Reading;

/// How deep blocks are nested at most.
const DEPTH: usize = 48;

/// Reads one document.
#[derive(Debug, Default)]
pub(super) struct Reader {
    trail: Trail,
    /// How many blocks are open.
    depth: usize,
}

impl Noting for Reader {
    fn trail(&mut self) -> &mut Trail {
        &mut self.trail
    }
}

impl Reader {
    pub(super) fn run(mut self, value: &Value) -> Reading {
        let blocks = match value {
            Value::Object(node) if kind(value) == "doc" => {
                self.expect_only(node, &["type", "version", "content"]);
                self.blocks(content(value))
            }
            Value::Array(nodes) => self.blocks(nodes),
            Value::Null => Vec::new(),
            other => self.blocks(std::slice::from_ref(other)),
        };
        Reading { document: Document::from(blocks), losses: self.trail.into_rows() }
    }

    /// The blocks of a container; pieces of lines that stand among them make lines.
    fn blocks(&mut self, nodes: &[Value]) -> Vec<Block> {
        let mut blocks = Vec::with_capacity(nodes.len());
        let mut nodes = nodes.iter().enumerate().peekable();
        while let Some((index, node)) = nodes.next() {
            if is_inline(kind(node)) {
                let mut line = vec![self.inline(index, node)];
                while let Some((index, node)) = nodes.next_if(|it| is_inline(kind(it.1))) {
                    line.push(self.inline(index, node));
                }
                blocks.push(Block::Paragraph(line.into_iter().flatten().collect()));
            } else {
                self.at(step(kind(node)), index, |reader| reader.block(node, &mut blocks));
            }
        }
        blocks
    }

    /// The blocks inside a block; beyond what is carried they stand for themselves.
    fn inside(&mut self, nodes: &[Value]) -> Vec<Block> {
        if self.depth + 1 >= DEPTH {
            self.note(LossKind::Depth);
            return words::lines(nodes);
        }
        self.depth += 1;
        let blocks = self.blocks(nodes);
        self.depth -= 1;
        blocks
    }
}

/// A node's type.
pub(super) fn kind(node: &Value) -> &str {
    node.get("type").and_then(Value::as_str).unwrap_or_default()
}

/// A node's content.
pub(super) fn content(node: &Value) -> &[Value] {
    node.get("content").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// An attribute of a node.
pub(super) fn attr<'a>(node: &'a Value, key: &str) -> Option<&'a Value> {
    node.get("attrs")?.get(key)
}

/// An attribute of a node that is a text, or none.
pub(super) fn text_attr<'a>(node: &'a Value, key: &str) -> &'a str {
    attr(node, key).and_then(Value::as_str).unwrap_or_default()
}

/// A node's name on a path.
fn step(kind: &str) -> &'static str {
    match kind {
        "paragraph" => "paragraph",
        "heading" => "heading",
        "bulletList" | "orderedList" => "list",
        "taskList" => "tasks",
        "decisionList" => "decisions",
        "blockquote" => "quote",
        "codeBlock" => "code",
        "panel" => "panel",
        "expand" | "nestedExpand" => "expand",
        "rule" => "rule",
        "table" => "table",
        "mediaSingle" | "mediaGroup" | "media" => "media",
        "layoutSection" | "layoutColumn" | "bodiedExtension" | "bodiedSyncBlock" => "section",
        "blockCard" | "embedCard" => "card",
        _ => "unknown",
    }
}
