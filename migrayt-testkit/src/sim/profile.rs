//! Named ways in which the simulated trackers behave: limits, latencies, faults.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use migrayt_core::{Error, ErrorKind, Fact, Result};
use serde::Deserialize;

use super::azure_devops::Throttle;
use super::jira::{JiraOptions, LateCommit, Points, RateLimit};
use crate::fault::{Fault, Faulty, Occurrence, Rule};

const PROFILES: &str = include_str!("../../data/profiles/profiles.toml");

/// How late a slow answer comes.
const SLOW: Duration = Duration::from_secs(10);
/// How many times in a row one request may be struck, so that a retry succeeds in the end.
const IN_A_ROW: u32 = 2;

/// A profile of the committed file `data/profiles/profiles.toml`, which says where each figure is
/// from: `fast`, `published` or `harsh`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    source: String,
    #[serde(default)]
    latency_ms: [u64; 2],
    #[serde(default)]
    jira: JiraPart,
    azure_devops: Option<AzureDevOpsPart>,
    #[serde(default)]
    faults: Faults,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct JiraPart {
    burst: Option<Burst>,
    per_issue: bool,
    points_an_hour: Option<u32>,
    search_lag_ms: u64,
    late_commit: Option<Late>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Burst {
    get: u32,
    post: u32,
    put: u32,
    delete: u32,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Late {
    every: u64,
    delay_ms: u64,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AzureDevOpsPart {
    tstu: u32,
    window_s: u64,
    cost_milli_tstu: u32,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Faults {
    answer_lost: u16,
    gateway_after: u16,
    unavailable: u16,
    reset_before: u16,
    body_broken: u16,
    body_slow: u16,
}

impl Profile {
    /// The profile of that name.
    ///
    /// # Errors
    /// `ConfigInvalid` with the names that there are.
    pub fn named(name: &str) -> Result<Self> {
        let mut all = Self::all()?;
        let names = all.keys().cloned().collect::<Vec<_>>().join(", ");
        all.remove(name).ok_or_else(|| {
            Error::new(ErrorKind::ConfigInvalid, "there is no such profile of a simulator")
                .with("profile", Fact::name(name))
                .with("profiles", Fact::name(names))
        })
    }

    /// All profiles by their names.
    ///
    /// # Errors
    /// `DataCorrupt` if the file that comes with this crate was damaged.
    pub fn all() -> Result<BTreeMap<String, Self>> {
        toml::from_str(PROFILES).map_err(|error| {
            Error::new(ErrorKind::DataCorrupt, "the profiles cannot be read").with_source(error)
        })
    }

    /// Where its figures are from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Gives a site the limits of the profile.
    pub fn apply(&self, options: &mut JiraOptions) {
        let JiraPart { burst, per_issue, points_an_hour, search_lag_ms, late_commit } = &self.jira;
        options.rate_limit = burst.map(|Burst { get, post, put, delete }| RateLimit {
            get,
            post,
            put,
            delete,
            per_issue: *per_issue,
        });
        options.points = points_an_hour.map(Points::global);
        options.search_lag = Duration::from_millis(*search_lag_ms);
        options.late_commit = late_commit.map(|Late { every, delay_ms }| LateCommit {
            every,
            delay: Duration::from_millis(delay_ms),
        });
    }

    /// What an organisation lets one identity use; `None` is any amount.
    pub fn throttle(&self) -> Option<Throttle> {
        let part = self.azure_devops?;
        Some(Throttle {
            budget: part.tstu.saturating_mul(1_000),
            window: Duration::from_secs(part.window_s),
            cost: part.cost_milli_tstu,
        })
    }

    /// Puts a simulator behind what goes wrong and behind the latency.
    pub fn around<S>(&self, simulator: S, seed: u64) -> Faulty<S> {
        self.rules(seed).into_iter().fold(Faulty::new(simulator), Faulty::with)
    }

    /// What goes wrong, as rules for [`crate::fault::Faulty`]: drawn from the seed and the
    /// requests, so that the same requests meet the same faults. Every answer takes the latency of
    /// the profile, too.
    pub fn rules(&self, seed: u64) -> Vec<Rule> {
        let faults = &self.faults;
        let mut rules = Vec::new();
        let drawn = [
            (faults.answer_lost, Fault::CloseAfterEffect),
            (faults.gateway_after, Fault::GatewayAfterEffect(StatusCode::BAD_GATEWAY)),
            (
                faults.unavailable,
                Fault::Status(StatusCode::SERVICE_UNAVAILABLE, Bytes::from_static(b"busy")),
            ),
            (faults.reset_before, Fault::CloseBeforeEffect),
            (faults.body_broken, Fault::Truncate(100)),
            (faults.body_slow, Fault::Delay(SLOW)),
        ];
        for (number, (permille, fault)) in (0..).zip(drawn) {
            if permille > 0 {
                let seed = seed.wrapping_mul(31).wrapping_add(number);
                let occurrence = Occurrence::Randomly { seed, permille, in_a_row: IN_A_ROW };
                rules.push(Rule::new(fault).on(occurrence));
            }
        }
        // A quarter of the requests each, from the fastest to the slowest.
        let [fastest, slowest] = self.latency_ms;
        if slowest > 0 {
            for quarter in 0..4 {
                let delay = fastest + (slowest.saturating_sub(fastest)) * quarter / 3;
                let fault = Fault::Delay(Duration::from_millis(delay));
                let seed = seed.wrapping_add(1_000 + quarter);
                let permille = u16::try_from(1_000 / (4 - quarter)).unwrap_or(1_000);
                let always = Occurrence::Randomly { seed, permille, in_a_row: u32::MAX };
                rules.push(Rule::new(fault).on(always));
            }
        }
        rules
    }
}

#[cfg(test)]
mod tests {
    use super::Profile;
    use crate::sim::jira::JiraOptions;

    #[test]
    fn every_profile_is_read_and_says_where_it_is_from() {
        let all = Profile::all().unwrap();
        assert_eq!(all.keys().collect::<Vec<_>>(), ["fast", "harsh", "published"]);
        assert!(all.values().all(|profile| !profile.source().is_empty()));
        assert!(Profile::named("none").is_err());
    }

    #[test]
    fn fast_has_no_limit_and_harsh_has_all() {
        let of = |name: &str| {
            let (profile, mut options) = (Profile::named(name).unwrap(), JiraOptions::default());
            profile.apply(&mut options);
            let limits = [
                options.rate_limit.is_some(),
                options.points.is_some(),
                options.late_commit.is_some(),
                !options.search_lag.is_zero(),
                profile.throttle().is_some(),
                !profile.rules(1).is_empty(),
            ];
            limits.into_iter().filter(|it| *it).count()
        };
        assert_eq!((of("fast"), of("published"), of("harsh")), (0, 5, 6));
    }
}
