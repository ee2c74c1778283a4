use migrayt_core::error::Result;
use migrayt_core::id::{AttemptId, ItemId};
use migrayt_core::operation::OperationKey;
use migrayt_core::port::{Doubt, HighWater, Intent};

use super::Columns;

/// A key to read after, as item, kind and part; none is before all keys.
pub(crate) fn beyond(after: Option<&OperationKey>) -> (String, i64, String) {
    after.map_or_else(
        || (String::new(), 0, String::new()),
        |key| (key.item.as_str().to_owned(), key.kind.code().into(), key.part.clone()),
    )
}

pub(crate) fn doubt(columns: &impl Columns) -> Result<Doubt> {
    Ok(Doubt {
        lane: ItemId::new(columns.text("lane_item")?),
        intent: Intent {
            key: columns.key()?,
            attempt: AttemptId::new(columns.text("attempt")?),
            high_water: columns.text_if_any("high_water")?.map(HighWater),
            sent_at: columns.moment("sent")?,
        },
        epoch: columns.number("epoch")?,
    })
}
