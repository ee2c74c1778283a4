//! The hourly quota in points, which an app has over all sites or on each.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::{Method, StatusCode};
use serde_json::Value;
use time::OffsetDateTime;

use super::error::Refusal;
use super::reply::Reply;
use super::stamp;

const HOUR: i64 = 3_600;

/// The quota of an app in points an hour, which starts anew on the hour. Requests with an API
/// token are free; one of an app costs 1, and 1 more for each object that it reads, 2 if that is a
/// person or a permission.
///
/// Clones share what was used, so that several sites share one pool.
#[derive(Clone, Debug)]
pub struct Points {
    quota: u32,
    policy: &'static str,
    reason: &'static str,
    used: Arc<Mutex<Used>>,
    /// Whether headers are spelled as in the beta.
    pub beta: bool,
}

#[derive(Debug, Default)]
struct Used {
    hour: i64,
    points: u32,
}

impl Points {
    /// A pool of an app over all its sites: 65,000 an hour by the published figures.
    pub fn global(quota: u32) -> Self {
        Self::new(quota, "global-app-quota", "jira-quota-global-based")
    }

    /// What an app may use on one site.
    pub fn tenant(quota: u32) -> Self {
        Self::new(quota, "tenant-app-quota", "jira-quota-tenant-based")
    }

    fn new(quota: u32, policy: &'static str, reason: &'static str) -> Self {
        Self { quota, policy, reason, used: Arc::default(), beta: false }
    }

    /// How many points are left in the hour of that moment.
    pub fn left(&self, now: OffsetDateTime) -> u32 {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        if used.hour == hour(now) { self.quota.saturating_sub(used.points) } else { self.quota }
    }

    /// Answers 429 if nothing is left.
    pub(super) fn admit(&self, now: OffsetDateTime) -> Result<(), Reply> {
        if self.left(now) > 0 {
            return Ok(());
        }
        let wait = Duration::from_secs(rest(now));
        let refusal = Refusal::new(StatusCode::TOO_MANY_REQUESTS, "Rate limit exceeded.");
        let name = if self.beta { "x-beta-ratelimit-reason" } else { "ratelimit-reason" };
        let reset = if self.beta { "x-beta-ratelimit-reset" } else { "x-ratelimit-reset" };
        let reply = Reply::from(refusal)
            .with("retry-after", &rest(now).to_string())
            .with(name, self.reason)
            .with(reset, &stamp::agile(now + wait));
        Err(self.mark(reply, now))
    }

    /// Takes what a request costs and says in its answer what is left.
    pub(super) fn charge(&self, method: &Method, reply: Reply, now: OffsetDateTime) -> Reply {
        let read = if *method == Method::GET { reply.value() } else { None };
        let cost = 1 + read.as_ref().map_or(0, objects);
        {
            let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
            if used.hour != hour(now) {
                *used = Used { hour: hour(now), points: 0 };
            }
            used.points = used.points.saturating_add(cost);
        }
        self.mark(reply, now)
    }

    fn mark(&self, reply: Reply, now: OffsetDateTime) -> Reply {
        let (left, rest) = (self.left(now), rest(now));
        let policy = format!("\"{}\";q={};w={HOUR}", self.policy, self.quota);
        let room = format!("\"{}\";r={left};t={rest}", self.policy);
        let near = u64::from(left) * 5 < u64::from(self.quota);
        if self.beta {
            let reply = reply.with("beta-ratelimit", &room);
            // Seen on the wire: the policy is left out once nothing is left.
            let reply = if left > 0 { reply.with("beta-ratelimit-policy", &policy) } else { reply };
            return if near { reply.with("x-beta-ratelimit-nearlimit", "true") } else { reply };
        }
        let reply = reply.with("ratelimit-policy", &policy).with("ratelimit", &room);
        if near { reply.with("x-ratelimit-nearlimit", "true") } else { reply }
    }
}

fn hour(now: OffsetDateTime) -> i64 {
    now.unix_timestamp().div_euclid(HOUR)
}

/// Seconds to the next hour.
fn rest(now: OffsetDateTime) -> u64 {
    u64::try_from(HOUR - now.unix_timestamp().rem_euclid(HOUR)).unwrap_or_default()
}

/// The points of the objects that an answer shows.
fn objects(body: &Value) -> u32 {
    let lists = ["issues", "values", "comments", "worklogs", "issueChangeLogs", "permissions"];
    let list = body.as_array().or_else(|| lists.iter().find_map(|key| body.get(key)?.as_array()));
    let count = |list: &Vec<Value>| u32::try_from(list.len()).unwrap_or(u32::MAX);
    match list {
        Some(list) if list.first().is_some_and(is_person) => count(list).saturating_mul(2),
        Some(list) => count(list),
        None if is_person(body) || body.get("permissions").is_some() => 2,
        None => 1,
    }
}

fn is_person(value: &Value) -> bool {
    value.get("accountType").is_some()
}
