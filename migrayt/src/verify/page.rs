use std::collections::{BTreeMap, BTreeSet};

use futures_util::TryStreamExt as _;
use migrayt_core::digest::FieldDigest;
use migrayt_core::error::Result;
use migrayt_core::id::{ItemId, PartId, RunId, TargetId, TargetRef};
use migrayt_core::operation::{OperationKey, OperationKind};
use migrayt_core::plan::{PlanOperation, PlanRow};
use migrayt_core::port::{LedgerRow, Standing};

use super::bytes::{self, Compared, File};
use super::compare::View;
use super::names::Names;
use super::verification::Findings;
use super::{Files, Verifier};

impl Verifier {
    /// Compares some items: reads what the journal says of them and what the target has.
    pub(super) async fn compare_page(
        &self,
        run: &RunId,
        rows: &[PlanRow],
        names: &Names,
        found: &mut Findings,
    ) -> Result<()> {
        // A link is in the account of the item from which it reads outward.
        let operations = || rows.iter().flat_map(|row| &row.operations);
        let own = || rows.iter().map(|row| row.item.clone());
        let accounts: BTreeSet<ItemId> =
            own().chain(operations().map(|operation| operation.key.item.clone())).collect();
        let others = operations().filter_map(|operation| operation.other.clone());
        let ends: Vec<ItemId> =
            accounts.iter().cloned().chain(others).collect::<BTreeSet<_>>().into_iter().collect();
        let accounts: Vec<ItemId> = accounts.into_iter().collect();
        let mut ledger: BTreeMap<ItemId, Vec<LedgerRow>> = BTreeMap::new();
        for row in self.journal.ledger_of(run, &accounts).await? {
            ledger.entry(row.key.item.clone()).or_default().push(row);
        }
        let went = self.journal.resolve(run, &ends).await?;
        let went: BTreeMap<ItemId, TargetRef> =
            ends.into_iter().zip(went).filter_map(|(item, went)| Some((item, went?))).collect();
        // Whether an item stands behind another one takes both.
        let ranked = operations().filter(|operation| operation.key.kind == OperationKind::Rank);
        let wanted: BTreeSet<TargetId> = own()
            .chain(ranked.filter_map(|operation| operation.other.clone()))
            .filter_map(|item| Some(went.get(&item)?.id.clone()))
            .collect();
        let wanted: Vec<TargetId> = wanted.into_iter().collect();
        let standing: BTreeMap<TargetId, Standing> = self
            .target
            .read_back(&wanted, &self.catalog, &self.key)
            .map_ok(|standing| (standing.target.id.clone(), standing))
            .try_collect()
            .await?;
        let properties = self.properties(operations(), &went).await?;
        let bytes = self.bytes(rows, &ledger, &went, &standing).await?;
        let view = View {
            origin: self.source.origin(),
            catalog: &self.catalog,
            names,
            ledger: &ledger,
            went: &went,
            standing: &standing,
            properties: &properties,
            bytes: &bytes,
        };
        for row in rows {
            view.compare(row, found);
        }
        Ok(())
    }

    /// The properties that operations set, read only where there are such operations.
    async fn properties(
        &self,
        operations: impl Iterator<Item = &PlanOperation>,
        went: &BTreeMap<ItemId, TargetRef>,
    ) -> Result<BTreeMap<TargetId, Vec<FieldDigest>>> {
        let set: Vec<&OperationKey> = operations
            .map(|operation| &operation.key)
            .filter(|key| key.kind == OperationKind::Property)
            .collect();
        let names: BTreeSet<String> = set.iter().map(|key| key.part.clone()).collect();
        let items: BTreeSet<TargetId> =
            set.iter().filter_map(|key| Some(went.get(&key.item)?.id.clone())).collect();
        let (names, items) = (Vec::from_iter(names), Vec::from_iter(items));
        if items.is_empty() {
            return Ok(BTreeMap::new());
        }
        Ok(self.target.properties(&items, &names, &self.key).await?.into_iter().collect())
    }

    /// Compares the bytes of those files that stand under the name and with the size that the plan
    /// has.
    async fn bytes(
        &self,
        rows: &[PlanRow],
        ledger: &BTreeMap<ItemId, Vec<LedgerRow>>,
        went: &BTreeMap<ItemId, TargetRef>,
        standing: &BTreeMap<TargetId, Standing>,
    ) -> Result<Compared> {
        if self.options.files == Files::Size {
            return Ok(Compared::new());
        }
        let file = |operation: &PlanOperation| {
            let key = &operation.key;
            let account = ledger.get(&key.item)?.iter().find(|row| row.key == *key)?;
            let standing = standing.get(&went.get(&key.item)?.id)?;
            let part =
                standing.attachments.iter().find(|part| Some(&part.id) == account.part.as_ref())?;
            let planned = operation.digests.first().map(|planned| planned.digest);
            let same = planned.is_none_or(|planned| planned == part.digest);
            same.then(|| File {
                item: key.item.clone(),
                source: PartId::new(key.part.as_str()),
                target: part.id.clone(),
            })
        };
        let attached = rows
            .iter()
            .flat_map(|row| &row.operations)
            .filter(|operation| operation.key.kind == OperationKind::Attach);
        let files: Vec<File> = attached.filter_map(file).collect();
        bytes::compare(self.source.as_ref(), self.target.as_ref(), &self.key, files).await
    }
}
