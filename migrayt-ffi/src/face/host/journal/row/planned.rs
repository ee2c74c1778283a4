//! How the plan of an operation rests: without what is empty, and with digests as hexadecimal digits.

use migrayt_core::digest::{Digest, FieldDigest};
use migrayt_core::id::{FieldId, ItemId};
use migrayt_core::operation::OperationKey;
use migrayt_core::plan::{Loss, PlanOperation, Refusal, Stage};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Serialize, Deserialize)]
struct Planned {
    key: OperationKey,
    stage: Stage,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    other: Option<ItemId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    digests: Vec<(FieldId, String)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    losses: Vec<Loss>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    refusals: Vec<Refusal>,
}

pub(super) fn serialize<S: Serializer>(
    operation: &PlanOperation,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let digests = operation.digests.iter();
    let planned = Planned {
        key: operation.key.clone(),
        stage: operation.stage,
        other: operation.other.clone(),
        digests: digests.map(|one| (one.field.clone(), one.digest.to_string())).collect(),
        losses: operation.losses.clone(),
        refusals: operation.refusals.clone(),
    };
    planned.serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<PlanOperation, D::Error> {
    let planned = Planned::deserialize(deserializer)?;
    let digests = planned.digests.into_iter().map(|(field, digits)| {
        let digest = digest(&digits).ok_or_else(|| D::Error::custom("no digest"))?;
        Ok(FieldDigest { field, digest })
    });
    Ok(PlanOperation {
        key: planned.key,
        stage: planned.stage,
        other: planned.other,
        digests: digests.collect::<Result<_, D::Error>>()?,
        losses: planned.losses,
        refusals: planned.refusals,
    })
}

fn digest(digits: &str) -> Option<Digest> {
    let number = u128::from_str_radix(digits, 16).ok()?;
    let digest = Digest::from_bytes(number.to_be_bytes());
    // One way to write each, so that equal rows are equal texts.
    (digest.to_string() == digits).then_some(digest)
}
