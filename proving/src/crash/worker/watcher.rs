use std::sync::atomic::{AtomicBool, Ordering};

use migrayt_core::run::{Observer, Progress};

use super::output::tell;
use crate::told::Told;

/// Tells when the run is held, and when work goes on.
#[derive(Debug, Default)]
pub(super) struct Watcher {
    working: AtomicBool,
}

impl Observer for Watcher {
    fn observe(&self, progress: &Progress) {
        match progress {
            Progress::Opened { .. } => tell(&Told::Opened),
            Progress::Settled { .. } | Progress::Waiting { .. } | Progress::Closed { .. }
                if !self.working.swap(true, Ordering::Relaxed) =>
            {
                tell(&Told::Working);
            }
            _ => {}
        }
    }
}
