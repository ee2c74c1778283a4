use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use time::OffsetDateTime;

use crate::chance::Chance;
use crate::coverage::Coverage;
use crate::locked::Locked;
use crate::mishap::Mishap;
use crate::profile::Profile;
use crate::step::{Nature, Step};
use crate::timeline::Timeline;
use crate::trace::Trace;

/// What all processes of one seed share: time, chance, and what is written down.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) timeline: Arc<Timeline>,
    pub(crate) chance: Arc<Chance>,
    pub(crate) profile: Profile,
    pub(crate) book: Locked<Book>,
}

#[derive(Debug, Default)]
pub(crate) struct Book {
    pub(crate) trace: Trace,
    pub(crate) coverage: Coverage,
    /// What is to happen to processes.
    pub(crate) wishes: Vec<(usize, Wish)>,
    /// Whether nothing goes wrong any more.
    pub(crate) calm: bool,
    /// The target is broken until then.
    pub(crate) broken_until: Option<OffsetDateTime>,
    /// The process that opened the run last.
    pub(crate) holder: Option<usize>,
}

/// What is to happen to a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    Die,
    StandStillUntil(OffsetDateTime),
}

impl Stage {
    pub(crate) fn new(profile: Profile, chance: Arc<Chance>, kept: bool) -> Self {
        let book = Book { trace: Trace::new(kept), ..Book::default() };
        Self { timeline: Arc::default(), chance, profile, book: Locked::new(book) }
    }

    pub(crate) fn note(&self, line: &str) {
        let now = self.timeline.now().unix_timestamp_nanos() / 1_000_000;
        self.book.with(|book| book.trace.add(format!("{now} {line}")));
    }
}

/// One process' grip on the world: each of its calls begins and ends here.
#[derive(Clone, Debug)]
pub(crate) struct Hand {
    pub(crate) stage: Arc<Stage>,
    pub(crate) process: usize,
    pub(crate) skewed: bool,
}

impl Hand {
    /// Draws what goes wrong with a call, and lets it travel. A process that dies never comes
    /// back from here.
    pub(crate) async fn begin(&self, step: Step, about: &str) -> Option<Mishap> {
        let mishap = self.draw(step, about);
        if mishap == Some(Mishap::Crash) {
            self.die().await;
        }
        self.travel(mishap).await;
        mishap
    }

    /// Lets a call travel that was drawn before.
    pub(crate) async fn travel(&self, mishap: Option<Mishap>) {
        if mishap == Some(Mishap::Pause) {
            let span = self.stage.chance.one_of(&[20, 90, 400, 3_600]).unwrap_or(20);
            let until = self.stage.timeline.now() + self.stage.chance.seconds(1, span);
            self.wish(Wish::StandStillUntil(until));
        }
        self.stage.timeline.wait(self.latency()).await;
    }

    /// Lets the answer travel back.
    pub(crate) async fn end(&self, mishap: Option<Mishap>) {
        match mishap {
            Some(Mishap::CrashAfter) => self.die().await,
            Some(Mishap::LostDone | Mishap::LostUndone | Mishap::Late | Mishap::PartialLost) => {
                self.stage.timeline.wait(self.silence()).await;
            }
            _ => self.stage.timeline.wait(self.latency()).await,
        }
    }

    /// Draws what goes wrong with a call, and writes it down.
    pub(crate) fn draw(&self, step: Step, about: &str) -> Option<Mishap> {
        let stage = &self.stage;
        let now = stage.timeline.now();
        let (calm, burst, overtaken) = stage.book.with(|book| {
            let burst = book.broken_until.is_some_and(|until| now < until);
            (book.calm, burst, book.holder.is_some_and(|holder| holder != self.process))
        });
        let mishap = if calm { None } else { self.chosen(step, burst) };
        stage.book.with(|book| {
            book.coverage.step(step);
            if let Some(mishap) = mishap {
                book.coverage.pair(step, mishap);
            }
            if self.skewed {
                book.coverage.pair(step, Mishap::Skew);
            }
            if overtaken && Mishap::Stale.strikes(step) {
                book.coverage.pair(step, Mishap::Stale);
            }
        });
        let name = mishap.map_or("", Mishap::name);
        stage.note(&format!("{} {} {name} {about}", self.process, step.name()));
        mishap
    }

    fn chosen(&self, step: Step, burst: bool) -> Option<Mishap> {
        let Stage { chance, profile, .. } = self.stage.as_ref();
        let nature = step.nature();
        let target = !matches!(nature, Nature::JournalWrite | Nature::JournalRead)
            && !matches!(nature, Nature::SourceRead | Nature::SourceFile | Nature::Fence);
        // Steps that are rare in a run are struck more often.
        let weight = match step {
            Step::ReadBack => 16,
            Step::Fence | Step::Sweep | Step::Close | Step::Worklog | Step::RemoteLink => 4,
            Step::Renew | Step::HighWater | Step::Locate | Step::OpenFile | Step::Create => 2,
            _ => 1,
        };
        if chance.permille(profile.deaths * weight) {
            return Some(if chance.below(2) == 0 { Mishap::Crash } else { Mishap::CrashAfter });
        }
        let dangerous = if step == Step::Create { 8 } else { weight };
        if chance.permille(profile.pauses * dangerous) {
            return Some(Mishap::Pause);
        }
        if burst && target {
            return Some(Mishap::Broken);
        }
        let rate = if target { profile.target } else { profile.others };
        // A step that is struck each time never ends.
        if !chance.permille(rate * weight.min(4)) {
            return None;
        }
        let mishap = chance.one_of(Mishap::drawn(nature));
        if target && mishap == Some(Mishap::Broken) && chance.below(3) == 0 {
            let until = self.stage.timeline.now() + chance.seconds(2, 40);
            self.stage.book.with(|book| book.broken_until = Some(until));
        }
        mishap
    }

    /// Ends the process at this very point.
    pub(crate) async fn die(&self) {
        self.wish(Wish::Die);
        pending::<()>().await;
    }

    fn wish(&self, wish: Wish) {
        self.stage.book.with(|book| book.wishes.push((self.process, wish)));
    }

    fn latency(&self) -> Duration {
        if self.stage.chance.below(40) == 0 {
            self.stage.chance.seconds(1, 12)
        } else {
            self.stage.chance.millis(5, 400)
        }
    }

    /// How long a caller waits for an answer that does not come: a connection may break at once.
    pub(crate) fn silence(&self) -> Duration {
        let Stage { chance, profile, .. } = self.stage.as_ref();
        if chance.below(2) == 0 { profile.patience } else { chance.millis(10, 3_000) }
    }
}
