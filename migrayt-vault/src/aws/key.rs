use std::collections::HashMap;
use std::fmt;

use aws_sdk_kms::Client;
use aws_sdk_kms::primitives::Blob;
use aws_sdk_kms::types::{
    DataKeySpec, KeyManagerType, KeyMetadata, KeySpec, KeyState, KeyUsageType,
};
use migrayt_core::{Error, ErrorKind, Result};
use zeroize::Zeroizing;

use super::caller::Caller;
use super::fault::{Call, Refusal, unexpected};
use super::naming;
use super::record::FORMAT;
use crate::SecretVersion;
use crate::cipher::Key;
use crate::store::Place;

/// The KMS key above all data keys. It never leaves KMS.
pub(super) struct MasterKey {
    client: Client,
    caller: Caller,
    arn: String,
}

/// What a data key is bound to in KMS, and what KMS writes into its own record of each use.
#[derive(Clone, Debug)]
pub(super) struct Context(HashMap<String, String>);

impl Context {
    /// The context of a value of a place, which has this name in Secrets Manager.
    pub(super) fn of(place: &Place, whole: &str, version: SecretVersion) -> Self {
        let facts = [
            ("migrayt:tenant", naming::tenant(place)),
            ("migrayt:secret", whole.to_owned()),
            ("migrayt:version", version.to_string()),
            ("migrayt:format", FORMAT.to_string()),
        ];
        Self(facts.map(|(key, value)| (key.to_owned(), value)).into())
    }
}

impl MasterKey {
    /// Finds a key and proves that it is one under which secrets may lie.
    pub(super) async fn open(client: Client, caller: Caller, key: &str) -> Result<Self> {
        let call = Call { name: "DescribeKey", changes: false };
        let described = caller.call(call, || client.describe_key().key_id(key).send()).await?;
        let described = described.map_err(|_| unknown())?;
        let metadata = described.key_metadata.ok_or_else(|| unexpected(call.name))?;
        ensure_fit(&metadata)?;
        let arn = metadata.arn.ok_or_else(|| unexpected(call.name))?;

        let call = Call { name: "GetKeyRotationStatus", changes: false };
        let status =
            caller.call(call, || client.get_key_rotation_status().key_id(&arn).send()).await?;
        if !status.is_ok_and(|status| status.key_rotation_enabled) {
            return Err(unfit(
                "the vault's KMS key is not rotated",
                "Turn on its automatic rotation: aws kms enable-key-rotation.",
            ));
        }
        Ok(Self { client, caller, arn })
    }

    pub(super) fn arn(&self) -> &str {
        &self.arn
    }

    /// A data key that nobody had before, and the same as KMS sealed it.
    pub(super) async fn fresh(&self, context: &Context) -> Result<(Key, Vec<u8>)> {
        let call = Call { name: "GenerateDataKey", changes: false };
        let made = self.caller.call(call, || {
            let request = self.client.generate_data_key().key_id(&self.arn);
            let request = request.key_spec(DataKeySpec::Aes256);
            request.set_encryption_context(Some(context.0.clone())).send()
        });
        let made = made.await?.map_err(|refusal| self.lost(refusal, call))?;
        let (Some(plain), Some(sealed)) = (made.plaintext, made.ciphertext_blob) else {
            return Err(unexpected(call.name));
        };
        let key = key_of(plain).ok_or_else(|| unexpected(call.name))?;
        Ok((key, sealed.into_inner()))
    }

    /// The data key that KMS sealed so; none if it was not sealed under this key and context.
    pub(super) async fn unseal(&self, context: &Context, sealed: &[u8]) -> Result<Option<Key>> {
        let call = Call { name: "Decrypt", changes: false };
        let opened = self.caller.call(call, || {
            // The key is named, so that nobody puts a value under a key of theirs.
            let request = self.client.decrypt().key_id(&self.arn);
            let request = request.ciphertext_blob(Blob::new(sealed));
            request.set_encryption_context(Some(context.0.clone())).send()
        });
        match opened.await? {
            Ok(opened) => Ok(opened.plaintext.and_then(key_of)),
            Err(Refusal::Invalid) => Ok(None),
            Err(refusal) => Err(self.lost(refusal, call)),
        }
    }

    /// The key was there when the vault was opened.
    fn lost(&self, refusal: Refusal, call: Call) -> Error {
        let error = match refusal {
            Refusal::Missing => unknown(),
            _ => unexpected(call.name),
        };
        error.with("key", migrayt_core::error::Fact::name(&self.arn))
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MasterKey").field("arn", &self.arn).finish_non_exhaustive()
    }
}

/// The bytes of a key of 256 bits, which are zeroed where they came from.
fn key_of(plain: Blob) -> Option<Key> {
    let plain = Zeroizing::new(plain.into_inner());
    let mut bytes = Zeroizing::new([0; 32]);
    (plain.len() == bytes.len()).then(|| bytes.copy_from_slice(&plain))?;
    Some(Key::new(bytes))
}

/// That a key is the customer's own, symmetric, for encryption, and enabled.
fn ensure_fit(key: &KeyMetadata) -> Result<()> {
    if key.key_manager != Some(KeyManagerType::Customer) {
        return Err(unfit(
            "the vault's KMS key is AWS's own",
            "Make a key of your own: AWS's own keys cannot be disabled or restricted by you.",
        ));
    }
    let encrypts = key.key_usage == Some(KeyUsageType::EncryptDecrypt);
    if key.key_spec != Some(KeySpec::SymmetricDefault) || !encrypts {
        return Err(unfit(
            "the vault's KMS key is not a symmetric one for encryption",
            "Make one: aws kms create-key makes such a key unless it is told otherwise.",
        ));
    }
    match &key.key_state {
        Some(KeyState::Enabled) if key.enabled => Ok(()),
        Some(KeyState::PendingDeletion | KeyState::PendingReplicaDeletion) => Err(unfit(
            "the vault's KMS key is about to be deleted",
            "Cancel its deletion and enable it: without it every secret is lost.",
        )),
        _ => Err(unfit("the vault's KMS key is not enabled", "Enable it: aws kms enable-key.")),
    }
}

fn unfit(message: &'static str, help: &'static str) -> Error {
    Error::new(ErrorKind::ConfigInvalid, message).with_help(help)
}

fn unknown() -> Error {
    unfit(
        "the vault's KMS key does not exist in this account and region",
        "Check the key's ARN, id or alias, and the vault's region.",
    )
}
