use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use migrayt_core::port::Clock;
use time::OffsetDateTime;

/// Time that goes on only when a test says so.
#[derive(Debug)]
pub(crate) struct HandClock(Mutex<OffsetDateTime>);

impl HandClock {
    pub(crate) fn at(moment: OffsetDateTime) -> Self {
        Self(Mutex::new(moment))
    }

    pub(crate) fn advance(&self, by: Duration) {
        *self.0.lock().unwrap() += by;
    }
}

impl Default for HandClock {
    fn default() -> Self {
        Self::at(OffsetDateTime::UNIX_EPOCH)
    }
}

#[async_trait]
impl Clock for HandClock {
    fn now(&self) -> OffsetDateTime {
        *self.0.lock().unwrap()
    }

    async fn sleep_until(&self, _moment: OffsetDateTime) {}
}
