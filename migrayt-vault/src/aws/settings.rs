use std::time::Duration;

use migrayt_core::{Error, ErrorKind, Result};

use super::endpoint;

/// Where an [`AwsVault`](super::AwsVault) keeps its secrets, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AwsSettings {
    /// Which deployment it is, such as `production`: 1 to 32 of the letters `a` to `z`, digits and
    /// `-`. It stands in the name of every secret, so that two deployments share an account.
    pub environment: String,
    /// The KMS key: its ARN, its id or an alias such as `alias/migrayt`. It is the customer's own,
    /// symmetric, enabled and rotated; nothing else is taken.
    pub key: String,
    /// The region of the secrets and of the key; `eu-west-1` unless told otherwise.
    pub region: String,
    /// Another address than the region's own, for both services: a VPC endpoint, or a stand-in on
    /// this machine. It is HTTPS, or HTTP to a loopback address.
    pub endpoint: Option<String>,
    /// What becomes of a secret that is destroyed.
    pub deletion: Deletion,
    /// How long a value that was fetched is lent again without asking AWS, at most
    /// [`AwsSettings::LONGEST_CACHE`]; a minute unless told otherwise, zero for never. Other
    /// processes' rotations are noticed after this time and that of a loan.
    pub cached_for: Duration,
}

/// What becomes of a secret that is destroyed in AWS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Deletion {
    /// It is gone at once, and its name is free again.
    #[default]
    Immediate,
    /// An administrator can restore it for this many days, 7 to 30. It is lent to nobody meanwhile,
    /// and its name is taken until the end.
    Recoverable {
        /// The days.
        days: u8,
    },
}

impl AwsSettings {
    /// The region unless told otherwise.
    pub const REGION: &'static str = "eu-west-1";

    /// The longest time for which a value may be lent again without asking: 4 minutes, so that with
    /// a loan of a minute nothing is used for more than [`Held::LONGEST`](crate::Held::LONGEST)
    /// after it was fetched.
    pub const LONGEST_CACHE: Duration = Duration::from_mins(4);

    /// The settings of an environment under a key, all others as they are documented.
    pub fn new(environment: impl Into<String>, key: impl Into<String>) -> Self {
        Self {
            environment: environment.into(),
            key: key.into(),
            region: Self::REGION.to_owned(),
            endpoint: None,
            deletion: Deletion::default(),
            cached_for: Duration::from_mins(1),
        }
    }

    /// That they can be used, as far as can be told without asking AWS.
    pub(super) fn ensure_usable(&self) -> Result<()> {
        let invalid =
            |message, help| Err(Error::new(ErrorKind::ConfigInvalid, message).with_help(help));
        if !is_plain(&self.environment) {
            return invalid(
                "the name of the vault's environment is not one",
                "Use 1 to 32 of the letters a to z, digits and -, such as production.",
            );
        }
        if !is_plain(&self.region) {
            return invalid("the vault's region is not one", "Name one, such as eu-west-1.");
        }
        if self.key.is_empty() {
            return invalid(
                "the vault has no KMS key",
                "Name a customer-managed key by ARN or alias.",
            );
        }
        // Stand-ins for AWS show its own keys as if they were the customer's.
        if self.key.contains("alias/aws/") {
            return invalid(
                "the vault's KMS key is AWS's own",
                "Make a key of your own: AWS's own keys cannot be disabled or restricted by you.",
            );
        }
        if self.endpoint.as_deref().is_some_and(|endpoint| !endpoint::is_safe(endpoint)) {
            return invalid(
                "the vault's endpoint is not safe",
                "Use an address that begins with https:// or, on this machine, http://127.0.0.1.",
            );
        }
        if let Deletion::Recoverable { days } = self.deletion
            && !(7..=30).contains(&days)
        {
            return invalid(
                "the days for which a destroyed secret can be restored are too few or too many",
                "AWS takes 7 to 30 days.",
            );
        }
        if self.cached_for > Self::LONGEST_CACHE {
            return invalid(
                "secrets are cached for too long",
                "Cache them for at most 4 minutes, so that a rotation is noticed within 5.",
            );
        }
        Ok(())
    }
}

/// What stands in names and addresses.
fn is_plain(text: &str) -> bool {
    (1..=32).contains(&text.len())
        && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use migrayt_core::ErrorKind;

    use super::{AwsSettings, Deletion};

    type Change = fn(&mut AwsSettings);

    fn usable(change: Change) -> bool {
        let mut settings = AwsSettings::new("production", "alias/migrayt");
        change(&mut settings);
        let Err(error) = settings.ensure_usable() else { return true };
        assert_eq!(error.kind(), ErrorKind::ConfigInvalid);
        assert!(error.help().is_some());
        false
    }

    #[test]
    fn what_aws_or_the_contract_would_not_take_is_refused() {
        let good: [Change; 6] = [
            |_| {},
            |it| it.environment = "eu-2".into(),
            |it| it.endpoint = Some("http://127.0.0.1:4566".into()),
            |it| it.deletion = Deletion::Recoverable { days: 7 },
            |it| it.deletion = Deletion::Recoverable { days: 30 },
            |it| it.cached_for = Duration::from_mins(4),
        ];
        assert!(good.into_iter().all(usable));
        let bad: [Change; 11] = [
            |it| it.environment = String::new(),
            |it| it.environment = "Prod".into(),
            |it| it.environment = "a/t".into(),
            |it| it.environment = "a".repeat(33),
            |it| it.region = "eu-west-1.example.org/".into(),
            |it| it.key = String::new(),
            |it| it.key = "alias/aws/secretsmanager".into(),
            |it| it.endpoint = Some("http://vault.example.org".into()),
            |it| it.deletion = Deletion::Recoverable { days: 6 },
            |it| it.deletion = Deletion::Recoverable { days: 31 },
            |it| it.cached_for = Duration::from_secs(241),
        ];
        assert!(!bad.into_iter().any(usable));
    }
}
