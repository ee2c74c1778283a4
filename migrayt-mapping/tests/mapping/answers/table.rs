use std::collections::BTreeMap;

use migrayt_core::catalog::{Field, FieldKind};
use migrayt_core::id::FieldId;
use serde::Deserialize;

/// The answers for what Azure DevOps' own processes have.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Standard {
    pub(super) types: BTreeMap<String, Answer>,
    pub(super) fields: BTreeMap<String, Answer>,
    pub(super) values: BTreeMap<String, BTreeMap<String, String>>,
}

/// The answers for fields that organisations add.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Custom {
    pub(super) fields: BTreeMap<String, CustomAnswer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answer {
    pub(super) right: Vec<String>,
    #[serde(rename = "why")]
    _why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CustomAnswer {
    name: String,
    kind: FieldKind,
    #[serde(default)]
    allowed: Vec<String>,
    pub(super) right: Vec<String>,
    #[serde(rename = "why")]
    _why: String,
}

impl Standard {
    pub(super) fn read() -> Self {
        toml::from_str(include_str!("../../answers/standard.toml")).unwrap()
    }

    /// Whether the field is never offered, since the model has another place for it.
    pub(super) fn elsewhere(&self, id: &str) -> bool {
        self.fields.get(id).is_some_and(|answer| answer.right == ["elsewhere"])
    }
}

impl Custom {
    pub(super) fn read() -> Self {
        toml::from_str(include_str!("../../answers/custom.toml")).unwrap()
    }

    pub(super) fn has(&self, id: &str) -> bool {
        self.fields.contains_key(id)
    }
}

impl CustomAnswer {
    pub(super) fn field(&self, id: &str) -> Field {
        let mut field = Field::new(FieldId::new(id), self.name.as_str(), self.kind);
        field.allowed.clone_from(&self.allowed);
        field
    }
}
