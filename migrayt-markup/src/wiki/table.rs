use crate::loss::Noting as _;
use migrayt_core::richtext::{Block, Cell, Row, Table};

use super::emoji::Emoji;
use super::flow::{Node, blocks};
use super::format::{Format, Memo};
use super::macros::Call;
use super::read::{Place, Reader};
use super::skip::Skip;
use super::source::Span;

impl Reader<'_> {
    /// The table that begins in this line, and where it ends.
    pub(super) fn table(&mut self, at: usize, span: Span, place: &Place) -> (Vec<Node>, usize) {
        let mut memo = Memo::default();
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        let mut row: Vec<Cell> = Vec::new();
        let mut here = at;
        let mut heading = self.bars(&mut here, span);
        let mut start = here;
        let end = loop {
            let Some(byte) = self.source.byte(here, span) else {
                self.cell(&mut row, heading, Span::new(start, span.end), true, place);
                break span.end;
            };
            let newline = self.source.newline(here, span);
            if newline > 0 {
                let closed = here == start;
                let line = here;
                here += newline;
                let begins = self.begins_row(here, span);
                if closed || begins {
                    self.cell(&mut row, heading, Span::new(start, line), true, place);
                    rows.extend((!row.is_empty()).then(|| std::mem::take(&mut row)));
                    if !begins {
                        break here;
                    }
                    heading = self.bars(&mut here, span);
                    start = here;
                } else if self.source.is_empty_line(here, span) {
                    self.cell(&mut row, heading, Span::new(start, here), false, place);
                    break here;
                }
                continue;
            }
            match byte {
                b'|' => {
                    self.cell(&mut row, heading, Span::new(start, here), false, place);
                    heading = self.bars(&mut here, span);
                    start = here;
                }
                b'\\' if self.source.newline(here + 1, span) == 0 => here += 2,
                b'(' => {
                    let emoji = Emoji::at(&self.source, here, span);
                    here += emoji.map_or(1, |emoji| emoji.notation.len());
                }
                b'[' => here = self.source.brackets(here, span).unwrap_or(here + 1),
                b'!' => {
                    let found = memo.formatted(&self.source, Format::Picture, here, span);
                    here = found.map_or(here + 1, |found| found.end);
                }
                b'{' => here = Call::at(&self.source, here, span).map_or(here + 1, |it| it.end),
                _ => here += 1,
            }
        };
        rows.extend((!row.is_empty()).then_some(row));
        if rows.is_empty() {
            rows.push(vec![Cell::new(false, Vec::new())]);
        }
        self.work += memo.steps + (end - at) as u64;
        let rows: Vec<Row> = rows.into_iter().map(Row::from).collect();
        (vec![Node::Block(Block::Table(Table::from(rows)))], end)
    }

    /// Goes behind the bars that begin a cell; says whether it is a heading.
    fn bars(&self, at: &mut usize, span: Span) -> bool {
        while matches!(self.source.byte(*at, span), Some(b' ' | b'\t')) {
            *at += 1;
        }
        let begin = *at;
        while self.source.byte(*at, span) == Some(b'|') {
            *at += 1;
        }
        *at - begin > 1
    }

    fn begins_row(&self, at: usize, span: Span) -> bool {
        let mut at = at;
        while matches!(self.source.byte(at, span), Some(b' ' | b'\t')) {
            at += 1;
        }
        self.source.byte(at, span) == Some(b'|')
    }

    /// Reads a cell; one at the end of its row is none if there is nothing in it.
    fn cell(&mut self, row: &mut Vec<Cell>, heading: bool, span: Span, last: bool, place: &Place) {
        let text = self.source.text(span);
        if text.is_empty() || last && text.trim().is_empty() {
            return;
        }
        let inside = place.inside(Skip::CELL, 3);
        let index = row.len();
        let nodes = self.at("cell", index, |reader| reader.flow(span, &inside));
        row.push(Cell::new(heading, blocks(nodes)));
    }
}
