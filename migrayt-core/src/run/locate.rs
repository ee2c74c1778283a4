use std::collections::BTreeMap;

use super::Ports;
use super::draft::Drafts;
use super::event::Event;
use super::mutant::{self, Mutant};
use super::send::Known;
use crate::catalog::Catalog;
use crate::digest::DigestKey;
use crate::error::Result;
use crate::id::{ItemId, PartId, RunId};
use crate::operation::{OperationKey, OperationKind};
use crate::port::{Doubt, Doubtful, Lease, LocateTrust, Located, Order, PendingLane};

/// How many doubts one call of the journal lists.
const PAGE: u32 = 500;

/// Lists every doubt of a run.
pub(super) async fn list(ports: &Ports, lease: &Lease) -> Result<Vec<Doubt>> {
    let mut doubts: Vec<Doubt> = Vec::new();
    loop {
        let after = doubts.last().map(|doubt| doubt.intent.key.clone());
        let page = ports.journal.doubts(lease, after.as_ref(), PAGE).await?;
        if page.is_empty() {
            return Ok(doubts);
        }
        doubts.extend(page);
    }
}

/// Asks the target about doubts, with their orders made again. A doubt whose item is gone from the
/// source cannot be asked about.
pub(super) async fn locate(
    ports: &Ports,
    drafts: &Drafts,
    catalog: &Catalog,
    key: &DigestKey,
    lease: &Lease,
    keys: Vec<OperationKey>,
) -> Result<Event> {
    let listed: BTreeMap<_, _> = list(ports, lease)
        .await?
        .into_iter()
        .map(|doubt| (doubt.intent.key.clone(), doubt))
        .collect();
    let doubts: Vec<_> = keys.iter().filter_map(|key| listed.get(key)).collect();
    let mut lanes: BTreeMap<ItemId, PendingLane> = BTreeMap::new();
    for doubt in &doubts {
        let lane = lanes.entry(doubt.lane.clone()).or_insert_with(|| PendingLane {
            place: 0,
            item: doubt.lane.clone(),
            revision: 0,
            operations: Vec::new(),
        });
        lane.operations.push(doubt.intent.key.clone());
    }
    let lanes: Vec<_> = lanes.into_values().collect();
    drafts.load(ports, catalog, key, &lease.plan, &lanes).await?;

    let held: Vec<_> =
        doubts.iter().filter_map(|doubt| Some((*doubt, drafts.find(&doubt.intent.key)?))).collect();
    let known = Known::of(ports, &lease.run, held.iter().map(|(_, held)| held.as_ref())).await?;
    let bindings: Vec<_> = held.iter().map(|(_, held)| known.bindings_of(held)).collect();
    let made = made(ports, &lease.run, &doubts).await?;
    let nothing = Vec::new();
    let asked: Vec<_> = held
        .iter()
        .zip(&bindings)
        .map(|((doubt, held), known)| Doubtful {
            order: Order { drafted: &held.drafted, attempt: &doubt.intent.attempt, known },
            high_water: doubt.intent.high_water.as_ref(),
            sent_at: doubt.intent.sent_at,
            taken: made.get(&doubt.intent.key.item).unwrap_or(&nothing),
        })
        .collect();
    let newest = if mutant::is(Mutant::HighWaterAfterSend) {
        ports.target.high_water().await.ok()
    } else {
        None
    };
    let asked: Vec<_> = asked
        .into_iter()
        .map(|doubt| Doubtful { high_water: newest.as_ref().or(doubt.high_water), ..doubt })
        .collect();
    let trust = ports.target.capabilities().locate;
    let mut answers: BTreeMap<OperationKey, _> =
        keys.into_iter().map(|key| (key, Ok(Located::NotYetKnowable))).collect();
    for ((doubt, _), answer) in held.iter().zip(ports.target.locate(&asked).await) {
        let answer = match answer {
            Ok(Located::Absent)
                if trust != LocateTrust::Both && !mutant::is(Mutant::SearchOnly) =>
            {
                Ok(Located::NotYetKnowable)
            }
            Ok(located) => Ok(located),
            Err(error) => {
                tracing::debug!(operation = %doubt.intent.key, %error, "a doubt cannot be looked for");
                Err(error.kind())
            }
        };
        answers.insert(doubt.intent.key.clone(), answer);
    }
    drafts.forget(listed.keys());
    Ok(Event::Located(answers.into_iter().collect()))
}

/// The files that are known to have been made, by item, of the items with a file in doubt. Only
/// files have no marker.
async fn made(
    ports: &Ports,
    run: &RunId,
    doubts: &[&Doubt],
) -> Result<BTreeMap<ItemId, Vec<PartId>>> {
    let mut items: Vec<ItemId> = doubts
        .iter()
        .map(|doubt| &doubt.intent.key)
        .filter(|key| key.kind == OperationKind::Attach)
        .map(|key| key.item.clone())
        .collect();
    items.dedup();
    let mut made: BTreeMap<ItemId, Vec<PartId>> = BTreeMap::new();
    if items.is_empty() {
        return Ok(made);
    }
    for row in ports.journal.ledger_of(run, &items).await? {
        if row.key.kind == OperationKind::Attach
            && let Some(part) = row.part
        {
            made.entry(row.key.item).or_default().push(part);
        }
    }
    Ok(made)
}
