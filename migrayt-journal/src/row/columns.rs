use migrayt_core::error::Result;
use migrayt_core::id::{TargetId, TargetKey, TargetRef};
use migrayt_core::operation::{OperationKey, OperationKind};
use migrayt_core::plan::Stage;
use migrayt_core::port::OutcomeState;
use time::OffsetDateTime;

use super::code::{self, corrupt};

/// Reads the columns of a row by name. A stored value that cannot be what it should be is
/// `DataCorrupt`.
pub(crate) trait Columns {
    fn text_if_any(&self, column: &'static str) -> Result<Option<String>>;

    fn integer_if_any(&self, column: &'static str) -> Result<Option<i64>>;

    fn flag(&self, column: &'static str) -> Result<bool>;

    fn text(&self, column: &'static str) -> Result<String> {
        self.text_if_any(column)?.ok_or_else(|| corrupt(column))
    }

    fn integer(&self, column: &'static str) -> Result<i64> {
        self.integer_if_any(column)?.ok_or_else(|| corrupt(column))
    }

    fn number(&self, column: &'static str) -> Result<u64> {
        u64::try_from(self.integer(column)?).map_err(|_| corrupt(column))
    }

    fn number_if_any(&self, column: &'static str) -> Result<Option<u64>> {
        let number = self.integer_if_any(column)?;
        number.map(|number| u64::try_from(number).map_err(|_| corrupt(column))).transpose()
    }

    fn small(&self, column: &'static str) -> Result<u32> {
        u32::try_from(self.integer(column)?).map_err(|_| corrupt(column))
    }

    fn small_if_any(&self, column: &'static str) -> Result<Option<u32>> {
        self.integer_if_any(column)?.map(|_| self.small(column)).transpose()
    }

    fn stage(&self) -> Result<Stage> {
        Ok(Stage::from_number(self.small("stage")?))
    }

    fn moment(&self, column: &'static str) -> Result<OffsetDateTime> {
        let nanoseconds = i128::from(self.integer(column)?);
        OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).map_err(|_| corrupt(column))
    }

    fn kind(&self) -> Result<OperationKind> {
        let code = u8::try_from(self.integer("kind")?).ok();
        code.and_then(OperationKind::from_code).ok_or_else(|| corrupt("kind"))
    }

    /// The key of an operation, from `item`, `kind` and `part`.
    fn key(&self) -> Result<OperationKey> {
        let item = self.text("item")?;
        Ok(OperationKey {
            item: item.as_str().into(),
            kind: self.kind()?,
            part: self.text("part")?,
        })
    }

    /// The state that ended an operation, from `state` and `error`.
    fn state(&self) -> Result<Option<OutcomeState>> {
        let Some(code) = self.integer_if_any("state")? else { return Ok(None) };
        code::to_state(code, self.integer_if_any("error")?).map(Some)
    }

    /// Where an item went, from `target_id` and `target_key`.
    fn target(&self) -> Result<Option<TargetRef>> {
        let (id, key) = (self.text_if_any("target_id")?, self.text_if_any("target_key")?);
        Ok(id
            .zip(key)
            .map(|(id, key)| TargetRef { id: TargetId::new(id), key: TargetKey::new(key) }))
    }

    /// What stands in a column as JSON, where NULL is nothing.
    fn json<T: Default>(&self, column: &'static str, read: fn(&str) -> Option<T>) -> Result<T> {
        match self.text_if_any(column)? {
            Some(text) => read(&text).ok_or_else(|| corrupt(column)),
            None => Ok(T::default()),
        }
    }
}
