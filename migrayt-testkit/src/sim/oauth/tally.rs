/// What an authority was asked and what came of it, from its beginning on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// Requests for consent.
    pub authorizations: u64,
    /// Codes that were given.
    pub codes: u64,
    /// Requests for tokens, refused ones too.
    pub token_calls: u64,
    /// Requests for tokens that were refused.
    pub refused: u64,
    /// Second uses of a code.
    pub replays: u64,
    /// Exchanges of a newest refresh token.
    pub refreshes: u64,
    /// Exchanges of an older refresh token that were still allowed.
    pub retries: u64,
    /// Uses of an older refresh token that were not allowed any more.
    pub reuses: u64,
    /// Grants that ended before their time.
    pub grants_lost: u64,
    /// Uses of an access token after a newer one was given, whether it was still taken or not.
    pub superseded: u64,
    /// Uses of an access token that was known and not taken any more.
    pub turned_away: u64,
}
