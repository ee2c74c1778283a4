use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use futures_util::FutureExt as _;
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

struct World {
    stage: Arc<Stage>,
    source: Arc<Faulty<AzureDevOps>>,
    target: Arc<Faulty<Jira>>,
    journal: Arc<MemoryJournal>,
}

/// Runs one seed at the wire level.
///
/// # Errors
/// Only if the seed's world cannot be set up.
pub(crate) fn run(seed: u64, constants: &Constants, kept: bool) -> Result<Verdict> {
    let world = World::new(seed, constants, kept)?;
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

    world.stage.timeline.jump(Duration::from_hours(1));
    world.target.inner().settle(world.stage.timeline.now());
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
            let (source, target) = (world.source.inner(), world.target.inner());
            oracle::compare(source, target, &ledger, &mut tally, &mut faults);
            let verified = world.finish(migration.verify(&scan, &|_| {}))?;
            if !verified.is_clean() {
                tally.wrong += verified.mismatches + verified.missing + verified.duplicates;
                faults.push("verification finds differences".into());
            }
        }
    }
    let (hash, trace) = world.stage.book.with(|book| (book.trace.hash(), book.trace.lines()));
    Ok(Verdict { tally, faults, hash, trace, ..Verdict::default() })
}

impl World {
    fn new(seed: u64, constants: &Constants, kept: bool) -> Result<Self> {
        let chance = Arc::new(Chance::new(seed ^ 0x5eed));
        let profile = Profile::draw(&chance, seed, constants);
        let stage = Arc::new(Stage::new(profile, chance, kept));
        let source = AzureDevOps::new("fabrikam", sample::PROJECT, TOKEN);
        let items = constants.items.unwrap_or_else(|| stage.chance.between(20, 40));
        let items = usize::try_from(items).unwrap_or(usize::MAX);
        WorkItems::new(sample::PROJECT, items, seed)?.load_into(&source)?;
        let mut options = JiraOptions::default();
        options.users.extend(generate::users());
        PROJECT_KEY.clone_into(&mut options.project_key);
        for login in &mut options.logins {
            EMAIL.clone_into(&mut login.email);
            TOKEN.clone_into(&mut login.token);
        }
        options.search_lag = stage.chance.seconds(0, 180);
        if stage.chance.below(2) == 0 {
            let every = stage.chance.between(3, 9);
            options.late_commit = Some(LateCommit { every, delay: stage.chance.seconds(5, 100) });
        }
        Ok(Self {
            stage,
            source: Arc::new(Faulty::new(source)),
            target: Arc::new(Faulty::new(Jira::with_options(options))),
            journal: Arc::new(MemoryJournal::default()),
        })
    }

    /// The migration as one process sets it up.
    fn migration(&self) -> Result<Migration> {
        let timeline = Arc::clone(&self.stage.timeline);
        let clock: Arc<dyn Clock> = Arc::new(SkewedClock::new(timeline, time::Duration::ZERO));
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

    /// Lets processes work one after the other; how many there were, and how the last ended if it
    /// completed the run.
    fn work(&self, mapper: &Arc<Compiled>, scan: &Arc<Scan>) -> Result<(u64, Option<RunOutcome>)> {
        for process in 1..=PROCESSES {
            let stormy = process < STORMY_PROCESSES;
            if !stormy {
                self.source.heal();
                self.target.heal();
            }
            let migration = self.migration()?;
            let (mapper, scan) = (Arc::clone(mapper), Arc::clone(scan));
            let mut options = RunOptions::default();
            options.settings.lost_tries = 50;
            options.settings.tries = 50;
            let mut life = Life::begin(async move { migration.run(mapper, &scan, options).await });
            let alarms = match self.stage.chance.below(3) {
                0 if stormy => self.stage.chance.between(20, 1_500),
                _ => u64::MAX,
            };
            let end = self.live(&mut life, alarms);
            let told = match &end {
                None => "died".to_owned(),
                Some(Ok(end)) => format!("{:?}", end.closing),
                Some(Err(error)) => format!("{:?}", error.kind()),
            };
            self.stage.note(&format!("{process} ended {told}"));
            if let Some(Ok(end)) = end
                && end.closing == Some(Closing::Completed)
            {
                return Ok((process, Some(end)));
            }
            // The lease of a process that died must end first.
            self.stage.timeline.jump(self.stage.chance.seconds(61, 200));
        }
        Ok((PROCESSES, None))
    }

    /// Lets a process work until it ends or, after so many alarms, dies.
    fn live<T>(&self, life: &mut Life<T>, alarms: u64) -> Option<Result<T>> {
        let mut heard = 0;
        loop {
            if let Some(Poll::Ready(end)) = life.go_on(self.stage.timeline.now()) {
                return Some(end);
            }
            heard += 1;
            if heard > alarms || !self.stage.timeline.advance() {
                life.end();
                return None;
            }
        }
    }

    /// Lets something come to its end.
    fn finish<T>(&self, future: impl Future<Output = Result<T>>) -> Result<T> {
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
