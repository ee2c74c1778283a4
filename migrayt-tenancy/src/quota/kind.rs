use std::fmt;
use std::time::Duration;

use migrayt_core::{Error, ErrorKind, Retry};
use serde::{Deserialize, Serialize};

/// What a tenant has a limited amount of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum QuotaKind {
    /// Jobs that run at the same time. Given back when one ends.
    JobsAtOnce,
    /// Connections to trackers. Given back when one is removed.
    Connections,
    /// Items of one run. Nothing is counted; each run is measured by itself.
    ItemsPerRun,
    /// Items of all runs of a calendar month in UTC. Not given back.
    ItemsPerMonth,
    /// Requests to the programming interface in any 60 seconds. Not given back.
    RequestsPerMinute,
}

impl QuotaKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::JobsAtOnce,
        Self::Connections,
        Self::ItemsPerRun,
        Self::ItemsPerMonth,
        Self::RequestsPerMinute,
    ];

    /// The name, in files, on the wire and in errors.
    pub fn name(self) -> &'static str {
        match self {
            Self::JobsAtOnce => "jobs_at_once",
            Self::Connections => "connections",
            Self::ItemsPerRun => "items_per_run",
            Self::ItemsPerMonth => "items_per_month",
            Self::RequestsPerMinute => "requests_per_minute",
        }
    }

    /// Whether what was taken can be given back.
    pub fn is_held(self) -> bool {
        matches!(self, Self::JobsAtOnce | Self::Connections)
    }

    fn help(self) -> &'static str {
        match self {
            Self::JobsAtOnce => "Wait until a job has ended, or cancel one.",
            Self::Connections => "Remove a connection that is not needed any more.",
            Self::ItemsPerRun => "Migrate in several runs with a narrower scope, or ask for more.",
            Self::ItemsPerMonth => "Wait for the next month, which begins in UTC, or ask for more.",
            Self::RequestsPerMinute => "Send fewer requests, and wait as long as the answer says.",
        }
    }

    /// The error of an implementation of [`Quotas`](crate::Quotas): what was asked for does not
    /// fit.
    ///
    /// With a pause after which the same request fits it is `RateLimited`, without one `Conflict`.
    pub fn exceeded(self, used: u64, asked: u64, limit: u64, pause: Option<Duration>) -> Error {
        let (kind, retry) = match pause {
            Some(pause) => (ErrorKind::RateLimited, Retry::After(pause)),
            None => (ErrorKind::Conflict, Retry::Never),
        };
        Error::new(kind, "a quota of the tenant is used up")
            .with_retry(retry)
            .with_help(self.help())
            .with("quota", self.name())
            .with("used", used)
            .with("asked", asked)
            .with("limit", limit)
    }
}

impl fmt::Display for QuotaKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::QuotaKind;

    #[test]
    fn names_are_the_stored_ones() {
        for kind in QuotaKind::ALL {
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{kind}\""));
        }
    }
}
