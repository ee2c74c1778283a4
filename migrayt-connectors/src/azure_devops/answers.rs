//! The shapes of Azure DevOps' answers, as far as we read them. They hold content and have no
//! `Debug`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value as Json};

/// A list of things.
#[derive(Deserialize)]
pub(super) struct List<T> {
    #[serde(default = "Vec::new")]
    pub(super) value: Vec<T>,
}

#[derive(Deserialize)]
pub(super) struct Project {
    pub(super) name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct QueryResult {
    #[serde(default)]
    pub(super) work_items: Vec<ItemLink>,
}

#[derive(Deserialize)]
pub(super) struct ItemLink {
    pub(super) id: u64,
}

#[derive(Deserialize)]
pub(super) struct RawItem {
    pub(super) id: u64,
    pub(super) rev: u64,
    #[serde(default)]
    pub(super) fields: Map<String, Json>,
    #[serde(default)]
    pub(super) relations: Option<Vec<RawRelation>>,
    #[serde(default, rename = "multilineFieldsFormat")]
    pub(super) formats: Option<BTreeMap<String, String>>,
}

impl RawItem {
    pub(super) fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field)?.as_str()
    }

    pub(super) fn number(&self, field: &str) -> Option<u64> {
        self.fields.get(field)?.as_u64()
    }

    pub(super) fn relations(&self) -> &[RawRelation] {
        self.relations.as_deref().unwrap_or_default()
    }
}

#[derive(Deserialize)]
pub(super) struct RawRelation {
    pub(super) rel: String,
    #[serde(default)]
    pub(super) url: String,
    #[serde(default)]
    pub(super) attributes: RelationAttributes,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct RelationAttributes {
    pub(super) name: Option<String>,
    pub(super) comment: Option<String>,
    pub(super) resource_size: Option<u64>,
    pub(super) resource_created_date: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Comments {
    #[serde(default)]
    pub(super) comments: Vec<RawComment>,
    #[serde(default)]
    pub(super) continuation_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RawComment {
    #[serde(alias = "commentId")]
    pub(super) id: u64,
    #[serde(default)]
    pub(super) version: Option<u64>,
    #[serde(default)]
    pub(super) text: Option<String>,
    #[serde(default)]
    pub(super) format: Option<String>,
    #[serde(default)]
    pub(super) created_by: Option<Json>,
    #[serde(default)]
    pub(super) created_date: Option<String>,
    #[serde(default)]
    pub(super) modified_date: Option<String>,
    #[serde(default)]
    pub(super) is_deleted: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RawType {
    pub(super) name: String,
    #[serde(default)]
    pub(super) is_disabled: bool,
}

#[derive(Deserialize)]
pub(super) struct RawState {
    pub(super) name: String,
    #[serde(default)]
    pub(super) category: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TypeField {
    pub(super) reference_name: String,
    #[serde(default)]
    pub(super) always_required: bool,
    #[serde(default)]
    pub(super) default_value: Option<Json>,
    #[serde(default)]
    pub(super) allowed_values: Option<Vec<Json>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TypeCategory {
    #[serde(default)]
    pub(super) reference_name: String,
    #[serde(default)]
    pub(super) work_item_types: Vec<Named>,
}

#[derive(Deserialize)]
pub(super) struct Named {
    pub(super) name: String,
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "they are the service's")]
pub(super) struct RawField {
    pub(super) reference_name: String,
    pub(super) name: String,
    #[serde(default, rename = "type")]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) usage: Option<String>,
    #[serde(default)]
    pub(super) read_only: bool,
    #[serde(default)]
    pub(super) is_identity: bool,
    #[serde(default)]
    pub(super) is_picklist: bool,
    #[serde(default)]
    pub(super) is_deleted: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RelationType {
    pub(super) reference_name: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) attributes: Map<String, Json>,
}

impl RelationType {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name)?.as_str()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RawNode {
    pub(super) name: String,
    #[serde(default)]
    pub(super) structure_type: Option<String>,
    #[serde(default)]
    pub(super) children: Option<Vec<RawNode>>,
    #[serde(default)]
    pub(super) attributes: Option<NodeAttributes>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct NodeAttributes {
    pub(super) start_date: Option<String>,
    pub(super) finish_date: Option<String>,
}
