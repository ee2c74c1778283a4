use migrayt_core::richtext::{Inline, ItemReference, Marks};
use serde_json::Value;

use super::{Heard, Reader, content, kind, leaf, words};
use crate::adf::inline::{is_visible, leaf_node};
use crate::adf::kept::Kept;
use crate::adf::link::issue;
use crate::loss::{LossKind, Noting as _};

impl Reader {
    /// The line of a node.
    pub(super) fn line(&mut self, node: &Value) -> Vec<Inline> {
        self.pieces(content(node))
    }

    pub(super) fn pieces(&mut self, nodes: &[Value]) -> Vec<Inline> {
        let mut line = Vec::with_capacity(nodes.len());
        let mut after_block = false;
        for (index, node) in nodes.iter().enumerate() {
            // What holds others is no piece of a line: its words stand on a line of their own.
            let is_block = kind(node) != "text" && !content(node).is_empty();
            if (is_block || after_block) && !line.is_empty() {
                line.push(Inline::Break);
            }
            after_block = is_block;
            line.extend(self.inline(index, node));
        }
        line
    }

    /// A piece of a line; nothing for a text without a letter.
    pub(super) fn inline(&mut self, index: usize, node: &Value) -> Option<Inline> {
        match kind(node) {
            name if name != "text" && !content(node).is_empty() => {
                self.at("unknown", index, |reader| Some(Inline::Unknown(reader.unknown_node(node))))
            }
            "text" => self.at("text", index, |reader| reader.text(node)),
            "hardBreak" if node.as_object().is_some_and(|it| it.len() == 1) => Some(Inline::Break),
            "mediaInline" => self.at("media", index, |reader| Some(reader.media_inline(node))),
            name => {
                let name = match name {
                    "mention" => "mention",
                    "status" => "status",
                    "date" => "date",
                    "emoji" => "emoji",
                    "inlineCard" => "card",
                    _ => "unknown",
                };
                self.at(name, index, |reader| Some(reader.leaf(node)))
            }
        }
    }

    fn leaf(&mut self, node: &Value) -> Inline {
        let Some(inline) = leaf(node) else { return Inline::Unknown(self.unknown_node(node)) };
        if leaf_node(&inline).as_ref() == Some(node) {
            return inline;
        }
        match self.whole(node).and_then(|kept| kept.details()) {
            Some(details) => Inline::Detailed { details, inline: Box::new(inline) },
            None => inline,
        }
    }

    fn text(&mut self, node: &Value) -> Option<Inline> {
        let node = node.as_object()?;
        if node.len() > 2 {
            self.expect_only(node, &["type", "text", "marks"]);
        }
        let text = node.get("text").and_then(Value::as_str).unwrap_or_default();
        if text.is_empty() {
            return None;
        }
        let mut kept = Kept::default();
        let mut marks = match node.get("marks") {
            None => Marks::default(),
            Some(Value::Array(raw)) => self.marks(raw, &mut kept),
            Some(_) => {
                self.note(LossKind::Attribute);
                Marks::default()
            }
        };
        if !is_visible(text) {
            kept.text = Some(text.to_owned());
        }
        let details = kept.details();
        if details.is_none()
            && let Some(reference) = reference(text, &marks)
        {
            return Some(Inline::Item(reference));
        }
        marks.details = details;
        Some(Inline::marked(text, marks))
    }

    fn marks(&mut self, raw: &[Value], kept: &mut Kept) -> Marks {
        let heard = Heard::of(raw);
        for loss in &heard.losses {
            self.note(*loss);
        }
        kept.marks = heard.kept;
        heard.marks
    }
}

/// The issue that a text with a link shows, if it has no other marks.
fn reference(text: &str, marks: &Marks) -> Option<ItemReference> {
    let link = marks.link.as_ref().filter(|link| link.title.is_none())?;
    let bare = marks.simple().is_empty() && marks.color.is_none() && marks.background.is_none();
    let item = bare.then(|| issue(link.href.as_str())).flatten()?;
    Some(ItemReference { item, text: text.into(), href: Some(link.href.clone()) })
}

/// The words of a node among the pieces of a line.
pub(super) fn plain(node: &Value) -> Option<Inline> {
    Some(words::of(node)).filter(|text| !text.is_empty()).map(Inline::plain)
}
