use std::fmt;
use std::time::Duration;

use crate::{Secret, SecretVersion};

/// A secret on loan.
#[non_exhaustive]
pub struct Held {
    /// The secret.
    pub secret: Secret,
    /// Which of its values this is; what [`rotate`](crate::CredentialVault::rotate) compares.
    pub version: SecretVersion,
    /// How long it may be used before it is asked for again, so that a rotation or an end of the
    /// connection is noticed: more than nothing and at most [`Held::LONGEST`].
    pub fresh_for: Duration,
}

impl Held {
    /// The longest time for which a vault lends: 5 minutes.
    pub const LONGEST: Duration = Duration::from_mins(5);

    /// Lends a secret for a time, for whoever implements a vault; more than [`Held::LONGEST`] is
    /// cut to it.
    pub fn new(secret: Secret, version: SecretVersion, fresh_for: Duration) -> Self {
        Self { secret, version, fresh_for: fresh_for.min(Self::LONGEST) }
    }
}

impl fmt::Debug for Held {
    /// Everything but the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Held")
            .field("version", &self.version)
            .field("fresh_for", &self.fresh_for)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Held;
    use crate::{Secret, SecretVersion};

    #[test]
    fn debug_shows_everything_but_the_secret() {
        let secret = Secret::new("tell nobody").unwrap();
        let held = Held::new(secret, SecretVersion::from_bits(1), Duration::from_mins(15));
        assert_eq!(
            format!("{held:?}"),
            "Held { version: ver_00000000000000000000000000000001, fresh_for: 300s, .. }"
        );
    }
}
