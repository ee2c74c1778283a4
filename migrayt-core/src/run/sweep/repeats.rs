use std::collections::{BTreeMap, BTreeSet};

use futures_util::TryStreamExt as _;
use serde::{Deserialize, Serialize};

use super::Sweep;
use crate::catalog::Catalog;
use crate::digest::DigestKey;
use crate::error::Result;
use crate::id::{ItemId, PartId, RunId, TargetId};
use crate::operation::OperationKind;
use crate::port::{LedgerRow, PartStanding, Standing};
use crate::run::Ports;

/// How many rows of the account one call of the journal lists.
const PAGE: u32 = 500;

/// A part of an item or a link that stands a second time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Repeat {
    /// The item of the source.
    pub item: ItemId,
    /// What made it: `Comment`, `Attach`, `Worklog` or `Link`.
    pub kind: OperationKind,
    /// The second one's id in the target; none for a link.
    pub part: Option<PartId>,
}

/// Looks at the items of which something was sent more than once, for what stands again beside
/// what the journal names. An effect that is set rather than added cannot stand twice.
pub(super) async fn find(
    ports: &Ports,
    catalog: &Catalog,
    key: &DigestKey,
    run: &RunId,
    swept: &mut Sweep,
) -> Result<()> {
    let mut after = None;
    loop {
        let rows = ports.journal.ledger(run, after.as_ref(), PAGE).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = Some(last.key.clone());
        let items: BTreeSet<ItemId> =
            rows.iter().filter(|row| adds_again(row)).map(|row| row.key.item.clone()).collect();
        if items.is_empty() {
            continue;
        }
        let items: Vec<ItemId> = items.into_iter().collect();
        let went = ports.journal.resolve(run, &items).await?;
        let went: BTreeMap<TargetId, &ItemId> = went
            .into_iter()
            .zip(&items)
            .filter_map(|(went, item)| Some((went?.id, item)))
            .collect();
        let accounts = ports.journal.ledger_of(run, &items).await?;
        let targets: Vec<TargetId> = went.keys().cloned().collect();
        let mut standings = ports.target.read_back(&targets, catalog, key);
        let sent_again: Vec<_> = rows.iter().filter(|row| adds_again(row)).collect();
        while let Some(standing) = standings.try_next().await? {
            let Some(item) = went.get(&standing.target.id) else { continue };
            let of_item = |row: &&LedgerRow| row.key.item == **item;
            let accounts: Vec<_> = accounts.iter().filter(of_item).collect();
            let rows: Vec<_> = sent_again.iter().copied().filter(of_item).collect();
            for repeat in Repeat::find(item, &rows, &accounts, &standing) {
                swept.repeat(repeat);
            }
        }
    }
}

/// Whether an operation was sent more than once that adds something each time.
fn adds_again(row: &LedgerRow) -> bool {
    row.attempts > 1
        && matches!(
            row.key.kind,
            OperationKind::Comment
                | OperationKind::Attach
                | OperationKind::Worklog
                | OperationKind::Link
        )
}

impl Repeat {
    /// Finds what stands a second time at an item: parts that look as one of `rows` made them, and
    /// that none of the item's `accounts` names, and links that stand more than once.
    pub fn find(
        item: &ItemId,
        rows: &[&LedgerRow],
        accounts: &[&LedgerRow],
        standing: &Standing,
    ) -> Vec<Self> {
        let named: BTreeSet<&PartId> =
            accounts.iter().filter_map(|row| row.part.as_ref()).collect();
        let mut told: BTreeSet<&PartId> = BTreeSet::new();
        let mut repeats = Vec::new();
        for row in rows {
            let parts: &[PartStanding] = match row.key.kind {
                OperationKind::Comment => &standing.comments,
                OperationKind::Attach => &standing.attachments,
                OperationKind::Worklog => &standing.worklogs,
                _ => continue,
            };
            let Some(ours) = parts.iter().find(|part| Some(&part.id) == row.part.as_ref()) else {
                continue;
            };
            for other in parts.iter().filter(|part| part.digest == ours.digest) {
                if !named.contains(&other.id) && told.insert(&other.id) {
                    let part = Some(other.id.clone());
                    repeats.push(Self { item: item.clone(), kind: row.key.kind, part });
                }
            }
        }
        if rows.iter().any(|row| row.key.kind == OperationKind::Link) {
            let distinct: BTreeSet<_> = standing.links.iter().collect();
            for _ in distinct.len()..standing.links.len() {
                repeats.push(Self { item: item.clone(), kind: OperationKind::Link, part: None });
            }
        }
        repeats
    }
}
