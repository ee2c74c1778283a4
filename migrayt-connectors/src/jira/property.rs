//! Properties of issues.

use std::collections::BTreeMap;

use migrayt_core::Result;
use migrayt_core::digest::{DigestKey, FieldDigest};
use migrayt_core::id::{TargetId, TargetRef};
use migrayt_core::port::{Applied, MethodClass, Order};
use serde_json::Value as Json;

use super::answers::RawProperty;
use super::{Jira, MAX_READ, canonical, get, issue_fact, payload, put};

impl Jira {
    /// Sets a property of an issue, as often as it is sent.
    pub(super) async fn property(&self, order: &Order<'_>) -> Result<Applied> {
        let issue = payload::issue(order)?;
        let path = ["issue", issue.id.as_str(), "properties", name(order)?];
        let value = order.drafted.payload.expose().get(VALUE).ok_or_else(payload::foreign)?;
        let answer = self.client.call(put(MethodClass::Write, &path, value)?).await;
        answer.map_err(|error| error.with("issue", issue_fact(issue)))?;
        Ok(Applied::default())
    }

    /// The digests of properties, read for many issues at once.
    pub(super) async fn digests_of_properties(
        &self,
        items: &[TargetId],
        names: &[String],
        key: &DigestKey,
    ) -> Result<Vec<(TargetId, Vec<FieldDigest>)>> {
        let mut found: BTreeMap<TargetId, Vec<FieldDigest>> = BTreeMap::new();
        for items in items.chunks(usize::try_from(MAX_READ).unwrap_or(1)) {
            let ids: Vec<String> = items.iter().map(|id| id.as_str().to_owned()).collect();
            for names in names.chunks(MAX_NAMES) {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                for issue in self.fetch(&ids, &["issuetype"], &names).await? {
                    let of_issue = found.entry(TargetId::new(issue.id.as_str())).or_default();
                    for (name, value) in &issue.properties {
                        of_issue.push(canonical::property(name, value, key));
                    }
                }
            }
        }
        Ok(found.into_iter().collect())
    }

    pub(super) async fn find_property(
        &self,
        order: &Order<'_>,
        issue: &TargetRef,
    ) -> Result<Option<Applied>> {
        let path = ["issue", issue.id.as_str(), "properties", name(order)?];
        // One that is not set is `NotFound`, as is an issue that is gone.
        let found: RawProperty = self.client.json(get(MethodClass::Read, &path)).await?;
        let wanted = order.drafted.payload.expose().get(VALUE).ok_or_else(payload::foreign)?;
        Ok(canonical::same_json(&found.value, wanted).then(Applied::default))
    }
}

/// How many properties one request reads.
const MAX_NAMES: usize = 5;

/// The member of a payload that holds a property's name.
pub(super) const NAME: &str = "property";
/// The member of a payload that holds a property's value.
pub(super) const VALUE: &str = "value";

fn name<'a>(order: &Order<'a>) -> Result<&'a str> {
    let name = order.drafted.payload.expose().get(NAME).and_then(Json::as_str);
    name.ok_or_else(payload::foreign)
}
