use crate::loss::Noting as _;
use migrayt_core::richtext::{Block, Cell, Row, Table};
use serde_json::Value;

use super::block::detailed;
use super::{Reader, attr, content, kind};
use crate::adf::kept::Kept;
use crate::adf::norm::{rgb, span};

impl Reader {
    pub(super) fn table(&mut self, node: &Value) -> Block {
        let details = self.beyond("table", node).details();
        let nodes = content(node);
        let mut rows = Vec::with_capacity(nodes.len());
        for (index, node) in nodes.iter().enumerate() {
            let below = u32::try_from(nodes.len() - index).unwrap_or(u32::MAX);
            rows.push(self.at("row", index, |reader| reader.row(node, below)));
        }
        detailed(&Kept::default(), Block::Table(Table { rows, details }))
    }

    /// A row; what is none is the content of one.
    fn row(&mut self, node: &Value, below: u32) -> Row {
        if kind(node) != "tableRow" {
            return Row::from(vec![self.cell(node, below)]);
        }
        let mut kept = self.beyond("tableRow", node);
        // Writers leave out rows without cells unless they are told that there was one.
        kept.bare = content(node).is_empty();
        let mut cells = Vec::with_capacity(content(node).len());
        for (index, node) in content(node).iter().enumerate() {
            cells.push(self.at("cell", index, |reader| reader.cell(node, below)));
        }
        Row { cells, details: kept.details() }
    }

    fn cell(&mut self, node: &Value, below: u32) -> Cell {
        let (heading, name) = match kind(node) {
            "tableHeader" => (true, "tableHeader"),
            "tableCell" => (false, "tableCell"),
            _ => return Cell::new(false, self.inside(std::slice::from_ref(node))),
        };
        let mut kept = self.beyond(name, node);
        let rows = attr(node, "rowspan");
        if let Some(rows) = rows.filter(|it| it.is_number() && span(it) > below) {
            kept.attrs.get_or_insert_default().insert("rowspan".to_owned(), rows.clone());
        }
        Cell {
            heading,
            columns: attr(node, "colspan").map_or(1, span),
            rows: rows.map_or(1, span),
            background: attr(node, "background").and_then(rgb),
            blocks: self.inside(content(node)),
            details: kept.details(),
        }
    }
}
