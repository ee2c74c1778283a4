use std::borrow::Cow;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use migrayt::core::run::{Observer, Progress};
use migrayt::plan::PlanStep;

/// A progress bar on standard error; nothing where that is no terminal.
#[derive(Debug)]
pub(crate) struct Bar {
    bar: ProgressBar,
    waiting: Mutex<bool>,
}

impl Bar {
    /// A bar for a step whose length is not known yet.
    pub(crate) fn new(what: impl Into<Cow<'static, str>>, json: bool) -> Self {
        let target = if json { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix} {pos} {msg}") {
            bar.set_style(style);
        }
        bar.set_prefix(what);
        bar.enable_steady_tick(Duration::from_millis(100));
        Self { bar, waiting: Mutex::new(false) }
    }

    /// Says how much there is in all.
    pub(crate) fn set_length(&self, length: u64) {
        if self.bar.length() != Some(length) {
            self.bar.set_length(length);
            if let Ok(style) = ProgressStyle::with_template(
                "{spinner} {prefix} [{bar:30}] {pos}/{len} {eta} {msg}",
            ) {
                self.bar.set_style(style.progress_chars("=> "));
            }
        }
    }

    /// Says how much is done.
    pub(crate) fn set_position(&self, position: u64) {
        self.bar.set_position(position);
    }

    /// Shows a step of planning.
    pub(crate) fn show_plan(&self, step: PlanStep) {
        match step {
            PlanStep::Listed(items) => self.set_position(items),
            PlanStep::Drafted(done, all) => {
                self.set_length(all);
                self.set_position(done);
            }
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Observer for Bar {
    fn observe(&self, progress: &Progress) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        match progress {
            Progress::Opened { counts, .. } => {
                let sum = |of: fn(&migrayt::core::port::KindCounts) -> u64| {
                    counts.kinds.iter().map(|(_, counts)| of(counts)).sum()
                };
                self.set_length(sum(|counts| counts.planned));
                self.set_position(sum(|counts| counts.done + counts.failed + counts.skipped));
            }
            Progress::Settled { done, failed, skipped, .. } => {
                self.bar.inc(done + failed + skipped);
                if std::mem::take(&mut *waiting) {
                    self.bar.set_message("");
                }
            }
            Progress::Waiting { doubts, .. } if !*waiting => {
                *waiting = true;
                self.bar.set_message(format!("waiting to look for {doubts} doubts"));
            }
            _ => {}
        }
    }
}
