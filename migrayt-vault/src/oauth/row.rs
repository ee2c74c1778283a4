use migrayt_core::{Error, ErrorKind, Result};
use time::{Duration, OffsetDateTime};

use super::grant::Grant;
use crate::SecretVersion;

/// What is known of a connection outside the vault: no token, and nothing of what it reaches.
///
/// It is how several processes agree on who renews a grant, and what is shown of it to people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectionRow {
    /// Counts the changes of this row; who changes it says which one they saw.
    pub revision: u64,
    /// The platform's [name](super::Platform::name).
    pub platform: String,
    /// The version of the grant in the vault, as far as whoever renewed it came to tell.
    pub version: SecretVersion,
    /// When a person consented.
    pub consented_at: OffsetDateTime,
    /// When the grant was last asked for anew.
    pub renewed_at: OffsetDateTime,
    /// From when on it is to be renewed.
    pub renew_from: OffsetDateTime,
    /// When the access token ends.
    pub access_until: OffsetDateTime,
    /// Who is renewing it, or was when they were last heard of.
    pub attempt: Option<Attempt>,
    /// The authority has said that the grant is no more: a person must consent again.
    pub ended: bool,
}

/// One attempt to renew a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The version under which it stages what it is given.
    pub version: SecretVersion,
    /// From when on another may take it up.
    pub free_from: OffsetDateTime,
}

/// The share of an access token's life after which it is renewed, in percent, and how far chance
/// moves that either way, so that connections that were made together are not renewed together.
const RENEW_AFTER: i64 = 80;
const JITTER: i64 = 5;

/// After how long a grant is renewed that may not be the one that its authority goes on with: when
/// no earlier request is on its way any more, and well within the leeway of ten minutes.
const PAST_DOUBT: Duration = Duration::seconds(60);

impl ConnectionRow {
    /// The row of a grant that was just given, with `chance` for its jitter.
    pub(super) fn of(
        platform: &str,
        revision: u64,
        version: SecretVersion,
        grant: &Grant,
        chance: u128,
    ) -> Self {
        let life = (grant.access_until - grant.asked_at).whole_seconds().max(0);
        let spread = i64::try_from(chance % 1_001).unwrap_or_default();
        // In tenths of a percent: from 75 to 85 of life.
        let share =
            (RENEW_AFTER - JITTER).saturating_mul(10).saturating_add(spread * JITTER * 2 / 100);
        let after = Duration::seconds(life.saturating_mul(share) / 1_000);
        let after = if grant.doubtful { after.min(PAST_DOUBT) } else { after };
        Self {
            revision,
            platform: platform.to_owned(),
            version,
            consented_at: grant.consented_at,
            renewed_at: grant.asked_at,
            renew_from: grant.asked_at.saturating_add(after),
            access_until: grant.access_until,
            attempt: None,
            ended: false,
        }
    }

    /// Refuses a grant that has ended.
    pub(super) fn ensure_lives(&self) -> Result<()> {
        if self.ended { Err(ended()) } else { Ok(()) }
    }
}

pub(super) fn ended() -> Error {
    Error::new(ErrorKind::NeedsConsent, "the grant has ended")
        .with_help("Connect again: a person who may must consent in the browser.")
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::{ConnectionRow, Grant};
    use crate::SecretVersion;

    #[test]
    fn a_grant_is_renewed_between_75_and_85_percent_of_its_life() {
        let asked_at = datetime!(2026-09-01 8:00 UTC);
        let grant = Grant::new(
            "access".to_owned().into(),
            "refresh".to_owned().into(),
            datetime!(2026-09-01 9:00 UTC),
            asked_at,
            asked_at,
        );
        let mut seen = Vec::new();
        for chance in (0..2_000).chain([u128::MAX]) {
            let row = ConnectionRow::of("entra", 1, SecretVersion::from_bits(1), &grant, chance);
            let after = (row.renew_from - asked_at).whole_seconds();
            assert!((2_700..=3_060).contains(&after), "{after}");
            seen.push(after);
        }
        seen.sort_unstable();
        seen.dedup();
        assert!(seen.len() > 90, "{}", seen.len());
    }
}
