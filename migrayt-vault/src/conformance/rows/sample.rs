use time::{Duration, OffsetDateTime};

use crate::SecretVersion;
use crate::oauth::{Attempt, ConnectionRow};

/// A row in which no two fields are alike.
pub(super) fn row(revision: u64) -> ConnectionRow {
    ConnectionRow {
        revision,
        platform: "entra".to_owned(),
        version: version(u64::MAX - revision),
        consented_at: moment(1),
        renewed_at: moment(2),
        renew_from: moment(3),
        access_until: moment(4),
        attempt: None,
        ended: false,
    }
}

/// The same with an attempt to renew it.
pub(super) fn attempted(revision: u64) -> ConnectionRow {
    let attempt = Attempt { version: version(revision), free_from: moment(5) };
    ConnectionRow { attempt: Some(attempt), ..row(revision) }
}

/// A version whose upper and lower half differ.
pub(super) fn version(bits: u64) -> SecretVersion {
    SecretVersion::from_bits(u128::from(bits) << 64 | u128::from(!bits.rotate_left(7)))
}

/// A moment with a part of a second, to the microsecond.
pub(super) fn moment(number: i64) -> OffsetDateTime {
    let since = Duration::microseconds(1_788_249_600_123_456 + number * 3_600_000_001);
    OffsetDateTime::UNIX_EPOCH + since
}
