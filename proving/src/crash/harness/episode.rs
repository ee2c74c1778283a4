use std::collections::{BTreeMap, VecDeque};

use migrayt::system::SystemClock;
use migrayt_core::port::Clock as _;
use time::{Duration, OffsetDateTime};

use super::mishap::{Mishap, Moment, Way};
use super::process::{Heard, Process};
use super::stuck::Result;
use super::world::World;
use crate::Trials;
use crate::dice::Dice;
use crate::oracle::Verdict;
use crate::picture::Picture;
use crate::point::Point;
use crate::proxy::Fault;
use crate::screen;
use crate::told::Told;

/// How often a worker may be started again that had to give up, before that is a finding.
const RESTARTS: u32 = 25;

/// How long nothing may be heard before that is a finding.
const SILENCE: Duration = Duration::seconds(60);

/// One migration that is disturbed.
#[derive(Debug)]
pub(crate) struct Episode {
    trials: Trials,
    calm: Picture,
    dice: Dice,
    number: u32,
    clock: SystemClock,
    ended: Ended,
}

/// What became of a migration.
#[derive(Debug, Default)]
pub(crate) struct Ended {
    number: u32,
    /// Kills and stops by point; none is a random moment.
    pub(crate) done: BTreeMap<Option<Point>, (u64, u64)>,
    /// What never came to pass.
    pub(crate) missed: Vec<Mishap>,
    pub(crate) verdict: Verdict,
    /// Items and parts that stand twice and that the engine reported.
    pub(crate) reported: u64,
    /// How long it took until another worker held the run.
    pub(crate) takeovers: Vec<Duration>,
    /// How long it took until work went on.
    pub(crate) resumed: Vec<Duration>,
    /// Workers that went on after they had lost their lease and ended a run that was not theirs.
    pub(crate) stale: u64,
    /// Workers that gave up and were started again.
    pub(crate) restarts: u32,
    pub(crate) broken: BTreeMap<Fault, u64>,
    /// What else was found.
    pub(crate) findings: Vec<String>,
}

/// A worker that was stopped.
#[derive(Debug)]
struct Sleeper {
    process: Process,
    point: Option<Point>,
    wakes: Option<OffsetDateTime>,
    taken_over: bool,
}

impl Episode {
    pub(crate) fn new(trials: Trials, calm: Picture, dice: Dice, number: u32) -> Self {
        let ended = Ended { number, ..Ended::default() };
        Self { trials, calm, dice, number, clock: SystemClock::new(), ended }
    }

    pub(crate) async fn run(mut self, mishaps: VecDeque<Mishap>) -> Ended {
        if let Err(stuck) = self.migrate(mishaps).await {
            self.ended.findings.push(format!("migration {}: {stuck}", self.number));
        }
        self.ended
    }

    async fn migrate(&mut self, mishaps: VecDeque<Mishap>) -> Result<()> {
        let mut world = World::start(&self.trials, false, &mut self.dice).await?;
        world.plan().await?;
        world.arm(true);
        self.disturb(&mut world, mishaps).await?;
        world.arm(false);
        // What still happens late is part of what the last look must find.
        self.clock.sleep_until(self.clock.now() + Duration::milliseconds(400)).await;
        let swept = world.finish().await?;
        let [missing, mismatches, twice] = world.verify().await?;
        let picture = world.picture().await?;
        self.ended.verdict = Verdict::of(&picture, &self.calm);
        self.ended.reported = swept.min(twice);
        self.ended.broken = world.broken();
        self.judge([missing, mismatches, twice], swept);
        if !self.ended.is_good(self.trials.no_fence) {
            let path = self.path(&picture)?;
            self.ended.findings.push(format!("what stood is in {path}"));
            let kept = world.keep();
            self.ended.findings.push(format!("its journal is kept in {}", kept.display()));
        }
        Ok(())
    }

    /// Lets the mishaps happen one after the other, until the run is done and all that was
    /// stopped has gone on.
    async fn disturb(&mut self, world: &mut World, mut mishaps: VecDeque<Mishap>) -> Result<()> {
        let mut mishap = mishaps.pop_front();
        let mut active = Some(world.worker(mishap.and_then(|mishap| mishap.halt()))?);
        let mut sleepers: Vec<Sleeper> = Vec::new();
        let mut due = None;
        let mut since: Option<OffsetDateTime> = None;
        let mut told_end = false;
        loop {
            if active.is_none() && sleepers.is_empty() {
                break;
            }
            let wake = sleepers.iter().filter_map(|sleeper| sleeper.wakes).chain(due).min();
            let now = self.clock.now();
            let until = wake.unwrap_or(now + SILENCE).min(now + SILENCE);
            let heard = tokio::select! {
                heard = world.heard() => heard,
                () = self.clock.sleep_until(until) => None,
            };
            let now = self.clock.now();
            let mut strike = due.is_some_and(|due| due <= now);
            self.wake(&mut sleepers, now).await?;
            match heard {
                None if wake.is_none() => {
                    self.ended.findings.push("nothing was heard for a minute".to_owned());
                    break;
                }
                None => {}
                Some((number, heard)) if active.as_ref().is_some_and(|a| a.number == number) => {
                    self.note(number, &heard);
                    match heard {
                        Heard::Told(Told::Opened) => {
                            if let Some(since) = since {
                                self.ended.takeovers.push(now - since);
                            }
                            for sleeper in &mut sleepers {
                                sleeper.taken_over = true;
                            }
                            if let Some(Moment::After(pause)) = mishap.map(|one| one.moment) {
                                let pause = i64::try_from(pause).unwrap_or(0);
                                due = Some(now + Duration::milliseconds(pause));
                            }
                        }
                        Heard::Told(Told::Working) => {
                            if let Some(since) = since.take() {
                                self.ended.resumed.push(now - since);
                            }
                        }
                        Heard::Told(Told::Halted { .. }) => strike = true,
                        Heard::Told(Told::Ended { closing, .. }) => {
                            told_end = closing == "completed";
                        }
                        Heard::Gone if told_end => {
                            // What was stopped goes on now, since nobody is left to take over.
                            active = None;
                            due = None;
                            for sleeper in &mut sleepers {
                                sleeper.wakes = sleeper.wakes.map(|wakes| wakes.min(now));
                            }
                        }
                        Heard::Gone => {
                            self.ended.restarts += 1;
                            if self.ended.restarts > RESTARTS {
                                self.ended.findings.push("the run is never completed".to_owned());
                                break;
                            }
                            (due, since) = (None, None);
                            active = Some(world.worker(mishap.and_then(|one| one.halt()))?);
                        }
                        Heard::Told(Told::Held | Told::Verified { .. }) => {}
                    }
                }
                Some((number, heard)) => self.hear(number, heard, &mut sleepers),
            }
            if strike
                && let Some(one) = mishap
                && let Some(mut worker) = active.take()
            {
                since = Some(self.clock.now());
                (due, told_end) = (None, false);
                self.note_mishap(worker.number, &one);
                match one.way {
                    Way::Kill => worker.kill().await?,
                    Way::Stop => {
                        worker.stop().await?;
                        let sleeper = self.sleeper(worker, one.point());
                        if sleeper.point == Some(Point::Writing) {
                            // Nobody can take over before it lets go.
                            since = None;
                        }
                        sleepers.push(sleeper);
                    }
                }
                mishap = mishaps.pop_front();
                active = Some(world.worker(mishap.and_then(|one| one.halt()))?);
            }
        }
        self.ended.missed.extend(mishap.into_iter().chain(mishaps));
        Ok(())
    }

    /// A stopped worker goes on after its lease has ended, before or after its token has.
    fn sleeper(&mut self, process: Process, point: Option<Point>) -> Sleeper {
        let pause = if self.dice.thousandths(500) {
            self.dice.within(200..=1200)
        } else {
            self.dice.within(2200..=4000)
        };
        let pause = i64::try_from(self.trials.lease + pause).unwrap_or(0);
        let wakes = Some(self.clock.now() + Duration::milliseconds(pause));
        Sleeper { process, point, wakes, taken_over: false }
    }

    async fn wake(&mut self, sleepers: &mut [Sleeper], now: OffsetDateTime) -> Result<()> {
        for sleeper in sleepers.iter_mut().filter(|one| one.wakes.is_some_and(|at| at <= now)) {
            sleeper.wakes = None;
            let writing = sleeper.point == Some(Point::Writing);
            if writing && sleeper.taken_over {
                let text = "somebody took over beside a write that was not done";
                self.ended.findings.push(text.to_owned());
            }
            self.say(sleeper.process.number, "goes on");
            if writing && self.dice.thousandths(500) {
                sleeper.process.kill().await?;
            } else {
                sleeper.process.go_on().await?;
            }
        }
        Ok(())
    }

    /// Hears of a worker that was stopped, or killed.
    fn hear(&mut self, number: usize, heard: Heard, sleepers: &mut Vec<Sleeper>) {
        let Some(place) = sleepers.iter().position(|one| one.process.number == number) else {
            return;
        };
        self.note(number, &heard);
        match heard {
            Heard::Gone => drop(sleepers.swap_remove(place)),
            // It took the run itself, after others had it.
            Heard::Told(Told::Opened) => {
                for (other, sleeper) in sleepers.iter_mut().enumerate() {
                    sleeper.taken_over = other != place;
                }
            }
            Heard::Told(Told::Ended { closing, .. }) => {
                // One that halted after it had closed the run may say so.
                let taken_over = sleepers
                    .get(place)
                    .is_some_and(|one| one.taken_over && one.point != Some(Point::Closed));
                let ends_it = ["completed", "doubtful", "interrupted", "broken"];
                if taken_over && ends_it.contains(&closing.as_str()) {
                    self.ended.stale += 1;
                }
            }
            Heard::Told(_) => {}
        }
    }

    /// What the engine itself says must agree with what stands.
    fn judge(&mut self, verified: [u64; 3], swept: u64) {
        let [missing, mismatches, twice] = verified;
        if missing + mismatches > 0 && self.ended.verdict.is_clean() {
            self.ended
                .findings
                .push(format!("verification: {missing} missing, {mismatches} other than planned"));
        }
        if swept != twice {
            let text = format!("the sweep found {swept} twice, verification {twice}");
            self.ended.findings.push(text);
        }
    }

    fn path(&self, picture: &Picture) -> Result<String> {
        let path = std::env::temp_dir().join(format!("migrayt-crash-{}.json", self.number));
        std::fs::write(&path, serde_json::to_vec_pretty(&(picture, &self.calm))?)?;
        Ok(path.display().to_string())
    }

    fn note_mishap(&mut self, number: usize, mishap: &Mishap) {
        let (kills, stops) = self.ended.done.entry(mishap.point()).or_default();
        match mishap.way {
            Way::Kill => *kills += 1,
            Way::Stop => *stops += 1,
        }
        self.say(number, &format!("{mishap:?}"));
    }

    fn note(&self, number: usize, heard: &Heard) {
        if let Heard::Told(told) = heard {
            self.say(number, &format!("{told:?}"));
        }
    }

    fn say(&self, number: usize, text: &str) {
        if self.trials.verbose {
            let moment = self.clock.now().unix_timestamp_nanos() / 1_000_000 % 1_000_000;
            screen::say(&format!("  {moment:6} {}.{number}: {text}", self.number));
        }
    }
}

impl Ended {
    /// Whether nothing was lost, nothing stands twice that was not reported, and nothing else was
    /// found. With a fence nothing may stand twice at all.
    pub(crate) fn is_good(&self, no_fence: bool) -> bool {
        let Verdict { lost, wrong, .. } = self.verdict;
        lost + wrong + self.stale + self.unreported(no_fence) == 0 && self.findings.is_empty()
    }

    /// What stands twice and should not.
    pub(crate) fn unreported(&self, no_fence: bool) -> u64 {
        let reported = if no_fence { self.reported } else { 0 };
        self.verdict.duplicate().saturating_sub(reported)
    }

    /// A line of progress.
    pub(crate) fn line(&self) -> String {
        let (kills, stops) = self
            .done
            .values()
            .fold((0, 0), |(kills, stops), done| (kills + done.0, stops + done.1));
        let Verdict { lost, wrong, .. } = self.verdict;
        format!(
            "migration {:3}: {kills} kills, {stops} stops, {:2} restarts: lost {lost}, duplicate {}, wrong {wrong}",
            self.number,
            self.restarts,
            self.verdict.duplicate()
        )
    }
}
