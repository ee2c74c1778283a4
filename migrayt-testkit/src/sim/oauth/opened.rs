use std::sync::Arc;

use time::OffsetDateTime;

use super::Authority;
use super::grant::Admission;

/// What an access token opens.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Opened {
    /// The number of its grant.
    pub grant: usize,
    /// The app that holds it.
    pub client_id: Arc<str>,
    /// The account for which the app acts.
    pub account: Arc<str>,
    /// What it may do.
    pub scopes: Arc<[String]>,
    /// When it ends if nothing ends it before.
    pub expires: OffsetDateTime,
}

impl Opened {
    /// Whether a scope is among what it may do, whatever resource it is named under.
    pub fn may(&self, scope: &str) -> bool {
        let last = |of: &String| of.rsplit('/').next() == Some(scope);
        self.scopes.iter().any(last)
    }
}

impl Authority {
    /// What an access token opens at that moment; `None` for one that is unknown or not taken any
    /// more. Each call counts as one use of the token.
    pub fn introspect(&self, access_token: &str, now: OffsetDateTime) -> Option<Opened> {
        let mut state = self.state();
        let (number, pair) = *state.access.get(access_token)?;
        let grant = state.grants.get(number)?;
        let Admission { taken, superseded } = grant.admits(pair, &self.rules, now)?;
        let (expires, scopes) = grant.access(pair)?;
        let opened = Opened {
            grant: number,
            client_id: Arc::clone(&grant.client_id),
            account: Arc::clone(&grant.account),
            scopes,
            expires,
        };
        state.tally.superseded += u64::from(superseded);
        state.tally.turned_away += u64::from(!taken);
        taken.then_some(opened)
    }
}
