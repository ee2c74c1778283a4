use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use migrayt_core::Result;
use migrayt_core::run::{Mutant, choose};

use crate::constants::Constants;
use crate::level::Level;
use crate::locked::Locked;

/// How the simulation noticed a mutant.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Kill {
    /// The lowest seed that noticed it among those that were run.
    pub seed: u64,
    /// What the oracle said.
    pub reason: String,
}

/// Runs seeds at the port level with a mutant active until one fails; `None` if none does.
///
/// # Errors
/// Only if a seed's world cannot be set up.
pub fn hunt(mutant: Mutant, seeds: u64) -> Result<Option<Kill>> {
    let next = AtomicU64::new(0);
    let found: Locked<Result<Option<Kill>>> = Locked::new(Ok(None));
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                choose(Some(mutant));
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds {
                        break;
                    }
                    let verdict = Level::Port.run(seed, &Constants::default(), false);
                    let failed = match verdict {
                        Ok(verdict) if verdict.tally.is_clean() => continue,
                        Ok(verdict) => {
                            let reason = verdict.faults.into_iter().next().unwrap_or_default();
                            Ok(Kill { seed, reason })
                        }
                        Err(error) => Err(error),
                    };
                    next.store(seeds, Ordering::Relaxed);
                    found.with(|found| earlier(found, failed));
                }
                choose(None);
            });
        }
    });
    found.with(|found| std::mem::replace(found, Ok(None)))
}

fn earlier(found: &mut Result<Option<Kill>>, kill: Result<Kill>) {
    match (&found, kill) {
        (Ok(Some(known)), Ok(kill)) if known.seed < kill.seed => {}
        (Err(_), _) => {}
        (_, kill) => *found = kill.map(Some),
    }
}
