use migrayt_core::catalog::{Catalog, FieldRole};
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{FieldId, ItemId, NodeId, PersonId};
use migrayt_core::marker::MARKER_NAME;
use migrayt_core::payload::Payload;
use migrayt_core::plan::{Refusal, RefusalKind};
use migrayt_core::port::Drafted;
use migrayt_core::value::Value;
use serde_json::json;

use crate::jira::field::{MAX_LINE, MAX_TEXT};
use crate::jira::property::{NAME, VALUE};
use crate::jira::value::Writer;
use crate::jira::{canonical, payload};

/// Renders somebody who watches.
pub(super) fn watch(
    own: &ItemId,
    person: &PersonId,
    key: &DigestKey,
    writer: &mut Writer<'_>,
    drafted: &mut Drafted,
) {
    if person.as_str().is_empty() {
        let field = FieldId::new("watches");
        writer.refusals.push(Refusal::in_field(RefusalKind::ValueInvalid, field));
    }
    drafted.digests = vec![canonical::watcher(person.as_str(), key)];
    drafted.needs = vec![own.clone()];
    drafted.payload =
        Payload::new(json!({ payload::ISSUE: own.as_str(), "person": person.as_str() }));
}

/// Renders a move into a sprint, which is named and found when it is sent.
pub(super) fn sprint(
    catalog: &Catalog,
    own: &ItemId,
    sprint: &NodeId,
    key: &DigestKey,
    writer: &mut Writer<'_>,
    drafted: &mut Drafted,
) {
    let Some(field) = catalog.field_with(FieldRole::Sprint) else {
        let field = FieldId::new("sprint");
        writer.refusals.push(Refusal::in_field(RefusalKind::ValueInvalid, field));
        return;
    };
    let Some(named) = writer.value(field, &Value::Node(sprint.clone())) else { return };
    drafted.digests = canonical::digest(field, &named, key).into_iter().collect();
    drafted.needs = vec![own.clone()];
    drafted.payload = Payload::new(json!({
        payload::ISSUE: own.as_str(),
        "sprint": named,
        "field": field.id.as_str(),
    }));
}

/// Renders a place in the backlog. It has no digest: places are the target's own.
pub(super) fn rank(own: &ItemId, after: &ItemId, writer: &mut Writer<'_>, drafted: &mut Drafted) {
    if own == after {
        let field = FieldId::new("rank");
        writer.refusals.push(Refusal::in_field(RefusalKind::ValueInvalid, field));
    }
    drafted.needs = vec![own.clone(), after.clone()];
    drafted.payload =
        Payload::new(json!({ payload::ISSUE: own.as_str(), "after": after.as_str() }));
}

/// Renders a property. Our marker is none that a mapping may set.
pub(super) fn property(
    own: &ItemId,
    name: &str,
    value: &Payload,
    key: &DigestKey,
    writer: &mut Writer<'_>,
    drafted: &mut Drafted,
) {
    let field = FieldId::new("property");
    writer.measure(&field, name, MAX_LINE);
    // One unit more than formatted texts have: 32,768.
    writer.measure(&field, &value.expose().to_string(), MAX_TEXT + 1);
    if name.is_empty() || name == MARKER_NAME || value.expose().is_null() {
        writer.refusals.push(Refusal::in_field(RefusalKind::ValueInvalid, field));
    }
    drafted.digests = vec![canonical::property(name, value.expose(), key)];
    drafted.needs = vec![own.clone()];
    drafted.payload = Payload::new(json!({
        payload::ISSUE: own.as_str(),
        NAME: name,
        VALUE: value.expose(),
    }));
}
