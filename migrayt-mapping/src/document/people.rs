use std::collections::BTreeMap;

use migrayt_core::catalog::Address;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whose account a person has in the target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PersonRule {
    /// The target's account id.
    Account(String),
    /// The account that has this address, as soon as a scan of the target finds it.
    Address(#[schemars(with = "String")] Address),
    /// `options.placeholder` stands for the person.
    Placeholder,
    /// The person is named in the text only.
    Leave,
}

/// How people are matched whom neither `people` nor an equal address matches. The rules are tried
/// in this order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct PeopleRules {
    /// Domains of addresses and what they became: `"old.example" = "new.example"`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub domains: BTreeMap<String, String>,
    /// Whether the same letters before the `@` are the same person, whatever the domain, as long
    /// as only one account has them.
    pub same_local_part: bool,
}

impl PeopleRules {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What becomes of people whose account in the target is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum InactivePeople {
    /// They are named by their account wherever the target takes it: not as assignees.
    Keep,
    /// They count as people without an account.
    Replace,
}
