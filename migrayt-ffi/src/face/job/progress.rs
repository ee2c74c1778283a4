use std::sync::{Arc, Mutex, PoisonError};

use migrayt::plan::PlanStep;
use migrayt_core::port::KindCounts;
use migrayt_core::run::{Observer, Progress};
use serde::Serialize;
use time::OffsetDateTime;

use super::super::run::Work;
use super::super::{Event, EventKind};

/// How far a job has come: each event says all that is known, so that none of them is missed.
#[derive(Clone, Debug, Default, Serialize)]
struct Standing {
    /// `scanning`, `listing`, `drafting`, `running`, `waiting` or `verifying`.
    phase: &'static str,
    /// How many items or operations are done.
    done: u64,
    /// Of how many, once that is known.
    total: Option<u64>,
    /// How many operations were refused for good.
    failed: u64,
    /// How many operations were left out.
    skipped: u64,
    /// How many operations nobody knows the outcome of at this moment.
    doubts: u64,
    /// Until when the run waits before it looks for them.
    #[serde(with = "time::serde::rfc3339::option")]
    until: Option<OffsetDateTime>,
}

/// Tells the host how far a job has come.
#[derive(Debug)]
pub(super) struct Teller {
    work: Arc<Work>,
    standing: Mutex<Standing>,
}

impl Teller {
    pub(super) fn new(work: &Arc<Work>, phase: &'static str) -> Self {
        let standing = Standing { phase, ..Standing::default() };
        Self { work: Arc::clone(work), standing: Mutex::new(standing) }
    }

    /// So many are done.
    pub(super) fn done(&self, done: u64) {
        self.tell(|standing| standing.done = done);
    }

    /// A step of planning.
    pub(super) fn plan(&self, step: PlanStep) {
        self.tell(|standing| match step {
            PlanStep::Listed(items) => (standing.phase, standing.done) = ("listing", items),
            PlanStep::Drafted(done, of) => {
                (standing.phase, standing.done, standing.total) = ("drafting", done, Some(of));
            }
        });
    }

    fn tell(&self, change: impl FnOnce(&mut Standing)) {
        let mut standing = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut standing);
        self.work.queue.push(Event::new(EventKind::Progress, &*standing));
    }
}

impl Observer for Teller {
    fn observe(&self, progress: &Progress) {
        match progress {
            Progress::Opened { counts, .. } => self.tell(|standing| {
                let sum = |of: fn(&KindCounts) -> u64| {
                    counts.kinds.iter().map(|(_, counts)| of(counts)).sum()
                };
                standing.total = Some(sum(|counts| counts.planned));
                standing.done = sum(|counts| counts.done);
                standing.failed = sum(|counts| counts.failed);
                standing.skipped = sum(|counts| counts.skipped);
                standing.doubts = sum(|counts| counts.doubts);
            }),
            Progress::Settled { done, failed, skipped, .. } => self.tell(|standing| {
                standing.phase = "running";
                standing.until = None;
                standing.done = standing.done.saturating_add(*done);
                standing.failed = standing.failed.saturating_add(*failed);
                standing.skipped = standing.skipped.saturating_add(*skipped);
            }),
            Progress::Waiting { doubts, until } => self.tell(|standing| {
                standing.phase = "waiting";
                standing.doubts = *doubts;
                standing.until = Some(*until);
            }),
            _ => {}
        }
    }
}
