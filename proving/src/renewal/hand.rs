use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use migrayt_core::{Effect, Error, ErrorKind, Result, Retry};
use time::OffsetDateTime;

use super::flaw::Flaw;
use super::oracle::Oracle;
use crate::chance::Chance;
use crate::locked::Locked;
use crate::timeline::Timeline;
use crate::trace::Trace;

/// What all processes of one seed share.
#[derive(Debug)]
pub(super) struct Stage {
    pub(super) timeline: Arc<Timeline>,
    pub(super) chance: Arc<Chance>,
    pub(super) flaw: Option<Flaw>,
    pub(super) book: Locked<Book>,
}

#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) trace: Trace,
    pub(super) oracle: Oracle,
    pub(super) wishes: Vec<(usize, Wish)>,
    /// Nothing goes wrong any more.
    pub(super) calm: bool,
    /// Since when the authority has gone on and what it gave is nowhere but in memory.
    pub(super) exposed_since: Option<OffsetDateTime>,
    /// The process to which the authority gave something last.
    pub(super) last_asker: Option<usize>,
    /// How often each step was struck by each mishap.
    pub(super) struck: std::collections::BTreeMap<(&'static str, &'static str), u64>,
}

/// What is to happen to a process, or to all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    Die,
    StandStill(Duration),
    /// All die, for so long.
    Blackout(Duration),
}

/// What goes wrong with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mishap {
    DieBefore,
    DieAfter,
    PauseBefore,
    PauseAfter,
    FailBefore,
    LostAfter,
    BlackoutAfter,
}

/// For how long the authority goes on to take what it has replaced is ten minutes; after this much
/// of them nothing goes wrong any more until what it gave is safe.
const EXPOSED: time::Duration = time::Duration::minutes(4);

/// One process' grip on the world.
#[derive(Clone, Debug)]
pub(super) struct Hand {
    pub(super) stage: Arc<Stage>,
    pub(super) process: usize,
}

impl Hand {
    /// Does one call of a step, to which anything may happen.
    pub(super) async fn call<T>(
        &self,
        step: &'static str,
        act: impl AsyncFnOnce() -> Result<T>,
    ) -> Result<T> {
        let mishap = self.draw(step);
        match mishap {
            Some(Mishap::DieBefore) => self.die().await,
            Some(Mishap::PauseBefore) => self.stand_still(),
            _ => {}
        }
        self.stage.timeline.wait(self.latency()).await;
        if mishap == Some(Mishap::FailBefore) {
            return Err(broken(Effect::None));
        }
        let answer = act().await;
        match mishap {
            Some(Mishap::DieAfter) => self.die().await,
            // Somebody else may have asked since it was drawn.
            Some(Mishap::BlackoutAfter) if self.is_exposed() => self.die().await,
            Some(Mishap::BlackoutAfter) => {
                let span = self.stage.chance.seconds(600, 10_800);
                self.wish(Wish::Blackout(span));
                pending::<()>().await;
            }
            Some(Mishap::PauseAfter) => self.stand_still(),
            _ => {}
        }
        self.stage.timeline.wait(self.latency()).await;
        if mishap == Some(Mishap::LostAfter) {
            return Err(broken(Effect::Unknown));
        }
        answer
    }

    pub(super) fn now(&self) -> OffsetDateTime {
        self.stage.timeline.now()
    }

    pub(super) fn is_flawed(&self, flaw: Flaw) -> bool {
        self.stage.flaw == Some(flaw)
    }

    fn is_exposed(&self) -> bool {
        self.stage.book.with(|book| book.exposed_since.is_some())
    }

    fn draw(&self, step: &'static str) -> Option<Mishap> {
        let stage = &self.stage;
        let now = stage.timeline.now();
        let (calm, exposed) = stage.book.with(|book| {
            let exposed = book.exposed_since;
            (book.calm || exposed.is_some_and(|since| now - since > EXPOSED), exposed.is_some())
        });
        let looks = matches!(step, "read" | "hold" | "use");
        let mishap = if calm || !stage.chance.permille(if looks { 3 } else { 120 }) {
            None
        } else {
            stage.chance.one_of(&[
                Mishap::DieBefore,
                Mishap::DieAfter,
                Mishap::PauseBefore,
                Mishap::PauseAfter,
                Mishap::FailBefore,
                Mishap::LostAfter,
                Mishap::BlackoutAfter,
            ])
        };
        // A blackout is longer than the authority's leeway, and is survived once all is staged.
        let too_long = mishap == Some(Mishap::BlackoutAfter) && (exposed || step == "ask");
        let mishap = if too_long { Some(Mishap::DieAfter) } else { mishap };
        // Between the look at the lease and the sending there is no wait: a process that stands
        // still there for minutes sends what nobody expects, and no protocol of ours prevents it.
        let is_sent = mishap == Some(Mishap::PauseBefore) && step == "ask";
        let mishap = if is_sent { Some(Mishap::PauseAfter) } else { mishap };
        let name = mishap.map_or("", Mishap::name);
        let at = now.unix_timestamp_nanos() / 1_000_000;
        stage.book.with(|book| {
            book.trace.add(format!("{at} {} {step} {name}", self.process));
            if mishap.is_some() {
                *book.struck.entry((step, name)).or_default() += 1;
            }
        });
        mishap
    }

    async fn die(&self) {
        self.wish(Wish::Die);
        pending::<()>().await;
    }

    fn stand_still(&self) {
        let longest = self.stage.chance.one_of(&[5, 40, 200, 3_600]).unwrap_or(5);
        let span = self.stage.chance.seconds(1, longest);
        self.wish(Wish::StandStill(span));
    }

    fn wish(&self, wish: Wish) {
        self.stage.book.with(|book| book.wishes.push((self.process, wish)));
    }

    fn latency(&self) -> Duration {
        if self.stage.chance.below(40) == 0 {
            self.stage.chance.seconds(1, 6)
        } else {
            self.stage.chance.millis(2, 200)
        }
    }
}

impl Mishap {
    fn name(self) -> &'static str {
        match self {
            Self::DieBefore => "dies before",
            Self::DieAfter => "dies after",
            Self::PauseBefore => "stands still before",
            Self::PauseAfter => "stands still after",
            Self::FailBefore => "fails",
            Self::LostAfter => "answer lost",
            Self::BlackoutAfter => "all die after",
        }
    }
}

fn broken(effect: Effect) -> Error {
    Error::new(ErrorKind::Unavailable, "the simulated call failed")
        .with_retry(Retry::Backoff)
        .with_effect(effect)
}
