use migrayt_core::error::Result;

use super::key::Range;
use super::table::{Row, Table};

/// Goes through a range page by page.
pub(super) struct Walk<'t> {
    table: &'t Table,
    range: Range,
    limit: u32,
    ended: bool,
}

impl<'t> Walk<'t> {
    pub(super) fn along(table: &'t Table, range: Range) -> Self {
        Self { table, range, limit: Table::PAGE, ended: false }
    }

    /// Reads no more rows at once than this.
    pub(super) fn by(mut self, limit: u32) -> Self {
        self.limit = limit.clamp(1, Table::PAGE);
        self
    }

    /// The next page; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<Row>>> {
        if self.ended {
            return Ok(None);
        }
        let rows = self.table.scan(&self.range, self.limit).await?;
        self.ended = rows.len() < self.limit as usize;
        match rows.last() {
            Some(last) => self.range.after.clone_from(&last.key),
            None => return Ok(None),
        }
        Ok(Some(rows))
    }
}
