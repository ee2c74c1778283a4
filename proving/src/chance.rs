use std::time::Duration;

use migrayt_core::port::Ids;

use crate::locked::Locked;

/// Seeded randomness (splitmix64), the same on every machine.
#[derive(Debug)]
pub(crate) struct Chance(Locked<u64>);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Locked::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(1)))
    }

    pub(crate) fn draw(&self) -> u64 {
        self.0.with(|state| {
            *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = *state;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^ (mixed >> 31)
        })
    }

    /// A number below a limit.
    pub(crate) fn below(&self, limit: u64) -> u64 {
        self.draw() % limit.max(1)
    }

    /// A number of a range, both ends included.
    pub(crate) fn between(&self, from: u64, to: u64) -> u64 {
        from + self.below(to.saturating_sub(from) + 1)
    }

    /// Whether something happens that happens so many times in a thousand.
    pub(crate) fn permille(&self, chance: u64) -> bool {
        self.below(1_000) < chance
    }

    /// A span between two numbers of milliseconds.
    pub(crate) fn millis(&self, from: u64, to: u64) -> Duration {
        Duration::from_millis(self.between(from, to))
    }

    /// A span between two numbers of seconds, in milliseconds.
    pub(crate) fn seconds(&self, from: u64, to: u64) -> Duration {
        self.millis(from * 1_000, to * 1_000)
    }

    pub(crate) fn one_of<T: Copy>(&self, choices: &[T]) -> Option<T> {
        let at = self.below(u64::try_from(choices.len()).unwrap_or(1));
        choices.get(usize::try_from(at).unwrap_or(0)).copied()
    }
}

impl Ids for Chance {
    fn fresh(&self) -> u128 {
        u128::from(self.draw()) << 64 | u128::from(self.draw())
    }
}
