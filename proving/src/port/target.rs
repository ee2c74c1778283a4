mod answers;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::stream::{self, BoxStream, StreamExt as _};
use migrayt_core::Result;
use migrayt_core::catalog::Catalog;
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{EndpointId, PartId, TargetId, TargetRef};
use migrayt_core::item::AttachmentRef;
use migrayt_core::marker::Origin;
use migrayt_core::operation::{Action, Command, OperationKind};
use migrayt_core::payload::Payload;
use migrayt_core::port::{
    Applied, ByteStream, Clock as _, Doubtful, Drafted, HighWater, Located, Order, Preparation,
    Prepared, Standing, Target, TargetCapabilities,
};
use serde_json::json;

use self::answers::{broken, lost, refused, throttled};
use super::site::{Made, Mark, Site, Write, target_id, target_ref};
use super::tree::{ORGANIZATION, PROJECT};
use crate::hand::Hand;
use crate::locked::Locked;
use crate::mishap::Mishap;
use crate::step::Step;
use crate::timeline::SkewedClock;

/// One process' view of the target.
#[derive(Debug)]
pub(super) struct SimTarget {
    endpoint: EndpointId,
    site: Arc<Site>,
    hand: Hand,
    clock: SkewedClock,
    /// When the process' lease ends by its own clock, and how often it sent something later.
    lease: Arc<Locked<LeaseWatch>>,
}

/// What a process may know of its lease.
#[derive(Debug, Default)]
pub(super) struct LeaseWatch {
    pub(super) until: Option<time::OffsetDateTime>,
    pub(super) overstepped: u64,
}

impl SimTarget {
    pub(super) fn new(
        site: Arc<Site>,
        hand: Hand,
        clock: SkewedClock,
        lease: Arc<Locked<LeaseWatch>>,
    ) -> Self {
        Self { endpoint: EndpointId::new("sim:target"), site, hand, clock, lease }
    }

    /// Counts a write that begins when the process' own clock says that its lease is over.
    fn watch(&self) {
        let now = self.clock.now();
        let over = self.lease.with(|lease| {
            let over = lease.until.is_some_and(|until| now >= until);
            lease.overstepped += u64::from(over);
            over
        });
        if over {
            self.hand.stage.note(&format!("{} oversteps its lease", self.hand.process));
        }
    }

    /// The site as it is now; `None` if it does not take the credential.
    fn enter(&self) -> Option<&Site> {
        let now = self.hand.stage.timeline.now();
        self.site.settle(now);
        self.site.admits(self.hand.process, now).then_some(self.site.as_ref())
    }

    fn happen(&self, write: &Write) -> Applied {
        let stage = &self.hand.stage;
        let skip = u64::from(stage.chance.below(10) == 0);
        let made = self.site.write(write, stage.timeline.now(), skip);
        match made {
            Made::Item(target) => Applied::item(target),
            Made::Part(part) => Applied::part(part),
        }
    }

    fn happen_late(&self, write: Write, given_up: Duration) {
        let stage = &self.hand.stage;
        let bound = u64::try_from(stage.profile.late_commit.as_millis()).unwrap_or(0);
        let at =
            stage.timeline.now() + given_up + stage.chance.millis(0, bound.saturating_sub(2_000));
        self.site.write_late(write, at);
    }

    /// Sends orders of one kind that travel in one request.
    async fn request(&self, step: Step, writes: Vec<Write>) -> Vec<Result<Applied>> {
        let stage = &self.hand.stage;
        let about: Vec<_> = writes.iter().map(|write| write.key.to_string()).collect();
        let mishap = self.hand.draw(step, &about.join(" "));
        if mishap == Some(Mishap::Crash) {
            // The request may be on its way already.
            if stage.chance.below(2) == 0 && self.enter().is_some() {
                for write in writes {
                    self.happen_late(write, Duration::ZERO);
                }
            }
            self.hand.die().await;
            return Vec::new();
        }
        self.hand.travel(mishap).await;
        if self.enter().is_none() {
            return writes.iter().map(|_| Err(refused())).collect();
        }
        if mishap == Some(Mishap::Human) {
            self.site.human(None, stage.timeline.now());
            self.site.move_any(stage.chance.draw());
        }
        let results = match mishap {
            Some(Mishap::Throttled) => writes.iter().map(|_| Err(throttled())).collect(),
            Some(Mishap::Broken | Mishap::LostUndone) => {
                writes.iter().map(|_| Err(lost())).collect()
            }
            Some(Mishap::LostDone) => {
                for write in &writes {
                    self.happen(write);
                }
                writes.iter().map(|_| Err(lost())).collect()
            }
            Some(Mishap::Late) => {
                // Counted from the moment at which the caller will give up, also if it does not
                // live to see it.
                let silence = self.hand.silence();
                let answers = writes.iter().map(|_| Err(lost())).collect();
                for write in writes {
                    self.happen_late(write, silence);
                }
                stage.timeline.wait(silence).await;
                return answers;
            }
            Some(Mishap::Partial) => writes
                .iter()
                .map(|write| {
                    if stage.chance.below(2) == 0 {
                        Ok(self.happen(write))
                    } else {
                        Err(throttled())
                    }
                })
                .collect(),
            Some(Mishap::PartialLost) => writes
                .iter()
                .map(|write| {
                    if stage.chance.below(2) == 0 {
                        self.happen(write);
                    }
                    Err(lost())
                })
                .collect(),
            _ => writes.iter().map(|write| Ok(self.happen(write))).collect(),
        };
        self.hand.end(mishap).await;
        results
    }

    async fn question(&self, step: Step, about: &str) -> Result<Option<Mishap>> {
        let mishap = self.hand.begin(step, about).await;
        if self.enter().is_none() {
            return Err(refused());
        }
        match mishap {
            Some(Mishap::Throttled) => Err(throttled()),
            Some(Mishap::Broken) => Err(broken()),
            mishap => Ok(mishap),
        }
    }

    async fn node(&self, name: &str) -> Result<Prepared> {
        let mishap = self.hand.begin(Step::Prepare, name).await;
        if self.enter().is_none() {
            return Err(refused());
        }
        let prepared = match mishap {
            Some(Mishap::Throttled) => Err(throttled()),
            Some(Mishap::Broken | Mishap::LostUndone) => Err(lost()),
            mishap => {
                let existed = self.site.node(name);
                let lost_on_the_way = mishap == Some(Mishap::LostDone);
                let prepared = Prepared { id: PartId::new(name), existed };
                if lost_on_the_way { Err(lost()) } else { Ok(prepared) }
            }
        };
        self.hand.end(mishap).await;
        prepared
    }

    fn find(&self, doubt: &Doubtful<'_>) -> Option<Applied> {
        let key = &doubt.order.drafted.key;
        if key.kind == OperationKind::Create {
            let after = doubt.high_water.map_or(0, number);
            let wanted = Mark { item: key.item.clone(), ours: true };
            let horizon = self.horizon();
            let issues = self.site.issues();
            let mut after = issues.iter().filter(|issue| issue.number > after);
            let found = after
                .find(|issue| issue.marker.as_ref() == Some(&wanted) && issue.made_at <= horizon);
            return found.map(|issue| Applied::item(target_ref(issue.number)));
        }
        let parts = self.site.issues().into_iter().flat_map(|issue| issue.parts);
        let mut all = parts.chain(self.site.links());
        all.find(|part| part.key == *key).map(|part| Applied::part(part.id))
    }

    /// Up to when what was made is found: an index lags, a read by key does not.
    fn horizon(&self) -> time::OffsetDateTime {
        let stage = &self.hand.stage;
        let lag = match stage.profile.trust {
            migrayt_core::port::LocateTrust::Both => Duration::ZERO,
            _ => stage.chance.seconds(0, 400),
        };
        stage.timeline.now() - lag
    }
}

fn number(mark: &HighWater) -> u64 {
    mark.0.parse().unwrap_or(0)
}

fn write(order: &Order<'_>) -> Write {
    let drafted = order.drafted;
    let key = drafted.key.clone();
    let place = |item| order.known.item(item).map(|target| target.id.clone());
    let (item, other) = match key.kind {
        OperationKind::Create => (None, drafted.optional.first().and_then(place)),
        OperationKind::Link => (place(&key.item), drafted.needs.last().and_then(place)),
        _ => (place(&key.item), None),
    };
    let status = drafted.payload.expose().get("status").and_then(|to| to.as_str());
    Write { key, item, other, status: status.map(str::to_owned) }
}

#[async_trait]
impl Target for SimTarget {
    fn endpoint(&self) -> &EndpointId {
        &self.endpoint
    }

    fn capabilities(&self) -> TargetCapabilities {
        let mut capabilities = TargetCapabilities::of(vec![
            OperationKind::Create,
            OperationKind::Attach,
            OperationKind::Comment,
            OperationKind::Transition,
            OperationKind::RemoteLink,
            OperationKind::Link,
            OperationKind::Worklog,
            OperationKind::Update,
            OperationKind::Watch,
            OperationKind::Property,
        ]);
        let profile = &self.hand.stage.profile;
        capabilities.max_batch = profile.max_batch;
        capabilities.concurrency = profile.concurrency;
        capabilities.locate = profile.trust;
        capabilities
    }

    async fn catalog(&self, _: &DigestKey) -> Result<Catalog> {
        Ok(Catalog::new(self.endpoint.clone()))
    }

    async fn prepare(&self, preparations: &[Preparation]) -> Vec<Result<Prepared>> {
        let mut results = Vec::with_capacity(preparations.len());
        for preparation in preparations {
            results.push(self.node(&preparation.name).await);
        }
        results
    }

    fn draft(&self, _: &Catalog, commands: &[Command], _: &DigestKey) -> Vec<Drafted> {
        commands
            .iter()
            .map(|command| {
                let payload = match &command.action {
                    Action::Transition { to } => json!({ "status": to.as_str() }),
                    _ => json!({}),
                };
                let mut drafted = Drafted::new(command.key.clone(), Payload::new(payload));
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
        let mishap = self.question(Step::HighWater, "").await?;
        let newest = self.site.newest();
        // A stale mark is allowed.
        let behind = if mishap == Some(Mishap::Lag) { self.hand.stage.chance.below(30) } else { 0 };
        self.hand.end(mishap).await;
        Ok(HighWater(newest.saturating_sub(behind).to_string()))
    }

    async fn apply(&self, orders: &[Order<'_>]) -> Vec<Result<Applied>> {
        let Some(kind) = orders.first().map(|order| order.drafted.key.kind) else {
            return Vec::new();
        };
        self.watch();
        let writes: Vec<_> = orders.iter().map(write).collect();
        if kind == OperationKind::Create {
            return self.request(Step::Create, writes).await;
        }
        let mut results = Vec::with_capacity(writes.len());
        for write in writes {
            results.extend(self.request(Step::of(kind), vec![write]).await);
        }
        results
    }

    async fn attach(
        &self,
        order: &Order<'_>,
        _: &AttachmentRef,
        mut bytes: ByteStream,
    ) -> Result<Applied> {
        while let Some(piece) = bytes.next().await {
            self.hand.stage.timeline.wait(Duration::from_millis(20)).await;
            piece?;
        }
        self.request(Step::Attach, vec![write(order)]).await.pop().unwrap_or_else(|| Err(lost()))
    }

    async fn locate(&self, doubts: &[Doubtful<'_>]) -> Vec<Result<Located>> {
        let keys: Vec<_> = doubts.iter().map(|doubt| doubt.order.drafted.key.to_string()).collect();
        let mishap = match self.question(Step::Locate, &keys.join(" ")).await {
            Ok(mishap) => mishap,
            Err(error) => return doubts.iter().map(|_| Err(answers::again(&error))).collect(),
        };
        let found = doubts
            .iter()
            .map(|doubt| {
                if mishap == Some(Mishap::Lag) {
                    return Ok(Located::NotYetKnowable);
                }
                Ok(self.find(doubt).map_or(Located::Absent, Located::Found))
            })
            .collect();
        self.hand.end(mishap).await;
        found
    }

    fn read_back<'a>(
        &'a self,
        items: &'a [TargetId],
        _: &'a Catalog,
        key: &'a DigestKey,
    ) -> BoxStream<'a, Result<Standing>> {
        let standings = async move {
            let mishap = match self.question(Step::ReadBack, "").await {
                Ok(mishap) => mishap,
                Err(error) => return stream::iter(vec![Err(error)]),
            };
            let links = self.site.links();
            let issues = self.site.issues().into_iter();
            let asked = issues.filter(|issue| items.contains(&target_id(issue.number)));
            let standings: Vec<_> =
                asked.map(|issue| Ok(answers::standing(&issue, &links, key))).collect();
            self.hand.end(mishap).await;
            stream::iter(standings)
        };
        stream::once(standings).flatten().boxed()
    }

    fn sweep(&self, after: HighWater) -> BoxStream<'_, Result<(TargetRef, Origin)>> {
        let found = async move {
            let mishap = match self.question(Step::Sweep, "").await {
                Ok(mishap) => mishap,
                Err(error) => return stream::iter(vec![Err(error)]),
            };
            let marked = self.site.issues().into_iter().filter_map(|issue| {
                let mark = issue.marker.filter(|_| issue.number > number(&after))?;
                let project = if mark.ours { PROJECT } else { "another" };
                let origin = Origin {
                    organization: ORGANIZATION.into(),
                    project: project.into(),
                    item: mark.item,
                    revision: 1,
                };
                Some(Ok((target_ref(issue.number), origin)))
            });
            let marked: Vec<_> = marked.collect();
            self.hand.end(mishap).await;
            stream::iter(marked)
        };
        stream::once(found).flatten().boxed()
    }
}
