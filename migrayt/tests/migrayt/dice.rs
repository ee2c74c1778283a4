use std::sync::atomic::{AtomicU64, Ordering};

use migrayt_core::port::Ids;

/// Seeded randomness (splitmix64), the same on every machine.
#[derive(Debug)]
pub(crate) struct Dice(AtomicU64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    pub(crate) fn draw(&self) -> u64 {
        let step = 0x9e37_79b9_7f4a_7c15;
        let mut mixed = self.0.fetch_add(step, Ordering::Relaxed).wrapping_add(step);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// One of a list, if it has any.
    pub(crate) fn one_of<'a, T>(&self, list: &'a [T]) -> Option<&'a T> {
        let place = self.draw() % u64::try_from(list.len().max(1)).unwrap();
        list.get(usize::try_from(place).unwrap())
    }
}

impl Ids for Dice {
    fn fresh(&self) -> u128 {
        u128::from(self.draw()) << 64 | u128::from(self.draw())
    }
}
