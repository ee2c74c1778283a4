use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

/// The choices of one item, which follow from the seed and the item's place alone.
pub(super) struct Draw(ChaCha8Rng);

impl Draw {
    pub(super) fn new(seed: u64, index: usize) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(u64::try_from(index).unwrap_or(u64::MAX));
        Self(generator)
    }

    /// A number from 0 to `bound - 1`; 0 for a bound of 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).min(u64::from(u32::MAX));
        let scaled = (u64::from(self.0.next_u32()) * bound) >> 32;
        usize::try_from(scaled).unwrap_or_default()
    }

    /// True so many times of a thousand.
    pub(super) fn chance(&mut self, permille: usize) -> bool {
        self.below(1_000) < permille
    }

    /// One of them; `None` if there are none.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let at = self.below(from.len());
        from.get(at)
    }

    /// One of these texts; an empty one if there are none.
    pub(super) fn word(&mut self, from: &[&'static str]) -> &'static str {
        self.pick(from).copied().unwrap_or_default()
    }
}
