use std::collections::BTreeMap;

use migrayt_core::id::ItemId;
use migrayt_core::port::{ReadPlan, ReadView, Source};

use super::known::Known;
use super::read;
use crate::conformance::breach::{Breach, Verdict, holds, same};

/// What was done to a remote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The item that was made.
    pub made: ItemId,
    /// The item that was changed.
    pub changed: ItemId,
    /// The item that was taken away.
    pub gone: ItemId,
}

/// The last case, since the remote is another one afterwards.
pub(super) async fn changes_are_seen(source: &dyn Source, known: &Known) -> Verdict {
    let before = revisions(source).await?;
    let Some(Changed { made, changed, gone }) = known.change() else { return Ok(()) };
    let after = revisions(source).await?;
    holds(after.contains_key(&made), "an item that was made is read", || made.to_string())?;
    holds(!after.contains_key(&gone), "an item that is gone is not read", || gone.to_string())?;
    for (id, revision) in &after {
        let Some(earlier) = before.get(id) else { continue };
        if *id == changed {
            let grown = revision > earlier;
            holds(grown, "the revision grows with every change", || changed.to_string())?;
        } else {
            same(revision, earlier, "the revision of what did not change stays")?;
        }
    }
    Ok(())
}

async fn revisions(source: &dyn Source) -> Result<BTreeMap<ItemId, u64>, Breach> {
    let items = read(source, ReadPlan::all(ReadView::Outline)).await?;
    Ok(items.into_iter().map(|item| (item.id, item.revision)).collect())
}
