use migrayt_core::error::Result;
use migrayt_core::operation::OperationKey;
use migrayt_core::port::{Doubt, Lease};

use super::run::check;
use super::table::keys;
use super::walk::Walk;
use super::{HostJournal, key};

impl HostJournal {
    pub(super) async fn doubts_after(
        &self,
        lease: &Lease,
        after: Option<&OperationKey>,
        limit: u32,
    ) -> Result<Vec<Doubt>> {
        let run = self.run(&lease.run).await?;
        let mut doubts = Vec::new();
        let mut walk = Walk::along(&self.table, key::doubts(run.number, after)).by(limit);
        while doubts.len() < limit as usize {
            let Some(page) = walk.next().await? else { break };
            for row in page {
                doubts.push(row.read()?);
            }
        }
        doubts.truncate(limit as usize);
        // Afterwards, so that it still held when they were read.
        let found = self.table.get(keys([key::lease(run.number)])).await?;
        check(&found, &run, lease)?;
        Ok(doubts)
    }
}
