//! The rich-text tree: the pivot between HTML, Markdown, ADF and wiki markup.
//!
//! Every text in it is [`Content`](crate::Content); images, mentions and item references are nodes
//! with identities, so that they can be rewritten when a document moves to another tracker.

mod block;
mod details;
mod inline;
mod media;
mod table;
mod words;

pub use self::block::{Block, ListItem, PanelKind, TaskItem, UnknownNode};
pub use self::details::{Details, Format};
pub use self::inline::{Inline, ItemReference, Link, Mark, Marks, Mention, StatusColor};
pub use self::media::{Media, MediaOrigin};
pub use self::table::{Cell, Row, Table};
pub use self::words::plain_text;

use zeroize::Zeroize;

/// A rich text: a sequence of blocks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
}

impl Document {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }
}

impl From<Vec<Block>> for Document {
    fn from(blocks: Vec<Block>) -> Self {
        Self { blocks }
    }
}

impl Zeroize for Document {
    /// Empties the document; each text in it is zeroed by its own box.
    fn zeroize(&mut self) {
        self.blocks.clear();
    }
}
