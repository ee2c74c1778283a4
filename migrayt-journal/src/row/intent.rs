use std::collections::BTreeSet;

use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::operation::OperationKey;
use migrayt_core::port::{HighWater, Intent};

use super::{Columns, code};

/// An intent whose operation was found due.
#[derive(Debug)]
pub(crate) struct Intended<'i> {
    pub(crate) operation: i64,
    pub(crate) kind: u8,
    pub(crate) attempt: &'i str,
    pub(crate) high_water: Option<&'i str>,
    pub(crate) sent: i64,
}

impl<'i> Intended<'i> {
    /// From `operation` and `due`.
    ///
    /// # Errors
    /// `NotFound` for an operation that the plan does not carry, `Conflict` for one that is not due.
    pub(crate) fn read(intent: &'i Intent, columns: &impl Columns) -> Result<Self> {
        let Some(operation) = columns.integer_if_any("operation")? else {
            return Err(no_operation(&intent.key));
        };
        if !columns.flag("due")? {
            return Err(Error::new(
                ErrorKind::Conflict,
                "the operation is settled, in doubt or not due",
            )
            .with("operation", &intent.key));
        }
        Ok(Self {
            operation,
            kind: intent.key.kind.code(),
            attempt: intent.attempt.as_str(),
            high_water: intent.high_water.as_ref().map(|HighWater(place)| place.as_str()),
            sent: code::moment(intent.sent_at)?,
        })
    }
}

pub(crate) fn no_operation(key: &OperationKey) -> Error {
    Error::new(ErrorKind::NotFound, "the plan has no such operation").with("operation", key)
}

pub(crate) fn each_once<'k>(keys: impl Iterator<Item = &'k OperationKey>) -> Result<()> {
    let mut seen = BTreeSet::new();
    for key in keys {
        if !seen.insert(key) {
            return Err(Error::new(ErrorKind::Misuse, "an operation occurs twice in one call")
                .with("operation", key));
        }
    }
    Ok(())
}
