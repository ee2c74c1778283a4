use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use futures_util::FutureExt as _;
use migrayt_core::catalog::Catalog;
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{EndpointId, PlanId, RunId, TenantId, WorkerId};
use migrayt_core::item::Item;
use migrayt_core::memory_journal::MemoryJournal;
use migrayt_core::port::{Closing, Credential, HighWater, Ids as _, PlanStore as _, RunSpec};
use migrayt_core::run::{Driver, Ports, RunEnd, Sweep};
use migrayt_core::{Error, ErrorKind, Result};
use time::OffsetDateTime;

use super::fence::SimFence;
use super::journal::SimJournal;
use super::mapper::{FINGERPRINT, PlainMapper, outline, preparations, row};
use super::oracle::Oracle;
use super::site::{Mark, Site};
use super::source::{Shelf, SimSource};
use super::target::{LeaseWatch, SimTarget};
use super::tree;
use crate::chance::Chance;
use crate::constants::Constants;
use crate::hand::{Hand, Stage, Wish};
use crate::life::Life;
use crate::locked::Locked;
use crate::profile::Profile;
use crate::timeline::SkewedClock;
use crate::verdict::Verdict;

/// After so many processes nothing goes wrong any more.
const STORMY_PROCESSES: usize = 60;

/// A run that is not done after so many processes never will be.
const PROCESSES: usize = 90;

/// A world that is not done after so many alarms never will be.
const ALARMS: u64 = 300_000;

struct World {
    stage: Arc<Stage>,
    items: Vec<Item>,
    shelf: Arc<Shelf>,
    site: Arc<Site>,
    journal: MemoryJournal,
    lives: Vec<Life<RunEnd>>,
    watches: Vec<Arc<Locked<LeaseWatch>>>,
    /// When the next process begins.
    next_at: Option<OffsetDateTime>,
    finished: Option<Closing>,
    swept: Option<Sweep>,
    alarms: u64,
    /// How many processes found the lease held.
    held: usize,
}

/// Runs one seed at the port level.
///
/// # Errors
/// Only if the plan cannot be made.
pub(crate) fn run(seed: u64, constants: &Constants, kept: bool) -> Result<Verdict> {
    let mut world = World::planned(seed, constants, kept)?;
    world.work();
    let processes = world.lives.len();
    world.settle();
    // A run that was closed with doubts may go on with what it learns; a complete one may not.
    let complete = world.finished == Some(Closing::Completed);
    let before = world.site.writes();
    world.look_again();
    let written_again = if complete { world.site.writes() - before } else { 0 };
    let doubtful = world.finished == Some(Closing::Doubtful);
    let overstepped = world.watches.iter().map(|watch| watch.with(|watch| watch.overstepped)).sum();
    let mut oracle = Oracle::new(world.stage.profile.fenced, doubtful, world.swept.take());
    oracle.compare(&world.items, &world.site, &world.ledger()?);
    let finished = world.finished.is_some();
    oracle.also(processes, finished, &world.site.nodes(), overstepped, written_again);
    let (hash, trace, coverage) = world
        .stage
        .book
        .with(|book| (book.trace.hash(), book.trace.lines(), std::mem::take(&mut book.coverage)));
    Ok(Verdict { tally: oracle.tally, faults: oracle.faults, coverage, hash, trace })
}

impl World {
    fn planned(seed: u64, constants: &Constants, kept: bool) -> Result<Self> {
        let chance = Arc::new(Chance::new(seed));
        let profile = Profile::draw(&chance, seed, constants);
        let items = tree::grow(&chance, profile.items);
        let stage = Arc::new(Stage::new(profile, chance, kept));
        let site = Arc::new(Site::default());
        let now = stage.timeline.now();
        for _ in 0..stage.chance.below(20) {
            site.human(None, now);
        }
        if stage.profile.foreign {
            for item in &items {
                if stage.chance.below(3) == 0 {
                    site.human(Some(Mark { item: item.id.clone(), ours: false }), now);
                }
            }
        }
        let journal = MemoryJournal::new(TenantId::solo());
        plan(&journal, &items).now_or_never().unwrap_or_else(|| Err(stuck()))?;
        Ok(Self {
            shelf: Arc::new(Shelf::new(&items)),
            site,
            journal,
            lives: Vec::new(),
            watches: Vec::new(),
            next_at: Some(now),
            finished: None,
            swept: None,
            alarms: 0,
            held: 0,
            stage,
            items,
        })
    }

    /// Lets processes work until the run is closed for good and none is left.
    fn work(&mut self) {
        // Two processes may be started by mistake.
        if self.stage.chance.below(8) == 0 {
            self.begin();
            self.next_in(1, 300);
        }
        while self.alarms < ALARMS {
            let now = self.stage.timeline.now();
            if self.finished.is_none() && self.next_at.is_some_and(|at| at <= now) {
                self.begin();
            }
            if self.turn() {
                continue;
            }
            let alive = self.lives.iter().any(Life::is_alive);
            if !alive && self.finished.is_some() {
                return;
            }
            if !alive && self.next_at.is_none() {
                if self.workers() >= PROCESSES {
                    return;
                }
                self.next_in(0, 90);
            }
            self.alarms += 1;
            if !self.stage.timeline.advance() {
                return;
            }
        }
    }

    /// Every process that can go on goes on until it waits; whether there was one.
    fn turn(&mut self) -> bool {
        let mut moved = false;
        for process in 0..self.lives.len() {
            let now = self.stage.timeline.now();
            let Some(answer) = self.lives.get_mut(process).and_then(|life| life.go_on(now)) else {
                continue;
            };
            moved = true;
            if let Poll::Ready(end) = answer {
                self.ended(process, end);
            }
            for (process, wish) in self.stage.book.with(|book| std::mem::take(&mut book.wishes)) {
                self.grant(process, wish);
            }
        }
        moved
    }

    fn grant(&mut self, process: usize, wish: Wish) {
        let Some(life) = self.lives.get_mut(process) else { return };
        match wish {
            Wish::Die => {
                life.end();
                self.next_in(0, 100);
            }
            Wish::StandStillUntil(until) => {
                life.stand_still(until);
                let waker = life.waker();
                self.stage.timeline.alarm(until, waker);
                // Whoever watches the processes may think it dead.
                self.next_in(0, 150);
            }
        }
    }

    fn ended(&mut self, process: usize, end: Result<RunEnd>) {
        let told = match &end {
            Ok(end) => format!("{:?} {:?}", end.closing, end.cause.as_ref().map(Error::kind)),
            Err(error) => format!("{:?}", error.kind()),
        };
        self.stage.note(&format!("{process} ended {told}"));
        match end {
            Ok(RunEnd { closing: Some(closing), sweep, .. })
                if matches!(closing, Closing::Completed | Closing::Doubtful) =>
            {
                self.finished = Some(closing);
                self.swept = sweep.or(self.swept.take());
            }
            Err(error) if error.kind() == ErrorKind::LeaseHeld => {
                self.held += 1;
                self.next_in(15, 120);
            }
            _ => self.next_in(0, 100),
        }
    }

    /// How many processes did more than to be refused.
    fn workers(&self) -> usize {
        self.lives.len().saturating_sub(self.held)
    }

    /// Starts one more process some seconds from now, unless one is to start earlier.
    fn next_in(&mut self, from: u64, to: u64) {
        if self.finished.is_some() || self.workers() >= PROCESSES {
            return;
        }
        let at = self.stage.timeline.now() + self.stage.chance.seconds(from, to);
        let at = self.next_at.filter(|earlier| *earlier < at).unwrap_or(at);
        self.next_at = Some(at);
        self.stage.timeline.alarm(at, std::task::Waker::noop().clone());
    }

    fn begin(&mut self) {
        self.next_at = None;
        let process = self.lives.len();
        if self.workers() >= STORMY_PROCESSES {
            self.stage.book.with(|book| book.calm = true);
        }
        if process > 0 && self.stage.chance.below(4) == 0 {
            let count = u64::try_from(self.items.len()).unwrap_or(1);
            let item = tree::id(self.stage.chance.between(1, count));
            self.shelf.edit(&item, self.stage.chance.below(2) == 0);
        }
        self.stage.note(&format!("{process} begins"));
        let driver = self.driver(process);
        self.lives.push(Life::begin(driver.run()));
    }

    fn driver(&mut self, process: usize) -> Driver {
        let stage = &self.stage;
        let skewed = stage.profile.skewed && stage.chance.below(2) == 0;
        let ahead = if skewed {
            let span = time::Duration::try_from(stage.chance.seconds(20, 300)).unwrap_or_default();
            if stage.chance.below(2) == 0 { span } else { -span }
        } else {
            time::Duration::ZERO
        };
        let hand = Hand { stage: Arc::clone(stage), process, skewed };
        let clock = || SkewedClock::new(Arc::clone(&stage.timeline), ahead);
        let lease = Arc::new(Locked::<LeaseWatch>::default());
        self.watches.push(Arc::clone(&lease));
        self.site.lend(process);
        let target =
            SimTarget::new(Arc::clone(&self.site), hand.clone(), clock(), Arc::clone(&lease));
        let fence = SimFence::new(Arc::clone(&self.site), hand.clone());
        let ports = Ports {
            source: Arc::new(SimSource::new(Arc::clone(&self.shelf), hand.clone())),
            target: Arc::new(target),
            fence: stage.profile.fenced.then(|| Arc::new(fence) as Arc<dyn Credential>),
            mapper: Arc::new(PlainMapper),
            journal: Arc::new(SimJournal::new(self.journal.clone(), hand, lease)),
            plans: Arc::new(self.journal.clone()),
            clock: Arc::new(clock()),
            ids: Arc::clone(&stage.chance) as _,
        };
        let worker = WorkerId::from_bits(stage.chance.fresh());
        let catalog = Arc::new(Catalog::new(EndpointId::new("sim:target")));
        Driver::new(ports, spec(), worker, catalog, DigestKey::new([1; 32]))
            .with_preparations(preparations())
            .with_settings(stage.profile.settings.clone())
    }

    /// Lets everything happen that is still on its way.
    fn settle(&mut self) {
        self.stage.timeline.jump(Duration::from_hours(2));
        self.site.settle(self.stage.timeline.now());
    }

    /// One more process opens the run again, with nothing going wrong. It finds nothing to do, and
    /// looks through the target once more.
    fn look_again(&mut self) {
        if self.finished.is_none() {
            return;
        }
        self.stage.book.with(|book| book.calm = true);
        self.begin();
        let mut turns = 0;
        while self.lives.iter().any(Life::is_alive) && turns < ALARMS {
            turns += 1;
            if !self.turn() && !self.stage.timeline.advance() {
                return;
            }
        }
    }

    fn ledger(&self) -> Result<Vec<migrayt_core::port::LedgerRow>> {
        use migrayt_core::port::Journal as _;
        let run = spec().run;
        self.journal.ledger(&run, None, u32::MAX).now_or_never().unwrap_or_else(|| Err(stuck()))
    }
}

fn spec() -> RunSpec {
    RunSpec {
        run: RunId::from_bits(1),
        plan: PlanId::from_bits(1),
        fingerprint: FINGERPRINT.into(),
        source: EndpointId::new("sim:source"),
        target: EndpointId::new("sim:target"),
        high_water: HighWater::start(),
    }
}

async fn plan(journal: &MemoryJournal, items: &[Item]) -> Result<()> {
    let plan = spec().plan;
    let outlines: Vec<_> = items.iter().map(outline).collect();
    journal.begin_plan(&plan, FINGERPRINT).await?;
    journal.put_outlines(&plan, &outlines).await?;
    journal.seal_outline(&plan).await?;
    let mut rows = Vec::new();
    for (_, outline) in journal.outline_page(&plan, None, u32::MAX).await? {
        let item = items.iter().find(|item| item.id == outline.item);
        rows.extend(item.map(|item| row(item, outline.level)));
    }
    journal.put_plan_rows(&plan, &rows).await?;
    journal.seal_plan(&plan).await?;
    Ok(())
}

fn stuck() -> Error {
    Error::new(ErrorKind::Unexpected, "a journal in memory had to wait")
}
