use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use migrayt_core::{Error, Result};

use crate::constants::Constants;
use crate::coverage::Coverage;
use crate::level::Level;
use crate::locked::Locked;
use crate::tally::Tally;
use crate::trace;
use crate::verdict::Verdict;

/// Many seeds of one level, spread over the machine's cores. Each seed is deterministic, and what
/// they come to together does not depend on who ran which.
#[derive(Clone, Debug)]
pub struct Simulation {
    level: Level,
    from: u64,
    seeds: u64,
    constants: Constants,
}

/// What many seeds came to.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Summary {
    /// What the oracle counted.
    pub tally: Tally,
    /// What the seeds met.
    pub coverage: Coverage,
    /// The seeds that failed, ascending, with what is wrong.
    pub failed: BTreeMap<u64, Vec<String>>,
    /// One hash over the hashes of all seeds, in their order.
    pub hash: String,
}

#[derive(Default)]
struct Gathered {
    summary: Summary,
    hashes: BTreeMap<u64, String>,
    error: Option<Error>,
}

impl Simulation {
    /// Seeds from a first one on.
    pub fn new(level: Level, from: u64, seeds: u64, constants: Constants) -> Self {
        Self { level, from, seeds, constants }
    }

    /// Runs every seed.
    ///
    /// # Errors
    /// Only if a seed's world cannot be set up.
    pub fn run(&self) -> Result<Summary> {
        let next = AtomicU64::new(self.from);
        let gathered = Locked::new(Gathered::default());
        let cores = thread::available_parallelism().map_or(1, usize::from);
        thread::scope(|scope| {
            for _ in 0..cores {
                scope.spawn(|| {
                    while let Some(seed) = self.take(&next) {
                        let verdict = self.level.run(seed, &self.constants, false);
                        gathered.with(|gathered| gathered.add(seed, verdict));
                    }
                });
            }
        });
        gathered.with(|gathered| {
            if let Some(error) = gathered.error.take() {
                return Err(error);
            }
            let mut summary = std::mem::take(&mut gathered.summary);
            summary.hash = trace::combined(gathered.hashes.values().map(String::as_str));
            Ok(summary)
        })
    }

    fn take(&self, next: &AtomicU64) -> Option<u64> {
        let seed = next.fetch_add(1, Ordering::Relaxed);
        (seed < self.from + self.seeds).then_some(seed)
    }
}

impl Gathered {
    fn add(&mut self, seed: u64, verdict: Result<Verdict>) {
        match verdict {
            Ok(verdict) => {
                self.summary.tally.add(&verdict.tally);
                self.summary.coverage.add(&verdict.coverage);
                if !verdict.tally.is_clean() {
                    self.summary.failed.insert(seed, verdict.faults);
                }
                self.hashes.insert(seed, verdict.hash);
            }
            Err(error) => {
                self.error.get_or_insert(error);
            }
        }
    }
}
