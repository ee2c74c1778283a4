use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use migrayt_core::Result;

use super::flaw::Flaw;
use super::world::{Outcome, run};
use crate::locked::Locked;
use crate::mutation::Kill;
use crate::trace;

/// What many seeds of renewals came to.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Renewals {
    /// How often authorities were asked.
    pub calls: u64,
    /// How often tokens were lent.
    pub lent: u64,
    /// How often each step was struck by each mishap.
    pub struck: BTreeMap<(&'static str, &'static str), u64>,
    /// The seeds that failed, ascending, with what is wrong.
    pub failed: BTreeMap<u64, Vec<String>>,
    /// The lines of the first seed that failed, if they were kept.
    pub trace: Vec<String>,
    /// One hash over the hashes of all seeds, in their order.
    pub hash: String,
}

/// Runs seeds from a first one on, spread over the machine's cores; lines are kept of a single one.
///
/// # Errors
/// Only if a seed's world cannot be set up.
pub fn renew_all(from: u64, seeds: u64) -> Result<Renewals> {
    let mut all = Renewals::default();
    let mut hashes = Vec::new();
    for (seed, outcome) in each(from, seeds, None, seeds == 1, |_| false)? {
        all.calls += outcome.calls;
        all.lent += outcome.lent;
        for (pair, count) in outcome.struck {
            *all.struck.entry(pair).or_default() += count;
        }
        hashes.push(outcome.hash);
        all.trace.extend(outcome.trace);
        if !outcome.faults.is_empty() {
            all.failed.insert(seed, outcome.faults);
        }
    }
    all.hash = trace::combined(hashes.iter().map(String::as_str));
    Ok(all)
}

/// Runs seeds with a flaw until one fails; `None` if none does.
///
/// # Errors
/// Only if a seed's world cannot be set up.
pub fn hunt_flaw(flaw: Flaw, seeds: u64) -> Result<Option<Kill>> {
    let outcomes = each(0, seeds, Some(flaw), false, |outcome| !outcome.faults.is_empty())?;
    let failed = outcomes.into_iter().find(|(_, outcome)| !outcome.faults.is_empty());
    Ok(failed.map(|(seed, outcome)| {
        let reason = outcome.faults.into_iter().next().unwrap_or_default();
        Kill { seed, reason }
    }))
}

/// The outcomes of seeds, until one is the last that is wanted.
fn each(
    from: u64,
    seeds: u64,
    flaw: Option<Flaw>,
    kept: bool,
    is_last: impl Fn(&Outcome) -> bool + Sync,
) -> Result<BTreeMap<u64, Outcome>> {
    let next = AtomicU64::new(from);
    let until = from.saturating_add(seeds);
    let found: Locked<Result<BTreeMap<u64, Outcome>>> = Locked::new(Ok(BTreeMap::new()));
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= until {
                        return;
                    }
                    let outcome = run(seed, flaw, kept);
                    if outcome.as_ref().is_ok_and(&is_last) {
                        next.store(until, Ordering::Relaxed);
                    }
                    found.with(|found| match (found.as_mut(), outcome) {
                        (Ok(all), Ok(outcome)) => {
                            all.insert(seed, outcome);
                        }
                        (Ok(_), Err(error)) => *found = Err(error),
                        (Err(_), _) => {}
                    });
                }
            });
        }
    });
    found.with(|found| std::mem::replace(found, Ok(BTreeMap::new())))
}
