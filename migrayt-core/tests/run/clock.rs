use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use migrayt_core::port::Clock;
use time::OffsetDateTime;

/// Virtual time: it goes on only when somebody waits, and then at once.
#[derive(Debug)]
pub(crate) struct SimClock(Mutex<OffsetDateTime>);

impl Default for SimClock {
    fn default() -> Self {
        Self(Mutex::new(OffsetDateTime::UNIX_EPOCH))
    }
}

impl SimClock {
    pub(crate) fn advance(&self, by: Duration) {
        *self.0.lock().unwrap() += by;
    }
}

#[async_trait]
impl Clock for SimClock {
    fn now(&self) -> OffsetDateTime {
        *self.0.lock().unwrap()
    }

    /// Gives others a few turns first, so that time does not overtake calls that are under way.
    async fn sleep_until(&self, moment: OffsetDateTime) {
        for _ in 0..50 {
            tokio::task::yield_now().await;
        }
        let mut now = self.0.lock().unwrap();
        *now = moment.max(*now);
    }
}
