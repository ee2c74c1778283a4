use std::sync::atomic::{AtomicU64, Ordering};

use migrayt_core::port::Ids;

/// Ids that count, the same in every run.
#[derive(Debug, Default)]
pub(crate) struct Counting(AtomicU64);

impl Ids for Counting {
    fn fresh(&self) -> u128 {
        u128::from(self.0.fetch_add(1, Ordering::Relaxed)) + 1
    }
}
