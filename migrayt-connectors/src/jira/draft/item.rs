use migrayt_core::catalog::{Catalog, Field, WorkType};
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{FieldId, TypeId};
use migrayt_core::marker::HISTORY_NAME;
use migrayt_core::operation::NewItem;
use migrayt_core::payload::Payload;
use migrayt_core::plan::{LossKind, Refusal, RefusalKind};
use migrayt_core::port::Drafted;
use migrayt_core::value::Value;
use serde_json::{Map, Value as Json, json};

use crate::jira::field::{ORIGINAL_ESTIMATE, REMAINING_ESTIMATE, TIME_TRACKING};
use crate::jira::value::Writer;
use crate::jira::{canonical, payload};

/// Renders an element of a bulk create, its marker included.
pub(super) fn create(
    project: &str,
    catalog: &Catalog,
    item: &NewItem,
    key: &DigestKey,
    writer: &mut Writer<'_>,
    drafted: &mut Drafted,
) {
    let Some(work_type) = work_type(catalog, &item.type_id) else {
        writer.refusals.push(Refusal::of(RefusalKind::TypeUnmapped));
        return;
    };
    drafted.digests.push(canonical::work_type(work_type.id.as_str(), key));
    let mut fields = Map::new();
    fields.insert("project".to_owned(), json!({ "key": project }));
    fields.insert("issuetype".to_owned(), json!({ "id": work_type.id.as_str() }));
    for (id, value) in item.fields.iter().filter(|(_, value)| !value.is_null()) {
        let Some(field) = on_screen(catalog, work_type, id) else {
            writer.losses.note(LossKind::FieldNotOnScreen, Some(id), 1);
            continue;
        };
        if let Some(json) = written(writer, item, field, value) {
            drafted.digests.extend(canonical::digest(field, &json, key));
            insert(&mut fields, field, json);
        }
    }
    let is_child = work_type.level.is_some_and(|level| level < 0);
    match &item.parent {
        Some(parent) => {
            fields.insert("parent".to_owned(), payload::target(parent));
            let list = if is_child { &mut drafted.needs } else { &mut drafted.optional };
            list.push(parent.clone());
        }
        None if is_child => writer.refusals.push(Refusal::of(RefusalKind::ParentRequired)),
        None => {}
    }
    require(work_type, &fields, writer);
    let mut properties = payload::item_marker(&item.origin);
    if let (Some(history), Json::Array(properties)) = (&item.history, &mut properties) {
        let value = history.expose();
        drafted.digests.push(canonical::property(HISTORY_NAME, value, key));
        properties.push(json!({ "key": HISTORY_NAME, "value": value }));
    }
    drafted.payload = Payload::new(json!({ "fields": fields, "properties": properties }));
}

/// A field's value. What is lost of a text that is written again is counted when it is.
fn written(writer: &mut Writer<'_>, item: &NewItem, field: &Field, value: &Value) -> Option<Json> {
    if !item.provisional.contains(&field.id) {
        return writer.value(field, value);
    }
    let losses = std::mem::take(&mut writer.losses);
    let made = writer.made.len();
    let json = writer.value(field, value);
    writer.losses = losses;
    writer.made.truncate(made);
    json
}

fn work_type<'a>(catalog: &'a Catalog, id: &TypeId) -> Option<&'a WorkType> {
    catalog.work_type(id).or_else(|| catalog.type_named(id.as_str()))
}

/// The field, if a new item of the type takes it.
fn on_screen<'a>(catalog: &'a Catalog, work_type: &WorkType, id: &FieldId) -> Option<&'a Field> {
    let field = catalog.field(id).filter(|field| field.writable)?;
    (work_type.fields.is_empty() || work_type.fields.contains(id)).then_some(field)
}

pub(super) fn insert(fields: &mut Map<String, Json>, field: &Field, json: Json) {
    let part = match field.id.as_str() {
        ORIGINAL_ESTIMATE => "originalEstimate",
        REMAINING_ESTIMATE => "remainingEstimate",
        id => {
            fields.insert(id.to_owned(), json);
            return;
        }
    };
    // Minutes are the only unit that means the same on every site.
    let minutes = json.as_u64().unwrap_or_default() / 60;
    let tracking = fields.entry(TIME_TRACKING).or_insert_with(|| Json::Object(Map::new()));
    if let Some(tracking) = tracking.as_object_mut() {
        tracking.insert(part.to_owned(), Json::from(format!("{minutes}m")));
    }
}

/// Refuses an item without a title or without a value that its type requires.
fn require(work_type: &WorkType, fields: &Map<String, Json>, writer: &mut Writer<'_>) {
    let refused = |writer: &Writer<'_>, id: &FieldId| {
        writer.refusals.iter().any(|refusal| refusal.field.as_ref() == Some(id))
    };
    let summary = FieldId::new("summary");
    if !fields.contains_key("summary") && !refused(writer, &summary) {
        writer.refusals.push(Refusal::in_field(RefusalKind::TitleEmpty, summary.clone()));
    }
    for id in work_type.required.iter().filter(|id| **id != summary) {
        let written = match id.as_str() {
            ORIGINAL_ESTIMATE | REMAINING_ESTIMATE => TIME_TRACKING,
            id => id,
        };
        if !fields.contains_key(written) && !refused(writer, id) {
            writer.refusals.push(Refusal::in_field(RefusalKind::RequiredMissing, id.clone()));
        }
    }
}
