use std::collections::BTreeMap;

use time::Duration;

use super::episode::Ended;
use crate::Trials;
use crate::oracle::Verdict;
use crate::point::Point;
use crate::proxy::Fault;
use crate::screen;

/// What became of all migrations.
#[derive(Debug)]
pub(crate) struct Tally {
    trials: Trials,
    migrations: u64,
    done: BTreeMap<Option<Point>, (u64, u64)>,
    verdict: Verdict,
    unreported: u64,
    stale: u64,
    restarts: u32,
    broken: BTreeMap<Fault, u64>,
    takeovers: Vec<Duration>,
    resumed: Vec<Duration>,
    findings: Vec<String>,
}

/// How much later than its lease and five seconds work may go on before that is a finding: a
/// machine may be busy with other things.
const SLACK: i32 = 2;

impl Tally {
    pub(crate) fn new(trials: &Trials) -> Self {
        Self {
            trials: trials.clone(),
            migrations: 0,
            done: BTreeMap::new(),
            verdict: Verdict::default(),
            unreported: 0,
            stale: 0,
            restarts: 0,
            broken: BTreeMap::new(),
            takeovers: Vec::new(),
            resumed: Vec::new(),
            findings: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, ended: Ended) {
        self.migrations += 1;
        for (point, (kills, stops)) in &ended.done {
            let done = self.done.entry(*point).or_default();
            (done.0, done.1) = (done.0 + kills, done.1 + stops);
        }
        self.verdict += ended.verdict;
        self.unreported += ended.unreported(self.trials.no_fence);
        self.stale += ended.stale;
        self.restarts += ended.restarts;
        for (fault, count) in &ended.broken {
            *self.broken.entry(*fault).or_default() += count;
        }
        self.takeovers.extend(ended.takeovers);
        self.resumed.extend(ended.resumed);
        self.findings.extend(ended.findings);
    }

    /// Prints the tables, and last what was lost and what stands twice.
    pub(crate) fn show(&mut self, took: Duration) {
        screen::say("\npoint                     killed  stopped");
        let points = Point::ALL.into_iter().map(Some).chain([None]);
        for point in points {
            let (kills, stops) = self.done.get(&point).copied().unwrap_or_default();
            let name = point.map_or("at random", Point::name);
            screen::say(&format!("{name:24}  {kills:6}  {stops:7}"));
        }
        let (kills, stops) = self.struck();
        screen::say(&format!("{:24}  {kills:6}  {stops:7}", "all"));
        screen::say("\nbroken on the way          times");
        for fault in Fault::ALL {
            let count = self.broken.get(&fault).copied().unwrap_or_default();
            screen::say(&format!("{:24}  {count:6}", fault.name()));
        }
        screen::say("");
        let lease = self.lease();
        if let Some([least, middle, most]) = spread(&mut self.takeovers) {
            let ratio = |span: Duration| span.as_seconds_f64() / lease.as_seconds_f64();
            screen::say(&format!(
                "another worker held the run after {:.2} / {:.2} / {:.2} leases (least, median, most)",
                ratio(least),
                ratio(middle),
                ratio(most)
            ));
        }
        if let Some([least, middle, most]) = spread(&mut self.resumed) {
            screen::say(&format!(
                "work went on after {:.2} / {:.2} / {:.2} s; the bound is the lease and 5 s: {:.2} s",
                least.as_seconds_f64(),
                middle.as_seconds_f64(),
                most.as_seconds_f64(),
                self.bound().as_seconds_f64()
            ));
        }
        for finding in &self.findings {
            screen::say(&format!("found: {finding}"));
        }
        screen::say(&format!(
            "{} migrations, {kills} kills, {stops} stops, {} restarts, {} stale ends, {} wrong in {:.1} s",
            self.migrations,
            self.restarts,
            self.stale,
            self.verdict.wrong,
            took.as_seconds_f64()
        ));
        if self.trials.no_fence {
            screen::say(&format!(
                "without a fence {} stood twice; the sweep reported all but {}",
                self.verdict.duplicate(),
                self.unreported
            ));
        }
        screen::say(&format!("lost {}, duplicate {}", self.verdict.lost, self.unreported));
    }

    pub(crate) fn is_good(&self) -> bool {
        let (kills, stops) = self.struck();
        let Verdict { lost, wrong, .. } = self.verdict;
        let late = self.resumed.iter().any(|span| *span > self.bound() * SLACK);
        lost + wrong + self.unreported + self.stale == 0
            && self.findings.is_empty()
            && kills >= u64::from(self.trials.kills)
            && stops >= u64::from(self.trials.stops)
            && !late
    }

    fn struck(&self) -> (u64, u64) {
        self.done.values().fold((0, 0), |(kills, stops), done| (kills + done.0, stops + done.1))
    }

    fn lease(&self) -> Duration {
        Duration::milliseconds(i64::try_from(self.trials.lease).unwrap_or(i64::MAX))
    }

    fn bound(&self) -> Duration {
        self.lease() + Duration::seconds(5)
    }
}

/// The least, the median and the most.
fn spread(spans: &mut [Duration]) -> Option<[Duration; 3]> {
    spans.sort_unstable();
    let middle = spans.get(spans.len() / 2)?;
    Some([*spans.first()?, *middle, *spans.last()?])
}
