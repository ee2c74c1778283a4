use migrayt_core::richtext::{Block, Inline, ItemReference, Link, Marks};
use serde_json::Value;

use super::{attr, text_attr};
use crate::adf::link::{Way, issue};

/// A card on lines of its own as a paragraph; nothing for one without an address.
pub(in crate::adf) fn card(node: &Value) -> Option<Block> {
    address(node).map(|address| Block::Paragraph(vec![linked(address)]))
}

/// The address of a card.
pub(super) fn address(node: &Value) -> Option<&str> {
    let shown = Some(text_attr(node, "url")).filter(|url| !url.is_empty());
    shown.or_else(|| attr(node, "data")?.get("url")?.as_str().filter(|url| !url.is_empty()))
}

/// An address that is shown and leads to itself.
pub(super) fn linked(address: &str) -> Inline {
    if let Some(item) = issue(address) {
        let href = Some(address.into());
        return Inline::Item(ItemReference { item, text: address.into(), href });
    }
    match Way::of(address) {
        Way::Open => Inline::marked(address, Marks::default().linked(Link::to(address))),
        Way::Unsafe | Way::Foreign => Inline::plain(address),
    }
}
