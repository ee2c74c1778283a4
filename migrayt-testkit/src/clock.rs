//! Virtual time.

use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use migrayt_core::port::Clock;
use time::OffsetDateTime;
use time::macros::datetime;

/// A clock that stands still until somebody sleeps, and then jumps: whoever sleeps moves it on to
/// the moment at which they want to wake, and never waits.
#[derive(Debug)]
pub struct VirtualClock(Mutex<OffsetDateTime>);

impl VirtualClock {
    /// Where a clock stands that was told nothing else.
    pub const START: OffsetDateTime = datetime!(2026-09-01 8:00 UTC);

    /// A clock that stands at that moment.
    pub fn at(moment: OffsetDateTime) -> Self {
        Self(Mutex::new(moment))
    }

    /// Moves the clock on, unless it has passed that moment already.
    pub fn advance_to(&self, moment: OffsetDateTime) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now = moment.max(*now);
    }
}

impl Default for VirtualClock {
    fn default() -> Self {
        Self::at(Self::START)
    }
}

#[async_trait]
impl Clock for VirtualClock {
    fn now(&self) -> OffsetDateTime {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn sleep_until(&self, moment: OffsetDateTime) {
        self.advance_to(moment);
    }
}
