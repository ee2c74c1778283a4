use time::OffsetDateTime;

/// Something that happened to a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: OffsetDateTime,
    /// What.
    pub deed: Deed,
}

/// What can happen to a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Deed {
    /// It began with its first tokens.
    Begun,
    /// The newest refresh token was exchanged.
    Refreshed,
    /// A refresh token that had been exchanged or superseded before was taken once more.
    Retried,
    /// It ended.
    Lost(Loss),
}

/// Why a grant ended before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Loss {
    /// A refresh token came again when that was not allowed any more.
    Reused,
    /// The code of the grant came a second time.
    Replayed,
    /// The person took back their consent.
    Withdrawn,
    /// The person's sessions were ended.
    Revoked,
}
