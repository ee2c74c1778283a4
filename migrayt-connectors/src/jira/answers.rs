//! The shapes of Jira's answers, as far as we read them. Some hold content; none has a `Debug`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value as Json};

/// A number or a text that stands for an id.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum RawId {
    Text(String),
    Number(u64),
}

impl RawId {
    pub(super) fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
        }
    }

    pub(super) fn number(&self) -> Option<u64> {
        match self {
            Self::Text(text) => text.parse().ok(),
            Self::Number(number) => Some(*number),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ServerInfo {
    pub(super) base_url: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Myself {
    pub(super) account_id: String,
}

#[derive(Deserialize)]
pub(super) struct Project {
    pub(super) id: RawId,
    #[serde(default)]
    pub(super) components: Vec<RawPart>,
    #[serde(default)]
    pub(super) versions: Vec<RawPart>,
}

/// A component, version or sprint.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RawPart {
    pub(super) id: RawId,
    pub(super) name: String,
    #[serde(default)]
    pub(super) start_date: Option<String>,
    #[serde(default, alias = "releaseDate")]
    pub(super) end_date: Option<String>,
    /// Of a sprint: `future`, `active` or `closed`.
    #[serde(default)]
    pub(super) state: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RawType {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) subtask: bool,
    #[serde(default)]
    pub(super) hierarchy_level: Option<i32>,
}

impl RawType {
    pub(super) fn level(&self) -> i32 {
        self.hierarchy_level.unwrap_or(if self.subtask { -1 } else { 0 })
    }
}

/// The statuses of a type.
#[derive(Deserialize)]
pub(super) struct TypeStatuses {
    pub(super) id: String,
    #[serde(default)]
    pub(super) statuses: Vec<RawStatus>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RawStatus {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) status_category: Category,
}

#[derive(Default, Deserialize)]
pub(super) struct Category {
    #[serde(default)]
    pub(super) key: String,
}

/// A field of a create screen or of the site.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RawMeta {
    #[serde(default)]
    field_id: Option<String>,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    key: Option<String>,
    pub(super) name: String,
    #[serde(default)]
    pub(super) required: bool,
    #[serde(default)]
    pub(super) has_default_value: bool,
    #[serde(default)]
    pub(super) custom: bool,
    #[serde(default)]
    pub(super) schema: Schema,
    #[serde(default)]
    pub(super) allowed_values: Option<Vec<AllowedValue>>,
}

impl RawMeta {
    pub(super) fn id(&self) -> &str {
        let id = self.field_id.as_deref().or(self.id.as_deref());
        id.or(self.key.as_deref()).unwrap_or_default()
    }
}

#[derive(Default, Deserialize)]
pub(super) struct Schema {
    #[serde(default, rename = "type")]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) items: Option<String>,
    #[serde(default)]
    pub(super) system: Option<String>,
    #[serde(default)]
    pub(super) custom: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct AllowedValue {
    #[serde(default)]
    value: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    pub(super) disabled: bool,
}

impl AllowedValue {
    pub(super) fn name(&self) -> Option<&str> {
        self.value.as_deref().or(self.name.as_deref()).filter(|_| !self.disabled)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LinkTypes {
    #[serde(default)]
    pub(super) issue_link_types: Vec<RawLinkType>,
}

#[derive(Deserialize)]
pub(super) struct RawLinkType {
    pub(super) name: String,
    #[serde(default)]
    pub(super) inward: String,
    #[serde(default)]
    pub(super) outward: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RawUser {
    pub(super) account_id: String,
    #[serde(default)]
    pub(super) account_type: Option<String>,
    #[serde(default)]
    pub(super) email_address: Option<String>,
    #[serde(default)]
    pub(super) display_name: Option<String>,
    #[serde(default = "RawUser::active")]
    pub(super) active: bool,
}

impl RawUser {
    fn active() -> bool {
        true
    }
}

#[derive(Deserialize)]
pub(super) struct Count {
    pub(super) count: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AttachmentMeta {
    #[serde(default)]
    pub(super) enabled: bool,
    #[serde(default)]
    pub(super) upload_limit: Option<u64>,
}

/// Issues as search and bulk fetch give them.
#[derive(Deserialize)]
pub(super) struct Issues {
    #[serde(default)]
    pub(super) issues: Vec<RawIssue>,
}

#[derive(Deserialize)]
pub(super) struct RawIssue {
    pub(super) id: String,
    pub(super) key: String,
    #[serde(default)]
    pub(super) fields: Map<String, Json>,
    #[serde(default)]
    pub(super) properties: Map<String, Json>,
    #[serde(default)]
    pub(super) transitions: Vec<RawTransition>,
}

impl RawIssue {
    /// The id of the object that a field holds.
    pub(super) fn id_of(&self, field: &str) -> Option<&str> {
        self.fields.get(field)?.get("id")?.as_str()
    }

    pub(super) fn list(&self, field: &str) -> &[Json] {
        self.fields.get(field).and_then(Json::as_array).map_or(&[], Vec::as_slice)
    }
}

#[derive(Deserialize)]
pub(super) struct RawTransition {
    pub(super) id: String,
    pub(super) to: RawStatus,
    #[serde(default, rename = "isAvailable")]
    pub(super) is_available: Option<bool>,
}

#[derive(Deserialize)]
pub(super) struct Comments {
    #[serde(default)]
    pub(super) comments: Vec<RawComment>,
    #[serde(default)]
    pub(super) total: usize,
}

#[derive(Deserialize)]
pub(super) struct RawComment {
    pub(super) id: String,
    #[serde(default)]
    pub(super) body: Json,
    /// Absent where the site does not expand properties in lists.
    #[serde(default)]
    pub(super) properties: Option<Vec<RawProperty>>,
}

#[derive(Deserialize)]
pub(super) struct RawProperty {
    pub(super) key: String,
    #[serde(default)]
    pub(super) value: Json,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RawRemoteLink {
    #[serde(default)]
    pub(super) global_id: Option<String>,
    #[serde(default)]
    pub(super) object: RemoteObject,
}

/// What a link to another place leads to.
#[derive(Default, Deserialize)]
pub(super) struct RemoteObject {
    #[serde(default)]
    pub(super) url: String,
    #[serde(default)]
    pub(super) title: String,
}

#[derive(Deserialize)]
pub(super) struct Worklogs {
    #[serde(default)]
    pub(super) worklogs: Vec<RawWorklog>,
    #[serde(default)]
    pub(super) total: usize,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RawWorklog {
    pub(super) id: String,
    #[serde(default)]
    pub(super) started: String,
    #[serde(default)]
    pub(super) time_spent_seconds: u64,
    #[serde(default)]
    pub(super) comment: Json,
    #[serde(default)]
    pub(super) properties: Option<Vec<RawProperty>>,
}

/// How many watch an issue, and whether we do.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct WatchCount {
    pub(super) watch_count: usize,
    pub(super) is_watching: bool,
}

#[derive(Deserialize)]
pub(super) struct RawWatchers {
    #[serde(default)]
    pub(super) watchers: Vec<RawUser>,
}

#[derive(Deserialize)]
pub(super) struct Permissions {
    #[serde(default)]
    pub(super) permissions: BTreeMap<String, Permission>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Permission {
    #[serde(default)]
    pub(super) have_permission: bool,
}

/// What became of each issue that was to be placed, where not all were.
#[derive(Deserialize)]
pub(super) struct Ranked {
    #[serde(default)]
    pub(super) entries: Vec<RankedIssue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RankedIssue {
    pub(super) issue_id: RawId,
    #[serde(default)]
    pub(super) status: u16,
}

/// Something that was made.
#[derive(Deserialize)]
pub(super) struct Made {
    pub(super) id: RawId,
}

/// What a bulk create made and refused.
#[derive(Deserialize)]
pub(super) struct CreatedIssues {
    #[serde(default)]
    pub(super) issues: Vec<CreatedIssue>,
    #[serde(default)]
    pub(super) errors: Vec<ElementError>,
}

#[derive(Deserialize)]
pub(super) struct CreatedIssue {
    pub(super) id: String,
    pub(super) key: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ElementError {
    pub(super) failed_element_number: usize,
    #[serde(default)]
    pub(super) status: u16,
    #[serde(default)]
    pub(super) element_errors: Json,
}
