//! What Jira's fields are, told by their schemas; never by a fixed custom field's id.

use migrayt_core::catalog::{Field, FieldKind, FieldRole};
use migrayt_core::id::FieldId;

use super::answers::{RawMeta, Schema};

/// The longest single line of text, in UTF-16 units.
pub(super) const MAX_LINE: u32 = 255;
/// The longest formatted text, in UTF-16 units of its visible words.
pub(super) const MAX_TEXT: u32 = 32_767;
/// The longest name of a sprint, in UTF-16 units.
pub(super) const MAX_SPRINT: u32 = 30;

/// How much work was estimated at first: a part of `timetracking`.
pub(super) const ORIGINAL_ESTIMATE: &str = "timeoriginalestimate";
/// How much work is left: a part of `timetracking`.
pub(super) const REMAINING_ESTIMATE: &str = "timeestimate";
/// The field that both estimates are written and read through.
pub(super) const TIME_TRACKING: &str = "timetracking";

/// Fields that every issue has by its nature and no rule can set.
const OWN: &[&str] = &["project", "issuetype", "attachment", "issuelinks", "comment", "worklog"];

/// The catalog's fields for a field of a create screen: none for what no rule can set, two for
/// the estimates.
pub(super) fn describe(raw: &RawMeta) -> Vec<Field> {
    let id = raw.id();
    if OWN.contains(&id) {
        return Vec::new();
    }
    if raw.schema.kind == TIME_TRACKING {
        return vec![
            duration(ORIGINAL_ESTIMATE, "Original estimate", FieldRole::OriginalEstimate),
            duration(REMAINING_ESTIMATE, "Remaining estimate", FieldRole::RemainingEstimate),
        ];
    }
    let (kind, many) = kind(&raw.schema);
    let mut field = Field::new(FieldId::new(id), raw.name.as_str(), kind);
    field.many = many;
    field.writable = kind != FieldKind::Opaque;
    field.role = system_role(id);
    field.max_length = match kind {
        FieldKind::Text | FieldKind::Labels => Some(MAX_LINE),
        FieldKind::RichText => Some(MAX_TEXT),
        _ => None,
    };
    if matches!(kind, FieldKind::Choice | FieldKind::Cascade) {
        let names = raw.allowed_values.iter().flatten().filter_map(|value| value.name());
        field.allowed = names.map(str::to_owned).collect();
    }
    vec![field]
}

fn duration(id: &str, name: &str, role: FieldRole) -> Field {
    let mut field = Field::new(FieldId::new(id), name, FieldKind::Duration);
    field.role = Some(role);
    field
}

fn kind(schema: &Schema) -> (FieldKind, bool) {
    let custom = schema.custom.as_deref().map(|key| key.rsplit(':').next().unwrap_or(key));
    let system = schema.system.as_deref();
    if custom == Some("gh-sprint") {
        return (FieldKind::Node, false);
    }
    let items = schema.items.as_deref().unwrap_or_default();
    match (schema.kind.as_str(), items) {
        ("string", _) if custom == Some("textarea") => (FieldKind::RichText, false),
        ("string", _) if matches!(system, Some("description" | "environment")) => {
            (FieldKind::RichText, false)
        }
        // A field that only apps can write.
        ("string", _) if custom == Some("readonlyfield") => (FieldKind::Opaque, false),
        ("string", _) => (FieldKind::Text, false),
        ("number", _) => (FieldKind::Decimal, false),
        ("date", _) => (FieldKind::Date, false),
        ("datetime", _) => (FieldKind::Instant, false),
        ("user", _) => (FieldKind::Person, false),
        ("array", "user") => (FieldKind::Person, true),
        ("option" | "priority" | "resolution" | "securitylevel", _) => (FieldKind::Choice, false),
        ("array", "option") => (FieldKind::Choice, true),
        ("option-with-child", _) => (FieldKind::Cascade, false),
        ("array", "string") => (FieldKind::Labels, true),
        ("array", "component" | "version") => (FieldKind::Node, true),
        ("version", _) => (FieldKind::Node, false),
        ("issuelink", _) if system == Some("parent") => (FieldKind::Reference, false),
        _ => (FieldKind::Opaque, false),
    }
}

fn system_role(id: &str) -> Option<FieldRole> {
    Some(match id {
        "summary" => FieldRole::Summary,
        "description" => FieldRole::Description,
        "assignee" => FieldRole::Assignee,
        "reporter" => FieldRole::Reporter,
        "priority" => FieldRole::Priority,
        "labels" => FieldRole::Labels,
        "components" => FieldRole::Components,
        "parent" => FieldRole::Parent,
        "duedate" => FieldRole::DueDate,
        "fixVersions" => FieldRole::FixVersions,
        "environment" => FieldRole::Environment,
        _ => return None,
    })
}

/// How well a custom field fits a role; the best one that is on a screen plays it.
pub(super) fn custom_role(raw: &RawMeta) -> Option<(FieldRole, u8)> {
    let key = raw.schema.custom.as_deref()?;
    let name = raw.name.trim().to_lowercase();
    match (key.rsplit(':').next().unwrap_or(key), raw.schema.kind.as_str()) {
        ("gh-sprint", _) => Some((FieldRole::Sprint, 9)),
        ("jsw-story-points", _) => Some((FieldRole::StoryPoints, 7)),
        (_, "number") => match name.as_str() {
            "story points" => Some((FieldRole::StoryPoints, 9)),
            "story point estimate" => Some((FieldRole::StoryPoints, 5)),
            _ => None,
        },
        (_, "date") => match name.as_str() {
            "start date" => Some((FieldRole::StartDate, 9)),
            "target start" => Some((FieldRole::StartDate, 5)),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use migrayt_core::catalog::{FieldKind, FieldRole};
    use serde_json::{Value as Json, json};

    use super::super::answers::RawMeta;
    use super::{custom_role, describe};

    fn raw(json: Json) -> RawMeta {
        serde_json::from_value(json).unwrap()
    }

    fn of(schema: &Json) -> (FieldKind, bool) {
        let raw = raw(json!({ "fieldId": "x", "name": "X", "required": false, "schema": schema }));
        let fields = describe(&raw);
        (fields[0].kind, fields[0].many)
    }

    #[test]
    fn a_schema_is_one_kind() {
        let custom = |key| format!("com.atlassian.jira.plugin.system.customfieldtypes:{key}");
        for (schema, kind, many) in [
            (json!({"type": "string", "system": "summary"}), FieldKind::Text, false),
            (json!({"type": "string", "system": "description"}), FieldKind::RichText, false),
            (json!({"type": "string", "custom": custom("textarea")}), FieldKind::RichText, false),
            (json!({"type": "string", "custom": custom("textfield")}), FieldKind::Text, false),
            (json!({"type": "string", "custom": custom("url")}), FieldKind::Text, false),
            (
                json!({"type": "string", "custom": custom("readonlyfield")}),
                FieldKind::Opaque,
                false,
            ),
            (json!({"type": "number", "custom": custom("float")}), FieldKind::Decimal, false),
            (json!({"type": "date", "system": "duedate"}), FieldKind::Date, false),
            (json!({"type": "datetime", "custom": custom("datetime")}), FieldKind::Instant, false),
            (json!({"type": "user", "system": "assignee"}), FieldKind::Person, false),
            (json!({"type": "array", "items": "user"}), FieldKind::Person, true),
            (json!({"type": "option", "custom": custom("select")}), FieldKind::Choice, false),
            (json!({"type": "array", "items": "option"}), FieldKind::Choice, true),
            (json!({"type": "option-with-child"}), FieldKind::Cascade, false),
            (json!({"type": "priority", "system": "priority"}), FieldKind::Choice, false),
            (
                json!({"type": "array", "items": "string", "system": "labels"}),
                FieldKind::Labels,
                true,
            ),
            (json!({"type": "array", "items": "component"}), FieldKind::Node, true),
            (json!({"type": "array", "items": "version"}), FieldKind::Node, true),
            (json!({"type": "issuelink", "system": "parent"}), FieldKind::Reference, false),
            (
                json!({"type": "array", "items": "json", "custom": "com.pyxis.greenhopper.jira:gh-sprint"}),
                FieldKind::Node,
                false,
            ),
            (json!({"type": "any", "custom": "vendor:thing"}), FieldKind::Opaque, false),
            (json!({}), FieldKind::Opaque, false),
        ] {
            assert_eq!(of(&schema), (kind, many), "{schema}");
        }
    }

    #[test]
    fn estimates_are_two_fields_and_the_issues_own_are_none() {
        let of = |id: &str, kind: &str| {
            describe(&raw(json!({ "fieldId": id, "name": id, "schema": { "type": kind } }))).len()
        };
        assert_eq!(of("timetracking", "timetracking"), 2);
        assert_eq!(of("project", "project"), 0);
        assert_eq!(of("issuetype", "issuetype"), 0);
    }

    #[test]
    fn roles_are_told_by_the_schemas_key_and_the_name() {
        let role = |name: &str, kind: &str, key: &str| {
            let schema = json!({ "type": kind, "custom": key });
            custom_role(&raw(json!({ "fieldId": "customfield_1", "name": name, "schema": schema })))
                .map(|(role, _)| role)
        };
        assert_eq!(
            role("Anything", "array", "com.pyxis.greenhopper.jira:gh-sprint"),
            Some(FieldRole::Sprint)
        );
        assert_eq!(role("Story Points", "number", "a:float"), Some(FieldRole::StoryPoints));
        assert_eq!(
            role("Story point estimate", "number", "com.pyxis.greenhopper.jira:jsw-story-points"),
            Some(FieldRole::StoryPoints)
        );
        assert_eq!(role("Story Points", "string", "a:textfield"), None);
        assert_eq!(role("Start date", "date", "a:datepicker"), Some(FieldRole::StartDate));
        assert_eq!(role("Budget", "number", "a:float"), None);
    }
}
