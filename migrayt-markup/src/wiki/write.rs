mod block;
mod escape;
mod line;
mod list;
mod piece;
mod table;

use migrayt_core::richtext::Document;

use crate::loss::{LossKind, Losses, Path, Step};
use crate::outcome::Writing;

/// Writes one document.
#[derive(Debug, Default)]
pub(super) struct Writer {
    losses: Losses,
    /// The nodes around the present one.
    steps: Vec<Step>,
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

impl Writer {
    pub(super) fn run(mut self, document: &Document) -> Writing<String> {
        let value = self.blocks(&document.blocks, Room::default());
        Writing { value, losses: self.losses.into_rows() }
    }

    fn note(&mut self, kind: LossKind) {
        let steps = &self.steps;
        self.losses.note(kind, || Path::of(steps.iter().copied()));
    }

    /// Does something with a node on the path.
    fn at<T>(&mut self, kind: &'static str, index: usize, act: impl FnOnce(&mut Self) -> T) -> T {
        self.steps.push(Step { kind, index });
        let done = act(self);
        self.steps.pop();
        done
    }
}
