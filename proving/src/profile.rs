use std::time::Duration;

use migrayt_core::port::LocateTrust;
use migrayt_core::run::Settings;

use crate::chance::Chance;
use crate::constants::Constants;

/// What kind of world a seed is: drawn once, before anything happens.
#[derive(Clone, Debug)]
pub(crate) struct Profile {
    pub(crate) items: u64,
    /// Whether the target's credential can be fenced.
    pub(crate) fenced: bool,
    pub(crate) trust: LocateTrust,
    /// Deaths in a thousand steps.
    pub(crate) deaths: u64,
    /// Pauses in a thousand steps.
    pub(crate) pauses: u64,
    /// Mishaps in a thousand calls of the target.
    pub(crate) target: u64,
    /// Mishaps in a thousand other calls.
    pub(crate) others: u64,
    /// Whether processes' clocks are wrong.
    pub(crate) skewed: bool,
    /// Whether the target holds items of another project with the same ids.
    pub(crate) foreign: bool,
    pub(crate) max_batch: u32,
    pub(crate) concurrency: u32,
    /// How long a caller waits for an answer.
    pub(crate) patience: Duration,
    /// The longest time after which a request that was given up takes effect.
    pub(crate) late_commit: Duration,
    /// The longest time that tokens live after a fence.
    pub(crate) fence_bound: Duration,
    pub(crate) settings: Settings,
}

impl Profile {
    pub(crate) fn draw(chance: &Chance, seed: u64, constants: &Constants) -> Self {
        let items = match constants.items {
            Some(items) => items,
            None if seed % 50 == 7 => 200,
            None => chance.between(20, 60),
        };
        let (deaths, target, others) = match chance.below(6) {
            0 => (1, 8, 1),
            1 => (12, 120, 8),
            _ => (4, 50, 3),
        };
        let mut settings = Settings::default();
        settings.window = usize::try_from(chance.between(8, 40)).unwrap_or(8);
        settings.lease = Duration::from_secs(constants.lease_s);
        settings.late_commit = Duration::from_secs(constants.late_commit_s);
        // Storms must not end in failures: those are the business of other tests.
        settings.lost_tries = 50;
        settings.tries = 50;
        settings.failures_in_row = 8;
        Self {
            items,
            fenced: seed.is_multiple_of(2),
            trust: if chance.below(8) == 0 { LocateTrust::Found } else { LocateTrust::Both },
            deaths,
            pauses: chance.one_of(&[0, 2, 2, 8]).unwrap_or(0),
            target,
            others,
            skewed: chance.below(10) < 3,
            foreign: chance.below(5) == 0,
            max_batch: u32::try_from(chance.between(2, 10)).unwrap_or(2),
            concurrency: u32::try_from(chance.between(1, 4)).unwrap_or(1),
            patience: Duration::from_secs(constants.patience_s),
            late_commit: Duration::from_secs(constants.late_commit_s),
            fence_bound: Duration::from_mins(10),
            settings,
        }
    }
}
