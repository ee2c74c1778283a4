use std::collections::BTreeMap;

use super::Ports;
use super::draft::Drafts;
use super::event::Event;
use super::send::{bindings_of, resolve};
use crate::catalog::Catalog;
use crate::digest::DigestKey;
use crate::error::Result;
use crate::id::ItemId;
use crate::operation::OperationKey;
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
    let known = resolve(ports, &lease.run, held.iter().map(|(_, held)| held.as_ref())).await?;
    let bindings: Vec<_> = held.iter().map(|(_, held)| bindings_of(held, &known)).collect();
    let asked: Vec<_> = held
        .iter()
        .zip(&bindings)
        .map(|((doubt, held), known)| Doubtful {
            order: Order { drafted: &held.drafted, attempt: &doubt.intent.attempt, known },
            high_water: doubt.intent.high_water.as_ref(),
            sent_at: doubt.intent.sent_at,
        })
        .collect();
    let trust = ports.target.capabilities().locate;
    let mut answers: BTreeMap<OperationKey, _> =
        keys.into_iter().map(|key| (key, Ok(Located::NotYetKnowable))).collect();
    for ((doubt, _), answer) in held.iter().zip(ports.target.locate(&asked).await) {
        let answer = match answer {
            Ok(Located::Absent) if trust != LocateTrust::Both => Ok(Located::NotYetKnowable),
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
