use std::time::Duration;

use super::Platform;

/// Lifetimes and habits of an authority. [`Rules::of`] has what the platforms publish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rules {
    /// How long a code may wait for its exchange.
    pub code_lifetime: Duration,
    /// How long an access token opens anything at most.
    pub access_lifetime: Duration,
    /// How long tokens are still taken after newer ones took their place. Whoever brings a refresh
    /// token later than that ends the grant. `None`: nothing takes the place of a token.
    pub leeway: Option<Duration>,
    /// Whether within the leeway only the last refresh token and the one before it are taken.
    pub only_previous: bool,
    /// Which tokens a refresh takes the place of.
    pub lineage: Lineage,
    /// How long a refresh token lives without being used.
    pub idle: Duration,
    /// How long a grant lives, however often it is refreshed; for ever if `None`.
    pub absolute: Option<Duration>,
    /// Whether the second use of a code ends the grant of the first.
    pub replay_ends: bool,
    /// Whether the access tokens of a grant end with it, or only when their lives are over.
    pub access_ends: bool,
}

/// Which tokens of a grant a refresh takes the place of. The platform says it of the token that was
/// brought; of others that were given for the same token it says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Lineage {
    /// All that were given before, so that one pair is good and all others end.
    #[default]
    Line,
    /// Only the pair of the token that was brought. A pair that was given for the same token to
    /// somebody else lives on beside the new one.
    Tree,
}

const MINUTE: u64 = 60;
const DAY: u64 = 24 * 60 * MINUTE;

impl Rules {
    /// What the platform publishes, and the stricter reading where it says nothing.
    pub fn of(platform: Platform) -> Self {
        match platform {
            Platform::Entra => Self::ENTRA,
            Platform::Atlassian => Self::ATLASSIAN,
        }
    }

    const ENTRA: Self = Self {
        // "They expire after about 10 minutes": learn.microsoft.com/entra/identity-platform/
        // v2-oauth2-auth-code-flow, which has 3599 seconds in its sample too; the service draws 60
        // to 90 minutes.
        code_lifetime: Duration::from_secs(10 * MINUTE),
        access_lifetime: Duration::from_secs(3_599),
        // learn.microsoft.com/entra/identity-platform/refresh-tokens: 90 days, each refresh gives a
        // new one, and the old one is not revoked.
        leeway: None,
        only_previous: false,
        lineage: Lineage::Line,
        idle: Duration::from_secs(90 * DAY),
        absolute: None,
        // RFC 6749, 4.1.2 advises it; what the service does is not published.
        replay_ends: true,
        // Access tokens "can't be revoked and are valid until expiry": learn.microsoft.com/entra/
        // identity-platform/configurable-token-lifetimes.
        access_ends: false,
    };

    const ATLASSIAN: Self = Self {
        // RFC 6749, 4.1.2: 10 minutes at most; Atlassian publishes none.
        code_lifetime: Duration::from_secs(10 * MINUTE),
        // The sample of developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps.
        access_lifetime: Duration::from_secs(60 * MINUTE),
        // community.developer.atlassian.com/t/54172: leeway 10 minutes, 90 days without use, 365
        // days in all, and reuse outside the leeway ends all tokens. In /t/83103: the access token
        // ends with the refresh token that it was given with.
        leeway: Some(Duration::from_secs(10 * MINUTE)),
        // Atlassian's is built on Auth0's, where the second to last token is a breach even within
        // the leeway: auth0.com/docs/secure/tokens/refresh-tokens/configure-refresh-token-rotation.
        only_previous: true,
        lineage: Lineage::Line,
        idle: Duration::from_secs(90 * DAY),
        absolute: Some(Duration::from_secs(365 * DAY)),
        // Not published.
        replay_ends: false,
        access_ends: true,
    };
}
