use migrayt_core::richtext::{Cell, Row, Table};
use serde_json::Value;

use super::node::{at_least_a_paragraph, attrs, color, node, node_with};
use super::place::{Out, Place, Room};
use super::write::Writer;
use crate::loss::LossKind;

impl Writer {
    /// A table; lifted out of containers that take none, or flattened if none around does.
    pub(super) fn table(&mut self, table: &Table, place: Place, outs: &mut Vec<Out>) {
        if table.rows.iter().all(|row| row.cells.is_empty()) {
            return;
        }
        if place.takes_tables() {
            outs.push(Out::Here(self.grid(table, place)));
        } else if place.tables {
            self.note(LossKind::TableLifted);
            outs.push(Out::Above(self.grid(table, place)));
        } else {
            self.note(LossKind::NestedTableFlattened);
            for (index, cell) in table.rows.iter().flat_map(|row| &row.cells).enumerate() {
                outs.extend(self.at("cell", index, |writer| writer.blocks(&cell.blocks, place)));
            }
        }
    }

    fn grid(&mut self, table: &Table, place: Place) -> Value {
        // A row without cells has a meaning only where a cell above reaches into it.
        let spans = table.rows.iter().flat_map(|row| &row.cells).any(|cell| cell.rows > 1);
        let rows: Vec<&Row> =
            table.rows.iter().filter(|row| spans || !row.cells.is_empty()).collect();
        let count = rows.len();
        let rows = rows.into_iter().enumerate().map(|(index, row)| {
            let below = u32::try_from(count - index).unwrap_or(u32::MAX);
            self.at("row", index, |writer| writer.row(row, below, place))
        });
        node("table", rows.collect())
    }

    fn row(&mut self, row: &Row, below: u32, place: Place) -> Value {
        let cells = row.cells.iter().enumerate();
        let cells = cells
            .map(|(index, cell)| self.at("cell", index, |writer| writer.cell(cell, below, place)));
        node("tableRow", cells.collect())
    }

    /// A cell; `below` is how many rows there are from its own to the last.
    fn cell(&mut self, cell: &Cell, below: u32, place: Place) -> Value {
        if cell.rows > below {
            self.note(LossKind::TableSpan);
        }
        let span = |span: u32| (span > 1).then(|| span.into());
        let attrs = attrs([
            ("colspan", span(cell.columns)),
            ("rowspan", span(cell.rows.min(below))),
            ("background", cell.background.map(color)),
        ]);
        let content = Out::nodes(self.blocks(&cell.blocks, place.inside(Room::Cell)));
        let kind = if cell.heading { "tableHeader" } else { "tableCell" };
        node_with(kind, attrs, at_least_a_paragraph(content))
    }
}
