use super::{Block, Details};

/// A table: rows of cells, where a cell may span several columns and rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The rows, top to bottom.
    pub rows: Vec<Row>,
    /// What its format says beyond that.
    pub details: Option<Details>,
}

impl From<Vec<Row>> for Table {
    fn from(rows: Vec<Row>) -> Self {
        Self { rows, details: None }
    }
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The cells, left to right; places covered by a span from above have no cell.
    pub cells: Vec<Cell>,
    /// What its format says beyond that.
    pub details: Option<Details>,
}

impl From<Vec<Cell>> for Row {
    fn from(cells: Vec<Cell>) -> Self {
        Self { cells, details: None }
    }
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Whether it is a heading.
    pub heading: bool,
    /// How many columns it covers, at least 1.
    pub columns: u32,
    /// How many rows it covers, at least 1.
    pub rows: u32,
    /// The background's colour.
    pub background: Option<[u8; 3]>,
    /// What is in it.
    pub blocks: Vec<Block>,
    /// What its format says beyond that.
    pub details: Option<Details>,
}

impl Cell {
    /// A cell of one column and one row.
    pub fn new(heading: bool, blocks: Vec<Block>) -> Self {
        Self { heading, columns: 1, rows: 1, background: None, blocks, details: None }
    }
}
