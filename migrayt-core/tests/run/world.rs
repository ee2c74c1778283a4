//! A small world: a source, a target with faults, a journal that survives, and virtual time.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::{Either, select};
use migrayt_core::Result;
use migrayt_core::catalog::Catalog;
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{EndpointId, ItemId, PlanId, RunId, TenantId, TypeId, WorkerId};
use migrayt_core::item::Item;
use migrayt_core::marker::Origin;
use migrayt_core::memory_journal::MemoryJournal;
use migrayt_core::operation::{Action, Command, NewItem, OperationKey, OperationKind};
use migrayt_core::plan::{Backlog, Outline, PlanOperation, PlanRow, Stage};
use migrayt_core::port::{
    Clock as _, Closing, Finding, HighWater, Ids as _, Journal as _, Known, Mapped, Mapper,
    PlanStore as _, RunSpec, TargetCapabilities,
};
use migrayt_core::run::{Driver, Ports, RunEnd, Settings};
use tokio_util::sync::CancellationToken;

use crate::chance::Chance;
use crate::clock::SimClock;
use crate::source::SimSource;
use crate::target::{Faults, SimTarget};

pub(crate) struct World {
    source: Arc<SimSource>,
    pub(crate) target: Arc<SimTarget>,
    journal: Arc<MemoryJournal>,
    clock: Arc<SimClock>,
    ids: Arc<Chance>,
    plan: PlanId,
    run: RunId,
    items: u64,
    deaths: bool,
}

impl World {
    pub(crate) async fn planned(seed: u64, items: u64, faults: Faults) -> Self {
        let clock = Arc::new(SimClock::default());
        let ids = Arc::new(Chance::new(seed));
        let deaths = faults.deaths;
        let target = Arc::new(SimTarget::new(seed, faults, Arc::clone(&clock)));
        let source = Arc::new(SimSource::new(items));
        let world = Self {
            source,
            target,
            journal: Arc::new(MemoryJournal::new(TenantId::solo())),
            clock,
            plan: PlanId::from_bits(1),
            run: RunId::from_bits(1),
            ids,
            items,
            deaths,
        };
        world.make_plan().await;
        world
    }

    pub(crate) async fn with_new_journal(&self) -> Self {
        let world = Self {
            source: Arc::clone(&self.source),
            target: Arc::clone(&self.target),
            journal: Arc::new(MemoryJournal::new(TenantId::solo())),
            clock: Arc::clone(&self.clock),
            ids: Arc::clone(&self.ids),
            plan: PlanId::from_bits(2),
            run: RunId::from_bits(2),
            items: self.items,
            deaths: self.deaths,
        };
        world.make_plan().await;
        world
    }

    async fn make_plan(&self) {
        let outlines: Vec<_> = self.source.items().iter().map(outline).collect();
        self.journal.begin_plan(&self.plan, "f").await.unwrap();
        self.journal.put_outlines(&self.plan, &outlines).await.unwrap();
        self.journal.seal_outline(&self.plan).await.unwrap();
        let mut rows = Vec::new();
        for (_, outline) in self.journal.outline_page(&self.plan, None, 1000).await.unwrap() {
            let item = self.source.item(&outline.item).unwrap();
            let commands = commands(&item);
            rows.push(PlanRow {
                item: item.id.clone(),
                revision: 1,
                type_id: item.type_id.clone(),
                target_type: Some(TypeId::new("Task")),
                operations: commands
                    .into_iter()
                    .map(|command| planned(&outline, command))
                    .collect(),
            });
        }
        self.journal.put_plan_rows(&self.plan, &rows).await.unwrap();
        self.journal.seal_plan(&self.plan).await.unwrap();
    }

    fn driver(&self) -> Driver {
        let ports = Ports {
            source: Arc::clone(&self.source) as _,
            target: Arc::clone(&self.target) as _,
            fence: None,
            mapper: Arc::new(PlainMapper),
            journal: Arc::clone(&self.journal) as _,
            plans: Arc::clone(&self.journal) as _,
            clock: Arc::clone(&self.clock) as _,
            ids: Arc::clone(&self.ids) as _,
        };
        let worker = WorkerId::from_bits(self.ids.fresh());
        let catalog = Arc::new(Catalog::new(EndpointId::new("sim:target")));
        let mut settings = Settings::default();
        settings.window = 12;
        Driver::new(ports, self.spec(), worker, catalog, DigestKey::new([1; 32]))
            .with_settings(settings)
    }

    fn spec(&self) -> RunSpec {
        RunSpec {
            run: self.run.clone(),
            plan: self.plan.clone(),
            fingerprint: "f".into(),
            source: EndpointId::new("sim:source"),
            target: EndpointId::new("sim:target"),
            high_water: HighWater::start(),
        }
    }

    pub(crate) async fn try_run(&self) -> Result<RunEnd> {
        self.driver().run().await
    }

    pub(crate) async fn run(&self) -> RunEnd {
        self.try_run().await.unwrap()
    }

    /// Runs until the run is complete; each process may die at any of its calls.
    pub(crate) async fn run_until_done(&self, processes: u32) {
        for _ in 0..processes {
            let death = self.deaths.then(|| self.ids.below(60));
            let run = Box::pin(self.try_run());
            let dead = Box::pin(self.target.after_calls(death));
            match select(dead, run).await {
                Either::Left(((), run)) => {
                    drop(run);
                    self.clock.advance(Duration::from_mins(2));
                }
                Either::Right((end, _)) => {
                    if end.unwrap().closing == Some(Closing::Completed) {
                        return;
                    }
                    self.clock.advance(Duration::from_mins(2));
                }
            }
        }
        panic!("the run did not complete");
    }

    pub(crate) async fn stopped_after(&self, calls: u64) -> RunEnd {
        let stop = CancellationToken::new();
        let run = Box::pin(self.driver().with_stop(stop.clone()).run());
        match select(Box::pin(self.target.after_calls(Some(calls))), run).await {
            Either::Left(((), run)) => {
                stop.cancel();
                run.await.unwrap()
            }
            Either::Right((end, _)) => end.unwrap(),
        }
    }

    pub(crate) async fn hold(&self) {
        let worker = WorkerId::from_bits(77);
        let ttl = Duration::from_mins(1);
        self.journal.open(&self.spec(), &worker, self.clock.now(), ttl).await.unwrap();
    }

    /// How many items stand more often than once.
    pub(crate) fn duplicates(&self) -> usize {
        self.target.origins().values().filter(|count| **count > 1).count()
    }

    /// Every item of the source stands once, with each of its parts once.
    pub(crate) fn assert_bijection(&self) {
        let expected: BTreeMap<ItemId, u32> =
            self.source.items().into_iter().map(|item| (item.id, 1)).collect();
        assert_eq!(self.target.origins(), expected);
        self.target.assert_parts(&self.source.items());
    }
}

#[derive(Debug)]
struct PlainMapper;

impl Mapper for PlainMapper {
    fn fingerprint(&self) -> &'static str {
        "f"
    }

    fn check(&self, _: &Catalog, _: &Catalog, _: &TargetCapabilities) -> Vec<Finding> {
        Vec::new()
    }

    fn target_type(&self, _: &TypeId) -> Option<(TypeId, Option<i32>)> {
        Some((TypeId::new("Task"), None))
    }

    fn map(&self, item: &Item, _: &dyn Known) -> Result<Mapped> {
        Ok(Mapped { commands: commands(item), ..Mapped::default() })
    }
}

/// Creates the item, comments on it, and links it to others.
fn commands(item: &Item) -> Vec<Command> {
    let origin = Origin {
        organization: "org".into(),
        project: "project".into(),
        item: item.id.clone(),
        revision: 1,
    };
    let mut commands = vec![Command::new(
        OperationKey::sole(item.id.clone(), OperationKind::Create),
        Action::Create(Box::new(NewItem {
            type_id: TypeId::new("Task"),
            fields: Vec::new(),
            parent: item.parent.clone(),
            origin,
            history: None,
            provisional: Vec::new(),
        })),
    )];
    for comment in &item.comments {
        commands.push(Command::new(
            OperationKey::part(item.id.clone(), OperationKind::Comment, comment.id.as_str()),
            Action::Comment {
                source: comment.id.clone(),
                body: comment.body.clone(),
                created: None,
            },
        ));
    }
    for relation in &item.relations {
        let part = format!("{}:{}", relation.link_type, relation.other);
        commands.push(Command::new(
            OperationKey::part(item.id.clone(), OperationKind::Link, part),
            Action::Link { link_type: relation.link_type.clone(), other: relation.other.clone() },
        ));
    }
    commands
}

fn outline(item: &Item) -> Outline {
    Outline {
        item: item.id.clone(),
        revision: 1,
        type_id: item.type_id.clone(),
        parent: item.parent.clone(),
        level: 0,
        circular: false,
        backlog: Backlog::default(),
    }
}

fn planned(outline: &Outline, command: Command) -> PlanOperation {
    let (stage, other) = match &command.action {
        Action::Link { other, .. } => (Stage::LINKS, Some(other.clone())),
        Action::Create(new) => (Stage::level(outline.level), new.parent.clone()),
        _ => (Stage::level(outline.level), None),
    };
    PlanOperation {
        key: command.key,
        stage,
        other,
        digests: Vec::new(),
        losses: Vec::new(),
        refusals: Vec::new(),
    }
}
