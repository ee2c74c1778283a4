use migrayt_core::catalog::{Catalog, Field, FieldRole};
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{FieldId, ItemId};
use migrayt_core::plan::{LossKind, Refusal, RefusalKind};
use migrayt_core::port::Drafted;
use migrayt_core::value::Value;
use serde_json::{Map, Value as Json, json};

use super::item;
use crate::jira::edit::{KINDS, kind_of, written};
use crate::jira::field::TIME_TRACKING;
use crate::jira::value::Writer;
use crate::jira::{canonical, payload};

/// Renders a change of fields and gives the payload. A field that it empties has no digest.
pub(super) fn update(
    catalog: &Catalog,
    own: &ItemId,
    changes: &[(FieldId, Value)],
    key: &DigestKey,
    writer: &mut Writer<'_>,
    drafted: &mut Drafted,
) -> Map<String, Json> {
    let mut fields = Map::new();
    let mut kinds = Map::new();
    for (id, value) in changes {
        let Some(field) = catalog.field(id).filter(|field| field.writable) else {
            writer.losses.note(LossKind::FieldNotOnScreen, Some(id), 1);
            continue;
        };
        if is_empty(value) {
            if !empty(field, &mut fields, writer) {
                continue;
            }
        } else {
            let Some(json) = writer.value(field, value) else { continue };
            drafted.digests.extend(canonical::digest(field, &json, key));
            item::insert(&mut fields, field, json);
        }
        kinds.insert(id.as_str().to_owned(), kind_of(field));
    }
    drafted.needs = vec![own.clone()];
    Map::from_iter([
        (payload::ISSUE.to_owned(), own.as_str().into()),
        (payload::BODY.to_owned(), json!({ "fields": fields })),
        (KINDS.to_owned(), kinds.into()),
    ])
}

/// Takes a field's value away, where Jira lets it.
fn empty(field: &Field, fields: &mut Map<String, Json>, writer: &mut Writer<'_>) -> bool {
    if field.role == Some(FieldRole::Summary) {
        writer.refusals.push(Refusal::in_field(RefusalKind::TitleEmpty, field.id.clone()));
        return false;
    }
    if written(&field.id) == TIME_TRACKING {
        // An estimate can be changed and never taken back.
        writer.losses.note(LossKind::ValueUnmapped, Some(&field.id), 1);
        return false;
    }
    fields.insert(field.id.as_str().to_owned(), Json::Null);
    true
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Text(text) => text.as_str().trim().is_empty(),
        Value::RichText(document) => document.expose().is_empty(),
        Value::Many(values) => values.iter().all(is_empty),
        _ => false,
    }
}
