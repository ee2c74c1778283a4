use std::sync::Mutex;

use async_trait::async_trait;
use migrayt_core::port::Clock;
use time::OffsetDateTime;
use time::macros::datetime;

/// Virtual time: it goes on only when somebody waits, and then at once.
#[derive(Debug)]
pub(crate) struct SimClock(Mutex<OffsetDateTime>);

impl Default for SimClock {
    fn default() -> Self {
        Self(Mutex::new(datetime!(2026-11-24 09:00 UTC)))
    }
}

impl SimClock {
    /// Seconds since the beginning.
    pub(crate) fn seconds(&self) -> f64 {
        (self.now() - Self::default().now()).as_seconds_f64()
    }
}

#[async_trait]
impl Clock for SimClock {
    fn now(&self) -> OffsetDateTime {
        *self.0.lock().unwrap()
    }

    /// Gives others a few turns first, so that time does not overtake calls that are under way.
    async fn sleep_until(&self, moment: OffsetDateTime) {
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        let mut now = self.0.lock().unwrap();
        *now = moment.max(*now);
    }
}
