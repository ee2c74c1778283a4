use std::fmt::Debug;

use async_trait::async_trait;
use time::OffsetDateTime;

/// The only source of time.
#[async_trait]
pub trait Clock: Debug + Send + Sync + 'static {
    /// The present moment in UTC. It never goes back within one process.
    fn now(&self) -> OffsetDateTime;

    /// Returns once `now` has reached the moment; at once if it has passed. Dropping the future
    /// is safe.
    async fn sleep_until(&self, moment: OffsetDateTime);
}

/// The only source of randomness.
pub trait Ids: Debug + Send + Sync + 'static {
    /// 128 bits that nobody had before and nobody can guess.
    fn fresh(&self) -> u128;
}
