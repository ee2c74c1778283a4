use crate::loss::Noting as _;
use std::fmt::Write as _;

use migrayt_core::richtext::{Block, Cell, Row, Table};

use super::Writer;
use super::flat::flat;
use super::line::Room;
use crate::color::notation;

/// The largest spans that HTML allows.
const COLUMNS: u32 = 1_000;
const ROWS: u32 = 65_534;

impl Writer {
    /// A table with bars if its rows hold all of it, else one of HTML with Markdown in its cells.
    pub(super) fn table(&mut self, table: &Table) {
        if table.rows.iter().all(|row| row.cells.is_empty()) {
            return;
        }
        if fits_bars(table) {
            for (index, row) in table.rows.iter().enumerate() {
                self.at("row", index, |writer| writer.bars(row));
                if index == 0 {
                    self.put(&["|", &" --- |".repeat(row.cells.len())].concat());
                }
            }
            return;
        }
        self.put("<table>");
        for (index, row) in table.rows.iter().enumerate() {
            self.put("<tr>");
            self.at("row", index, |writer| {
                for (index, cell) in row.cells.iter().enumerate() {
                    writer.at("cell", index, |writer| writer.cell(cell));
                }
            });
            self.put("</tr>");
        }
        self.put("</table>");
    }

    fn bars(&mut self, row: &Row) {
        let mut out = String::from("|");
        for (index, cell) in row.cells.iter().enumerate() {
            let text = match flat(&cell.blocks).first() {
                Some(Block::Paragraph(line)) => {
                    self.at("cell", index, |writer| writer.line(line, Room::Cell))
                }
                _ => None,
            };
            if let Some(text) = text {
                out.push(' ');
                out.push_str(&text);
            }
            out.push_str(" |");
        }
        self.put(&out);
    }

    fn cell(&mut self, cell: &Cell) {
        let name = if cell.heading { "th" } else { "td" };
        let mut tag = format!("<{name}");
        let (columns, rows) = (cell.columns.clamp(1, COLUMNS), cell.rows.clamp(1, ROWS));
        for (name, span) in [("colspan", columns), ("rowspan", rows)] {
            if span > 1 {
                // Writing to a String cannot fail.
                let _infallible = write!(tag, " {name}=\"{span}\"");
            }
        }
        if let Some(color) = cell.background {
            let _infallible = write!(tag, " bgcolor=\"{}\"", notation(color));
        }
        tag.push('>');
        self.put(&tag);
        self.part();
        self.blocks(&cell.blocks, false);
        self.part();
        self.put(&["</", name, ">"].concat());
    }
}

/// Whether a table is a row of headings and rows of as many cells, each with a line at most.
fn fits_bars(table: &Table) -> bool {
    let columns = table.rows.first().map_or(0, |row| row.cells.len());
    columns > 0
        && table.rows.iter().enumerate().all(|(index, row)| {
            let fits = |cell: &Cell| cell.heading == (index == 0) && is_line(cell);
            row.cells.len() == columns && row.cells.iter().all(fits)
        })
}

fn is_line(cell: &Cell) -> bool {
    let blocks = flat(&cell.blocks);
    let plain = cell.columns <= 1 && cell.rows <= 1 && cell.background.is_none();
    plain && matches!(blocks.as_slice(), [] | [Block::Paragraph(_)])
}
