mod repeats;

use futures_util::StreamExt as _;
use futures_util::TryStreamExt as _;
use serde::{Deserialize, Serialize};

pub use self::repeats::Repeat;
use super::Ports;
use crate::catalog::Catalog;
use crate::digest::DigestKey;
use crate::error::Result;
use crate::id::{ItemId, RunId, TargetRef};
use crate::operation::OperationKind;
use crate::port::HighWater;

/// How many marked items are compared with the journal at once.
const CHUNK: usize = 500;

/// How many things of each kind are listed; all are counted.
const LISTED: usize = 1000;

/// What was found when the target was looked through for what came from this source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Sweep {
    /// Items that stand where the journal says.
    pub found: u64,
    /// Items that stand although the journal names another one for the same source item, or none:
    /// made by a worker that was thought dead, or copied by hand.
    pub duplicates: u64,
    /// Items whose creation is still in doubt: they happened, and a person need only say so.
    pub undecided: u64,
    /// Comments, files, work log entries and links that stand a second time. Only those are looked
    /// at that were sent more than once; nothing else can have come about twice.
    pub repeated: u64,
    /// The first thousand duplicates.
    pub duplicated: Vec<(ItemId, TargetRef)>,
    /// The first thousand undecided ones.
    pub unclear: Vec<(ItemId, TargetRef)>,
    /// The first thousand of what stands a second time.
    pub repeats: Vec<Repeat>,
}

impl Sweep {
    /// Whether nothing stands twice.
    pub fn is_clean(&self) -> bool {
        self.duplicates == 0 && self.repeated == 0
    }

    fn duplicate(&mut self, item: ItemId, target: TargetRef) {
        self.duplicates += 1;
        if self.duplicated.len() < LISTED {
            self.duplicated.push((item, target));
        }
    }

    fn repeat(&mut self, repeat: Repeat) {
        self.repeated += 1;
        if self.repeats.len() < LISTED {
            self.repeats.push(repeat);
        }
    }
}

/// Looks through everything after the run's high-water mark, and through the parts of what was
/// sent more than once. Memory holds one chunk.
pub(super) async fn sweep(
    ports: &Ports,
    catalog: &Catalog,
    key: &DigestKey,
    run: &RunId,
    after: HighWater,
) -> Result<Sweep> {
    let mut swept = Sweep::default();
    items(ports, run, after, &mut swept).await?;
    repeats::find(ports, catalog, key, run, &mut swept).await?;
    Ok(swept)
}

async fn items(ports: &Ports, run: &RunId, after: HighWater, swept: &mut Sweep) -> Result<()> {
    let (organization, project) = ports.source.origin();
    let marked = ports.target.sweep(after).try_filter(|(_, origin)| {
        std::future::ready(origin.organization == organization && origin.project == project)
    });
    let mut chunks = marked.try_chunks(CHUNK);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|broken| broken.1)?;
        let items: Vec<ItemId> = chunk.iter().map(|(_, origin)| origin.item.clone()).collect();
        let went = ports.journal.resolve(run, &items).await?;
        for ((target, origin), went) in chunk.into_iter().zip(went) {
            match went {
                Some(went) if went.id == target.id => swept.found += 1,
                None if is_open(ports, run, &origin.item).await? => {
                    swept.undecided += 1;
                    if swept.unclear.len() < LISTED {
                        swept.unclear.push((origin.item, target));
                    }
                }
                _ => swept.duplicate(origin.item, target),
            }
        }
    }
    Ok(())
}

/// Whether an item's creation is in doubt. Rare: only items that the journal does not place.
async fn is_open(ports: &Ports, run: &RunId, item: &ItemId) -> Result<bool> {
    let rows = ports.journal.ledger_of(run, std::slice::from_ref(item)).await?;
    Ok(rows
        .iter()
        .any(|row| row.in_doubt && row.key.item == *item && row.key.kind == OperationKind::Create))
}
