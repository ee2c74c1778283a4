use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::{ItemId, TypeId};
use migrayt_core::plan::{PlanOperation, PlanRow};

use super::{Columns, json};

/// A lane without its operations, behind its place.
pub(crate) fn lane(columns: &impl Columns) -> Result<(u64, PlanRow)> {
    let lane = PlanRow {
        item: ItemId::new(columns.text("item")?),
        revision: columns.number("revision")?,
        type_id: TypeId::new(columns.text("type")?),
        target_type: columns.text_if_any("target_type")?.map(TypeId::new),
        operations: Vec::new(),
    };
    Ok((columns.number("place")?, lane))
}

/// Gives lanes their operations. Both are in the order of places.
pub(crate) fn fill<R: Columns>(page: &mut [(u64, PlanRow)], operations: &[R]) -> Result<()> {
    let mut lanes = page.iter_mut();
    let mut lane = lanes.next();
    for columns in operations {
        let place = columns.number("place")?;
        while lane.as_ref().is_some_and(|(at, _)| *at < place) {
            lane = lanes.next();
        }
        if let Some((_, lane)) = &mut lane {
            lane.operations.push(operation(columns)?);
        }
    }
    Ok(())
}

fn operation(columns: &impl Columns) -> Result<PlanOperation> {
    Ok(PlanOperation {
        key: columns.key()?,
        stage: columns.stage()?,
        other: columns.text_if_any("other")?.map(ItemId::new),
        digests: columns.json("digests", json::to_digests)?,
        losses: columns.json("losses", json::to_losses)?,
        refusals: columns.json("refusals", json::to_refusals)?,
    })
}

/// A row of an item that the outline does not have, from `item`.
pub(crate) fn stranger(columns: &impl Columns) -> Result<Error> {
    let item = ItemId::new(columns.text("item")?);
    Ok(Error::new(ErrorKind::Misuse, "a row of an item without an outline").with("item", item))
}
