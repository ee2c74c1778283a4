use std::collections::BTreeMap;

use futures_util::StreamExt as _;

use super::Ports;
use super::mutant::{self, Mutant};
use crate::error::Result;
use crate::id::{AttemptId, ItemId, TargetRef};
use crate::operation::OperationKind;
use crate::port::{HighWater, Intent, Lease, Outcome, OutcomeState, RunCounts, Settlement};

/// How many plan rows are read at once.
const PAGE: u32 = 500;

/// Recognises items that an earlier run made from this source, when a run has not written anything
/// yet: their creations are adopted, and their other operations become doubts, to be looked for
/// and not sent blindly. What the plan only recognises and is not there any more is skipped.
/// Returns how many items were adopted.
///
/// Everything is recorded as intended in one call before anything is settled, so that a process
/// that dies between the two leaves doubts and not operations that are due.
pub(super) async fn adopt(ports: &Ports, lease: &Lease, counts: &RunCounts) -> Result<u64> {
    let untouched = counts.kinds.iter().all(|(_, counts)| counts.done == 0 && counts.doubts == 0);
    if !untouched {
        return Ok(0);
    }
    let there = marked(ports).await?;
    let now = ports.clock.now();
    let mut intents = Vec::new();
    let mut outcomes = Vec::new();
    let mut gone = Vec::new();
    let mut after = None;
    loop {
        let rows = ports.plans.plan_page(&lease.plan, after, PAGE).await?;
        let Some((last, _)) = rows.last() else { break };
        after = Some(*last);
        for (_, row) in rows {
            if row.refused() {
                continue;
            }
            let Some(target) = there.get(&row.item) else {
                if row.is_recognised_only() {
                    // It stood when the plan was made, which is not of making it.
                    let creations = row.operations.into_iter().map(|create| create.key);
                    gone.extend(creations.map(|key| Outcome::of(key, OutcomeState::Skipped)));
                }
                continue;
            };
            for operation in row.operations {
                if !operation.refusals.is_empty() {
                    continue;
                }
                if operation.key.kind == OperationKind::Create {
                    let mut outcome = Outcome::of(operation.key.clone(), OutcomeState::Adopted);
                    outcome.target = Some(target.clone());
                    outcomes.push(outcome);
                }
                intents.push(Intent {
                    key: operation.key,
                    attempt: AttemptId::from_bits(ports.ids.fresh()),
                    high_water: Some(HighWater::start()),
                    sent_at: now,
                });
            }
        }
    }
    // Both ends of a link may be adopted; it is one operation.
    intents.sort_by(|left, right| left.key.cmp(&right.key));
    intents.dedup_by(|left, right| left.key == right.key);
    if intents.is_empty() && gone.is_empty() {
        return Ok(0);
    }
    ports.journal.intend(lease, &intents).await?;
    let adopted = u64::try_from(outcomes.len()).unwrap_or(u64::MAX);
    outcomes.append(&mut gone);
    ports.journal.settle(lease, &Settlement { outcomes }).await?;
    Ok(adopted)
}

/// The items of this source that the target holds already; of two with one origin, the older.
async fn marked(ports: &Ports) -> Result<BTreeMap<ItemId, TargetRef>> {
    let (organization, project) = ports.source.origin();
    let mut there = BTreeMap::new();
    let mut found = ports.target.sweep(HighWater::start());
    while let Some(next) = found.next().await {
        let (target, origin) = next?;
        let ours = origin.organization == organization && origin.project == project;
        if ours || mutant::is(Mutant::AnotherMarker) {
            there.entry(origin.item).or_insert(target);
        }
    }
    Ok(there)
}
