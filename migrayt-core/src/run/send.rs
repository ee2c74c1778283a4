use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_util::stream::{self, StreamExt as _};

use super::draft::{Drafts, Held};
use super::effect::BatchId;
use super::event::Event;
use super::mutant::{self, Mutant};
use super::{Answer, Ports};
use crate::content::Content;
use crate::error::{Effect, Error, ErrorKind, Result};
use crate::id::{AttemptId, ItemId, PartId, RunId, TargetRef};
use crate::operation::{OperationKey, OperationKind};
use crate::port::{
    Applied, Bindings, ByteStream, HighWater, Intent, Lease, Order, Outcome, OutcomeState,
};

/// For how many batches of creations one reading of the high-water mark serves. A stale mark is
/// allowed; it only makes a look at a doubt longer (50 items a batch: at most 1,000 keys).
const BATCHES_A_MARK: u32 = 20;

/// Whether the lease still holds at this moment.
pub(super) type MaySend = Arc<dyn Fn() -> bool + Send + Sync>;

/// A batch that is to be sent.
#[derive(Debug)]
pub(super) struct Wish {
    pub(super) batch: BatchId,
    pub(super) kind: OperationKind,
    pub(super) keys: Vec<OperationKey>,
    /// Items whose creation is in doubt.
    pub(super) open: Arc<BTreeSet<ItemId>>,
}

/// What an intent fixed, until it is settled.
#[derive(Debug)]
struct Ready {
    attempt: AttemptId,
    known: Bindings,
}

/// Records intents and sends them.
#[derive(Debug, Default)]
pub(super) struct Sender {
    ready: Mutex<BTreeMap<OperationKey, Ready>>,
    mark: Mutex<Option<(HighWater, u32)>>,
    /// What [`Mutant::IntentAfterSend`] records when it is too late.
    late: Mutex<Vec<Intent>>,
}

impl Sender {
    /// Records that a batch is about to be sent, without what cannot be sent yet or ever.
    pub(super) async fn intend(
        &self,
        ports: &Ports,
        drafts: &Drafts,
        lease: &Lease,
        wish: Wish,
    ) -> Result<Event> {
        let Wish { batch, kind, keys, open } = wish;
        let mut held = Vec::with_capacity(keys.len());
        let mut skipped = Vec::new();
        for key in keys {
            match drafts.find(&key) {
                Some(found) => held.push((key, found)),
                None => skipped.push(key),
            }
        }
        let known =
            Known::of(ports, &lease.run, held.iter().map(|(_, held)| held.as_ref())).await?;
        let mut blocked = Vec::new();
        let mut sendable = Vec::new();
        for (key, held) in held {
            let refers = |item: &ItemId| open.contains(item);
            let drafted = &held.drafted;
            if drafted.needs.iter().chain(&drafted.optional).any(refers) {
                blocked.push(key);
            } else if drafted.needs.iter().all(|item| known.item(item).is_some()) {
                sendable.push((key, held));
            } else {
                skipped.push(key);
            }
        }
        if !sendable.is_empty() {
            let high_water = self.mark(ports, kind).await?;
            let sent_at = ports.clock.now();
            let mut intents = Vec::with_capacity(sendable.len());
            for (key, held) in sendable {
                let attempt = AttemptId::from_bits(ports.ids.fresh());
                let bindings = known.bindings_of(&held);
                let ready = Ready { attempt: attempt.clone(), known: bindings };
                self.ready
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .insert(key.clone(), ready);
                intents.push(Intent { key, attempt, high_water: high_water.clone(), sent_at });
            }
            if mutant::is(Mutant::IntentAfterSend) {
                *self.late.lock().unwrap_or_else(PoisonError::into_inner) = intents;
                return Ok(Event::Intended { batch, skipped, blocked });
            }
            match ports.journal.intend(lease, &intents).await {
                Err(error)
                    if mutant::is(Mutant::EpochIgnored) && error.kind() == ErrorKind::LeaseLost => {
                }
                recorded => recorded?,
            }
        }
        Ok(Event::Intended { batch, skipped, blocked })
    }

    /// Sends a recorded batch. The first error comes back too, to explain a stop. Files take their
    /// time: none is begun, and none goes on, once `may_send` says no.
    pub(super) async fn apply(
        &self,
        ports: &Ports,
        drafts: &Drafts,
        batch: BatchId,
        kind: OperationKind,
        keys: Vec<OperationKey>,
        may_send: &MaySend,
    ) -> (Event, Option<Error>) {
        let mut sent = Vec::with_capacity(keys.len());
        for key in keys {
            let ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
            if let (Some(ready), Some(held)) = (ready, drafts.find(&key)) {
                sent.push((key, ready, held));
            }
        }
        let results = if kind == OperationKind::Attach {
            let mut results = Vec::with_capacity(sent.len());
            for (_, ready, held) in &sent {
                results.push(attach(ports, ready, held, may_send).await);
            }
            results
        } else {
            let orders: Vec<_> = sent
                .iter()
                .map(|(_, ready, held)| Order {
                    drafted: &held.drafted,
                    attempt: &ready.attempt,
                    known: &ready.known,
                })
                .collect();
            let answers = ports.target.apply(&orders).await;
            let lost = answers.iter().any(Result::is_err);
            if mutant::is(Mutant::RetryAtOnce) && lost {
                ports.target.apply(&orders).await
            } else {
                answers
            }
        };
        let results = if mutant::is(Mutant::PositionalBulk) { shifted(results) } else { results };
        let mut results = results.into_iter();
        let mut first = None;
        let answers = sent
            .into_iter()
            .map(|(key, _, held)| {
                // A target that answers less than it was asked leaves the rest in doubt.
                let result = results.next().unwrap_or_else(|| Err(unanswered()));
                let answer = match result {
                    Ok(applied) => Ok(done(key.clone(), applied, held.revision)),
                    Err(_) if mutant::is(Mutant::DoneBeforeConfirm) => {
                        Ok(Outcome::of(key.clone(), OutcomeState::Done))
                    }
                    Err(error) => {
                        tracing::debug!(operation = %key, error = %error, "an order failed");
                        let answer = Answer::of(kind, &error);
                        first.get_or_insert(error);
                        Err(answer)
                    }
                };
                (key, answer)
            })
            .collect();
        (Event::Applied { batch, answers }, first)
    }

    /// Records what [`Mutant::IntentAfterSend`] sent; nothing without it.
    pub(super) async fn record_late(&self, ports: &Ports, lease: &Lease) -> Result<()> {
        let late = std::mem::take(&mut *self.late.lock().unwrap_or_else(PoisonError::into_inner));
        if late.is_empty() { Ok(()) } else { ports.journal.intend(lease, &late).await }
    }

    /// The mark after which creations are looked for; only creations have one.
    async fn mark(&self, ports: &Ports, kind: OperationKind) -> Result<Option<HighWater>> {
        if kind != OperationKind::Create {
            return Ok(None);
        }
        {
            let mut mark = self.mark.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((high_water, left)) = mark.as_mut()
                && *left > 0
            {
                *left -= 1;
                return Ok(Some(high_water.clone()));
            }
        }
        let fresh = ports.target.high_water().await?;
        let mut mark = self.mark.lock().unwrap_or_else(PoisonError::into_inner);
        *mark = Some((fresh.clone(), BATCHES_A_MARK));
        Ok(Some(fresh))
    }
}

/// What the placeholders of several drafts stand for.
#[derive(Debug, Default)]
pub(super) struct Known {
    items: BTreeMap<ItemId, TargetRef>,
    /// The files that were made, by their items and by their ids in the source.
    files: BTreeMap<ItemId, BTreeMap<PartId, PartId>>,
}

impl Known {
    /// Asks the journal where the items went that drafts refer to, and what became of the files
    /// that they show.
    pub(super) async fn of<'a>(
        ports: &Ports,
        run: &RunId,
        held: impl Iterator<Item = &'a Held>,
    ) -> Result<Self> {
        let mut wanted = BTreeSet::new();
        let mut showing = BTreeSet::new();
        for held in held {
            wanted.extend(held.drafted.needs.iter().chain(&held.drafted.optional).cloned());
            if !held.drafted.shows.is_empty() {
                showing.insert(held.drafted.key.item.clone());
            }
        }
        let mut known = Self::default();
        if !wanted.is_empty() {
            let wanted: Vec<_> = wanted.into_iter().collect();
            let found = ports.journal.resolve(run, &wanted).await?;
            let found = wanted.into_iter().zip(found);
            known.items = found.filter_map(|(item, found)| Some((item, found?))).collect();
        }
        if !showing.is_empty() {
            let items: Vec<_> = showing.into_iter().collect();
            for row in ports.journal.ledger_of(run, &items).await? {
                if row.key.kind == OperationKind::Attach
                    && let Some(part) = row.part
                {
                    let files = known.files.entry(row.key.item).or_default();
                    files.insert(PartId::new(row.key.part), part);
                }
            }
        }
        Ok(known)
    }

    fn item(&self, item: &ItemId) -> Option<&TargetRef> {
        self.items.get(item)
    }

    /// The part that one draft refers to.
    pub(super) fn bindings_of(&self, held: &Held) -> Bindings {
        let drafted = &held.drafted;
        let items = drafted.needs.iter().chain(&drafted.optional);
        let items = items.filter_map(|item| Some((item.clone(), self.item(item)?.clone())));
        let own = self.files.get(&drafted.key.item);
        let files = drafted.shows.iter().filter_map(|file| {
            let part = own?.get(file)?;
            Some((file.clone(), part.clone()))
        });
        Bindings { items: items.collect(), files: files.collect() }
    }
}

/// The answers of [`Mutant::PositionalBulk`]: successes first.
fn shifted(mut results: Vec<Result<Applied>>) -> Vec<Result<Applied>> {
    results.sort_by_key(Result::is_err);
    results
}

async fn attach(
    ports: &Ports,
    ready: &Ready,
    held: &Arc<Held>,
    may_send: &MaySend,
) -> Result<Applied> {
    let Some(file) = &held.file else {
        return Err(Error::new(ErrorKind::Misuse, "an attachment was drafted without its file"));
    };
    let order = Order { drafted: &held.drafted, attempt: &ready.attempt, known: &ready.known };
    let bytes = match &held.made {
        Some(bytes) => once(bytes),
        // Nothing has reached the target if the source cannot open the file.
        None => ports.source.open(file).await.map_err(|error| error.with_effect(Effect::None))?,
    };
    if !may_send() {
        return Err(too_late());
    }
    let may_send = Arc::clone(may_send);
    let bytes = bytes.map(move |piece| if may_send() { piece } else { Err(too_late()) }).boxed();
    ports.target.attach(&order, file, bytes).await
}

/// The bytes of a file that a draft has made.
fn once(bytes: &Content<Vec<u8>>) -> ByteStream {
    let piece = Bytes::copy_from_slice(bytes.expose());
    stream::once(async { Ok(piece) }).boxed()
}

fn done(key: OperationKey, applied: Applied, revision: u64) -> Outcome {
    let mut outcome = Outcome::of(key, OutcomeState::Done);
    outcome.target = applied.target;
    outcome.part = applied.part;
    outcome.losses = applied.losses;
    outcome.revision = Some(revision);
    outcome
}

/// A worker that was stopped must not end what it began before.
fn too_late() -> Error {
    Error::new(ErrorKind::LeaseLost, "the lease ended before the file was sent")
}

fn unanswered() -> Error {
    Error::new(ErrorKind::DataCorrupt, "the target gave fewer results than orders")
        .with_effect(Effect::Unknown)
}
