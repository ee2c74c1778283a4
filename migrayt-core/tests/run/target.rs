use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::stream::{self, BoxStream, StreamExt as _};
use migrayt_core::catalog::Catalog;
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{EndpointId, ItemId, PartId, TargetId, TargetKey, TargetRef};
use migrayt_core::item::{AttachmentRef, Item};
use migrayt_core::marker::Origin;
use migrayt_core::operation::{Action, Command, OperationKey, OperationKind};
use migrayt_core::payload::Payload;
use migrayt_core::port::{
    Applied, ByteStream, Clock as _, Doubtful, Drafted, HighWater, LocateTrust, Located, Order,
    Preparation, Prepared, Standing, Target, TargetCapabilities,
};
use migrayt_core::{Effect, Error, ErrorKind, Result, Retry};
use time::OffsetDateTime;

use crate::chance::Chance;
use crate::clock::SimClock;

/// What may go wrong.
#[derive(Clone, Debug)]
pub(crate) struct Faults {
    /// How many of a hundred orders are answered with nothing, whether or not they happened.
    pub(crate) lost: u64,
    /// How many of a hundred orders are refused for now.
    pub(crate) busy: u64,
    /// How many of a hundred lost orders take effect only later.
    pub(crate) late: u64,
    /// Whether processes die.
    pub(crate) deaths: bool,
    /// Whether `locate` denies everything, against its contract.
    pub(crate) deny: bool,
    /// An item whose creation always breaks the whole batch, without effect.
    pub(crate) poison: Option<u64>,
    /// An item whose creation is lost and can never be looked for.
    pub(crate) mute: Option<u64>,
}

impl Faults {
    pub(crate) fn none() -> Self {
        Self { lost: 0, busy: 0, late: 0, deaths: false, deny: false, poison: None, mute: None }
    }

    pub(crate) fn all() -> Self {
        Self { lost: 8, busy: 8, late: 50, deaths: true, ..Self::none() }
    }
}

#[derive(Debug)]
pub(crate) struct SimTarget {
    endpoint: EndpointId,
    faults: Faults,
    chance: Chance,
    clock: Arc<SimClock>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    items: Vec<Made>,
    /// What takes effect later: the key, the moment, the item that it belongs to.
    late: Vec<(OffsetDateTime, OperationKey, Option<TargetId>)>,
    calls: u64,
    locked_out: bool,
    trace: Vec<String>,
}

#[derive(Debug)]
struct Made {
    origin: ItemId,
    parts: Vec<OperationKey>,
}

impl SimTarget {
    pub(crate) fn new(seed: u64, faults: Faults, clock: Arc<SimClock>) -> Self {
        let endpoint = EndpointId::new("sim:target");
        let chance = Chance::new(seed ^ 0xfeed);
        Self { endpoint, faults, chance, clock, state: Mutex::default() }
    }

    pub(crate) fn lock_out(&self, locked_out: bool) {
        self.state.lock().unwrap().locked_out = locked_out;
    }

    /// Ends after so many calls; never, if there is no number.
    pub(crate) async fn after_calls(&self, calls: Option<u64>) {
        let until = calls.map(|calls| self.state.lock().unwrap().calls + calls);
        while until.is_none_or(|until| self.state.lock().unwrap().calls < until) {
            tokio::task::yield_now().await;
        }
    }

    pub(crate) fn items(&self) -> usize {
        self.state.lock().unwrap().items.len()
    }

    pub(crate) fn comments(&self) -> usize {
        self.parts(OperationKind::Comment)
    }

    pub(crate) fn links(&self) -> usize {
        self.parts(OperationKind::Link)
    }

    fn parts(&self, kind: OperationKind) -> usize {
        let state = self.state.lock().unwrap();
        state.items.iter().flat_map(|made| &made.parts).filter(|key| key.kind == kind).count()
    }

    pub(crate) fn origins(&self) -> BTreeMap<ItemId, u32> {
        let mut origins = BTreeMap::new();
        for made in &self.state.lock().unwrap().items {
            *origins.entry(made.origin.clone()).or_default() += 1;
        }
        origins
    }

    pub(crate) fn assert_parts(&self, items: &[Item]) {
        let state = self.state.lock().unwrap();
        for made in &state.items {
            let item = items.iter().find(|item| item.id == made.origin).unwrap();
            let once: BTreeSet<_> = made.parts.iter().collect();
            assert_eq!(once.len(), made.parts.len(), "a part of {} is there twice", item.id);
            assert_eq!(made.parts.len(), item.comments.len() + item.relations.len());
        }
    }

    pub(crate) fn trace(&self) -> Vec<String> {
        self.state.lock().unwrap().trace.clone()
    }

    /// Lets others run, counts the call, and lets late effects happen.
    async fn call(&self, what: &str, keys: &[&OperationKey]) {
        tokio::task::yield_now().await;
        let mut state = self.state.lock().unwrap();
        state.calls += 1;
        let keys: Vec<_> = keys.iter().map(ToString::to_string).collect();
        state.trace.push(format!("{} {what} {}", self.clock.now(), keys.join(" ")));
        let now = self.clock.now();
        let (due, waiting) =
            std::mem::take(&mut state.late).into_iter().partition(|late| late.0 <= now);
        state.late = waiting;
        let due: Vec<(OffsetDateTime, OperationKey, Option<TargetId>)> = due;
        for (_, key, item) in due {
            state.happen(&key, item.as_ref());
        }
    }

    fn one(&self, order: &Order<'_>) -> Result<Applied> {
        let key = &order.drafted.key;
        let item = order.known.item(&key.item).map(|target| target.id.clone());
        let muted = is(self.faults.mute, key);
        if self.chance.below(100) < self.faults.busy {
            return Err(Error::new(ErrorKind::RateLimited, "later").with_retry(Retry::Backoff));
        }
        if muted || self.chance.below(100) < self.faults.lost {
            if self.chance.below(100) < self.faults.late {
                let late = self.clock.now() + Duration::from_secs(self.chance.below(60));
                self.state.lock().unwrap().late.push((late, key.clone(), item));
            } else if self.chance.below(2) == 0 {
                self.state.lock().unwrap().happen(key, item.as_ref());
            }
            return Err(lost());
        }
        Ok(self.state.lock().unwrap().happen(key, item.as_ref()))
    }
}

fn is(number: Option<u64>, key: &OperationKey) -> bool {
    key.kind == OperationKind::Create
        && number.is_some_and(|number| key.item.as_str() == format!("{number:05}"))
}

impl State {
    fn happen(&mut self, key: &OperationKey, item: Option<&TargetId>) -> Applied {
        if key.kind == OperationKind::Create {
            self.items.push(Made { origin: key.item.clone(), parts: Vec::new() });
            return Applied::item(target_ref(self.items.len()));
        }
        let index: usize = item.unwrap().as_str().parse().unwrap();
        self.items[index - 1].parts.push(key.clone());
        Applied::part(PartId::new(key.part.clone()))
    }
}

fn target_ref(number: usize) -> TargetRef {
    TargetRef {
        id: TargetId::new(number.to_string()),
        key: TargetKey::new(format!("SIM-{number}")),
    }
}

fn lost() -> Error {
    Error::new(ErrorKind::Timeout, "no answer").with_effect(Effect::Unknown)
}

#[async_trait]
impl Target for SimTarget {
    fn endpoint(&self) -> &EndpointId {
        &self.endpoint
    }

    fn capabilities(&self) -> TargetCapabilities {
        let mut capabilities = TargetCapabilities::of(vec![
            OperationKind::Create,
            OperationKind::Comment,
            OperationKind::Link,
        ]);
        capabilities.max_batch = 5;
        capabilities.concurrency = 3;
        capabilities.locate = LocateTrust::Both;
        capabilities
    }

    async fn catalog(&self, _key: &DigestKey) -> Result<Catalog> {
        Ok(Catalog::new(self.endpoint.clone()))
    }

    async fn prepare(&self, _preparations: &[Preparation]) -> Vec<Result<Prepared>> {
        Vec::new()
    }

    fn draft(&self, _: &Catalog, commands: &[Command], _: &DigestKey) -> Vec<Drafted> {
        commands
            .iter()
            .map(|command| {
                let mut drafted = Drafted::new(command.key.clone(), Payload::default());
                match &command.action {
                    Action::Create(new) => drafted.optional.extend(new.parent.clone()),
                    Action::Link { other, .. } => {
                        drafted.needs.extend([command.key.item.clone(), other.clone()]);
                    }
                    _ => drafted.needs.push(command.key.item.clone()),
                }
                drafted
            })
            .collect()
    }

    async fn high_water(&self) -> Result<HighWater> {
        Ok(HighWater(self.items().to_string()))
    }

    async fn apply(&self, orders: &[Order<'_>]) -> Vec<Result<Applied>> {
        let keys: Vec<_> = orders.iter().map(|order| &order.drafted.key).collect();
        self.call("apply", &keys).await;
        if self.state.lock().unwrap().locked_out {
            let refused = || Err(Error::new(ErrorKind::Unauthenticated, "who are you"));
            return orders.iter().map(|_| refused()).collect();
        }
        if orders.iter().any(|order| is(self.faults.poison, &order.drafted.key)) {
            return orders.iter().map(|_| Err(lost())).collect();
        }
        let results = orders.iter().map(|order| self.one(order)).collect();
        // The answer takes its time too: a process may die before it hears it.
        tokio::task::yield_now().await;
        results
    }

    async fn attach(&self, _: &Order<'_>, _: &AttachmentRef, _: ByteStream) -> Result<Applied> {
        Err(Error::new(ErrorKind::Unsupported, "no files"))
    }

    async fn locate(&self, doubts: &[Doubtful<'_>]) -> Vec<Result<Located>> {
        let keys: Vec<_> = doubts.iter().map(|doubt| &doubt.order.drafted.key).collect();
        self.call("locate", &keys).await;
        let state = self.state.lock().unwrap();
        doubts
            .iter()
            .map(|doubt| {
                let key = &doubt.order.drafted.key;
                if is(self.faults.mute, key) {
                    return Ok(Located::NotYetKnowable);
                }
                if self.faults.deny {
                    return Ok(Located::Absent);
                }
                let found = if key.kind == OperationKind::Create {
                    let after = doubt.high_water.map_or(0, |mark| mark.0.parse().unwrap_or(0));
                    let mut made = state.items.iter().enumerate().skip(after);
                    made.find(|(_, made)| made.origin == key.item)
                        .map(|(index, _)| Applied::item(target_ref(index + 1)))
                } else {
                    let there = state.items.iter().any(|made| made.parts.contains(key));
                    there.then(|| Applied::part(PartId::new(key.part.clone())))
                };
                Ok(found.map_or(Located::Absent, Located::Found))
            })
            .collect()
    }

    fn read_back<'a>(
        &'a self,
        _: &'a [TargetId],
        _: &'a Catalog,
        _: &'a DigestKey,
    ) -> BoxStream<'a, Result<Standing>> {
        stream::empty().boxed()
    }

    fn sweep(&self, _after: HighWater) -> BoxStream<'_, Result<(TargetRef, Origin)>> {
        let state = self.state.lock().unwrap();
        let found: Vec<_> = state
            .items
            .iter()
            .enumerate()
            .map(|(index, made)| {
                let origin = Origin {
                    organization: "org".into(),
                    project: "project".into(),
                    item: made.origin.clone(),
                    revision: 1,
                };
                Ok((target_ref(index + 1), origin))
            })
            .collect();
        stream::iter(found).boxed()
    }
}
