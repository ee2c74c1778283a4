use std::collections::HashMap;
use std::fmt;

use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::primitives::Blob;
use aws_sdk_secretsmanager::types::{Filter, FilterNameStringType, Tag};
use migrayt_core::Result;

use super::caller::Caller;
use super::fault::{Call, Refusal, unexpected};
use super::naming::CONNECTION;
use super::settings::Deletion;
use crate::SecretVersion;

/// The label of the version that is lent.
const CURRENT: &str = "AWSCURRENT";

/// The label of the version that is staged.
const PENDING: &str = "AWSPENDING";

/// The label of what a rotation lays down before it is current. It is another one, so that a rotation
/// that is refused does not take the place of what is staged.
const ROTATING: &str = "MIGRAYTROTATING";

/// What came of a call, or why it was refused.
type Answer<T> = Result<std::result::Result<T, Refusal>>;

/// Sealed values in AWS Secrets Manager, by their names there.
pub(super) struct Shelf {
    client: Client,
    caller: Caller,
    /// The ARN of the key under which Secrets Manager seals them once more.
    key: String,
    deletion: Deletion,
}

/// What is known of a secret without its values.
pub(super) struct Standing {
    pub(super) arn: String,
    /// It was destroyed, and its name is not free yet.
    pub(super) is_ending: bool,
    /// Its name by its tag.
    pub(super) connection: Option<String>,
    /// The labels of its versions, by their tokens.
    stages: HashMap<String, Vec<String>>,
}

/// For what a value lies beside the current one.
#[derive(Clone, Copy, Debug)]
pub(super) enum Side {
    /// Until somebody promotes it.
    Staged,
    /// Until the rotation that laid it there promotes it.
    Rotating,
}

/// A value as it was found.
pub(super) struct Found {
    /// Nothing if it is a text, which the vault never wrote.
    pub(super) record: Vec<u8>,
    /// None if it has a form that the vault never wrote.
    pub(super) version: Option<SecretVersion>,
}

impl Shelf {
    pub(super) fn new(client: Client, caller: Caller, key: String, deletion: Deletion) -> Self {
        Self { client, caller, key, deletion }
    }

    /// Makes a secret with its first value.
    pub(super) async fn create(
        &self,
        whole: &str,
        tags: &[(&'static str, String)],
        version: SecretVersion,
        record: &[u8],
    ) -> Answer<()> {
        let call = Call { name: "CreateSecret", changes: true };
        let tags: Vec<Tag> =
            tags.iter().map(|(key, value)| Tag::builder().key(*key).value(value).build()).collect();
        let created = self.caller.call(call, || {
            let request = self.client.create_secret().name(whole).kms_key_id(&self.key);
            let request = request.client_request_token(token(version));
            request.secret_binary(Blob::new(record)).set_tags(Some(tags.clone())).send()
        });
        Ok(created.await?.map(drop))
    }

    /// The value that is lent.
    pub(super) async fn current(&self, whole: &str) -> Answer<Found> {
        let call = Call { name: "GetSecretValue", changes: false };
        let found = self.caller.call(call, || {
            self.client.get_secret_value().secret_id(whole).version_stage(CURRENT).send()
        });
        found.await?.map_or_else(
            |refusal| Ok(Err(refusal)),
            |found| {
                let version = found.version_id.as_deref().and_then(version);
                let record = found.secret_binary.map(Blob::into_inner);
                Ok(Ok(Found { record: record.unwrap_or_default(), version }))
            },
        )
    }

    /// Lays a value beside the current one, in place of another that lies so.
    pub(super) async fn lay(
        &self,
        whole: &str,
        side: Side,
        version: SecretVersion,
        record: &[u8],
    ) -> Answer<()> {
        let label = match side {
            Side::Staged => PENDING,
            Side::Rotating => ROTATING,
        };
        let call = Call { name: "PutSecretValue", changes: true };
        let staged = self.caller.call(call, || {
            let request = self.client.put_secret_value().secret_id(whole);
            let request = request.client_request_token(token(version)).version_stages(label);
            request.secret_binary(Blob::new(record)).send()
        });
        Ok(staged.await?.map(drop))
    }

    /// Makes a version the current one in place of another: the comparison and the swap are one.
    pub(super) async fn promote(
        &self,
        whole: &str,
        from: SecretVersion,
        to: SecretVersion,
    ) -> Answer<()> {
        let call = Call { name: "UpdateSecretVersionStage", changes: true };
        let moved = self.caller.call(call, || {
            let request = self.client.update_secret_version_stage().secret_id(whole);
            let request = request.version_stage(CURRENT).move_to_version_id(token(to));
            request.remove_from_version_id(token(from)).send()
        });
        Ok(moved.await?.map(drop))
    }

    /// Takes the label of what is staged from a version.
    pub(super) async fn unstage(&self, whole: &str, version: SecretVersion) -> Answer<()> {
        let call = Call { name: "UpdateSecretVersionStage", changes: true };
        let removed = self.caller.call(call, || {
            let request = self.client.update_secret_version_stage().secret_id(whole);
            request.version_stage(PENDING).remove_from_version_id(token(version)).send()
        });
        Ok(removed.await?.map(drop))
    }

    /// What is known of a secret, by its name or its ARN.
    pub(super) async fn standing(&self, id: &str) -> Result<Option<Standing>> {
        let call = Call { name: "DescribeSecret", changes: false };
        let told = self.caller.call(call, || self.client.describe_secret().secret_id(id).send());
        let Ok(told) = told.await? else { return Ok(None) };
        let tags = told.tags.unwrap_or_default();
        let connection = tags.into_iter().find(|tag| tag.key() == Some(CONNECTION));
        Ok(Some(Standing {
            arn: told.arn.ok_or_else(|| unexpected(call.name))?,
            is_ending: told.deleted_date.is_some(),
            connection: connection.and_then(|tag| tag.value),
            stages: told.version_ids_to_stages.unwrap_or_default(),
        }))
    }

    /// Ends a secret.
    pub(super) async fn delete(&self, whole: &str) -> Answer<()> {
        let call = Call { name: "DeleteSecret", changes: true };
        let deleted = self.caller.call(call, || {
            let request = self.client.delete_secret().secret_id(whole);
            match self.deletion {
                Deletion::Immediate => request.force_delete_without_recovery(true).send(),
                Deletion::Recoverable { days } => {
                    request.recovery_window_in_days(days.into()).send()
                }
            }
        });
        Ok(deleted.await?.map(drop))
    }

    /// The names and tagged names of all secrets below a folder that were not destroyed.
    pub(super) async fn list(&self, folder: &str) -> Result<Vec<(String, Option<String>)>> {
        let call = Call { name: "ListSecrets", changes: false };
        let filter = Filter::builder().key(FilterNameStringType::Name).values(folder).build();
        let (mut listed, mut page) = (Vec::new(), None);
        loop {
            let answer = self.caller.call(call, || {
                let request = self.client.list_secrets().filters(filter.clone());
                request.max_results(100).set_next_token(page.clone()).send()
            });
            let answer = answer.await?.map_err(|_| unexpected(call.name))?;
            for secret in answer.secret_list.unwrap_or_default() {
                let tags = secret.tags.unwrap_or_default();
                let connection = tags.into_iter().find(|tag| tag.key() == Some(CONNECTION));
                let connection = connection.and_then(|tag| tag.value);
                let whole = secret.name.filter(|whole| whole.starts_with(folder));
                let whole = whole.filter(|_| secret.deleted_date.is_none());
                listed.extend(whole.map(|whole| (whole, connection)));
            }
            page = answer.next_token;
            if page.is_none() {
                return Ok(listed);
            }
        }
    }
}

impl Standing {
    pub(super) fn has(&self, version: SecretVersion) -> bool {
        self.stages.contains_key(&token(version))
    }

    pub(super) fn is_current(&self, version: SecretVersion) -> bool {
        self.is_labelled(version, CURRENT)
    }

    pub(super) fn is_staged(&self, version: SecretVersion) -> bool {
        self.is_labelled(version, PENDING)
    }

    fn is_labelled(&self, version: SecretVersion, label: &str) -> bool {
        let labels = self.stages.get(&token(version));
        labels.is_some_and(|labels| labels.iter().any(|own| own == label))
    }
}

impl fmt::Debug for Shelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shelf").field("deletion", &self.deletion).finish_non_exhaustive()
    }
}

/// A version as AWS writes them, in the form of a UUID.
fn token(version: SecretVersion) -> String {
    let digits = format!("{:032x}", version.bits());
    let mut token = String::with_capacity(36);
    for (place, digit) in digits.chars().enumerate() {
        if matches!(place, 8 | 12 | 16 | 20) {
            token.push('-');
        }
        token.push(digit);
    }
    token
}

/// The version of a token of this form; of what the console made it is none.
fn version(token: &str) -> Option<SecretVersion> {
    let bits = u128::from_str_radix(&token.replace('-', ""), 16).ok()?;
    let version = SecretVersion::from_bits(bits);
    (self::token(version) == token).then_some(version)
}

#[cfg(test)]
mod tests {
    use super::{token, version};
    use crate::SecretVersion;

    #[test]
    fn a_token_is_a_version_and_back() {
        let own = SecretVersion::from_bits(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef);
        assert_eq!(token(own), "01234567-89ab-cdef-0123-456789abcdef");
        for bits in [0, 1, u128::MAX, own.bits()] {
            let own = SecretVersion::from_bits(bits);
            assert_eq!(version(&token(own)), Some(own));
        }
        for other in ["", "terraform-2023", "0123456789abcdef0123456789abcdef", "+1"] {
            assert_eq!(version(other), None);
        }
    }
}
