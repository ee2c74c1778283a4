//! Time and randomness of the machine.

use std::time::{Duration, Instant};

use async_trait::async_trait;
use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::port::{Clock, Ids};
use time::OffsetDateTime;

/// The system's clock, read once and then counted on steadily, so that it never goes back.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    began: OffsetDateTime,
    counted_from: Instant,
}

impl SystemClock {
    /// Reads the system's clock.
    #[expect(clippy::disallowed_methods, reason = "this is where time comes from")]
    pub fn new() -> Self {
        Self { began: OffsetDateTime::now_utc(), counted_from: Instant::now() }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> OffsetDateTime {
        self.began + self.counted_from.elapsed()
    }

    #[expect(clippy::disallowed_methods, reason = "this is where waiting happens")]
    async fn sleep_until(&self, moment: OffsetDateTime) {
        let left = Duration::try_from(moment - self.now()).unwrap_or(Duration::ZERO);
        tokio::time::sleep(left).await;
    }
}

/// The operating system's randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemIds;

impl SystemIds {
    /// 32 bytes for a key.
    ///
    /// # Errors
    /// `Unavailable` if the operating system has no randomness to give.
    pub fn key(self) -> Result<[u8; 32]> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| {
            Error::new(ErrorKind::Unavailable, "the system gave no randomness").with_source(error)
        })?;
        Ok(bytes)
    }
}

impl Ids for SystemIds {
    fn fresh(&self) -> u128 {
        let mut bytes = [0; 16];
        // Without randomness nothing can be told apart, so there is nothing sensible to go on with.
        while getrandom::fill(&mut bytes).is_err() {
            std::thread::yield_now();
        }
        u128::from_le_bytes(bytes)
    }
}
