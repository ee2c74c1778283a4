//! The burst limiter and the limiter of writes to one issue.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use http::{Method, StatusCode};
use time::OffsetDateTime;

use super::error::Refusal;
use super::options::RateLimit;
use super::reply::Reply;
use super::router::Route;
use super::stamp;

/// How many writes to one issue fit into how many seconds.
const ISSUE_WINDOWS: [(usize, u64); 2] = [(20, 2), (100, 30)];

/// The buckets.
#[derive(Debug, Clone, Default)]
pub(super) struct Limiter {
    /// When each operation's bucket is full again.
    full_at: BTreeMap<(&'static str, String), OffsetDateTime>,
    /// The last writes to each issue.
    writes: BTreeMap<u64, VecDeque<OffsetDateTime>>,
}

/// What the limiter says of a request that may pass.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    limit: u32,
    remaining: u32,
}

impl Limiter {
    /// Takes one from the bucket of the operation, or answers 429.
    pub(super) fn admit(
        &mut self,
        rate: RateLimit,
        route: &Route,
        issue: Option<u64>,
        now: OffsetDateTime,
    ) -> Result<Room, Reply> {
        let limit = match route.method {
            Method::GET => rate.get,
            Method::PUT => rate.put,
            Method::DELETE => rate.delete,
            _ => rate.post,
        }
        .max(1);
        let each = Duration::from_secs(1) / limit;
        let full_at = self.full_at.entry((route.path, route.method.to_string())).or_insert(now);
        let debt = Duration::try_from(*full_at - now).unwrap_or_default();
        if debt + each > Duration::from_secs(1) {
            let wait = (debt + each).saturating_sub(Duration::from_secs(1));
            return Err(refuse("jira-burst-based", limit, wait, now));
        }
        if let Some(issue) = issue.filter(|_| rate.per_issue && route.method != Method::GET) {
            self.admit_write(issue, now)?;
        }
        *self.full_at.entry((route.path, route.method.to_string())).or_insert(now) =
            now + debt + each;
        let used = (debt + each).as_nanos() / each.as_nanos().max(1);
        let used = u32::try_from(used).unwrap_or(limit);
        Ok(Room { limit, remaining: limit.saturating_sub(used) })
    }

    fn admit_write(&mut self, issue: u64, now: OffsetDateTime) -> Result<(), Reply> {
        let writes = self.writes.entry(issue).or_default();
        for (count, seconds) in ISSUE_WINDOWS {
            let window = Duration::from_secs(seconds);
            let oldest = writes.len().checked_sub(count).and_then(|at| writes.get(at));
            if let Some(&oldest) = oldest.filter(|&&oldest| oldest + window > now) {
                let wait = Duration::try_from(oldest + window - now).unwrap_or_default();
                let limit = u32::try_from(count).unwrap_or(u32::MAX);
                return Err(refuse("jira-per-issue-on-write", limit, wait, now));
            }
        }
        writes.push_back(now);
        if writes.len() > 100 {
            writes.pop_front();
        }
        Ok(())
    }
}

impl Room {
    /// Adds the headers that say how much is left.
    pub(super) fn mark(self, reply: Reply) -> Reply {
        let reply = reply
            .with("x-ratelimit-limit", &self.limit.to_string())
            .with("x-ratelimit-remaining", &self.remaining.to_string());
        if self.remaining * 5 < self.limit {
            return reply.with("x-ratelimit-nearlimit", "true");
        }
        reply
    }
}

fn refuse(reason: &str, limit: u32, wait: Duration, now: OffsetDateTime) -> Reply {
    let seconds = wait.as_millis().div_ceil(1000).max(1);
    let refusal = Refusal::new(StatusCode::TOO_MANY_REQUESTS, "Rate limit exceeded.");
    Reply::from(refusal)
        .with("retry-after", &seconds.to_string())
        .with("x-ratelimit-limit", &limit.to_string())
        .with("x-ratelimit-remaining", "0")
        .with("x-ratelimit-reset", &stamp::agile(now + wait))
        .with("ratelimit-reason", reason)
}
