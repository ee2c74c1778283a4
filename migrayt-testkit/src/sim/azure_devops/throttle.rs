//! The limit of what one identity may use within a sliding window.

use std::collections::VecDeque;
use std::time::Duration;

use http::StatusCode;
use time::OffsetDateTime;

use super::error::Refusal;
use super::reply::Reply;

/// The longest that a request is held back.
const LONGEST: Duration = Duration::from_secs(30);
const RESOURCE: &str = "Concurrency";

/// How much one identity may use, in thousandths of a TSTU. The service first holds requests back
/// and then, at half as much again, refuses them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Throttle {
    /// What may be used within the window: 200,000 by the published figure.
    pub budget: u32,
    /// The window: 5 minutes.
    pub window: Duration,
    /// What a request uses; the service does not say how much that is.
    pub cost: u32,
}

impl Throttle {
    /// The published budget and window with that cost of a request.
    pub fn new(cost: u32) -> Self {
        Self { budget: 200_000, window: Duration::from_mins(5), cost }
    }
}

/// What was used, oldest first.
#[derive(Debug, Default)]
pub(super) struct Meter(VecDeque<(OffsetDateTime, u32)>);

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Toll {
    /// How long its answer is held back.
    pub(super) delay: Duration,
    limit: u32,
    remaining: u32,
    /// When the use is below the budget again, if it is not.
    free_at: Option<OffsetDateTime>,
}

impl Meter {
    /// Takes what a request uses, or answers 429.
    pub(super) fn take(&mut self, throttle: Throttle, now: OffsetDateTime) -> Result<Toll, Reply> {
        while self.0.front().is_some_and(|(at, _)| *at + throttle.window <= now) {
            self.0.pop_front();
        }
        let used: u32 = self.0.iter().map(|(_, cost)| cost).sum();
        let after = used.saturating_add(throttle.cost);
        let over = after.saturating_sub(throttle.budget);
        let most = (throttle.budget / 2).max(1);
        let free_at = (over > 0).then(|| self.free_at(throttle, over)).flatten();
        let toll = |delay| Toll {
            delay,
            limit: throttle.budget / 1_000,
            remaining: throttle.budget.saturating_sub(after) / 1_000,
            free_at,
        };
        if over > most {
            let refusal = Refusal::blocked(RESOURCE);
            return Err(toll(Duration::ZERO).mark(Reply::from(refusal), now));
        }
        self.0.push_back((now, throttle.cost));
        Ok(toll(LONGEST * over / most))
    }

    /// When that much has left the window.
    fn free_at(&self, throttle: Throttle, over: u32) -> Option<OffsetDateTime> {
        let mut left = over;
        for (at, cost) in &self.0 {
            left = left.saturating_sub(*cost);
            if left == 0 {
                return Some(*at + throttle.window);
            }
        }
        self.0.back().map(|(at, _)| *at + throttle.window)
    }
}

impl Toll {
    /// Says how much is left once the budget is exceeded; `Retry-After` comes with a success too.
    pub(super) fn mark(self, reply: Reply, now: OffsetDateTime) -> Reply {
        let Some(free_at) = self.free_at else { return reply };
        let wait = Duration::try_from(free_at - now).unwrap_or_default();
        reply
            .with("retry-after", wait.as_millis().div_ceil(1_000).max(1).to_string())
            .with("x-ratelimit-resource", RESOURCE)
            .with("x-ratelimit-delay", format!("{:.3}", self.delay.as_secs_f64()))
            .with("x-ratelimit-limit", self.limit.to_string())
            .with("x-ratelimit-remaining", self.remaining.to_string())
            .with("x-ratelimit-reset", free_at.unix_timestamp().to_string())
    }
}

impl Refusal {
    fn blocked(resource: &str) -> Self {
        let message = format!(
            "TF400733: The request has been canceled: Request was blocked due to exceeding usage \
             of resource {resource} in namespace User."
        );
        Self::framework(StatusCode::TOO_MANY_REQUESTS, "RequestBlockedException", message)
    }
}
