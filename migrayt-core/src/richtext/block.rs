use super::{Details, Format, Inline, Media, Table};
use crate::content::Content;

/// A block of a document.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading; the level is 1 to 6.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its text.
        inlines: Vec<Inline>,
    },
    /// A bulleted list.
    BulletList(Vec<ListItem>),
    /// A numbered list.
    OrderedList {
        /// The first number.
        start: u64,
        /// The items.
        items: Vec<ListItem>,
    },
    /// A list of tasks with check boxes.
    TaskList(Vec<TaskItem>),
    /// A list of decisions; a task's `done` means decided.
    DecisionList(Vec<TaskItem>),
    /// A quotation.
    Quote(Vec<Block>),
    /// Preformatted code.
    Code {
        /// The language, if the source names one.
        language: Option<String>,
        /// The code, with its line breaks.
        text: Content<String>,
    },
    /// A coloured box.
    Panel {
        /// What it says by its colour.
        kind: PanelKind,
        /// What is in it.
        blocks: Vec<Block>,
    },
    /// A part that opens and closes.
    Expand {
        /// The line that stays visible.
        title: Content<String>,
        /// What is in it.
        blocks: Vec<Block>,
    },
    /// A horizontal line.
    Rule,
    /// A table.
    Table(Table),
    /// One picture or file, or a group of them, on lines of their own.
    Media(Vec<Media>),
    /// Blocks that belong together, as a column of a page does; elsewhere they stand for themselves.
    Section(Vec<Block>),
    /// A block of which its format says more than the tree does.
    Detailed {
        /// What it says.
        details: Details,
        /// The block.
        block: Box<Block>,
    },
    /// A node that the reader does not know, carried whole.
    Unknown(UnknownNode),
}

impl Block {
    /// A paragraph of one plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Paragraph(vec![Inline::plain(text)])
    }
}

/// An item of a list: blocks, most often one paragraph and perhaps a list below it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListItem {
    /// What is in it.
    pub blocks: Vec<Block>,
    /// What its format says beyond that.
    pub details: Option<Details>,
}

impl From<Vec<Block>> for ListItem {
    fn from(blocks: Vec<Block>) -> Self {
        Self { blocks, details: None }
    }
}

/// An item of a task or decision list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TaskItem {
    /// Whether it is ticked.
    pub done: bool,
    /// Its text.
    pub inlines: Vec<Inline>,
    /// Tasks below it.
    pub children: Vec<TaskItem>,
    /// What its format says beyond that.
    pub details: Option<Details>,
}

/// What a panel says by its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PanelKind {
    /// Blue.
    Info,
    /// Purple.
    Note,
    /// Light green.
    Tip,
    /// Yellow.
    Warning,
    /// Red.
    Error,
    /// Green.
    Success,
}

/// A node that the reader of `format` does not know, kept whole so that a writer of the same
/// format can put it back; other writers fall back on its text.
#[derive(Clone, Debug, PartialEq)]
pub struct UnknownNode {
    /// The format that it comes from.
    pub format: Format,
    /// The node as it stood in the source.
    pub raw: Content<String>,
    /// Its visible words.
    pub text: Content<String>,
}
