use migrayt_core::richtext::{Cell, Row, Table};
use serde_json::Value;

use super::kept::Kept;
use super::node::{at_least_a_paragraph, attrs, color};
use super::norm::span;
use super::place::{Out, Place, Room};
use super::write::Writer;
use crate::loss::{LossKind, Noting as _};

impl Writer {
    /// A table; lifted out of containers that take none, or flattened if none around does.
    pub(super) fn table(&mut self, table: &Table, place: Place, outs: &mut Vec<Out>) {
        if table.rows.iter().all(is_nothing) {
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
        let rows: Vec<&Row> = table.rows.iter().filter(|row| spans || !is_nothing(row)).collect();
        let count = rows.len();
        let rows = rows.into_iter().enumerate().map(|(index, row)| {
            let below = u32::try_from(count - index).unwrap_or(u32::MAX);
            self.at("row", index, |writer| writer.row(row, below, place))
        });
        let rows = rows.collect();
        self.dress("table", None, rows, Kept::of_some(table.details.as_ref()).as_ref(), place)
    }

    fn row(&mut self, row: &Row, below: u32, place: Place) -> Value {
        let cells = row.cells.iter().enumerate();
        let cells = cells
            .map(|(index, cell)| self.at("cell", index, |writer| writer.cell(cell, below, place)));
        let cells = cells.collect();
        self.dress("tableRow", None, cells, Kept::of_some(row.details.as_ref()).as_ref(), place)
    }

    /// A cell; `below` is how many rows there are from its own to the last.
    fn cell(&mut self, cell: &Cell, below: u32, place: Place) -> Value {
        let kept = Kept::of_some(cell.details.as_ref());
        // A span that reached below the table where it was read may do so where it is written.
        let stood = kept.as_ref().and_then(|kept| kept.attrs.as_ref()?.get("rowspan"));
        let may_reach = stood.is_some_and(|it| span(it) == cell.rows);
        if cell.rows > below && !may_reach {
            self.note(LossKind::TableSpan);
        }
        let rows = if may_reach { cell.rows } else { cell.rows.min(below) };
        let many = |span: u32| (span > 1).then(|| span.into());
        let attrs = attrs([
            ("colspan", many(cell.columns)),
            ("rowspan", many(rows)),
            ("background", cell.background.map(color)),
        ]);
        let content = Out::nodes(self.blocks(&cell.blocks, place.inside(Room::Cell)));
        let kind = if cell.heading { "tableHeader" } else { "tableCell" };
        self.dress(kind, Some(attrs), at_least_a_paragraph(content), kept.as_ref(), place)
    }
}

/// Whether a row has no cell, and had none where it was read.
fn is_nothing(row: &Row) -> bool {
    let stood = || Kept::of_some(row.details.as_ref()).is_some_and(|kept| kept.bare);
    row.cells.is_empty() && !stood()
}
