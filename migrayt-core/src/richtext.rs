//! The rich-text tree: the pivot between HTML, Markdown, ADF and wiki markup.
//!
//! Every text in it is [`Content`](crate::Content); images, mentions and item references are nodes
//! with identities, so that they can be rewritten when a document moves to another tracker.

mod block;
mod details;
mod inline;
mod media;
mod original;
mod table;
mod walk;
mod words;

pub use self::block::{Block, ListItem, PanelKind, TaskItem, UnknownNode};
pub use self::details::{Details, Format};
pub use self::inline::{Inline, ItemReference, Link, Mark, Marks, Mention, StatusColor};
pub use self::media::{Media, MediaOrigin};
pub use self::original::Original;
pub use self::table::{Cell, Row, Table};
pub use self::walk::{Piece, Rewrite};
pub use self::words::plain_text;

use zeroize::Zeroize;

/// A rich text: a sequence of blocks.
///
/// Two documents are equal if they say the same, whatever they were read from.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
    /// The texts that it was read from, where whoever read them kept them.
    pub originals: Vec<Original>,
}

impl Document {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }
}

impl PartialEq for Document {
    fn eq(&self, other: &Self) -> bool {
        self.blocks == other.blocks
    }
}

impl From<Vec<Block>> for Document {
    fn from(blocks: Vec<Block>) -> Self {
        Self { blocks, originals: Vec::new() }
    }
}

impl Zeroize for Document {
    /// Empties the document; each text in it is zeroed by its own box.
    fn zeroize(&mut self) {
        self.blocks.clear();
        self.originals.clear();
    }
}
