use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use futures_util::FutureExt as _;
use migrayt::verify::VerifyOptions;
use migrayt::{Migration, Parts, RunOptions, RunOutcome, Scan};
use migrayt_connectors::http::{BasicCredential, ClientParts};
use migrayt_connectors::{azure_devops, jira};
use migrayt_core::digest::DigestKey;
use migrayt_core::memory_journal::MemoryJournal;
use migrayt_core::port::{Clock, Closing, Journal as _, LedgerRow};
use migrayt_core::{Error, ErrorKind, Result};
use migrayt_mapping::Compiled;
use migrayt_testkit::fault::Faulty;
use migrayt_testkit::generate::{self, WorkItems};
use migrayt_testkit::sample;
use migrayt_testkit::sim::azure_devops::AzureDevOps;
use migrayt_testkit::sim::jira::{Jira, JiraOptions, LateCommit};
use migrayt_testkit::wire::InProcess;
use tokio_util::sync::CancellationToken;

use super::air::Air;
use super::{oracle, storm};
use crate::chance::Chance;
use crate::constants::Constants;
use crate::hand::Stage;
use crate::life::Life;
use crate::profile::Profile;
use crate::tally::Tally;
use crate::timeline::SkewedClock;
use crate::verdict::Verdict;

const TOKEN: &str = "simulated-token";
const EMAIL: &str = "admin@example.com";
const URL: &str = "https://example.atlassian.net";
const PROJECT_KEY: &str = "MIG";

/// After so many processes nothing goes wrong any more.
const STORMY_PROCESSES: u64 = 12;

/// A run that is not done after so many processes never will be.
const PROCESSES: u64 = 20;

pub(super) struct World {
    pub(super) stage: Arc<Stage>,
    source: Arc<Faulty<AzureDevOps>>,
    target: Arc<Faulty<Jira>>,
    pub(super) journal: Arc<MemoryJournal>,
    /// Processes that were stopped, and go on when others have taken over.
    sleepers: Vec<Life<RunOutcome>>,
    /// Whether there ever was one: nothing can be fenced here, so that only the sweep covers what
    /// it sends then.
    slept: bool,
}

/// Runs one seed at the wire level.
///
/// # Errors
/// Only if the seed's world cannot be set up.
pub(crate) fn run(seed: u64, constants: &Constants, kept: bool) -> Result<Verdict> {
    let mut world = World::new(seed, constants, kept)?;
    let migration = world.migration()?;
    let scan = world.finish(migration.scan())?;
    let mapping = world.finish(migrayt::mapping::propose(&scan.source, &scan.target))?;
    let mapper = migration.compile(mapping, &scan)?;
    let stop = CancellationToken::new();
    world.finish(migration.plan(mapper.clone(), &scan, &stop, &|_| {}))?;

    let (source, target) = storm::rules(seed);
    for rule in source {
        world.source.inject(rule);
    }
    for rule in target {
        world.target.inject(rule);
    }
    let (processes, run) = world.work(&mapper, &Arc::new(scan.clone()))?;

    world.wake_all();
    world.settle();
    let mut tally = Tally { processes, ..Tally::default() };
    let mut faults = Vec::new();
    match run {
        None => {
            tally.lost += 1;
            faults.push("the run never ends".into());
        }
        Some(run) => {
            let ledger: Vec<LedgerRow> =
                world.finish(world.journal.ledger(&run.run, None, u32::MAX))?;
            let twice = world.compare(&ledger, &mut tally, &mut faults);
            let verified =
                world.finish(migration.verify(&scan, VerifyOptions::default(), &|_| {}))?;
            let differences = verified.mismatches + verified.missing;
            if differences > 0 || verified.duplicates != twice {
                tally.wrong += differences + verified.duplicates.abs_diff(twice);
                faults.push(format!(
                    "verification finds something else: {twice} twice, {} found; {:?}",
                    verified.duplicates, verified.differences
                ));
            }
            world.judge(twice, world.sweep(&mapper, &scan)?, &mut tally, &mut faults);
        }
    }
    let (hash, trace) = world.stage.book.with(|book| (book.trace.hash(), book.trace.lines()));
    Ok(Verdict { tally, faults, hash, trace, ..Verdict::default() })
}

/// The source as every world has it, without items.
pub(super) fn organisation() -> AzureDevOps {
    AzureDevOps::new("fabrikam", sample::PROJECT, TOKEN)
}

/// The target as every world has it.
pub(super) fn site() -> JiraOptions {
    let mut options = JiraOptions::default();
    PROJECT_KEY.clone_into(&mut options.project_key);
    for login in &mut options.logins {
        EMAIL.clone_into(&mut login.email);
        TOKEN.clone_into(&mut login.token);
    }
    options
}

impl World {
    fn new(seed: u64, constants: &Constants, kept: bool) -> Result<Self> {
        let chance = Arc::new(Chance::new(seed ^ 0x5eed));
        let profile = Profile::draw(&chance, seed, constants);
        let stage = Arc::new(Stage::new(profile, chance, kept));
        let source = organisation();
        let items = constants.items.unwrap_or_else(|| stage.chance.between(20, 40));
        let items = usize::try_from(items).unwrap_or(usize::MAX);
        WorkItems::new(sample::PROJECT, items, seed)?.load_into(&source)?;
        let mut options = site();
        options.users.extend(generate::users());
        options.search_lag = stage.chance.seconds(0, 180);
        if stage.chance.below(2) == 0 {
            let every = stage.chance.between(3, 9);
            options.late_commit = Some(LateCommit { every, delay: stage.chance.seconds(5, 100) });
        }
        Ok(Self::between(stage, Faulty::new(source), Faulty::new(Jira::with_options(options))))
    }

    /// A world between two trackers, in which nothing was done yet.
    pub(super) fn between(
        stage: Arc<Stage>,
        source: Faulty<AzureDevOps>,
        target: Faulty<Jira>,
    ) -> Self {
        Self {
            stage,
            source: Arc::new(source),
            target: Arc::new(target),
            journal: Arc::new(MemoryJournal::default()),
            sleepers: Vec::new(),
            slept: false,
        }
    }

    /// The migration as one process sets it up.
    pub(super) fn migration(&self) -> Result<Migration> {
        let timeline = Arc::clone(&self.stage.timeline);
        let clock: Arc<dyn Clock> = Arc::new(SkewedClock::new(timeline, self.skew()));
        let air = |inner| Arc::new(Air::new(inner, Arc::clone(&self.stage)));
        let parts = |wire, user: &str| {
            let credential = Arc::new(BasicCredential::new(user, &TOKEN.into()));
            ClientParts::new(
                wire,
                credential,
                Arc::clone(&clock),
                Arc::clone(&self.stage.chance) as _,
            )
        };
        let wire = air(InProcess::new(Arc::clone(&self.source) as _, Arc::clone(&clock)));
        let settings =
            azure_devops::Settings::new("https://dev.azure.com/fabrikam", sample::PROJECT);
        let source = azure_devops::AzureDevOps::new(&settings, parts(wire, ""))?;
        let wire = air(InProcess::new(Arc::clone(&self.target) as _, Arc::clone(&clock)));
        let settings = jira::Settings::new(URL, PROJECT_KEY);
        let target = jira::Jira::new(&settings, parts(wire, EMAIL))?;
        Ok(Migration::new(Parts {
            source: Arc::new(source),
            target: Arc::new(target),
            fence: None,
            journal: Arc::clone(&self.journal) as _,
            plans: Arc::clone(&self.journal) as _,
            key: DigestKey::new([7; 32]),
            clock,
            ids: Arc::clone(&self.stage.chance) as _,
        }))
    }

    /// How far a process' clock is ahead.
    fn skew(&self) -> time::Duration {
        let Stage { chance, profile, .. } = self.stage.as_ref();
        if !profile.skewed || chance.below(2) == 0 {
            return time::Duration::ZERO;
        }
        let span = time::Duration::try_from(chance.seconds(20, 300)).unwrap_or_default();
        if chance.below(2) == 0 { span } else { -span }
    }

    /// Lets processes work one after the other, some of them stopped until another one has taken
    /// over; how many there were, and how the last ended if it completed the run.
    fn work(
        &mut self,
        mapper: &Arc<Compiled>,
        scan: &Arc<Scan>,
    ) -> Result<(u64, Option<RunOutcome>)> {
        for process in 1..=PROCESSES {
            let stormy = process < STORMY_PROCESSES;
            if !stormy {
                self.heal();
            }
            let migration = self.migration()?;
            let (mapper, scan) = (Arc::clone(mapper), Arc::clone(scan));
            let mut options = RunOptions::default();
            options.settings.lost_tries = 50;
            options.settings.tries = 50;
            let mut life = Life::begin(async move { migration.run(mapper, &scan, options).await });
            let (alarms, dies) = match self.stage.chance.below(3) {
                which @ (0 | 1) if stormy => (self.stage.chance.between(10, 400), which == 0),
                _ => (u64::MAX, true),
            };
            let end = self.live(&mut life, alarms);
            let told = match &end {
                None if dies => "died".to_owned(),
                None => "stands still".to_owned(),
                Some(Ok(end)) => format!("{:?}", end.closing),
                Some(Err(error)) => format!("{:?}", error.kind()),
            };
            self.stage.note(&format!("{process} ended {told}"));
            if let Some(Ok(end)) = end
                && end.closing == Some(Closing::Completed)
            {
                return Ok((process, Some(end)));
            }
            if life.is_alive() && !dies {
                let until = self.stage.timeline.now() + self.stage.chance.seconds(70, 1_800);
                life.stand_still(until);
                self.stage.timeline.alarm(until, life.waker());
                self.sleepers.push(life);
                self.slept = true;
            }
            // The lease of a process that died must end first.
            self.stage.timeline.jump(self.stage.chance.seconds(61, 200));
        }
        Ok((PROCESSES, None))
    }

    /// Lets a process work until it ends, or for so many alarms.
    fn live<T>(&mut self, life: &mut Life<T>, alarms: u64) -> Option<Result<T>> {
        let mut heard = 0;
        loop {
            if let Some(Poll::Ready(end)) = life.go_on(self.stage.timeline.now()) {
                return Some(end);
            }
            self.turn();
            heard += 1;
            if heard > alarms || !self.stage.timeline.advance() {
                return None;
            }
        }
    }

    /// Nothing goes wrong any more, and all that was to happen late has happened.
    pub(super) fn settle(&self) {
        self.heal();
        self.stage.timeline.jump(Duration::from_hours(1));
        self.target.inner().settle(self.stage.timeline.now());
    }

    /// Compares the trackers with each other; how much stands beside the first of each.
    pub(super) fn compare(
        &self,
        ledger: &[LedgerRow],
        tally: &mut Tally,
        faults: &mut Vec<String>,
    ) -> u64 {
        oracle::compare(self.source.inner(), self.target.inner(), ledger, tally, faults)
    }

    /// Nothing goes wrong any more.
    fn heal(&self) {
        self.source.heal();
        self.target.heal();
    }

    /// Lets those go on that were stopped long enough.
    fn turn(&mut self) {
        let now = self.stage.timeline.now();
        for sleeper in &mut self.sleepers {
            sleeper.go_on(now);
        }
        self.sleepers.retain(Life::is_alive);
    }

    /// Lets everybody come to an end who was stopped.
    fn wake_all(&mut self) {
        self.turn();
        while !self.sleepers.is_empty() && self.stage.timeline.advance() {
            self.turn();
        }
    }

    /// One more process opens the run again with nothing going wrong; how much its sweep finds
    /// that stands twice.
    fn sweep(&self, mapper: &Arc<Compiled>, scan: &Scan) -> Result<u64> {
        let migration = self.migration()?;
        let again = migration.run(Arc::clone(mapper), scan, RunOptions::default());
        let swept = self.finish(again)?.sweep.unwrap_or_default();
        Ok(swept.duplicates + swept.repeated)
    }

    /// What stands twice must be reported; it must not be there at all if nobody was stopped.
    fn judge(&self, twice: u64, swept: u64, tally: &mut Tally, faults: &mut Vec<String>) {
        if twice > 0 && !self.slept {
            tally.duplicate += twice;
            faults.push(format!("{twice} stand twice"));
            return;
        }
        tally.reported += twice.min(swept);
        if twice != swept {
            tally.unreported += twice.abs_diff(swept);
            faults.push(format!("{twice} stand twice, and the sweep tells of {swept}"));
        }
    }

    /// Lets something come to its end.
    pub(super) fn finish<T>(&self, future: impl Future<Output = Result<T>>) -> Result<T> {
        let mut future = Box::pin(future);
        loop {
            if let Some(end) = future.as_mut().now_or_never() {
                return end;
            }
            if !self.stage.timeline.advance() {
                return Err(Error::new(ErrorKind::Unexpected, "nothing goes on any more"));
            }
        }
    }
}
