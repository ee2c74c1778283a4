use migrayt_core::error::Result;
use migrayt_tenancy::postgres::fault;
use sqlx::postgres::PgRow;
use sqlx::{Decode, Postgres, Row as _, Type};

use crate::row::Columns;

impl Columns for PgRow {
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

fn read<'r, T: Decode<'r, Postgres> + Type<Postgres>>(
    row: &'r PgRow,
    column: &'static str,
) -> Result<T> {
    row.try_get(column).map_err(|error| fault(error).with("column", column))
}
