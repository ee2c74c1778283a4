use std::collections::{BTreeMap, BTreeSet};

use futures_util::TryStreamExt as _;
use serde::{Deserialize, Serialize};

use super::Sweep;
use crate::catalog::Catalog;
use crate::digest::DigestKey;
use crate::error::Result;
use crate::id::{ItemId, PartId, RunId, TargetId};
use crate::operation::OperationKind;
use crate::port::{LedgerRow, OutcomeState, PartStanding, Standing};
use crate::run::Ports;
use crate::run::mutant::{self, Mutant};

/// How many rows of the account one call of the journal lists.
const PAGE: u32 = 500;

/// A part of an item or a link that stands beside what the journal names: a second one, or one
/// whose operation was given up after it had been sent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Repeat {
    /// The item of the source.
    pub item: ItemId,
    /// What made it: `Comment`, `Attach`, `Worklog`, `Link` or `RemoteLink`.
    pub kind: OperationKind,
    /// Its id in the target; none for a link.
    pub part: Option<PartId>,
}

/// Looks at the items of which something may stand beside what the journal names. An effect that
/// is set rather than added cannot stand twice.
pub(super) async fn find(
    ports: &Ports,
    catalog: &Catalog,
    key: &DigestKey,
    run: &RunId,
    swept: &mut Sweep,
) -> Result<()> {
    if mutant::is(Mutant::RepeatsUnseen) {
        return Ok(());
    }
    let mut after = None;
    loop {
        let rows = ports.journal.ledger(run, after.as_ref(), PAGE).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = Some(last.key.clone());
        let items: BTreeSet<ItemId> = rows
            .iter()
            .filter(|row| may_stand_beside(row))
            .map(|row| row.key.item.clone())
            .collect();
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
        let suspects: Vec<_> = rows.iter().filter(|row| may_stand_beside(row)).collect();
        while let Some(standing) = standings.try_next().await? {
            let Some(item) = went.get(&standing.target.id) else { continue };
            let of_item = |row: &&LedgerRow| row.key.item == **item;
            let accounts: Vec<_> = accounts.iter().filter(of_item).collect();
            let rows: Vec<_> = suspects.iter().copied().filter(of_item).collect();
            for repeat in Repeat::find(item, &rows, &accounts, &standing) {
                swept.repeat(repeat);
            }
        }
    }
}

/// Whether an operation adds something and may have done so beside what the journal says: it was
/// sent more than once, or sent and then given up.
fn may_stand_beside(row: &LedgerRow) -> bool {
    let adds = matches!(
        row.key.kind,
        OperationKind::Comment
            | OperationKind::Attach
            | OperationKind::Worklog
            | OperationKind::Link
            | OperationKind::RemoteLink
    );
    adds && (row.attempts > 1 || given_up(row))
}

/// Whether an operation was sent and counts as not done. One that was sent once and refused
/// certainly did not happen.
fn given_up(row: &LedgerRow) -> bool {
    match row.state {
        Some(OutcomeState::Gone | OutcomeState::Skipped) => row.attempts > 0,
        Some(OutcomeState::Failed(_)) => row.attempts > 1,
        _ => false,
    }
}

impl Repeat {
    /// Finds what stands at an item beside what its `accounts` name: parts that look as one of
    /// `rows` made them, links that stand more than once, and, of a kind of which something was
    /// given up after it had been sent, every part that nobody names.
    pub fn find(
        item: &ItemId,
        rows: &[&LedgerRow],
        accounts: &[&LedgerRow],
        standing: &Standing,
    ) -> Vec<Self> {
        let named: BTreeSet<&PartId> =
            accounts.iter().filter_map(|row| row.part.as_ref()).collect();
        let mut beside: BTreeSet<(OperationKind, &PartId)> = BTreeSet::new();
        let mut unwanted = Vec::new();
        for row in rows {
            let kind = row.key.kind;
            let parts: &[PartStanding] = match kind {
                OperationKind::Comment => &standing.comments,
                OperationKind::Attach => &standing.attachments,
                OperationKind::Worklog => &standing.worklogs,
                OperationKind::RemoteLink => {
                    if given_up(row) && standing.remote_links.contains(&row.key.part) {
                        unwanted.push(Some(PartId::new(row.key.part.clone())));
                    }
                    continue;
                }
                _ => continue,
            };
            let ours = parts.iter().find(|part| Some(&part.id) == row.part.as_ref());
            let alike = |part: &&PartStanding| {
                given_up(row) || ours.is_some_and(|ours| ours.digest == part.digest)
            };
            let others = parts.iter().filter(alike).filter(|part| !named.contains(&part.id));
            beside.extend(others.map(|part| (kind, &part.id)));
        }
        let repeat = |kind, part| Self { item: item.clone(), kind, part };
        let parts = beside.into_iter().map(|(kind, part)| repeat(kind, Some(part.clone())));
        let pages = unwanted.into_iter().map(|part| repeat(OperationKind::RemoteLink, part));
        let links =
            (0..links_beside(rows, accounts, standing)).map(|_| repeat(OperationKind::Link, None));
        parts.chain(pages).chain(links).collect()
    }
}

/// How many links stand beside those that the journal names.
fn links_beside(rows: &[&LedgerRow], accounts: &[&LedgerRow], standing: &Standing) -> usize {
    let is_link = |row: &&&LedgerRow| row.key.kind == OperationKind::Link;
    if rows.iter().filter(is_link).any(|row| given_up(row)) {
        let done = |row: &&&LedgerRow| {
            matches!(row.state, Some(OutcomeState::Done | OutcomeState::Adopted))
        };
        let done = accounts.iter().filter(is_link).filter(done).count();
        // The account is that of the item from which a link reads outward.
        let outward = standing.links.iter().filter(|link| link.outward).count();
        return outward.saturating_sub(done);
    }
    if !rows.iter().any(|row| is_link(&row)) {
        return 0;
    }
    let distinct: BTreeSet<_> = standing.links.iter().collect();
    standing.links.len() - distinct.len()
}
