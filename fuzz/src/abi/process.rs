use std::fs;
use std::thread;
use std::time::{Duration, Instant};

/// What the process holds of the system.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Process {
    threads: usize,
    descriptors: usize,
}

/// How long threads may take to be gone: those of SQLite end by themselves, after their engine.
const PATIENCE: Duration = Duration::from_secs(10);

impl Process {
    pub(super) fn now() -> Self {
        let count = |of: &str| fs::read_dir(of).map_or(0, Iterator::count);
        Self { threads: count("/proc/self/task"), descriptors: count("/proc/self/fd") }
    }

    /// Waits until the process holds no more than at this moment.
    pub(super) fn is_back(&self) {
        let until = Instant::now() + PATIENCE;
        loop {
            let now = Self::now();
            if now.threads <= self.threads && now.descriptors <= self.descriptors {
                return;
            }
            assert!(Instant::now() < until, "{self:?} became {now:?}");
            thread::sleep(Duration::from_millis(1));
        }
    }
}
