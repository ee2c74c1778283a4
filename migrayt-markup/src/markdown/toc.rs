//! `[[_TOC_]]`, Azure DevOps' table of contents.

use migrayt_core::Content;
use migrayt_core::richtext::{Block, Document, Format, Inline, Mark, Marks, UnknownNode};

/// The notation.
pub(super) const NOTATION: &str = "[[_TOC_]]";

/// Makes a node of each paragraph of a document that is such a table: to the parser it is two
/// brackets around a stressed word.
pub(super) fn mark(document: &mut Document) {
    for block in &mut document.blocks {
        if matches!(block, Block::Paragraph(line) if is_toc(line)) {
            *block = Block::Unknown(UnknownNode {
                format: Format::Markdown,
                raw: Content::text(NOTATION),
                text: Content::text(String::new()),
            });
        }
    }
}

fn is_toc(line: &[Inline]) -> bool {
    let stressed = Marks::of(Mark::Emphasis);
    let [Inline::Text { text: head, marks: plain }, Inline::Text { text, marks }, tail] = line
    else {
        return false;
    };
    head.as_str() == "[["
        && plain.is_empty()
        && text.as_str() == "TOC"
        && *marks == stressed
        && *tail == Inline::plain("]]")
}
