use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use futures_util::stream::{self, StreamExt as _};
use migrayt_core::Result as CoreResult;
use migrayt_core::catalog::Catalog;
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{AttemptId, ItemId, PartId, TargetId, TargetRef};
use migrayt_core::item::AttachmentRef;
use migrayt_core::marker::Origin;
use migrayt_core::operation::{Command, OperationKind};
use migrayt_core::port::{
    Applied, Bindings, ByteStream, Doubtful, Drafted, HighWater, LocateTrust, Located, Order,
    Standing, Target,
};

use super::known::Known;
use crate::conformance::breach::{Breach, holds, same};

/// A target on which a case works, with its catalog.
#[derive(Debug)]
pub(super) struct Bench<'a> {
    pub(super) target: &'a dyn Target,
    pub(super) known: &'a Known,
    pub(super) catalog: Catalog,
    pub(super) key: DigestKey,
    attempts: AtomicU64,
}

/// An operation that was carried out.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) drafted: Drafted,
    pub(super) applied: Applied,
}

impl Made {
    /// The item that was made.
    pub(super) fn target(&self) -> Result<&TargetRef, Breach> {
        self.applied.target.as_ref().ok_or_else(|| {
            Breach::of("a creation tells what it made", self.drafted.key.to_string())
        })
    }
}

impl<'a> Bench<'a> {
    pub(super) async fn new(target: &'a dyn Target, known: &'a Known) -> Result<Self, Breach> {
        let key = DigestKey::new([7; 32]);
        let catalog = target.catalog(&key).await?;
        Ok(Self { target, known, catalog, key, attempts: AtomicU64::new(1) })
    }

    /// The same target with its catalog read again.
    pub(super) async fn again(&self) -> Result<Self, Breach> {
        Self::new(self.target, self.known).await
    }

    pub(super) fn takes(&self, kind: OperationKind) -> bool {
        self.target.capabilities().takes(kind)
    }

    /// Whether an absence is certain, and whether a find is.
    pub(super) fn trust(&self) -> LocateTrust {
        self.target.capabilities().locate
    }

    pub(super) fn max_batch(&self) -> usize {
        usize::try_from(self.target.capabilities().max_batch).unwrap_or(usize::MAX).max(1)
    }

    pub(super) fn draft(&self, commands: &[Command]) -> Result<Vec<Drafted>, Breach> {
        let drafts = self.target.draft(&self.catalog, commands, &self.key);
        same(&drafts.len(), &commands.len(), "there is one draft for each command")?;
        Ok(drafts)
    }

    pub(super) fn draft_one(&self, command: &Command) -> Result<Drafted, Breach> {
        let drafts = self.draft(std::slice::from_ref(command))?;
        drafts.into_iter().next().ok_or_else(|| {
            Breach::of("there is one draft for each command", command.key.to_string())
        })
    }

    /// Drafts what the target must be able to take.
    pub(super) fn accepted(&self, commands: &[Command]) -> Result<Vec<Drafted>, Breach> {
        let drafts = self.draft(commands)?;
        for drafted in &drafts {
            holds(
                drafted.refusals.is_empty(),
                "what follows from the catalog is not refused (see `Known`)",
                || format!("{}: {:?}", drafted.key, drafted.refusals),
            )?;
        }
        Ok(drafts)
    }

    /// Sends drafts of one kind in batches that the target takes.
    pub(super) async fn send(
        &self,
        drafts: &[Drafted],
        known: &Bindings,
    ) -> Result<Vec<CoreResult<Applied>>, Breach> {
        let mut all = Vec::with_capacity(drafts.len());
        for piece in drafts.chunks(self.max_batch()) {
            let held: Vec<_> =
                piece.iter().map(|drafted| (self.attempt(), bound(drafted, known))).collect();
            let orders: Vec<_> = piece
                .iter()
                .zip(&held)
                .map(|(drafted, (attempt, known))| Order { drafted, attempt, known })
                .collect();
            let results = self.target.apply(&orders).await;
            same(&results.len(), &orders.len(), "there is one result for each order")?;
            all.extend(results);
        }
        Ok(all)
    }

    /// Carries out commands of one kind, which must succeed.
    pub(super) async fn make(
        &self,
        commands: &[Command],
        known: &Bindings,
    ) -> Result<Vec<Made>, Breach> {
        let drafts = self.accepted(commands)?;
        let results = self.send(&drafts, known).await?;
        drafts
            .into_iter()
            .zip(results)
            .map(|(drafted, result)| Ok(Made { drafted, applied: result? }))
            .collect()
    }

    pub(super) async fn make_one(
        &self,
        command: Command,
        known: &Bindings,
    ) -> Result<Made, Breach> {
        let key = command.key.to_string();
        let made = self.make(&[command], known).await?.into_iter().next();
        made.ok_or_else(|| Breach::of("there is one result for each order", key))
    }

    /// Sends a file in pieces; after `keep` of them the stream breaks.
    pub(super) async fn attach(
        &self,
        drafted: &Drafted,
        file: &AttachmentRef,
        bytes: &[u8],
        known: &Bindings,
        keep: Option<usize>,
    ) -> CoreResult<Applied> {
        let attempt = self.attempt();
        let known = bound(drafted, known);
        let order = Order { drafted, attempt: &attempt, known: &known };
        self.target.attach(&order, file, pieces(bytes, keep)).await
    }

    /// Items as they stand, by id.
    pub(super) async fn standing(
        &self,
        items: &[TargetId],
    ) -> Result<BTreeMap<TargetId, Standing>, Breach> {
        let mut found = BTreeMap::new();
        let mut standing = self.target.read_back(items, &self.catalog, &self.key);
        while let Some(next) = standing.next().await {
            let next = next?;
            let id = next.target.id.clone();
            holds(items.contains(&id), "only what was asked for is read back", || id.to_string())?;
            let first = found.insert(id.clone(), next).is_none();
            holds(first, "an item is read back once", || id.to_string())?;
        }
        Ok(found)
    }

    pub(super) async fn stands(&self, item: &TargetRef) -> Result<Standing, Breach> {
        let mut found = self.standing(std::slice::from_ref(&item.id)).await?;
        found
            .remove(&item.id)
            .ok_or_else(|| Breach::of("what was made can be read back", item.id.to_string()))
    }

    /// The suite's own items after a place.
    pub(super) async fn swept(&self, after: HighWater) -> Result<Vec<(TargetRef, Origin)>, Breach> {
        let mut found = Vec::new();
        let mut sweep = self.target.sweep(after);
        while let Some(next) = sweep.next().await {
            let (target, origin) = next?;
            if origin.organization == self.known.organization {
                found.push((target, origin));
            }
        }
        Ok(found)
    }

    /// Asks what became of orders, each by a fresh attempt.
    pub(super) async fn locate(
        &self,
        doubts: &[(&Drafted, Option<&HighWater>)],
        known: &Bindings,
    ) -> Result<Vec<Located>, Breach> {
        self.locate_besides(doubts, known, &[]).await
    }

    /// Asks what became of orders where some parts are known to be others'.
    pub(super) async fn locate_besides(
        &self,
        doubts: &[(&Drafted, Option<&HighWater>)],
        known: &Bindings,
        taken: &[PartId],
    ) -> Result<Vec<Located>, Breach> {
        let held: Vec<_> =
            doubts.iter().map(|(drafted, _)| (self.attempt(), bound(drafted, known))).collect();
        let asked: Vec<_> = doubts
            .iter()
            .zip(&held)
            .map(|((drafted, high_water), (attempt, known))| Doubtful {
                order: Order { drafted, attempt, known },
                high_water: *high_water,
                sent_at: self.known.moment(),
                taken,
            })
            .collect();
        let answers = self.target.locate(&asked).await;
        same(&answers.len(), &doubts.len(), "there is one answer for each doubt")?;
        Ok(answers.into_iter().collect::<CoreResult<_>>()?)
    }

    pub(super) fn attempt(&self) -> AttemptId {
        AttemptId::from_bits(self.attempts.fetch_add(1, Ordering::Relaxed).into())
    }
}

/// Where items went, by the keys of their creations.
pub(super) fn bindings<'m>(made: impl IntoIterator<Item = &'m Made>) -> Bindings {
    made.into_iter()
        .filter_map(|made| Some((made.drafted.key.item.clone(), made.applied.target.clone()?)))
        .collect()
}

/// The part of the bindings that a draft refers to.
pub(super) fn bound(drafted: &Drafted, known: &Bindings) -> Bindings {
    let wanted = |item: &&ItemId| known.items.contains_key(*item);
    drafted
        .needs
        .iter()
        .chain(&drafted.optional)
        .filter(wanted)
        .filter_map(|item| Some((item.clone(), known.item(item)?.clone())))
        .collect()
}

fn pieces(bytes: &[u8], keep: Option<usize>) -> ByteStream {
    let broken =
        || migrayt_core::Error::new(migrayt_core::ErrorKind::DataCorrupt, "the file broke off");
    let pieces: Vec<_> = bytes.chunks(7).map(Bytes::copy_from_slice).map(Ok).collect();
    let kept = keep.unwrap_or(pieces.len());
    let end = keep.map(|_| Err(broken()));
    stream::iter(pieces.into_iter().take(kept).chain(end)).boxed()
}
