use migrayt_core::error::Result;

use super::batch::Batch;
use super::key::{self, Range};
use super::walk::Walk;
use super::{HostJournal, until_written};

impl HostJournal {
    /// Deletes the rows of plans that were begun anew. Nobody reads them, so that it does not matter
    /// when; what is left by whoever was interrupted is swept by the next.
    pub(super) async fn sweep_trash(&self) -> Result<()> {
        let mut walk = Walk::along(&self.table, key::trash());
        while let Some(page) = walk.next().await? {
            for row in page {
                self.sweep(key::all(row.read()?)).await?;
                let mut batch = Batch::default();
                batch.delete(row.key);
                self.table.commit(batch).await?;
            }
        }
        Ok(())
    }

    /// Deletes every row of a range.
    pub(super) async fn sweep(&self, range: Range) -> Result<()> {
        let mut walk = Walk::along(&self.table, range);
        while let Some(page) = walk.next().await? {
            until_written!(self.delete(page.iter().map(|row| row.key.clone())))?;
        }
        Ok(())
    }

    async fn delete(&self, keys: impl Iterator<Item = String>) -> Result<Option<()>> {
        let mut batch = Batch::default();
        keys.for_each(|key| batch.delete(key));
        Ok(self.table.commit(batch).await?.then_some(()))
    }
}
