//! Properties of items.

use std::collections::BTreeMap;

use migrayt_core::digest::{DigestKey, FieldDigest};
use migrayt_core::error::{Error, ErrorKind, Result};
use migrayt_core::id::TargetId;
use migrayt_core::operation::OperationKind;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::{HostTarget, canonical};

impl HostTarget {
    pub(super) async fn digests_of_properties(
        &self,
        items: &[TargetId],
        names: &[String],
        key: &DigestKey,
    ) -> Result<Vec<(TargetId, Vec<FieldDigest>)>> {
        let digest = |(name, value): (&String, &Json)| canonical::property(name, value, key);
        let found = self.values_of_properties(items, names).await?.into_iter();
        Ok(found.map(|(id, values)| (id, values.iter().map(digest).collect())).collect())
    }

    /// The values of those properties of those names that items have.
    pub(super) async fn values_of_properties(
        &self,
        items: &[TargetId],
        names: &[String],
    ) -> Result<BTreeMap<TargetId, BTreeMap<String, Json>>> {
        if !self.capabilities.takes(OperationKind::Property) {
            return Err(Error::new(
                ErrorKind::Unsupported,
                "the host's target takes no properties",
            ));
        }
        let mut found: BTreeMap<TargetId, BTreeMap<String, Json>> = BTreeMap::new();
        if names.is_empty() {
            return Ok(found);
        }
        for items in items.chunks(self.page()) {
            let arguments = json!({ "items": items, "names": names });
            let told: Told = self.ask("properties", &arguments).await?;
            for ToldItem { id, properties } in told.items {
                if !items.contains(&id) {
                    return Err(super::standing::unasked(&id, "properties"));
                }
                let wanted = properties.into_iter().filter(|(name, _)| names.contains(name));
                found.entry(id).or_default().extend(wanted);
            }
        }
        Ok(found)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    items: Vec<ToldItem>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldItem {
    id: TargetId,
    properties: BTreeMap<String, Json>,
}
