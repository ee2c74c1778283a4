use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::PlanId;
use migrayt_core::plan::PlanSummary;

use super::batch::Batch;
use super::row::{NewestRow, PlanRow};
use super::table::{Found, keys};
use super::{HostJournal, key};

/// A plan with the row that says so, for what is only to be written while it stays so.
pub(super) struct Standing {
    pub(super) row: PlanRow,
    pub(super) found: Found,
    key: String,
}

impl Standing {
    /// A batch that is written only if nobody wrote to the plan meanwhile.
    pub(super) fn batch(&self) -> Batch {
        Batch::checking(&self.found, &self.key)
    }

    /// Writes the plan's own row.
    pub(super) fn put(&self, batch: &mut Batch) -> Result<()> {
        batch.put(self.key.clone(), &self.row)
    }
}

impl HostJournal {
    pub(super) async fn plan(&self, id: &PlanId) -> Result<Standing> {
        let key = key::plan(id);
        let found = self.table.get(keys([key.clone()])).await?;
        let row = found.read(&key)?.ok_or_else(|| no_plan(id))?;
        Ok(Standing { row, found, key })
    }

    /// Gives the plan a number that no rows have yet, so that a plan of that id that was not sealed
    /// is forgotten at once. Its rows are swept away afterwards.
    pub(super) async fn try_begin_plan(
        &self,
        id: &PlanId,
        fingerprint: &str,
    ) -> Result<Option<()>> {
        let own = key::plan(id);
        let found = self.table.get(keys([own.clone(), key::COUNT.to_owned()])).await?;
        let number = found.read::<u64>(key::COUNT)?.unwrap_or(0).saturating_add(1);
        let mut batch = Batch::checking(&found, &own);
        batch.check(&found, key::COUNT);
        if let Some(standing) = found.read::<PlanRow>(&own)? {
            standing.unsealed()?;
            batch.put(key::trashed(standing.number), &standing.number)?;
        }
        batch.put(key::COUNT.to_owned(), &number)?;
        batch.put(own, &PlanRow::begin(number, fingerprint))?;
        Ok(self.table.commit(batch).await?.then_some(()))
    }

    pub(super) async fn newest(&self) -> Result<Option<(PlanId, String, PlanSummary)>> {
        let found = self.table.get(keys([key::NEWEST.to_owned()])).await?;
        let newest = found.read::<NewestRow>(key::NEWEST)?;
        Ok(newest.map(|row| (row.plan, row.fingerprint, row.summary)))
    }
}

pub(super) fn no_plan(id: &PlanId) -> Error {
    Error::new(ErrorKind::NotFound, "the plan does not exist").with("plan", id)
}

pub(super) fn out_of_order(message: &'static str) -> Error {
    Error::new(ErrorKind::Misuse, message)
}
