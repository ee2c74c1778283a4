use async_trait::async_trait;
use migrayt_core::port::Clock;
use migrayt_testkit::clock::VirtualClock;
use time::OffsetDateTime;

/// Virtual time in which whoever sleeps lets others work first, so that a lease that is renewed
/// every few seconds does not outrun the work that it is for.
#[derive(Debug, Default)]
pub(crate) struct PatientClock(VirtualClock);

/// How often a sleeper lets others go first.
const TURNS: usize = 100;

#[async_trait]
impl Clock for PatientClock {
    fn now(&self) -> OffsetDateTime {
        self.0.now()
    }

    async fn sleep_until(&self, moment: OffsetDateTime) {
        for _ in 0..TURNS {
            tokio::task::yield_now().await;
        }
        self.0.sleep_until(moment).await;
    }
}
