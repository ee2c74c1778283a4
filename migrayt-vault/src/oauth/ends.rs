use serde::Serialize;
use time::{Duration, OffsetDateTime};

use super::{ConnectionRow, Platform};

/// How long before a grant ends its people are told.
const NOTICE: Duration = Duration::days(14);

/// After how long without a renewal a grant ends, at both platforms.
/// <https://learn.microsoft.com/entra/identity-platform/refresh-tokens>,
/// <https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/>
const IDLE: Duration = Duration::days(90);

/// What is known of how long a connection will go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Health {
    /// The grant has ended; a person must consent again.
    pub needs_consent: bool,
    /// When it ends unless it is renewed before.
    #[serde(with = "time::serde::rfc3339")]
    pub idle_end: OffsetDateTime,
    /// When it ends in any case.
    #[serde(with = "time::serde::rfc3339::option")]
    pub absolute_end: Option<OffsetDateTime>,
    /// What its people should be told now.
    pub warnings: Vec<Warning>,
}

/// That a grant ends within 14 days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Warning {
    /// It was not used for long: use it, or [tend](super::Connections::tend) it.
    EndsUnlessUsed,
    /// It ends whatever is done: a person should consent again before.
    EndsInAnyCase,
}

impl Health {
    /// What the row of a platform's grant says at a moment.
    pub(super) fn of(platform: &Platform, row: &ConnectionRow, now: OffsetDateTime) -> Self {
        let idle_end = row.renewed_at.saturating_add(IDLE);
        let absolute_end =
            platform.absolute_end().map(|life| row.consented_at.saturating_add(life));
        let is_near = |end: OffsetDateTime| now >= end.saturating_sub(NOTICE);
        let mut warnings = Vec::new();
        if !row.ended {
            warnings.extend(is_near(idle_end).then_some(Warning::EndsUnlessUsed));
            warnings.extend(absolute_end.is_some_and(is_near).then_some(Warning::EndsInAnyCase));
        }
        Self { needs_consent: row.ended, idle_end, absolute_end, warnings }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;
    use time::{Duration, OffsetDateTime};

    use super::{Health, Warning};
    use crate::SecretVersion;
    use crate::oauth::{ConnectionRow, Platform};

    const CONSENT: OffsetDateTime = datetime!(2026-01-01 12:00 UTC);

    fn row(renewed_after: Duration) -> ConnectionRow {
        ConnectionRow {
            revision: 1,
            platform: "atlassian".to_owned(),
            version: SecretVersion::from_bits(1),
            consented_at: CONSENT,
            renewed_at: CONSENT + renewed_after,
            renew_from: CONSENT,
            access_until: CONSENT,
            attempt: None,
            ended: false,
        }
    }

    fn warnings(platform: &Platform, renewed: i64, now: i64) -> Vec<Warning> {
        Health::of(platform, &row(Duration::days(renewed)), CONSENT + Duration::days(now)).warnings
    }

    #[test]
    fn people_are_told_fourteen_days_before() {
        let (entra, atlassian) =
            (Platform::entra("organizations").unwrap(), Platform::atlassian().unwrap());
        for platform in [&entra, &atlassian] {
            assert_eq!(warnings(platform, 0, 75), []);
            assert_eq!(warnings(platform, 0, 76), [Warning::EndsUnlessUsed]);
            assert_eq!(warnings(platform, 60, 76), []);
        }
        assert_eq!(warnings(&atlassian, 350, 350), []);
        assert_eq!(warnings(&atlassian, 351, 351), [Warning::EndsInAnyCase]);
        assert_eq!(
            warnings(&atlassian, 270, 355),
            [Warning::EndsUnlessUsed, Warning::EndsInAnyCase]
        );
        assert_eq!(warnings(&entra, 999, 999), []);
    }

    #[test]
    fn a_grant_that_has_ended_is_not_about_to_end() {
        let ended = ConnectionRow { ended: true, ..row(Duration::ZERO) };
        let health =
            Health::of(&Platform::atlassian().unwrap(), &ended, CONSENT + Duration::days(400));
        assert!(health.needs_consent && health.warnings.is_empty());
    }
}
