use migrayt_core::error::Result;
use migrayt_core::id::PartId;
use migrayt_core::port::{LedgerRow, OutcomeState};

use super::{Columns, json};

/// The account of one operation. What the run will never carry out counts as skipped.
pub(crate) fn account(columns: &impl Columns) -> Result<LedgerRow> {
    let in_doubt = columns.flag("in_doubt")?;
    let settled = columns.state()?;
    let never = !columns.flag("carried")? || (!in_doubt && columns.flag("unmade")?);
    let mut losses = columns.json("planned_losses", json::to_losses)?;
    losses.extend(columns.json("losses", json::to_losses)?);
    Ok(LedgerRow {
        key: columns.key()?,
        state: settled.or(never.then_some(OutcomeState::Skipped)),
        in_doubt,
        target: columns.target()?,
        part: columns.text_if_any("made")?.map(PartId::new),
        losses,
        revision: columns.number_if_any("revision")?,
        attempts: columns.small("attempts")?,
    })
}
