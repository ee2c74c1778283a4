//! The words of what the tree does not hold.

use migrayt_core::richtext::Block;
use serde_json::Value;

use super::{attr, content, kind, text_attr};
use crate::adf::inline::is_inline;
use crate::adf::link::Way;

/// The visible words of a node and all in it, blocks parted by line breaks.
pub(super) fn of(node: &Value) -> String {
    let mut out = String::new();
    // Not by calls: the node may be nested as deep as it likes.
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        if !out.is_empty() && !out.ends_with('\n') && !is_inline(kind(node)) {
            out.push('\n');
        }
        out.push_str(shown(node));
        if kind(node) == "expand" || kind(node) == "nestedExpand" {
            out.push('\n');
        }
        if let Value::String(text) = node {
            out.push_str(text);
        }
        open.extend(content(node).iter().rev());
    }
    out
}

/// The words that one node shows by itself.
fn shown(node: &Value) -> &str {
    match kind(node) {
        "hardBreak" => "\n",
        "emoji" => attr(node, "text")
            .and_then(Value::as_str)
            .unwrap_or_else(|| text_attr(node, "shortName")),
        "expand" | "nestedExpand" => text_attr(node, "title"),
        "inlineCard" | "blockCard" | "embedCard" => text_attr(node, "url"),
        "date" => text_attr(node, "timestamp"),
        _ => match node.get("text").and_then(Value::as_str) {
            Some(text) => text,
            None if attr(node, "text").is_some() => text_attr(node, "text"),
            None => text_attr(node, "title"),
        },
    }
}

/// The words of nodes that are nested too deep, a paragraph for each line.
pub(super) fn lines(nodes: &[Value]) -> Vec<Block> {
    let lines = nodes.iter().map(of).collect::<Vec<_>>().join("\n");
    lines.lines().filter(|line| !line.trim().is_empty()).map(Block::plain).collect()
}

/// The text of a block of code.
pub(in crate::adf) fn code(parts: &[Value]) -> String {
    match parts {
        [part] if kind(part) == "text" => shown(part).to_owned(),
        _ => parts.iter().map(of).collect(),
    }
}

/// Whether no address of the node runs code.
pub(super) fn is_safe(node: &Value) -> bool {
    let safe = |address: &Value| address.as_str().is_none_or(|it| Way::of(it) != Way::Unsafe);
    let marks = node.get("marks").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    attr(node, "url").is_none_or(safe)
        && marks.iter().all(|mark| attr(mark, "href").is_none_or(safe))
}
