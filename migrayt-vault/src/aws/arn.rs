use std::fmt;

use migrayt_core::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};

/// The address of a secret in AWS Secrets Manager: all of it that a database keeps.
///
/// It is no secret and opens nothing. One that was stored is believed only after
/// [`AwsVault::find`](super::AwsVault::find) has found it among the caller's own.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SecretArn(String);

impl SecretArn {
    /// Reads one, `arn:aws:secretsmanager:REGION:ACCOUNT:secret:migrayt/...`.
    ///
    /// # Errors
    /// `InputInvalid` if it is none, or not of a secret of this kind of vault. The text is not
    /// repeated: it may be a secret that was given in the wrong place.
    pub fn new(text: impl Into<String>) -> Result<Self> {
        let text = text.into();
        if is_one(&text) {
            return Ok(Self(text));
        }
        Err(Error::new(ErrorKind::InputInvalid, "this is no ARN of a secret of the vault")
            .with_help("It begins with arn:, names the service secretsmanager and a secret below migrayt/."))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The secret's name in Secrets Manager: without the address before it, and without the `-` and
    /// six characters behind it.
    pub(super) fn secret(&self) -> &str {
        parts(&self.0).map_or("", |(_, secret)| secret)
    }
}

/// What stands before the secret, and its name without its ending.
fn parts(text: &str) -> Option<(Vec<&str>, &str)> {
    let mut parts: Vec<&str> = text.splitn(7, ':').collect();
    let secret = parts.pop()?;
    let (name, ending) = secret.rsplit_once('-')?;
    let is_ending = ending.len() == 6 && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_ending.then_some((parts, name))
}

fn is_one(text: &str) -> bool {
    let Some((parts, name)) = parts(text) else { return false };
    let [arn, partition, service, region, account, kind] = parts.as_slice() else { return false };
    let is_plain = |text: &str| {
        let mut bytes = text.bytes();
        !text.is_empty() && bytes.all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
    };
    // 2048 is the longest ARN that AWS takes.
    text.len() <= 2048
        && (*arn, *service, *kind) == ("arn", "secretsmanager", "secret")
        && (*partition == "aws" || partition.starts_with("aws-"))
        && is_plain(partition)
        && is_plain(region)
        && account.len() == 12
        && account.bytes().all(|byte| byte.is_ascii_digit())
        && name.starts_with("migrayt/")
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/_+=.@-".contains(&byte))
}

impl fmt::Display for SecretArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SecretArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for SecretArn {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        Self::new(text)
    }
}

impl From<SecretArn> for String {
    fn from(arn: SecretArn) -> Self {
        arn.0
    }
}

#[cfg(test)]
mod tests {
    use super::SecretArn;

    const GOOD: &str =
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:migrayt/p/t/ten_a/c/x=2ey-Ab12Cd";

    #[test]
    fn an_arn_is_read_and_names_its_secret() {
        let arn = SecretArn::new(GOOD).unwrap();
        assert_eq!(arn.as_str(), GOOD);
        assert_eq!(arn.secret(), "migrayt/p/t/ten_a/c/x=2ey");
        let text = serde_json::to_string(&arn).unwrap();
        assert_eq!(serde_json::from_str::<SecretArn>(&text).unwrap(), arn);
        assert!(SecretArn::new(GOOD.replace("arn:aws:", "arn:aws-us-gov:")).is_ok());
    }

    #[test]
    fn what_is_none_is_refused_and_not_repeated() {
        for (from, to) in [
            ("arn:", "urn:"),
            (":aws:", ":gcp:"),
            (":aws:", ":aws-A:"),
            ("secretsmanager", "s3"),
            ("eu-west-1", ""),
            ("123456789012", "12345678901x"),
            ("123456789012", "1234567890123"),
            (":secret:", ":key:"),
            ("migrayt/p", "other/p"),
            ("-Ab12Cd", ""),
            ("-Ab12Cd", "-Ab12C"),
            ("-Ab12Cd", "-Ab12C%"),
            ("ten_a", "ten a"),
            ("ten_a", "ten:a"),
        ] {
            let bad = GOOD.replacen(from, to, 1);
            let error = SecretArn::new(bad.clone()).unwrap_err();
            assert!(!format!("{error} {error:?}").contains(&bad), "{bad}");
        }
        assert!(SecretArn::new("").is_err());
    }
}
