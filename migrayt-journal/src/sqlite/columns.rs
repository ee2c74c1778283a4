use migrayt_core::error::Result;
use sqlx::sqlite::SqliteRow;
use sqlx::{Decode, Row as _, Sqlite, Type};

use super::fault::fault;
use crate::row::Columns;

impl Columns for SqliteRow {
    fn text_if_any(&self, column: &'static str) -> Result<Option<String>> {
        read(self, column)
    }

    fn integer_if_any(&self, column: &'static str) -> Result<Option<i64>> {
        read(self, column)
    }

    fn flag(&self, column: &'static str) -> Result<bool> {
        read(self, column)
    }
}

fn read<'r, T: Decode<'r, Sqlite> + Type<Sqlite>>(
    row: &'r SqliteRow,
    column: &'static str,
) -> Result<T> {
    row.try_get(column).map_err(|error| fault(error).with("column", column))
}
