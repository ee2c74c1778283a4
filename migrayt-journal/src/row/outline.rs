use migrayt_core::error::Result;
use migrayt_core::id::{ItemId, TypeId};
use migrayt_core::plan::{Backlog, Outline};

use super::Columns;

/// An outline; before the outline is `sealed`, nothing is known to be circular.
pub(crate) fn outline(columns: &impl Columns, sealed: bool) -> Result<Outline> {
    let level = columns.number_if_any("level")?;
    let mut backlog = Backlog::ranked(columns.integer_if_any("rank")?);
    backlog.position = columns.small_if_any("position")?;
    backlog.after = columns.text_if_any("after")?.map(ItemId::new);
    Ok(Outline {
        item: ItemId::new(columns.text("item")?),
        revision: columns.number("revision")?,
        type_id: TypeId::new(columns.text("type")?),
        parent: columns.text_if_any("parent")?.map(ItemId::new),
        level: level.map_or(Ok(0), |_| columns.small("level"))?,
        circular: sealed && level.is_none(),
        backlog,
    })
}

/// An outline behind its place.
pub(crate) fn placed(columns: &impl Columns) -> Result<(u64, Outline)> {
    Ok((columns.number("place")?, outline(columns, true)?))
}
