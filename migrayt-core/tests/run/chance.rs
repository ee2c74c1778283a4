use std::sync::Mutex;

use migrayt_core::port::Ids;

/// Seeded randomness (splitmix64), the same on every machine.
#[derive(Debug)]
pub(crate) struct Chance(Mutex<u64>);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Mutex::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(1)))
    }

    pub(crate) fn next(&self) -> u64 {
        let mut state = self.0.lock().unwrap();
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = *state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }
}

impl Ids for Chance {
    fn fresh(&self) -> u128 {
        u128::from(self.next()) << 64 | u128::from(self.next())
    }
}
