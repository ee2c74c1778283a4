//! The one retry loop of the workspace.

use std::time::Duration;

use crate::error::{Effect, Error, Result, Retry};
use crate::port::{Clock, Ids};

/// When a call is sent again.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Policy {
    /// How often a call is sent at most.
    pub attempts: u32,
    /// The first pause; each further one is twice as long. Atlassian's guidance is 2 s.
    pub first: Duration,
    /// The longest pause that the policy chooses by itself. Atlassian's guidance is 30 s.
    pub longest: Duration,
    /// The longest pause that a remote may ask for before we give up and say so.
    pub patience: Duration,
}

impl Default for Policy {
    /// Four tries, 2 s doubling to 30 s with jitter of 0.7 to 1.3, as Atlassian advises for its
    /// REST API; five minutes of patience cover the window of Azure DevOps' rate limits.
    fn default() -> Self {
        Self {
            attempts: 4,
            first: Duration::from_secs(2),
            longest: Duration::from_secs(30),
            patience: Duration::from_mins(5),
        }
    }
}

impl Policy {
    /// The same policy with every pause divided.
    #[must_use]
    pub fn scaled(mut self, divisor: u32) -> Self {
        let divisor = divisor.max(1);
        self.first /= divisor;
        self.longest /= divisor;
        self.patience /= divisor;
        self
    }

    /// The pause before the next try, or `None` if there is none.
    fn pause(
        &self,
        attempt: u32,
        error: &Error,
        idempotent: bool,
        jitter: u128,
    ) -> Option<Duration> {
        if attempt >= self.attempts || (error.effect() == Effect::Unknown && !idempotent) {
            return None;
        }
        match error.retry() {
            Retry::Never => None,
            Retry::After(pause) => (pause <= self.patience).then_some(pause),
            Retry::Backoff => {
                let doubled = self.first.saturating_mul(1 << attempt.saturating_sub(1).min(16));
                // 700 to 1300 thousandths.
                let share = 700 + u32::try_from(jitter % 601).unwrap_or(300);
                Some(doubled.min(self.longest) * share / 1000)
            }
        }
    }
}

/// Sends a call until it succeeds or sending it again cannot help.
///
/// A call that is not idempotent is sent again only if it certainly had no effect. The engine
/// itself never retries; it re-drives what its journal says is due.
pub async fn drive<T, F>(
    policy: &Policy,
    clock: &dyn Clock,
    ids: &dyn Ids,
    idempotent: bool,
    mut call: impl FnMut() -> F,
) -> Result<T>
where
    F: Future<Output = Result<T>>,
{
    let mut attempt = 0;
    loop {
        attempt += 1;
        let error = match call().await {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        let Some(pause) = policy.pause(attempt, &error, idempotent, ids.fresh()) else {
            return Err(error.with("tries", attempt));
        };
        tracing::debug!(
            kind = %error.kind(),
            attempt,
            pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX),
            "waiting before the next try"
        );
        clock.sleep_until(clock.now() + pause).await;
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::time::Duration;

    use async_trait::async_trait;
    use time::OffsetDateTime;

    use super::{Policy, drive};
    use crate::error::{Effect, Error, ErrorKind, Retry};
    use crate::port::{Clock, Ids};

    #[derive(Debug)]
    struct Still;

    #[async_trait]
    impl Clock for Still {
        fn now(&self) -> OffsetDateTime {
            OffsetDateTime::UNIX_EPOCH
        }
        async fn sleep_until(&self, _moment: OffsetDateTime) {}
    }

    impl Ids for Still {
        fn fresh(&self) -> u128 {
            300
        }
    }

    fn lost() -> Error {
        Error::new(ErrorKind::Timeout, "no answer")
            .with_retry(Retry::Backoff)
            .with_effect(Effect::Unknown)
    }

    async fn tries(idempotent: bool, error: fn() -> Error) -> u32 {
        let count = Cell::new(0);
        let result = drive(&Policy::default(), &Still, &Still, idempotent, async || {
            count.set(count.get() + 1);
            Err::<(), _>(error())
        })
        .await;
        assert!(result.is_err());
        count.get()
    }

    #[tokio::test]
    async fn a_create_whose_answer_was_lost_is_never_sent_again() {
        assert_eq!(tries(false, lost).await, 1);
        assert_eq!(tries(true, lost).await, 4);
    }

    #[tokio::test]
    async fn a_throttled_create_is_sent_again() {
        assert_eq!(
            tries(false, || Error::new(ErrorKind::RateLimited, "slow down")
                .with_retry(Retry::After(Duration::from_secs(1))))
            .await,
            4
        );
    }

    #[test]
    fn pauses_double_up_to_the_longest_with_jitter() {
        let policy = Policy::default();
        let at = |attempt, jitter| policy.pause(attempt, &lost(), true, jitter);
        assert_eq!(at(1, 300), Some(Duration::from_secs(2)));
        assert_eq!(at(3, 300), Some(Duration::from_secs(8)));
        assert_eq!(at(3, 0), Some(Duration::from_millis(5600)));
        assert_eq!(at(3, 600), Some(Duration::from_millis(10_400)));
        assert_eq!(at(4, 300), None);
    }
}
