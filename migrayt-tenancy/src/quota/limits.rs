use serde::{Deserialize, Serialize};

use super::QuotaKind;

/// How much a tenant may use. What is not named has no limit; 0 means none at all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Quota {
    /// Jobs that run at the same time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jobs_at_once: Option<u64>,
    /// Connections to trackers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connections: Option<u64>,
    /// Items of one run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items_per_run: Option<u64>,
    /// Items of all runs of a calendar month in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items_per_month: Option<u64>,
    /// Requests to the programming interface in any 60 seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requests_per_minute: Option<u64>,
}

impl Quota {
    /// No limits, as for the only tenant of its own machine.
    pub fn unlimited() -> Self {
        Self::default()
    }

    /// The limit of a kind, if there is one.
    pub fn limit(&self, kind: QuotaKind) -> Option<u64> {
        match kind {
            QuotaKind::JobsAtOnce => self.jobs_at_once,
            QuotaKind::Connections => self.connections,
            QuotaKind::ItemsPerRun => self.items_per_run,
            QuotaKind::ItemsPerMonth => self.items_per_month,
            QuotaKind::RequestsPerMinute => self.requests_per_minute,
        }
    }

    /// The same with another limit of a kind.
    #[must_use]
    pub fn with(mut self, kind: QuotaKind, limit: u64) -> Self {
        let place = match kind {
            QuotaKind::JobsAtOnce => &mut self.jobs_at_once,
            QuotaKind::Connections => &mut self.connections,
            QuotaKind::ItemsPerRun => &mut self.items_per_run,
            QuotaKind::ItemsPerMonth => &mut self.items_per_month,
            QuotaKind::RequestsPerMinute => &mut self.requests_per_minute,
        };
        *place = Some(limit);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::{Quota, QuotaKind};

    #[test]
    fn limits_are_data_and_unknown_ones_are_refused() {
        let quota: Quota = toml::from_str("jobs_at_once = 1\nitems_per_month = 50000").unwrap();
        assert_eq!(quota.limit(QuotaKind::JobsAtOnce), Some(1));
        assert_eq!(quota.limit(QuotaKind::Connections), None);
        assert_eq!(toml::to_string(&quota).unwrap(), "jobs_at_once = 1\nitems_per_month = 50000\n");
        assert!(toml::from_str::<Quota>("jobs_at_onec = 1").is_err());
    }

    #[test]
    fn each_kind_has_its_own_limit() {
        for kind in QuotaKind::ALL {
            let quota = Quota::unlimited().with(kind, 7);
            for other in QuotaKind::ALL {
                assert_eq!(quota.limit(other), (kind == other).then_some(7), "{kind} {other}");
            }
        }
    }
}
