//! What a run could not carry out, to be tried again.

use std::collections::BTreeSet;

use migrayt_core::error::Result;
use migrayt_core::id::ItemId;
use migrayt_core::port::{LedgerRow, OutcomeState};

use crate::Migration;

/// How many rows of a ledger are read at once.
const PAGE: u32 = 1_000;

impl Migration {
    /// The items of the newest run of which something was not carried out: the target refused it,
    /// or what it needs was not made. Ascending. A plan of them that knows what stands already
    /// ([`crate::plan::Extent::only`]) sends again what is missing, and nothing else.
    ///
    /// # Errors
    /// `Misuse` if there is no plan or no run.
    pub async fn failed(&self) -> Result<Vec<ItemId>> {
        let reason = "there is no run of which something could have failed";
        let (_, run) = self.newest_run_or(reason).await?;
        let mut failed = BTreeSet::new();
        let mut after = None;
        loop {
            let rows = self.parts().journal.ledger(&run, after.as_ref(), PAGE).await?;
            let Some(last) = rows.last() else { break };
            after = Some(last.key.clone());
            failed.extend(rows.into_iter().filter(is_missing).map(|row| row.key.item));
        }
        Ok(failed.into_iter().collect())
    }
}

fn is_missing(row: &LedgerRow) -> bool {
    matches!(row.state, Some(OutcomeState::Failed(_) | OutcomeState::Skipped))
}
