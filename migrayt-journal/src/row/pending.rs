use migrayt_core::error::Result;
use migrayt_core::id::ItemId;
use migrayt_core::port::PendingLane;

use super::Columns;

/// Lanes from the rows of their operations, in the order of places.
pub(crate) fn pending<R: Columns>(rows: &[R]) -> Result<Vec<PendingLane>> {
    let mut lanes: Vec<PendingLane> = Vec::new();
    for columns in rows {
        let place = columns.number("place")?;
        let key = columns.key()?;
        match lanes.last_mut().filter(|lane| lane.place == place) {
            Some(lane) => lane.operations.push(key),
            None => lanes.push(PendingLane {
                place,
                item: ItemId::new(columns.text("lane_item")?),
                revision: columns.number("revision")?,
                operations: vec![key],
            }),
        }
    }
    Ok(lanes)
}
