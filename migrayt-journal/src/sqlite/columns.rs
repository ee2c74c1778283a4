use migrayt_core::error::Result;
use migrayt_core::operation::{OperationKey, OperationKind};
use migrayt_core::plan::Stage;
use sqlx::sqlite::SqliteRow;
use sqlx::{Decode, Row as _, Sqlite, Type};
use time::OffsetDateTime;

use super::code::corrupt;
use super::fault::fault;

/// Reads the columns of a row by name. A stored value that cannot be what it should be is
/// `DataCorrupt`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns<'r>(pub(super) &'r SqliteRow);

impl<'r> Columns<'r> {
    fn read<T: Decode<'r, Sqlite> + Type<Sqlite>>(self, column: &'static str) -> Result<T> {
        self.0.try_get(column).map_err(|error| fault(error).with("column", column))
    }

    pub(super) fn text(self, column: &'static str) -> Result<String> {
        self.read(column)
    }

    pub(super) fn text_if_any(self, column: &'static str) -> Result<Option<String>> {
        self.read(column)
    }

    pub(super) fn integer(self, column: &'static str) -> Result<i64> {
        self.read(column)
    }

    pub(super) fn integer_if_any(self, column: &'static str) -> Result<Option<i64>> {
        self.read(column)
    }

    pub(super) fn flag(self, column: &'static str) -> Result<bool> {
        self.read(column)
    }

    pub(super) fn number(self, column: &'static str) -> Result<u64> {
        let number = self.integer(column)?;
        u64::try_from(number).map_err(|_| corrupt(column))
    }

    pub(super) fn number_if_any(self, column: &'static str) -> Result<Option<u64>> {
        let number = self.integer_if_any(column)?;
        number.map(|number| u64::try_from(number).map_err(|_| corrupt(column))).transpose()
    }

    pub(super) fn small(self, column: &'static str) -> Result<u32> {
        u32::try_from(self.integer(column)?).map_err(|_| corrupt(column))
    }

    pub(super) fn small_if_any(self, column: &'static str) -> Result<Option<u32>> {
        self.integer_if_any(column)?.map(|_| self.small(column)).transpose()
    }

    pub(super) fn stage(self) -> Result<Stage> {
        Ok(Stage::from_number(self.small("stage")?))
    }

    pub(super) fn moment(self, column: &'static str) -> Result<OffsetDateTime> {
        let nanoseconds = i128::from(self.integer(column)?);
        OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).map_err(|_| corrupt(column))
    }

    pub(super) fn kind(self) -> Result<OperationKind> {
        let code = u8::try_from(self.integer("kind")?).ok();
        code.and_then(OperationKind::from_code).ok_or_else(|| corrupt("kind"))
    }

    /// The key of an operation, from `item`, `kind` and `part`.
    pub(super) fn key(self) -> Result<OperationKey> {
        let item = self.text("item")?;
        Ok(OperationKey {
            item: item.as_str().into(),
            kind: self.kind()?,
            part: self.text("part")?,
        })
    }

    /// What stands in a column as JSON, where NULL is nothing.
    pub(super) fn json<T: Default>(
        self,
        column: &'static str,
        read: fn(&str) -> Option<T>,
    ) -> Result<T> {
        match self.text_if_any(column)? {
            Some(text) => read(&text).ok_or_else(|| corrupt(column)),
            None => Ok(T::default()),
        }
    }
}
