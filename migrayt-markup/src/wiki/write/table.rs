use migrayt_core::richtext::Table;

use super::{Room, Tight, Writer};
use crate::loss::{LossKind, Noting as _};

/// How many empty cells stand for one that spans columns, at most.
const COLUMNS: u32 = 100;

impl Writer {
    /// A table; in an item or in a cell, its cells one after another.
    pub(super) fn table(&mut self, table: &Table, room: Room) -> String {
        let nested = room.tight.is_some();
        if nested {
            self.note(LossKind::NestedTableFlattened);
        }
        let mut lines = Vec::new();
        for (index, row) in table.rows.iter().enumerate() {
            let mut line = String::new();
            let mut bars = "|";
            for (column, cell) in row.cells.iter().enumerate() {
                if cell.rows > 1 || cell.columns > 1 {
                    self.note(LossKind::TableSpan);
                }
                if cell.background.is_some() {
                    self.note(LossKind::Appearance);
                }
                let inside = if nested { room } else { Room { tight: Some(Tight::Cell), ..room } };
                let text = self.at("row", index, |writer| {
                    writer.at("cell", column, |writer| writer.blocks(&cell.blocks, inside))
                });
                if nested {
                    lines.extend(Some(text).filter(|text| !text.is_empty()));
                    continue;
                }
                bars = if cell.heading { "||" } else { "|" };
                line.push_str(bars);
                line.push_str(if text.is_empty() { " " } else { &text });
                for _ in 1..cell.columns.min(COLUMNS) {
                    line.push_str(bars);
                    line.push(' ');
                }
            }
            if !line.is_empty() {
                line.push_str(bars);
                lines.push(line);
            }
        }
        lines.join("\n")
    }
}
