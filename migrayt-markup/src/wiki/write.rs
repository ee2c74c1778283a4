mod block;
mod escape;
mod line;
mod list;
mod piece;
mod table;

use migrayt_core::richtext::{Document, Format};

use crate::beyond;
use crate::loss::{Noting, Trail};
use crate::outcome::Writing;

/// Writes one document.
#[derive(Debug, Default)]
pub(super) struct Writer {
    trail: Trail,
}

/// Where blocks stand.
#[derive(Clone, Copy, Debug, Default)]
struct Room {
    /// What may hold no empty line: an item or a cell.
    tight: Option<Tight>,
    /// Whether a quotation, and whether a panel is around it: neither holds another one.
    quote: bool,
    panel: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tight {
    Item,
    Cell,
}

impl Noting for Writer {
    fn trail(&mut self) -> &mut Trail {
        &mut self.trail
    }
}

impl Writer {
    pub(super) fn run(mut self, document: &Document) -> Writing<String> {
        let value = self.blocks(&document.blocks, Room::default());
        beyond::note(&mut self, document, Format::Wiki);
        Writing { value, losses: self.trail.into_rows() }
    }
}
