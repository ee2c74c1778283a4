use migrayt_core::richtext::{Block, Cell, ListItem, PanelKind, Row};

use crate::loss::Step;

/// A container.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Document,
    Heading(u8),
    Quote,
    /// A coloured box.
    Panel(PanelKind),
    /// A part that opens and closes, with its title.
    Expand(String),
    /// A list: the first number of a numbered one, and the level if it is made of paragraphs.
    List {
        start: Option<u64>,
        level: Option<u32>,
    },
    /// An item, and whether it is a task that is done.
    Item(Option<bool>),
    Table,
    Caption,
    Row,
    Cell(CellShape),
}

/// What a cell is besides its blocks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CellShape {
    pub(crate) heading: bool,
    pub(crate) columns: u32,
    pub(crate) rows: u32,
    pub(crate) background: Option<[u8; 3]>,
}

impl Default for CellShape {
    fn default() -> Self {
        Self { heading: false, columns: 1, rows: 1, background: None }
    }
}

impl CellShape {
    pub(super) fn with(self, blocks: Vec<Block>) -> Cell {
        let Self { heading, columns, rows, background } = self;
        Cell { columns, rows, background, ..Cell::new(heading, blocks) }
    }
}

/// What a container can stand in only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    List,
    Table,
    Row,
}

impl Kind {
    /// How many levels it takes up together with the parts that it must be able to hold.
    pub(super) fn reserve(&self) -> usize {
        match self {
            Self::Table => 3,
            Self::List { .. } | Self::Row => 2,
            _ => 1,
        }
    }

    /// What must stand directly around it.
    pub(super) fn needs(&self) -> Option<Part> {
        match self {
            Self::Item(_) => Some(Part::List),
            Self::Row | Self::Caption => Some(Part::Table),
            Self::Cell(_) => Some(Part::Row),
            _ => None,
        }
    }

    /// What it holds, if that is parts and not blocks.
    pub(super) fn holds(&self) -> Option<Part> {
        match self {
            Self::List { .. } => Some(Part::List),
            Self::Table => Some(Part::Table),
            Self::Row => Some(Part::Row),
            _ => None,
        }
    }

    pub(super) fn step(&self, index: usize) -> Step {
        let kind = match self {
            Self::Document => "document",
            Self::Heading(_) => "heading",
            Self::Quote => "quote",
            Self::Panel(_) => "panel",
            Self::Expand(_) => "expand",
            Self::List { .. } => "list",
            Self::Item(_) => "item",
            Self::Table => "table",
            Self::Caption => "caption",
            Self::Row => "row",
            Self::Cell(_) => "cell",
        };
        Step { kind, index }
    }
}

/// A container that is still open, with what is in it so far.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) kind: Kind,
    /// Whether the source does not name it: it ends where the next part begins.
    pub(super) implied: bool,
    /// Its blocks; of a table, what goes before it.
    pub(super) blocks: Vec<Block>,
    pub(super) items: Vec<(Option<bool>, ListItem)>,
    pub(super) rows: Vec<Row>,
    pub(super) cells: Vec<Cell>,
}

impl Frame {
    pub(super) fn new(kind: Kind) -> Self {
        let (blocks, items, rows, cells) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { kind, implied: false, blocks, items, rows, cells }
    }

    pub(super) fn implied(kind: Kind) -> Self {
        Self { implied: true, ..Self::new(kind) }
    }

    /// How many children it has so far.
    pub(super) fn children(&self) -> usize {
        match self.kind {
            Kind::List { .. } => self.items.len(),
            Kind::Table => self.rows.len(),
            Kind::Row => self.cells.len(),
            _ => self.blocks.len(),
        }
    }

    /// Its blocks, without empty paragraphs at the beginning and the end.
    pub(super) fn into_blocks(self) -> Vec<Block> {
        let mut blocks = self.blocks;
        while blocks.last().is_some_and(is_blank) {
            blocks.pop();
        }
        let leading = blocks.iter().take_while(|block| is_blank(block)).count();
        blocks.drain(..leading);
        blocks
    }
}

fn is_blank(block: &Block) -> bool {
    matches!(block, Block::Paragraph(inlines) if inlines.is_empty())
}
